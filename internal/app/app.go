// Package app puts the program together and is its command line. Nothing else
// knows all parts.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"orion/internal/config"
	"orion/internal/kit/build"
	_ "orion/internal/kit/i18n/texts" // it speaks all languages
	"orion/internal/kit/tracing"
)

// commands are the program's flags and commands, as kong reads them.
type commands struct {
	config.Config `embed:""`

	Version kong.VersionFlag `help:"Print the version." hidden:""`

	Serve    serveCmd    `cmd:"" default:"withargs" help:"Run everything: API, pages and background work."`
	Worker   workerCmd   `cmd:"" help:"Run background work alone."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database up to date, or say whether it is."`
	Seed     seedCmd     `cmd:"" help:"Fill an empty database."`
	Admin    adminCmd    `cmd:"" help:"Manage the platform's staff."`
	Backup   backupCmd   `cmd:"" help:"Make, list, verify and restore backups of the whole platform."`
	Vendor   vendorCmd   `cmd:"" help:"Take a vendor out of the platform, or make one of what was taken."`
	Audit    auditCmd    `cmd:"" help:"Verify the record of who did what."`
	Settings settingsCmd `cmd:"" help:"Show what is set, make what is missing, and replace the key of secrets."`
	Search   searchCmd   `cmd:"" help:"Build the indexes that shops are searched with."`
	Stats    statsCmd    `cmd:"" help:"Make the figures of dashboards anew."`
	Doctor   doctorCmd   `cmd:"" help:"Find what is wrong with the platform."`

	Storefront storefrontCmd `cmd:"" help:"Take the pages of a shop elsewhere."`
}

// A process is what a command gets of the world around it.
type process struct {
	cfg    config.Config
	stdout io.Writer
	log    *slog.Logger

	// unknown are variables with our prefix that nothing reads.
	unknown []string
}

// Main runs the program and ends it with its exit code.
func Main() {
	tune(os.LookupEnv)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program the hard way
	os.Exit(run(ctx, os.Args[1:], config.Environment, os.Stdout, os.Stderr))
}

// run returns the exit code: 0, 1 where the command failed, 2 where it was not
// understood.
func run(ctx context.Context, args []string, lookup func(string) (string, bool), stdout, stderr io.Writer) int {
	var c commands
	exit := -1
	parsed, err := config.Load(&c, &c.Config, args, lookup,
		kong.Name("orion"), kong.Description("A marketplace platform of many shops."), kong.UsageOnError(),
		kong.Vars{"version": build.Version}, kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }))
	if exit >= 0 {
		return exit // --help and --version have done their work
	}
	if err != nil {
		for _, wrong := range mistakes(err) {
			fmt.Fprintln(stderr, "orion:", wrong)
		}
		return 2
	}
	p := &process{cfg: c.Config, stdout: stdout, log: newLog(stderr, &c.Config)}
	p.unknown = config.Unread(parsed.Model, os.Environ())
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(p); err != nil && !errors.Is(err, errSaid) {
		fmt.Fprintln(stderr, "orion:", err)
		return 1
	} else if err != nil {
		return 1
	}
	return 0
}

// errSaid is the error of a command that has told people what is wrong.
var errSaid = errors.New("")

func mistakes(err error) []string {
	if all, ok := errors.AsType[config.Mistakes](err); ok {
		return all
	}
	return []string{err.Error()}
}

func newLog(w io.Writer, cfg *config.Config) *slog.Logger {
	opts := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "json" || cfg.LogFormat == "auto" && cfg.Production() {
		return slog.New(tracing.Log(slog.NewJSONHandler(w, opts)))
	}
	return slog.New(tracing.Log(slog.NewTextHandler(w, opts)))
}

// tune lets the collector run a quarter as often, which takes a quarter of the time
// off a request, and bounds what that may cost in memory. Go's own variables win.
func tune(lookup func(string) (string, bool)) {
	if _, set := lookup("GOGC"); !set {
		debug.SetGCPercent(400)
	}
	if _, set := lookup("GOMEMLIMIT"); !set {
		debug.SetMemoryLimit(memory() / 2)
	}
}

package config

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Prefix begins the name of every variable.
const Prefix = "ORION_"

// Variable returns the variable of a flag: database-url is ORION_DATABASE_URL.
func Variable(flag string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Mistakes are everything that is wrong with flags and variables. As an error they
// print one a line.
type Mistakes []string

func (m Mistakes) Error() string { return strings.Join(m, "\n") }

// Load reads args and variables into cli, a struct of kong's that embeds Config.
// The error is Mistakes and lists all there are.
func Load(cli any, cfg *Config, args []string, lookup func(string) (string, bool), opts ...kong.Option) (*kong.Context, error) {
	r := &environment{lookup: lookup, bad: map[string]bool{}}
	k, err := kong.New(cli, append(opts, kong.Resolvers(r), kong.ValueFormatter(describe))...)
	if err != nil {
		return nil, fmt.Errorf("read the definition of flags: %w", err)
	}
	wrong := r.mistakes(k.Model)
	parsed, err := k.Parse(args)
	if err != nil {
		return nil, append(wrong, err.Error())
	}
	if wrong = append(wrong, cfg.mistakes()...); len(wrong) > 0 {
		return parsed, wrong
	}
	return parsed, nil
}

// environment reads variables for kong, but for those that are bad in themselves:
// kong would stop at the first.
type environment struct {
	lookup func(string) (string, bool)
	bad    map[string]bool
}

// Validate implements kong.Resolver.
func (*environment) Validate(*kong.Application) error { return nil }

// Resolve implements kong.Resolver.
func (r *environment) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	v, ok := r.lookup(Variable(flag.Name))
	if !ok || v == "" || r.bad[flag.Name] || flag.Name == "help" {
		return nil, nil //nolint:nilnil // kong's way to say: not here
	}
	return v, nil
}

// mistakes tries every variable by itself.
func (r *environment) mistakes(app *kong.Application) (wrong Mistakes) {
	for _, flag := range app.Flags {
		v, ok := r.lookup(Variable(flag.Name))
		if !ok || v == "" || flag.Name == "help" {
			continue
		}
		if what := try(flag, v); what != "" {
			r.bad[flag.Name] = true
			wrong = append(wrong, Variable(flag.Name)+" "+what)
		}
	}
	return wrong
}

func try(flag *kong.Flag, v string) string {
	if flag.Enum != "" && !slices.Contains(flag.EnumSlice(), v) {
		return fmt.Sprintf("must be one of %s, not %q", strings.Join(flag.EnumSlice(), ", "), v)
	}
	scratch := reflect.New(flag.Target.Type()).Elem()
	if err := flag.Parse(kong.ScanFromTokens(kong.Token{Type: kong.FlagValueToken, Value: v}), scratch); err != nil {
		return err.Error()
	}
	return ""
}

// describe adds the variable to the help of a flag.
func describe(v *kong.Value) string {
	if v.Flag == nil || v.Flag.Name == "help" {
		return v.Help
	}
	return fmt.Sprintf("%s (%s)", v.Help, Variable(v.Flag.Name))
}

// Unread lists the variables with our prefix that nothing reads, which are often misspelt
// ones.
func Unread(app *kong.Application, environ []string) (unknown []string) {
	known := []string{"ORION_TEST_DATABASE_URL", "ORION_TEST_SEARCH_URL", "ORION_ACCEPTANCE_DATA"} // for tests
	for _, command := range append(app.Leaves(true), app.Node) {
		for _, f := range command.Flags {
			known = append(known, Variable(f.Name))
		}
	}
	for _, e := range environ {
		name, value, _ := strings.Cut(e, "=")
		switch {
		case !strings.HasPrefix(name, Prefix) || value == "" || slices.Contains(known, name):
		default:
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// Environment is the lookup of a real process.
func Environment(name string) (string, bool) { return os.LookupEnv(name) }

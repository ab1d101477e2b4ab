package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"

	"github.com/google/uuid"

	"orion/internal/config"
	"orion/internal/enum"
	"orion/internal/notify"
	"orion/internal/search"
	"orion/internal/settings"
	"orion/internal/viewer"
)

type settingsCmd struct {
	Init   settingsInitCmd   `cmd:"" help:"Make what is missing, and show all settings with their source. Run again it changes nothing."`
	Rotate settingsRotateCmd `cmd:"" name:"rotate-key" help:"Make a new key and seal all secrets of settings anew with it, while everything runs."`
}

type settingsInitCmd struct{}

// Run implements kong's command.
func (*settingsInitCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{}, func(s *services) error {
		made, err := s.settings.Init(ctx)
		if err != nil {
			return err
		}
		for _, flag := range made {
			fmt.Fprintln(p.stdout, "made the flag", flag)
		}
		return p.showSettings(viewer.NewContext(ctx, viewer.ForPlatform()), s.settings)
	})
}

// showSettings prints a line for each setting. Secrets are but said to be set.
func (p *process) showSettings(ctx context.Context, s *settings.Service) error {
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, x := range all {
		value := "–"
		switch {
		case x.Value != nil:
			value = *x.Value
		case x.IsSet:
			value = "***"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", x.Key, value, x.Source)
	}
	return w.Flush()
}

type settingsRotateCmd struct{}

// Run implements kong's command.
func (*settingsRotateCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{}, func(s *services) error {
		n, err := s.settings.RotateKey(ctx)
		if err == nil {
			fmt.Fprintf(p.stdout, "a new key seals the settings; %d secrets were sealed anew\n", n)
		}
		return err
	})
}

// newSettings returns what can be set while the platform runs.
func newSettings(w *world) (*settings.Service, error) {
	var s *settings.Service
	s, err := settings.New(w.db, settings.Options{
		Root: w.root, Environment: said(w.cfg), Listener: &w.notices, Log: w.log,
		Probes: map[enum.SettingTarget]settings.Probe{
			enum.SettingTargetMail:    func(ctx context.Context) (string, error) { return w.tryMail(ctx, s) },
			enum.SettingTargetStorage: w.tryStorage,
			enum.SettingTargetSearch:  w.trySearch,
		},
	})
	return s, err
}

// said is what flags and variables say of settings, by variable. What is said as it is by
// default says nothing: a copy of .env.example locks no setting.
func said(cfg *config.Config) map[string]string {
	out := map[string]string{
		"ORION_SIGN_IN_PER_ACCOUNT": number(int64(cfg.SignInPerAccount)), "ORION_SIGN_IN_PER_ADDRESS": number(int64(cfg.SignInPerAddress)),
		"ORION_VENDOR_APPROVAL": cfg.VendorApproval, "ORION_COMMISSION_BP": number(int64(cfg.CommissionBp)),
		"ORION_MEDIA_QUOTA": number(cfg.MediaQuota), "ORION_SMTP_URL": string(cfg.SMTPURL), "ORION_METRICS_TOKEN": string(cfg.MetricsToken),
	}
	for _, d := range settings.Definitions() {
		if d.Variable != "" && out[d.Variable] == d.Default {
			delete(out, d.Variable)
		}
	}
	return out
}

// number writes a number, nothing for none.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// tryMail greets the server that mails go out by.
func (w *world) tryMail(ctx context.Context, s *settings.Service) (string, error) {
	to, err := (&postman{cfg: w.cfg, settings: s}).sender(ctx)
	if err != nil {
		return "", err
	}
	server, ok := to.(*notify.SMTP)
	if !ok {
		return "mails are written to the data dir: no server is set", nil
	}
	if err := server.Ping(ctx); err != nil {
		return "", err
	}
	return "the server answers and lets us in", nil
}

func (w *world) tryStorage(ctx context.Context) (string, error) {
	if err := tryBucket(ctx, w.bucket); err != nil {
		return "", err
	}
	return "a file was written, read and removed", nil
}

func (w *world) trySearch(ctx context.Context) (string, error) {
	if e, ok := w.engine.(interface{ Ready(context.Context) error }); ok { // one that is elsewhere
		if err := e.Ready(ctx); err != nil {
			return "", err
		}
	}
	// Counting what nobody has asks the engine, and finds nothing or no index.
	if _, err := w.engine.Count(ctx, uuid.Nil); err != nil && !errors.Is(err, search.ErrMissing) {
		return "", err
	}
	return w.engine.Name() + " answers", nil
}

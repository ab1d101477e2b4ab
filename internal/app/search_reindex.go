package app

import (
	"context"
	"errors"
	"fmt"

	"orion/internal/search"
)

type searchCmd struct {
	Reindex searchReindexCmd `cmd:"" help:"Build indexes anew beside those in use, and put each into use when it is complete."`
}

type searchReindexCmd struct {
	Vendor string `help:"Slug of the vendor whose index to build. Empty: all that are open."`
}

// Run implements kong's command. Where another process has the indexes open, that one
// builds them, and this one tells how far it is.
func (c *searchReindexCmd) Run(ctx context.Context, p *process) (err error) {
	running, err := Start(ctx, &p.cfg, p.log, Options{Search: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop(context.WithoutCancel(ctx))) }()
	return plain(running.services.search.ReindexAll(ctx, c.Vendor, func(s search.Step) {
		fmt.Fprintf(p.stdout, "%-40s %8d of %d  %s\n", s.Vendor, s.Processed, s.Total, s.Status)
	}))
}

package app

import (
	"context"
	"errors"
	"fmt"
)

type statsCmd struct {
	Rebuild statsRebuildCmd `cmd:"" help:"Make all figures anew from orders and carts. Visits stay as they were counted."`
}

type statsRebuildCmd struct {
	Vendor string `help:"Slug of the vendor whose figures to make. Empty: all."`
}

// Run implements kong's command.
func (c *statsRebuildCmd) Run(ctx context.Context, p *process) (err error) {
	running, err := Start(ctx, &p.cfg, p.log, Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop(context.WithoutCancel(ctx))) }()
	return plain(running.services.stats.RebuildAll(ctx, c.Vendor, func(slug string) { fmt.Fprintln(p.stdout, slug) }))
}

package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"orion/internal/demo"
	"orion/internal/kit/clock"
)

type seedCmd struct {
	Demo bool `help:"Three shops with catalogues, customers and orders."`
}

// Run implements kong's command.
func (c *seedCmd) Run(ctx context.Context, p *process) (err error) {
	if !c.Demo {
		return errors.New("say what to fill the database with: orion seed --demo")
	}
	running, err := Start(ctx, &p.cfg, p.log, Options{Demo: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop(context.WithoutCancel(ctx))) }()
	if !running.Seeded {
		fmt.Fprintln(p.stdout, "the database is not empty; it stays as it is")
		return nil
	}
	fmt.Fprintf(p.stdout, "the demo is there: sign in as %s with %s\n", demo.AdminEmail, demo.Password)
	return nil
}

// seed fills an empty database with the demo. It runs before anything else can do
// jobs, as the demo does its own.
func (p *Platform) seed(ctx context.Context) (bool, error) {
	s, w := p.services, p.world
	slow := time.AfterFunc(time.Second, func() { p.log.InfoContext(ctx, "making the demo, which takes half a minute") })
	defer slow.Stop()
	return demo.Seed(ctx, demo.Deps{
		DB: w.db, Auth: s.auth, Vendors: s.vendors, Customers: s.customers, Marketplace: s.marketplace, Catalog: s.catalog,
		Media: s.media, Stock: s.inventory, Payments: s.payments, Stats: s.stats,
		Queue: s.queue, Pages: s.pages, Clock: clock.System{}, Production: p.cfg.Production(),
	})
}

package app

import (
	"context"
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
func (c *searchReindexCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{Search: true}, func(s *services) error {
		return plain(s.search.ReindexAll(ctx, c.Vendor, func(s search.Step) {
			fmt.Fprintf(p.stdout, "%-40s %8d of %d  %s\n", s.Vendor, s.Processed, s.Total, s.Status)
		}))
	})
}

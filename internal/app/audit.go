package app

import (
	"context"
	"fmt"

	"orion/internal/audit"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Compute the chains of the record again, and say what was edited or is missing."`
}

type auditVerifyCmd struct {
	Vendor string `help:"Slug of the vendor whose chain to verify. Empty: all, and the platform's."`
}

// Run implements kong's command. It fails where something is wrong.
func (c *auditVerifyCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{}, func(s *services) error {
		r, err := s.audit.Verify(ctx, c.Vendor)
		if err != nil {
			return plain(err)
		}
		return tellRecord(p, r)
	})
}

func tellRecord(p *process, r *audit.Report) error {
	for _, c := range r.Chains {
		name := c.Vendor
		if name == "" {
			name = "(platform)"
		}
		fmt.Fprintf(p.stdout, "%-40s %8d entries  head %s\n", name, c.Entries, c.Head)
	}
	fmt.Fprintf(p.stdout, "%d chains, %d entries", len(r.Chains), r.Entries)
	if r.Wrong == 0 {
		fmt.Fprintln(p.stdout, ": nothing was edited, nothing is missing")
		return nil
	}
	fmt.Fprintf(p.stdout, ": %d things are wrong\n", r.Wrong)
	for _, f := range r.Findings {
		fmt.Fprintln(p.stdout, f)
	}
	return errSaid
}

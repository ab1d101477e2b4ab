package vendor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendordomain"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Resolver reads TXT records: net.Resolver. The name is complete and ends with a dot.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// resolveTime bounds a question to the name servers.
const resolveTime = 5 * time.Second

// checks is how often a vendor may have its domains looked up.
var checks = ratelimit.PerMinute(5)

// VerifyDomain looks for the TXT record that proves a domain of the viewer's vendor, and
// returns the domain as it is then. A domain that another vendor has proved changes hands
// where that one's record is not there any more; else the problem is IN_USE. A domain that
// was proved stays so whatever a later check finds. Beyond 5 a minute it is THROTTLED. The
// viewer needs settings.write.
func (s *Service) VerifyDomain(ctx context.Context, id uuid.UUID) (*ent.VendorDomain, error) {
	if err := need(ctx, enum.PermissionSettingsWrite); err != nil {
		return nil, err
	}
	d, err := s.db.VendorDomain.Query().Where(vendordomain.ID(id)).Only(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("find a domain: %w", err)
	}
	if err := s.count(ctx, tenant.Key(d.VendorID, "domain-check"), checks); err != nil {
		return nil, err
	}
	records, problem := s.records(ctx, d) // outside any transaction: it takes its time
	if problem == "" {
		problem = judge(records, d.Challenge)
	}
	if problem == "" {
		d, err = s.award(ctx, d, records)
	} else {
		d, err = s.note(ctx, d.ID, problem)
	}
	if err != nil {
		return nil, fmt.Errorf("verify a domain: %w", err)
	}
	return d, nil
}

// records reads what the name servers say of a domain.
func (s *Service) records(ctx context.Context, d *ent.VendorDomain) ([]string, enum.DomainProblem) {
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	records, err := s.resolver.LookupTXT(ctx, RecordName(d)+".")
	if err == nil {
		return records, ""
	}
	if no, ok := errors.AsType[*net.DNSError](err); ok && no.IsNotFound {
		return nil, ""
	}
	return nil, enum.DomainProblemNoAnswer
}

// judge says what is wrong with the records as a proof, "" for nothing.
func judge(records []string, challenge string) enum.DomainProblem {
	same := func(r string) bool { return strings.TrimSpace(r) == challenge }
	switch {
	case len(records) == 0:
		return enum.DomainProblemNoRecord
	case challenge == "", !slices.ContainsFunc(records, same):
		return enum.DomainProblemWrongRecord
	}
	return ""
}

// note keeps what a check of a domain found.
func (s *Service) note(ctx context.Context, id uuid.UUID, problem enum.DomainProblem) (*ent.VendorDomain, error) {
	var d *ent.VendorDomain
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		d, err = s.noteIn(viewer.Elevate(ctx), tx, id, problem)
		return err
	})
	return d, err
}

func (s *Service) noteIn(ctx context.Context, tx *store.Tx, id uuid.UUID, problem enum.DomainProblem) (*ent.VendorDomain, error) {
	return tx.VendorDomain.UpdateOneID(id).SetProblem(string(problem)).SetCheckedAt(s.clock.Now()).Save(ctx)
}

// award gives a domain to the vendor whose proof the records hold, unless they hold that of
// another vendor too who came before.
func (s *Service) award(ctx context.Context, claim *ent.VendorDomain, records []string) (d *ent.VendorDomain, err error) {
	across := store.AcrossVendors(ctx, store.ReasonTenant) // the other vendor's row is not this viewer's to see
	err = s.db.Tx(across, func(tx *store.Tx) error {
		rival, err := tx.VendorDomain.Query().
			Where(vendordomain.Host(claim.Host), vendordomain.VendorIDNEQ(claim.VendorID), vendordomain.VerifiedAtNotNil()).
			WithVendor().ForUpdate().Only(across)
		if err != nil && !ent.IsNotFound(err) {
			return fmt.Errorf("look for another owner: %w", err)
		}
		if rival != nil {
			problem := judge(records, rival.Challenge)
			if problem == "" {
				d, err = s.noteIn(across, tx, claim.ID, enum.DomainProblemInUse)
				return err
			}
			if err := s.dispossess(ctx, tx, rival, problem); err != nil {
				return err
			}
		}
		d, err = s.verified(ctx, tx, claim)
		return err
	})
	if store.Violates(err, "vendor_domain_verified") { // somebody was quicker
		return s.note(ctx, claim.ID, enum.DomainProblemInUse)
	}
	return d, err
}

// dispossess takes a domain from a vendor whose proof is gone.
func (s *Service) dispossess(ctx context.Context, tx *store.Tx, d *ent.VendorDomain, problem enum.DomainProblem) error {
	across := store.AcrossVendors(ctx, store.ReasonTenant)
	after, err := tx.VendorDomain.UpdateOneID(d.ID).ClearVerifiedAt().SetProblem(string(problem)).SetCheckedAt(s.clock.Now()).Save(across)
	if err != nil {
		return err
	}
	if err := s.Changed(ctx, tx, d.Edges.Vendor); err != nil {
		return err
	}
	// Its record does not tell who has the domain now, nor from where they asked.
	nobody := viewer.WithRequest(across, viewer.Request{})
	return recordDomain(nobody, tx, "domain.lose", d, audit.Diff(d, after))
}

// verified gives a domain to its vendor, if the claim is still there.
func (s *Service) verified(ctx context.Context, tx *store.Tx, d *ent.VendorDomain) (*ent.VendorDomain, error) {
	across := store.AcrossVendors(ctx, store.ReasonTenant)
	first := d.VerifiedAt == nil
	change := tx.VendorDomain.UpdateOneID(d.ID).ClearProblem().SetCheckedAt(s.clock.Now())
	if first {
		change.SetVerifiedAt(s.clock.Now())
	}
	after, err := change.Save(across)
	if err != nil || !first {
		return after, err
	}
	v, err := tx.Vendor.Get(across, d.VendorID)
	if err != nil {
		return nil, err
	}
	if err := s.Changed(ctx, tx, v); err != nil {
		return nil, err
	}
	return after, recordDomain(ctx, tx, "domain.verify", d, audit.Diff(d, after))
}

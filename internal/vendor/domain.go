package vendor

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendordomain"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/store"
	"orion/internal/viewer"
)

// maxDomains is how many host names a vendor may claim.
const maxDomains = 20

// Domains lists the host names that a vendor has claimed, newest first. The viewer must be
// of it, or of the platform.
func (s *Service) Domains(ctx context.Context, vendorID uuid.UUID, arg page.Arg) (*VendorDomainConnection, error) {
	plan, err := s.signer.Plan(arg, nil, "domains", vendorID)
	if err != nil {
		return nil, err
	}
	of := vendordomain.VendorID(vendorID)
	rows, err := s.db.VendorDomain.Query().Where(of, plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list domains: %w", err)
	}
	return page.Cut(plan, rows, func(d *ent.VendorDomain) ([]any, uuid.UUID) { return nil, d.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.VendorDomain.Query().Where(of).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// RecordName is the name of the TXT record that proves a domain.
func RecordName(d *ent.VendorDomain) string { return "_orion." + d.Host }

// DomainStatusOf says whether a domain serves the shop.
func DomainStatusOf(d *ent.VendorDomain) enum.DomainStatus {
	switch {
	case d.VerifiedAt != nil:
		return enum.DomainStatusVerified
	case d.Problem != nil:
		return enum.DomainStatusFailed
	}
	return enum.DomainStatusPending
}

// newChallenge is what a TXT record must hold, 160 random bits.
func newChallenge() string {
	raw := make([]byte, 20)
	_, _ = rand.Read(raw) // never fails: see crypto/rand
	return "orion-verification=" + strings.ToLower(base32.StdEncoding.EncodeToString(raw))
}

// AddDomain claims a host name for the viewer's vendor. A claim says nothing of those of
// others: whoever proves it has it. INVALID at host for a name that is none, the
// platform's, or open to everybody; ALREADY_EXISTS where the vendor has claimed it;
// QUOTA_EXCEEDED beyond 20. The viewer needs settings.write.
func (s *Service) AddDomain(ctx context.Context, host string) (*ent.VendorDomain, error) {
	if err := need(ctx, enum.PermissionSettingsWrite); err != nil {
		return nil, err
	}
	name, err := s.normalHost(host)
	if err != nil {
		return nil, err
	}
	own := viewer.Elevate(ctx)
	var d *ent.VendorDomain
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if _, err := lockVendor(ctx, tx, viewer.From(ctx).VendorID); err != nil {
			return err
		}
		n, err := tx.VendorDomain.Query().Count(own)
		if err != nil {
			return fmt.Errorf("count domains: %w", err)
		}
		if n >= maxDomains {
			return errs.New(errs.QuotaExceeded, "at most %d domains", maxDomains).At("host")
		}
		d, err = tx.VendorDomain.Create().SetHost(name).SetChallenge(newChallenge()).Save(own)
		if store.Violates(err, "vendor_domain_per_vendor") {
			return errs.New(errs.AlreadyExists, "is claimed already").At("host")
		}
		if err != nil {
			return err
		}
		return recordDomain(ctx, tx, "domain.add", d, audit.Diff(nil, d))
	})
	if err != nil {
		return nil, fmt.Errorf("add a domain: %w", err)
	}
	return d, nil
}

func recordDomain(ctx context.Context, tx *store.Tx, action string, d *ent.VendorDomain, changes []enum.Change) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "VendorDomain", Target: string(d.PublicID()), VendorID: d.VendorID, Changes: changes,
	})
}

// RemoveDomain gives a host name of the viewer's vendor up; it serves the shop no more. The
// viewer needs settings.write.
func (s *Service) RemoveDomain(ctx context.Context, id uuid.UUID) error {
	if err := need(ctx, enum.PermissionSettingsWrite); err != nil {
		return err
	}
	own := viewer.Elevate(ctx)
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		d, err := tx.VendorDomain.Query().Where(vendordomain.ID(id)).WithVendor().Only(own)
		if err != nil {
			return err
		}
		if err := tx.VendorDomain.DeleteOneID(id).Exec(own); err != nil {
			return err
		}
		if err := s.Changed(ctx, tx, d.Edges.Vendor); err != nil {
			return err
		}
		return recordDomain(ctx, tx, "domain.remove", d, audit.Diff(d, nil))
	})
	if err != nil {
		return fmt.Errorf("remove a domain: %w", err)
	}
	return nil
}

package vendor

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/store"
)

// progressSQL says of vendors whether they have something in the shop, and whether an
// owner can sign in, and with a second factor. ent would need several statements and read
// rows that nobody looks at. The ids confine it to these vendors; beneath a team's
// statement, row-level security to its own.
const progressSQL = `
	select v.id,
	  exists (select from products p where p.vendor_id = v.id and p.status = 'ACTIVE'),
	  coalesce(o.account, false), coalesce(o.factor, false)
	from vendors v
	left join lateral (
	  select bool_or(u.password_hash is not null) as account, bool_or(u.totp_confirmed_at is not null) as factor
	  from memberships m
	  join roles r on r.id = m.role_id and r.vendor_id = m.vendor_id and r.template = '` + Owner + `'
	  join users u on u.id = m.user_id and u.disabled_at is null
	  where m.vendor_id = v.id
	) o on true
	where v.id = any($1)`

// Progress is what a vendor has done so far, where that is not in its own row.
type Progress struct {
	VendorID                  uuid.UUID
	Products, Account, Factor bool
}

// ProgressOf returns the progress of vendors, those that the viewer may see, in one
// statement.
func ProgressOf(ctx context.Context, db *store.DB, ids []uuid.UUID) ([]*Progress, error) {
	var out []*Progress
	err := db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := tx.Pgx.Query(ctx, progressSQL, ids)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			p := &Progress{}
			if err := rows.Scan(&p.VendorID, &p.Products, &p.Account, &p.Factor); err != nil {
				return err
			}
			out = append(out, p)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("judge the progress of vendors: %w", err)
	}
	return out, nil
}

// Onboarding is what a vendor has to do before it sells, and what of that is done.
func Onboarding(v *ent.Vendor, p *Progress) []*OnboardingStep {
	legal := filled(v.LegalName) && v.LegalAddress != nil && filled(v.ContactEmail)
	return []*OnboardingStep{
		{Code: enum.OnboardingCodeAccount, Done: p.Account, Required: true},
		{Code: enum.OnboardingCodeTerms, Done: v.TermsAcceptedAt != nil, Required: true},
		{Code: enum.OnboardingCodeLegalIdentity, Done: legal, Required: true},
		{Code: enum.OnboardingCodeProfile, Done: v.Tagline[v.Language] != "", Required: false},
		{Code: enum.OnboardingCodeProducts, Done: p.Products, Required: false},
		{Code: enum.OnboardingCodeTwoFactor, Done: p.Factor, Required: v.RequireTwoFactor},
		{Code: enum.OnboardingCodeApproval, Done: v.ApprovedAt != nil || v.Status == enum.VendorStatusActive, Required: true},
	}
}

func filled(s *string) bool { return s != nil && *s != "" }

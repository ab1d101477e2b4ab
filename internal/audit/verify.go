package audit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// Fault is what is wrong with an entry of the record, or with a chain.
type Fault string

// The faults.
const (
	// FaultEdited: an entry, or its seal, is not what was sealed.
	FaultEdited Fault = "edited"
	// FaultMissing: a seal has no entry any more.
	FaultMissing Fault = "missing"
	// FaultUnsealed: an entry was never sealed, so it was not recorded by the program.
	FaultUnsealed Fault = "never sealed"
	// FaultGap: numbers of the chain are missing, seals and all.
	FaultGap Fault = "gap"
	// FaultHead: the chain does not end where it was last sealed.
	FaultHead Fault = "end of the chain"
)

// A Finding is one thing that Verify found wrong. Entry is zero where it is not one entry.
type Finding struct {
	Chain    uuid.UUID // the vendor, zero for the platform
	Sequence int64
	Entry    uuid.UUID
	Fault    Fault
}

// String says it in a line.
func (f Finding) String() string {
	at := "chain of the platform"
	if f.Chain != uuid.Nil {
		at = "chain of " + string(publicid.New("Vendor", f.Chain))
	}
	if f.Sequence > 0 {
		at += fmt.Sprintf(", number %d", f.Sequence)
	}
	if f.Entry != uuid.Nil {
		at += ", " + string(publicid.New("AuditEntry", f.Entry))
	}
	return at + ": " + string(f.Fault)
}

// A Chain is what Verify saw of one chain. Head is the hash of its last entry, in hex:
// kept elsewhere, it also tells of a chain that its owner wrote anew.
type Chain struct {
	Vendor  string // its slug, "" for the platform
	Entries int64
	Head    string
}

// A Report is what Verify found. Findings holds the first 20 of Wrong.
type Report struct {
	Chains   []Chain
	Entries  int64
	Wrong    int64
	Findings []Finding
}

// maxFindings is how many findings a report names.
const maxFindings = 20

// Verify computes the seals of the record again, of one vendor by its slug or of all and
// the platform for "". What is wrong is in the report; the error says that it could not be
// looked at, NOT_FOUND for a slug of nobody. Its memory does not grow with the record.
func (l *Log) Verify(ctx context.Context, slug string) (*Report, error) {
	ctx = store.AcrossVendors(ctx, store.ReasonRecord)
	r := &Report{}
	err := l.db.Tx(ctx, func(tx *store.Tx) error {
		// One sight of all tables, or what is recorded meanwhile would look wrong.
		if _, err := tx.Pgx.Exec(ctx, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		chains, err := chainsOf(ctx, tx, slug)
		if err != nil {
			return err
		}
		for _, c := range chains {
			if err := r.chain(ctx, tx.Pgx, c); err != nil {
				return fmt.Errorf("verify the chain of %q: %w", c.slug, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// A link names a chain.
type link struct {
	id   uuid.UUID
	slug string
}

func chainsOf(ctx context.Context, tx *store.Tx, slug string) ([]link, error) {
	if slug != "" {
		v, err := tx.Vendor.Query().Where(vendor.Slug(slug)).Only(ctx)
		if ent.IsNotFound(err) {
			return nil, errs.Wrap(err, errs.NotFound, "there is no such vendor")
		}
		if err != nil {
			return nil, fmt.Errorf("find the vendor: %w", err)
		}
		return []link{{v.ID, v.Slug}}, nil
	}
	rows, err := tx.Pgx.Query(ctx, allChains)
	if err != nil {
		return nil, fmt.Errorf("list the chains: %w", err)
	}
	chains, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c link, err error) {
		return c, row.Scan(&c.id, &c.slug)
	})
	if err != nil {
		return nil, fmt.Errorf("list the chains: %w", err)
	}
	return chains, nil
}

// chain verifies one chain, slice by slice, each from where the one before ended.
func (r *Report) chain(ctx context.Context, tx pgx.Tx, c link) error {
	end := seal{hash: []byte{}}
	for {
		last, n, err := r.slice(ctx, tx, c.id, end)
		if err != nil {
			return err
		}
		r.Entries += n
		if n == 0 {
			break
		}
		end = last
	}
	if err := r.loose(ctx, tx, c.id); err != nil {
		return err
	}
	head := seal{hash: []byte{}}
	err := tx.QueryRow(ctx, chainEnd, c.id).Scan(&head.sequence, &head.hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("read its end: %w", err)
	}
	if head.sequence != end.sequence || string(head.hash) != string(end.hash) {
		r.add(Finding{Chain: c.id, Sequence: head.sequence, Fault: FaultHead})
	}
	r.Chains = append(r.Chains, Chain{Vendor: c.slug, Entries: end.sequence, Head: hex.EncodeToString(end.hash)})
	return nil
}

func (r *Report) add(f Finding) {
	r.Wrong++
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, f)
	}
}

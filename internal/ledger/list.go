package ledger

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/ledgercheck"
	"orion/ent/gen/ent/ledgerentry"
	"orion/ent/gen/ent/predicate"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// The pages of this domain, and their edges.
type (
	LedgerEntryConnection = page.Connection[*ent.LedgerEntry]
	LedgerEntryEdge       = page.Edge[*ent.LedgerEntry]
	LedgerCheckConnection = page.Connection[*ent.LedgerCheck]
	LedgerCheckEdge       = page.Edge[*ent.LedgerCheck]
)

// Where is the graph's LedgerWhere.
type Where struct {
	Account    []enum.LedgerAccount
	Kind       []enum.LedgerKind
	OrderID    *publicid.ID
	OccurredAt *filter.DateTime
}

func (w *Where) predicates() (out []predicate.LedgerEntry) {
	if w == nil {
		return nil
	}
	if w.Account != nil {
		out = append(out, ledgerentry.AccountIn(w.Account...))
	}
	if w.Kind != nil {
		out = append(out, ledgerentry.KindIn(w.Kind...))
	}
	if w.OrderID != nil {
		out = append(out, ledgerentry.OrderID(w.OrderID.As("Order")))
	}
	for _, cond := range w.OccurredAt.Where(ledgerentry.FieldOccurredAt) {
		out = append(out, func(s *sql.Selector) { s.Where(cond) })
	}
	return out
}

var newest = []page.Key{{Column: ledgerentry.FieldOccurredAt, Desc: true, Time: true}}

// List lists the ledger of the viewer's vendor, newest first.
func (s *Service) List(ctx context.Context, arg page.Arg, where *Where) (*LedgerEntryConnection, error) {
	plan, err := s.pages.Plan(arg, newest, "ledger", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.LedgerEntryQuery { return s.db.LedgerEntry.Query().Where(where.predicates()...) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the ledger: %w", err)
	}
	key := func(e *ent.LedgerEntry) ([]any, uuid.UUID) { return []any{e.OccurredAt}, e.ID }
	return page.Cut(plan, rows, key, func(ctx context.Context, limit int) (int, error) {
		ids, err := base().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

// CheckWhere is the graph's LedgerCheckWhere.
type CheckWhere struct {
	VendorID *publicid.ID
	Faulty   *bool
}

func (w *CheckWhere) predicates() (out []predicate.LedgerCheck) {
	if w == nil {
		return nil
	}
	if w.VendorID != nil {
		out = append(out, ledgercheck.VendorID(w.VendorID.As("Vendor")))
	}
	if w.Faulty != nil && *w.Faulty {
		out = append(out, ledgercheck.FaultsNotNil())
	}
	if w.Faulty != nil && !*w.Faulty {
		out = append(out, ledgercheck.FaultsIsNil())
	}
	return out
}

// Checks lists the proofs of the ledgers, newest first.
func (s *Service) Checks(ctx context.Context, arg page.Arg, where *CheckWhere) (*LedgerCheckConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "ledger checks", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.LedgerCheckQuery { return s.db.LedgerCheck.Query().Where(where.predicates()...) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the proofs of ledgers: %w", err)
	}
	return page.Cut(plan, rows, func(c *ent.LedgerCheck) ([]any, uuid.UUID) { return nil, c.ID }, func(ctx context.Context, limit int) (int, error) {
		ids, err := base().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

// A Balance is what an account comes to.
type Balance struct {
	Account enum.LedgerAccount
	Amount  money.Money
}

// Balances returns what the accounts of the viewer's vendor come to, without those of
// nothing, in one statement.
func (s *Service) Balances(ctx context.Context) ([]*Balance, error) {
	var sums []struct {
		Account  enum.LedgerAccount
		Currency string
		Sum      int64
	}
	err := s.db.LedgerEntry.Query().GroupBy(ledgerentry.FieldAccount, ledgerentry.FieldCurrency).
		Aggregate(ent.Sum(ledgerentry.FieldAmountMinor)).Scan(ctx, &sums)
	if err != nil {
		return nil, fmt.Errorf("add up the ledger: %w", err)
	}
	out := []*Balance{}
	for _, v := range sums {
		if v.Sum != 0 {
			out = append(out, &Balance{v.Account, money.New(v.Sum, v.Currency)})
		}
	}
	return out, nil
}

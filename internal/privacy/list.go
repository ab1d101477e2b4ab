package privacy

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/privacyrequest"
	"orion/internal/enum"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// maxOwn is how many requests of one customer are shown.
const maxOwn = 20

// List lists the requests of the viewer's shop, newest first. where may be nil.
func (s *Service) List(ctx context.Context, arg page.Arg, where *Where) (*RequestConnection, error) {
	plan, err := s.Pages.Plan(arg, nil, "privacy", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	match := where.predicates()
	rows, err := s.db.PrivacyRequest.Query().Where(match...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list privacy requests: %w", err)
	}
	return page.Cut(plan, rows, func(r *ent.PrivacyRequest) ([]any, uuid.UUID) { return nil, r.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.PrivacyRequest.Query().Where(match...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

func (w *Where) predicates() (out []predicate.PrivacyRequest) {
	if w == nil {
		return nil
	}
	if w.CustomerID != nil {
		out = append(out, privacyrequest.CustomerID(w.CustomerID.As("Customer")))
	}
	if w.Kind != nil {
		out = append(out, privacyrequest.KindEQ(*w.Kind))
	}
	if w.Status != nil {
		out = append(out, privacyrequest.StatusEQ(*w.Status))
	}
	return out
}

// Own returns the viewer's own requests, newest first, at most 20.
func (s *Service) Own(ctx context.Context) ([]*ent.PrivacyRequest, error) {
	rows, err := s.db.PrivacyRequest.Query().Where(privacyrequest.CustomerID(viewer.From(ctx).CustomerID)).
		Order(privacyrequest.ByID(sql.OrderDesc())).Limit(maxOwn).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list own privacy requests: %w", err)
	}
	return rows, nil
}

// Address returns where the viewer may fetch the file of a request for 15 minutes, nil where
// there is none: the customer their own, and a team with customer.write, for who asked by
// letter.
func (s *Service) Address(ctx context.Context, r *ent.PrivacyRequest) *string {
	v := viewer.From(ctx)
	own := v.Audience == viewer.Customer && v.CustomerID == r.CustomerID
	if !own && !v.May(string(enum.PermissionCustomerWrite)) || !there(r) || !s.Clock.Now().Before(*r.ExpiresAt) {
		return nil
	}
	address := s.Audit.Sign(ctx, r.PublicID(), *r.ExpiresAt)
	return &address
}

// there reports whether a request has a file.
func there(r *ent.PrivacyRequest) bool {
	return r.Kind == enum.PrivacyRequestKindExport && r.Status == enum.PrivacyRequestStatusDone && r.BlobKey != nil && r.ExpiresAt != nil
}

package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/webhookendpoint"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/fetch"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	// MaxEndpoints is how many a vendor may have.
	MaxEndpoints = 10
	// Overlap is for how long messages are signed with the secret before, too.
	Overlap = 24 * time.Hour
	// maxDescription is in bytes.
	maxDescription = 200
)

// EndpointInput is the graph's WebhookEndpointInput.
type EndpointInput struct {
	URL         string
	Description *string
	Events      []string
	Enabled     *bool
}

func (s *Service) validate(in *EndpointInput) (err error) {
	if err := s.out.Check(in.URL); err != nil {
		if wrong, ok := errors.AsType[*fetch.Error](err); ok {
			return errs.Field("input.url", wrong.Format, wrong.Args...)
		}
		return err
	}
	if in.Description != nil && *in.Description != "" {
		line, err := text.Line(*in.Description, maxDescription, "input.description")
		if err != nil {
			return err
		}
		in.Description = &line
	}
	in.Events, err = checkEvents(in.Events)
	return err
}

// List returns the endpoints of the viewer's vendor, oldest first.
func (s *Service) List(ctx context.Context) ([]*ent.WebhookEndpoint, error) {
	rows, err := s.db.WebhookEndpoint.Query().Order(webhookendpoint.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list endpoints: %w", err)
	}
	return rows, nil
}

// Create makes an endpoint. The second result is its secret, which nobody is shown again.
// INVALID at the field, QUOTA_EXCEEDED where the vendor has 10. The viewer needs key.write.
func (s *Service) Create(ctx context.Context, in EndpointInput) (*ent.WebhookEndpoint, string, error) {
	if err := s.validate(&in); err != nil {
		return nil, "", err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, "", fmt.Errorf("name an endpoint: %w", err)
	}
	secret := newSecret()
	sealed, err := s.seal.Seal([]byte(secret), owner(&ent.WebhookEndpoint{ID: id, VendorID: viewer.From(ctx).VendorID}))
	if err != nil {
		return nil, "", err
	}
	var e *ent.WebhookEndpoint
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		n, err := tx.WebhookEndpoint.Query().Count(ctx)
		if err != nil {
			return err
		}
		if n >= MaxEndpoints {
			return errs.New(errs.QuotaExceeded, "there are %d endpoints already: delete one first", MaxEndpoints)
		}
		c := tx.WebhookEndpoint.Create().SetID(id).SetURL(in.URL).SetEvents(in.Events).SetSecretSealed(sealed).SetNillableDescription(in.Description)
		if e, err = c.SetNillableEnabled(in.Enabled).Save(ctx); err != nil {
			return err
		}
		return record(ctx, tx, "webhook.create", nil, e)
	})
	if err != nil {
		return nil, "", fmt.Errorf("make an endpoint: %w", err)
	}
	return e, secret, nil
}

// Update replaces what an endpoint says of itself. Switching one on forgets its failures.
// NOT_FOUND at id, INVALID at the field. The viewer needs key.write.
func (s *Service) Update(ctx context.Context, id publicid.ID, in EndpointInput) (*ent.WebhookEndpoint, error) {
	if err := s.validate(&in); err != nil {
		return nil, err
	}
	return s.change(ctx, id, "webhook.update", func(e *ent.WebhookEndpoint) (*ent.WebhookEndpointUpdateOne, error) {
		u := e.Update().SetURL(in.URL).SetEvents(in.Events).AddVersion(1)
		if in.Description != nil {
			u.SetDescription(*in.Description)
		}
		if in.Enabled != nil {
			u.SetEnabled(*in.Enabled)
			if *in.Enabled {
				u.SetFailures(0).ClearDisabledAt()
			}
		}
		return u, nil
	})
}

// Rotate gives an endpoint another secret, which is the second result. For a day messages
// are signed with both. NOT_FOUND at id. The viewer needs key.write.
func (s *Service) Rotate(ctx context.Context, id publicid.ID) (*ent.WebhookEndpoint, string, error) {
	secret := newSecret()
	e, err := s.change(ctx, id, "webhook.rotate", func(e *ent.WebhookEndpoint) (*ent.WebhookEndpointUpdateOne, error) {
		sealed, err := s.seal.Seal([]byte(secret), owner(e))
		if err != nil {
			return nil, err
		}
		return e.Update().SetPreviousSealed(e.SecretSealed).SetPreviousExpiresAt(s.clock.Now().Add(Overlap)).SetSecretSealed(sealed).AddVersion(1), nil
	})
	if err != nil {
		return nil, "", err
	}
	return e, secret, nil
}

// Delete removes an endpoint with its log. NOT_FOUND at id. The viewer needs key.write.
func (s *Service) Delete(ctx context.Context, id publicid.ID) error {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		e, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := tx.WebhookEndpoint.DeleteOne(e).Exec(ctx); err != nil {
			return err
		}
		return record(ctx, tx, "webhook.delete", e, nil)
	})
	if err != nil {
		return fmt.Errorf("delete an endpoint: %w", err)
	}
	return nil
}

func lock(ctx context.Context, tx *store.Tx, id publicid.ID) (*ent.WebhookEndpoint, error) {
	if !viewer.From(ctx).May(string(enum.PermissionKeyWrite)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	e, err := tx.WebhookEndpoint.Query().Where(webhookendpoint.ID(id.As("WebhookEndpoint"))).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	return e, err
}

func (s *Service) change(ctx context.Context, id publicid.ID, action string, how func(*ent.WebhookEndpoint) (*ent.WebhookEndpointUpdateOne, error)) (*ent.WebhookEndpoint, error) {
	var after *ent.WebhookEndpoint
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		u, err := how(before)
		if err != nil {
			return err
		}
		if after, err = u.Save(ctx); err != nil {
			return err
		}
		return record(ctx, tx, action, before, after)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return after, nil
}

func record(ctx context.Context, tx *store.Tx, action string, before, after *ent.WebhookEndpoint) error {
	of := after
	if of == nil {
		of = before
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "WebhookEndpoint", Target: string(of.PublicID()), Changes: audit.Diff(before, after),
	})
}

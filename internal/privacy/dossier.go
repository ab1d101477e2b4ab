package privacy

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/ent/gen/ent/cartline"
	"orion/ent/gen/ent/consent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/customeraddress"
	"orion/ent/gen/ent/customernote"
	"orion/ent/gen/ent/maildelivery"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/privacyrequest"
	"orion/ent/gen/ent/session"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// A record is a row in plain names; nothing that is not known is null.
type record = map[string]any

// A dossier is what a shop holds of a customer.
type dossier struct {
	Profile         record   `json:"profile"`
	Addresses       []record `json:"addresses"`
	Orders          []record `json:"orders"`
	Carts           []record `json:"carts"`
	Consents        []record `json:"consents"`
	NotesOfTheTeam  []record `json:"notesOfTheTeam"`
	Sessions        []record `json:"sessions"`
	Mails           []record `json:"mails"`
	PrivacyRequests []record `json:"privacyRequests"`
}

// theirs matches the orders of a customer: those of the account and, where the address is
// proved to be theirs, those that they placed with it without signing in.
func theirs(c *ent.Customer) predicate.Order {
	if c.VerifiedAt == nil {
		return order.CustomerID(c.ID)
	}
	return order.Or(order.CustomerID(c.ID), order.And(order.CustomerIDIsNil(), order.EmailEqualFold(c.Email)))
}

// gather reads all that a shop holds of a customer. The viewer is the program, for the shop.
func (s *Service) gather(ctx context.Context, id uuid.UUID) (*dossier, error) {
	c, err := s.db.Customer.Query().Where(customer.ID(id)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the customer: %w", err)
	}
	out := &dossier{Profile: profile(c)}
	for _, read := range []func(context.Context, *ent.Customer, *dossier) error{
		s.addresses, s.orders, s.carts, s.consents, s.notes, s.sessions, s.mails, s.requests,
	} {
		if err := read(ctx, c, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func profile(c *ent.Customer) record {
	return record{
		"id": c.PublicID(), "email": c.Email, "firstName": c.FirstName, "lastName": c.LastName, "phone": c.Phone, "language": c.Language,
		"registeredAt": c.CreatedAt.UTC(), "addressProvedAt": utc(c.VerifiedAt), "lastSignInAt": utc(c.LastSignInAt),
		"blockedAt": utc(c.DisabledAt), "blockReason": c.DisabledReason,
	}
}

func (s *Service) addresses(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.CustomerAddress.Query().Where(customeraddress.CustomerID(c.ID)).Order(customeraddress.ByID()).All(ctx)
	out.Addresses = list(rows, func(a *ent.CustomerAddress) record {
		return record{"address": plainAddress(&a.Address), "isDefault": a.IsDefault, "isDefaultForBills": a.IsDefaultBilling, "createdAt": a.CreatedAt.UTC()}
	})
	return reading("addresses", err)
}

func (s *Service) carts(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.Cart.Query().Where(cart.CustomerID(c.ID)).Order(cart.ByID()).All(ctx)
	if err != nil {
		return reading("carts", err)
	}
	lines, err := s.db.CartLine.Query().Where(filter.AnyOf(cartline.FieldCartID, ids(rows, func(k *ent.Cart) uuid.UUID { return k.ID }))).
		WithVariant().Order(cartline.ByID()).All(ctx)
	of := group(lines, func(l *ent.CartLine) uuid.UUID { return l.CartID })
	out.Carts = list(rows, func(k *ent.Cart) record {
		return record{
			"email": k.Email, "shippingAddress": plainAddress(k.ShippingAddress), "billingAddress": plainAddress(k.BillingAddress), "note": k.Note,
			"discountCodes": k.DiscountCodes, "createdAt": k.CreatedAt.UTC(), "orderedAt": utc(k.CompletedAt), "expiresAt": k.ExpiresAt.UTC(),
			"lines": list(of[k.ID], func(l *ent.CartLine) record {
				return record{"title": l.Edges.Variant.Title, "sku": l.Edges.Variant.Sku, "quantity": l.Quantity, "unitPriceMinor": l.UnitPriceMinor, "currency": l.Currency}
			}),
		}
	})
	return reading("lines of carts", err)
}

func (s *Service) consents(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.Consent.Query().Where(consent.CustomerID(c.ID)).Order(consent.ByID()).All(ctx)
	out.Consents = list(rows, func(r *ent.Consent) record {
		return record{"purpose": r.Purpose, "granted": r.Granted, "words": r.Words, "at": r.CreatedAt.UTC()}
	})
	return reading("consents", err)
}

func (s *Service) notes(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.CustomerNote.Query().Where(customernote.CustomerID(c.ID)).Order(customernote.ByID()).All(ctx)
	out.NotesOfTheTeam = list(rows, func(n *ent.CustomerNote) record { return record{"text": n.Text, "at": n.CreatedAt.UTC()} })
	return reading("notes", err)
}

// sessions are read as the platform, which alone may: those of this customer of this shop.
func (s *Service) sessions(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.Session.Query().Where(session.VendorID(c.VendorID), session.CustomerID(c.ID)).Order(session.ByID()).
		All(store.AcrossVendors(ctx, store.ReasonPrivacy))
	out.Sessions = list(rows, func(r *ent.Session) record {
		return record{"begun": r.CreatedAt.UTC(), "lastUsed": r.LastUsedAt.UTC(), "ended": utc(r.RevokedAt), "device": r.UserAgent, "address": r.Address}
	})
	return reading("sessions", err)
}

func (s *Service) mails(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.MailDelivery.Query().Where(maildelivery.RecipientHash(s.Mail.RecipientHash(c.Email))).Order(maildelivery.ByID()).All(ctx)
	out.Mails = list(rows, func(m *ent.MailDelivery) record {
		return record{"about": m.Kind, "language": m.Language, "to": m.Recipient, "status": m.Status, "queuedAt": m.CreatedAt.UTC(), "sentAt": utc(m.SentAt)}
	})
	return reading("mails", err)
}

func (s *Service) requests(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.PrivacyRequest.Query().Where(privacyrequest.CustomerID(c.ID)).Order(privacyrequest.ByID()).All(ctx)
	out.PrivacyRequests = list(rows, func(r *ent.PrivacyRequest) record {
		return record{"kind": r.Kind, "status": r.Status, "askedAt": r.CreatedAt.UTC(), "dueAt": r.DueAt.UTC(), "doneAt": utc(r.DoneAt), "askedByTheShop": r.UserID != nil, "downloads": r.Downloads}
	})
	return reading("privacy requests", err)
}

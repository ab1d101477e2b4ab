package privacy

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/internal/store"
)

// A step is one statement of an erasure. Columns are those that it empties; none where the
// rows go as a whole.
type step struct {
	table     string
	columns   string
	statement string
}

// own are the orders of the customer, whose guest orders have become theirs in the first step.
const own = `(select id from orders where vendor_id = @vendor and customer_id = @customer)`

// nobody takes the place of an address: its country stays, for tax and figures.
const nobody = `jsonb_build_object('first_name', '', 'last_name', '', 'line1', '', 'city', '', 'postal_code', '', 'country_code', `

// erasure is all that is done to erase a customer, in order. ent would not do: many of these
// columns are immutable in it, and rows of the timeline, the mail log and one-time tokens are
// out of the reach of vendors. It runs as the platform, and every statement names the vendor
// and the customer.
var erasure = []step{
	{"orders", "", `update orders set customer_id = @customer
		where vendor_id = @vendor and customer_id is null and @proved::bool and lower(email) = @email`},
	{"customer_addresses", "", `delete from customer_addresses where vendor_id = @vendor and customer_id = @customer`},
	{"customer_notes", "", `delete from customer_notes where vendor_id = @vendor and customer_id = @customer`},
	{"consents", "", `delete from consents where vendor_id = @vendor and customer_id = @customer`},
	{"one_time_tokens", "", `delete from one_time_tokens t using customers c
		where c.vendor_id = @vendor and c.id = @customer and t.customer_id = c.id`},
	{"sessions", "user_agent address", `update sessions set user_agent = '', address = '' where vendor_id = @vendor and customer_id = @customer`},
	{"carts", "", `delete from carts c where c.vendor_id = @vendor and c.customer_id = @customer
		and not exists (select from orders o where o.vendor_id = c.vendor_id and o.cart_id = c.id)`},
	{"carts", "token email shipping_address billing_address note claim_key", `update carts set token = gen_random_uuid(), email = null,
		shipping_address = null, billing_address = null, note = null, claim_key = null
		where vendor_id = @vendor and (customer_id = @customer
			or id in (select cart_id from orders where vendor_id = @vendor and customer_id = @customer))`},
	{"mail_deliveries", "", `delete from mail_deliveries where vendor_id = @vendor
		and (recipient_hash = @hash or lower(recipient) = @email or order_id in ` + own + `)`},
	{"mail_suppressions", "", `delete from mail_suppressions where vendor_id = @vendor and lower(address) = @email`},
	{"promotion_uses", "email", `update promotion_uses set email = @nobody
		where vendor_id = @vendor and (customer_id = @customer or order_id in ` + own + `)`},
	{"order_events", "message", `update order_events set message = null where vendor_id = @vendor and order_id in ` + own},
	{"order_returns", "message idempotency_key", `update order_returns set message = null, answer = null, idempotency_key = id::text, request_hash = ''
		where vendor_id = @vendor and order_id in ` + own},
	{"fulfillments", "", `update fulfillments set tracking_number = null, tracking_url = null where vendor_id = @vendor and order_id in ` + own},
	{"refunds", "", `update refunds set reason = null, failure = null where vendor_id = @vendor and order_id in ` + own},
	{"payments", "", `update payments set failure = null where vendor_id = @vendor and order_id in ` + own},
	// What a provider told of their payments may name the payer. That it told stays.
	{"webhook_events", "", `update webhook_events set payload = '{}' where vendor_id = @vendor and exists (
		select from payments p where p.vendor_id = @vendor and p.order_id in ` + own + ` and length(p.provider_ref) > 7
		and position(convert_to(p.provider_ref, 'UTF8') in payload) > 0)`},
	{"orders", "token email shipping_address billing_address buyer_note idempotency_key", `update orders set token = gen_random_uuid(),
		email = @nobody, shipping_address = ` + nobody + `shipping_address->>'country_code'),
		billing_address = case when jsonb_typeof(billing_address) = 'object' then ` + nobody + `billing_address->>'country_code') end,
		buyer_note = null, cancel_reason = null, tags = null, idempotency_key = id::text, request_hash = ''
		where vendor_id = @vendor and customer_id = @customer`},
	{"customers", "email first_name last_name phone", `update customers set email = @nobody, password_hash = null, first_name = null,
		last_name = null, phone = null, verified_at = null, last_sign_in_at = null, disabled_at = coalesce(disabled_at, @now),
		disabled_reason = null, erased_at = @now where vendor_id = @vendor and id = @customer`},
}

// spared are the personal columns that an erasure leaves, and why.
var spared = map[string]string{
	"users.email":                     "of the team and the staff, who are no customers",
	"users.name":                      "of the team and the staff, who are no customers",
	"invitations.email":               "of somebody who is asked into a team",
	"marketplace_sources.credentials": "of a vendor, for its feeds",
	"fulfillments.idempotency_key":    "chosen by the team's program; it says nothing of the buyer",
	"refunds.idempotency_key":         "chosen by the team's program; the provider knows the refund by it",
}

// wipe runs the statements of an erasure; tx is of the platform.
func (s *Service) wipe(ctx context.Context, tx *store.Tx, c *ent.Customer) error {
	args := pgx.NamedArgs{
		"vendor": c.VendorID, "customer": c.ID, "email": c.Email, "nobody": nobodyAt(c.ID), "proved": c.VerifiedAt != nil,
		"hash": s.Mail.RecipientHash(c.Email), "now": s.Clock.Now(),
	}
	for _, one := range erasure {
		if _, err := tx.Pgx.Exec(ctx, one.statement, args); err != nil {
			return fmt.Errorf("erase from %s: %w", one.table, err)
		}
	}
	return nil
}

// nobodyAt is the address of a customer who was erased; .invalid is nobody's for ever.
func nobodyAt(id uuid.UUID) string { return "erased-" + id.String() + "@erased.invalid" }

// forget removes from the mail log that customers were told of their erasure, once the mail
// is out or cannot be sent: it is the last place that has their address. ent could, and a
// vendor's program may not delete; each row is of the one vendor that it was sent for, and
// the kind is sent to nobody else.
func forget(ctx context.Context, tx *store.Tx) error {
	_, err := tx.Pgx.Exec(ctx, `delete from mail_deliveries where vendor_id is not null and kind = 'privacy-erased' and status <> 'QUEUED'`)
	if err != nil {
		return fmt.Errorf("forget the last mails: %w", err)
	}
	return nil
}

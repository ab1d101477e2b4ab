package privacy

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/session"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/postal"
	"orion/internal/kit/secret"
	"orion/internal/ledger"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

const password = "correct-horse-9"

// hand is a clock that the test sets.
type hand struct{ at time.Time }

func (h *hand) Now() time.Time { return h.at }

// A shop is where customers ask for their data.
type shop struct {
	*Service
	db     *store.DB
	url    string
	clock  *hand
	blobs  *blob.Bucket
	vendor *ent.Vendor
	team   context.Context
}

func open(t *testing.T) *shop {
	t.Helper()
	s := &shop{url: pgtest.NewURL(t), clock: &hand{time.Now().UTC().Truncate(time.Microsecond)}, blobs: memblob.OpenBucket(nil)}
	t.Cleanup(func() { require.NoError(t, s.blobs.Close()) })
	var err error
	s.db, err = store.Open(t.Context(), s.url)
	require.NoError(t, err)
	t.Cleanup(s.db.Close)
	queue, err := jobs.NewQueue(s.db)
	require.NoError(t, err)
	root, pages := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot)), page.NewSigner([]byte("a key of the tests"))
	mail, err := notify.New(s.db, notify.Options{Queue: queue, Secret: root, Sender: notify.NewMailbox(t.TempDir()), From: "no-reply@orion.example", Clock: s.clock})
	require.NoError(t, err)
	links := link.Builder{BaseURL: "http://orion.example", ByPath: true}
	a, err := auth.New(s.db, auth.Options{Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Mail: mail, Links: links})
	require.NoError(t, err)
	log := audit.New(audit.Deps{DB: s.db, Pages: pages, Queue: queue, Blobs: s.blobs, Clock: s.clock, Key: []byte("another key"), BaseURL: "https://orion.example"})
	s.Service, err = New(s.db, Options{Auth: a, Audit: log, Mail: mail, Queue: queue, Pages: pages, Blobs: s.blobs, Links: links, Clock: s.clock})
	require.NoError(t, err)
	s.vendor, s.team = fixture.Vendor(t, s.db)
	return s
}

// customer makes one with a password, who has signed in.
func (s *shop) customer(t *testing.T, v *ent.Vendor, email string) (*ent.Customer, context.Context) {
	t.Helper()
	hash, err := s.Auth.HashPassword(t.Context(), password, "password")
	require.NoError(t, err)
	c := s.db.Customer.Create().SetEmail(email).SetPasswordHash(hash).SetVerifiedAt(s.clock.at).SaveX(fixture.System(t, v))
	in := s.db.Session.Create().SetVendorID(v.ID).SetCustomerID(c.ID).SetAudience(session.AudienceCUSTOMER).SetRefreshHash([]byte(uuid.NewString())).
		SetUserAgent("device of " + email).SetAddress("192.0.2.7").SetExpiresAt(s.clock.at.Add(time.Hour)).SetLastUsedAt(s.clock.at).SaveX(fixture.Platform(t))
	return c, viewer.NewContext(context.WithoutCancel(t.Context()), &viewer.Viewer{Audience: viewer.Customer, VendorID: v.ID, CustomerID: c.ID, SessionID: in.ID})
}

func (s *shop) get(t *testing.T, id uuid.UUID) *ent.PrivacyRequest {
	t.Helper()
	return s.db.PrivacyRequest.GetX(fixture.Platform(t), id)
}

func (s *shop) actions(t *testing.T, action string) int {
	t.Helper()
	return s.db.AuditEntry.Query().Where(auditentry.Action(action)).CountX(fixture.Platform(t))
}

func code(err error) errs.Code {
	if err == nil {
		return ""
	}
	return store.Public(err).Code
}

func (s *shop) sweep(t *testing.T) {
	t.Helper()
	require.NoError(t, s.Sweep(fixture.Platform(t)))
}

func TestAnExportIsAskedForMadeFetchedAndOver(t *testing.T) {
	t.Parallel()
	s := open(t)
	c, ctx := s.customer(t, s.vendor, "ada@customer.example")
	_, neighbour := s.customer(t, s.vendor, "eve@customer.example")
	rows := fixture.Bought(t, s.db, s.vendor, c)
	other, _ := fixture.Customer(t, s.db, s.vendor)
	fixture.Bought(t, s.db, s.vendor, other)
	guest := fixture.Bought(t, s.db, s.vendor, other)["orders"]
	system := fixture.System(t, s.vendor)
	s.db.Order.UpdateOneID(guest).ClearCustomerID().SetEmail("Ada@customer.example").ExecX(system)

	r, err := s.RequestExport(ctx)
	require.NoError(t, err)
	_, err = s.RequestExport(ctx)
	require.Equal(t, errs.InvalidState, code(err), "one waits")
	require.Nil(t, s.Address(ctx, r))
	v2, _ := fixture.Vendor(t, s.db)
	require.Equal(t, errs.NotFound, code(s.Make(fixture.System(t, v2), r.ID)), "another shop's job finds nothing")
	require.NoError(t, s.Make(system, r.ID))
	require.NoError(t, s.Make(system, r.ID), "twice is as good as once")
	require.Equal(t, 1, s.actions(t, "privacy.export"))
	r = s.get(t, r.ID)
	require.Equal(t, enum.PrivacyRequestStatusDone, r.Status)
	require.Positive(t, r.ByteSize)
	require.Equal(t, "privacy-export", s.db.MailDelivery.Query().OnlyX(system).Kind)

	require.Nil(t, s.Address(neighbour, r), "a neighbour's address")
	require.Nil(t, s.Address(fixture.Staff(t, s.vendor, enum.PermissionCustomerRead), r))
	require.NotNil(t, s.Address(fixture.Staff(t, s.vendor, enum.PermissionCustomerWrite), r))
	address := s.Address(ctx, r)
	require.NotNil(t, address)
	all, text := s.fetch(t, *address)
	require.Len(t, all["orders"], 2, "those of the account, and what they bought as a guest; no one else's")
	require.Contains(t, text, fmt.Sprint(*s.db.Order.GetX(system, rows["orders"]).Number))
	require.Contains(t, text, fmt.Sprint(*s.db.Order.GetX(system, guest).Number))
	require.NotContains(t, text, other.Email)
	require.Contains(t, text, "device of ada")
	require.NotContains(t, text, "device of eve")
	for _, part := range []string{"profile", "addresses", "carts", "consents", "sessions", "mails", "privacyRequests"} {
		require.Contains(t, all, part)
	}
	first := all["orders"].([]any)[0].(map[string]any)
	require.NotEmpty(t, first["lines"])
	require.NotEmpty(t, first["payments"])
	require.Equal(t, 1, s.get(t, r.ID).Downloads)
	require.Equal(t, 1, s.actions(t, "privacy.download"))
	_, err = s.Download(t.Context(), ticket(t, strings.Replace(*address, "signature=", "signature=x", 1)))
	require.Equal(t, errs.NotFound, code(err))

	s.clock.at = s.clock.at.Add(exportTTL)
	require.Nil(t, s.Address(ctx, s.get(t, r.ID)))
	_, err = s.Download(t.Context(), ticket(t, *address))
	require.Equal(t, errs.NotFound, code(err))
	s.sweep(t)
	require.Equal(t, enum.PrivacyRequestStatusExpired, s.get(t, r.ID).Status)
	there, err := s.blobs.Exists(t.Context(), *r.BlobKey)
	require.NoError(t, err)
	require.False(t, there)
}

// fetch downloads a file and reads what is in it.
func (s *shop) fetch(t *testing.T, address string) (map[string]any, string) {
	t.Helper()
	f, err := s.Download(t.Context(), ticket(t, address))
	require.NoError(t, err)
	b, err := io.ReadAll(f)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	require.Len(t, z.File, 2)
	d, err := z.Open("data.json")
	require.NoError(t, err)
	b, err = io.ReadAll(d)
	require.NoError(t, err)
	var out map[string]any
	require.NoError(t, json.Unmarshal(b, &out))
	return out, string(b)
}

func ticket(t *testing.T, address string) audit.ExportTicket {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	q := u.Query()
	return audit.ExportTicket{Export: strings.TrimPrefix(u.Path, "/exports/"), By: q.Get("by"), Expires: q.Get("expires"), Signature: q.Get("signature")}
}

func TestThreeExportsADay(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, ctx := s.customer(t, s.vendor, "ada@customer.example")
	for range exportsADay {
		r, err := s.RequestExport(ctx)
		require.NoError(t, err)
		require.NoError(t, s.Make(fixture.System(t, s.vendor), r.ID))
	}
	_, err := s.RequestExport(ctx)
	require.Equal(t, errs.QuotaExceeded, code(err))
	s.clock.at = s.clock.at.Add(24*time.Hour + time.Second)
	r, err := s.RequestExport(ctx)
	require.NoError(t, err)
	require.NoError(t, s.GiveUp(fixture.System(t, s.vendor), r.ID))
	require.NotNil(t, s.get(t, r.ID).Failure)
	_, err = s.RequestExport(ctx)
	require.NoError(t, err, "one that failed is not waited for")
}

func TestWhoAsksForWhat(t *testing.T) {
	t.Parallel()
	s := open(t)
	c, ctx := s.customer(t, s.vendor, "ada@customer.example")
	_, neighbour := s.customer(t, s.vendor, "eve@customer.example")
	other, otherTeam := fixture.Vendor(t, s.db)
	_, abroad := s.customer(t, other, "ada@customer.example")

	_, err := s.RequestErasure(ctx, "wrong")
	require.Equal(t, errs.InvalidCredentials, code(err))
	require.Equal(t, "password", store.Public(err).Field())
	r, err := s.RequestErasure(ctx, password)
	require.NoError(t, err)
	require.Equal(t, s.clock.at.Add(ErasureAfter), r.DueAt)
	_, err = s.RequestErasure(ctx, password)
	require.Equal(t, errs.InvalidState, code(err))
	for name, by := range map[string]context.Context{"a neighbour": neighbour, "another shop's customer": abroad, "another team": otherTeam} {
		_, err = s.Cancel(by, r.PublicID())
		require.Equal(t, errs.NotFound, code(err), name)
		list, err := s.List(by, page.Arg{}, nil)
		require.NoError(t, err, name)
		require.Empty(t, list.Nodes, name)
		own, err := s.Own(by)
		require.NoError(t, err, name)
		require.Empty(t, own, name)
	}
	_, err = s.Cancel(fixture.Staff(t, s.vendor, enum.PermissionCustomerRead), r.PublicID())
	require.Equal(t, errs.Forbidden, code(err))
	_, err = s.Cancel(ctx, r.PublicID())
	require.NoError(t, err)
	_, err = s.Cancel(ctx, r.PublicID())
	require.Equal(t, errs.InvalidState, code(err))
	s.clock.at = r.DueAt
	s.sweep(t)
	require.Equal(t, "ada@customer.example", s.db.Customer.GetX(fixture.Platform(t), c.ID).Email, "what was taken back is not done")

	_, err = s.Create(otherTeam, c.PublicID(), enum.PrivacyRequestKindErasure)
	require.Equal(t, errs.NotFound, code(err))
	_, err = s.Create(fixture.Staff(t, s.vendor, enum.PermissionCustomerRead), c.PublicID(), enum.PrivacyRequestKindErasure)
	require.Equal(t, errs.Forbidden, code(err))
	byTeam, err := s.Create(s.team, c.PublicID(), enum.PrivacyRequestKindErasure)
	require.NoError(t, err)
	require.NotNil(t, byTeam.UserID)
	kind := enum.PrivacyRequestKindErasure
	id := c.PublicID()
	list, err := s.List(s.team, page.Arg{}, &Where{CustomerID: &id, Kind: &kind})
	require.NoError(t, err)
	require.Len(t, list.Nodes, 2)
	_, err = s.RequestExport(fixture.Shopper(t, s.vendor))
	require.Equal(t, errs.Forbidden, code(err))
}

func TestAnErasureWaitsForOrders(t *testing.T) {
	t.Parallel()
	s := open(t)
	c, ctx := s.customer(t, s.vendor, "ada@customer.example")
	rows := fixture.Bought(t, s.db, s.vendor, c)
	system := fixture.System(t, s.vendor)
	o := s.db.Order.GetX(system, rows["orders"])
	r, err := s.RequestErasure(ctx, password)
	require.NoError(t, err)
	s.sweep(t)
	require.Nil(t, s.get(t, r.ID).Failure, "it is not due")
	s.clock.at = r.DueAt
	s.sweep(t)
	r = s.get(t, r.ID)
	require.Equal(t, enum.PrivacyRequestStatusPending, r.Status)
	require.Equal(t, fmt.Sprint(*o.Number), *r.Failure)
	s.db.Order.UpdateOneID(o.ID).SetStatus(enum.OrderStatusCompleted).SetOpenReturn(true).ExecX(system)
	s.sweep(t)
	require.Equal(t, enum.PrivacyRequestStatusPending, s.get(t, r.ID).Status, "a return is open")
	s.db.Order.UpdateOneID(o.ID).SetOpenReturn(false).ExecX(system)
	s.sweep(t)
	r = s.get(t, r.ID)
	require.Equal(t, enum.PrivacyRequestStatusDone, r.Status)
	require.Nil(t, r.Failure)
}

const canary = "Zanzibarine"

// marked writes the canary into everything that a shop writes of a customer.
func (s *shop) marked(t *testing.T) (*ent.Customer, context.Context, map[string]uuid.UUID) {
	t.Helper()
	system, word := fixture.System(t, s.vendor), canary
	c, ctx := s.customer(t, s.vendor, strings.ToLower(canary)+"@customer.example")
	rows := fixture.Bought(t, s.db, s.vendor, c)
	c = s.db.Customer.UpdateOneID(c.ID).SetFirstName(word).SetLastName(word).SetPhone("+352 " + word).SetDisabledReason(word).SaveX(system)
	home := postal.Address{FirstName: word, LastName: word, Company: &word, Line1: word, Line2: &word, City: word, Region: &word, PostalCode: word, CountryCode: "FR", Phone: &word}
	s.db.CustomerAddress.Update().SetAddress(home).ExecX(system)
	s.db.CustomerNote.Create().SetCustomerID(c.ID).SetText(word).ExecX(system)
	s.db.Consent.Create().SetCustomerID(c.ID).SetPurpose("marketing-mail").SetGranted(true).SetWords(word).ExecX(system)
	s.db.Cart.Create().SetCurrency("EUR").SetCustomerID(c.ID).SetExpiresAt(s.clock.at).SetEmail(c.Email).SetNote(word).SetShippingAddress(&home).ExecX(system)
	s.db.Cart.Update().SetEmail(c.Email).SetShippingAddress(&home).SetBillingAddress(&home).SetNote(word).SetClaimKey(word).ExecX(system)
	o := s.db.Order.GetX(system, rows["orders"])
	s.db.Order.UpdateOneID(o.ID).SetEmail(c.Email).SetShippingAddress(home).SetBillingAddress(&home).SetBuyerNote(word).SetCancelReason(word).
		SetTags([]string{word}).SetStatus(enum.OrderStatusCompleted).ExecX(system)
	s.db.OrderEvent.Create().SetOrderID(o.ID).SetKind(enum.OrderEventKindPlaced).SetMessage(word).ExecX(system)
	s.db.OrderReturn.Create().SetOrderID(o.ID).SetReason(enum.ReturnReasonOther).SetMessage(word).SetAnswer(word).SetIdempotencyKey(word).SetRequestHash([]byte("x")).ExecX(system)
	s.db.Fulfillment.Create().SetOrderID(o.ID).SetTrackingNumber(word).SetTrackingURL(word).SetIdempotencyKey(uuid.NewString()).SetRequestHash([]byte("x")).ExecX(system)
	s.db.Payment.Update().SetProviderRef("pi_1234567890").SetFailure(word).ExecX(system)
	s.db.Refund.Update().SetReason(word).SetFailure(word).ExecX(system)
	s.db.PromotionUse.Update().SetEmail(c.Email).SetCustomerID(c.ID).ExecX(system)
	guest := fixture.Bought(t, s.db, s.vendor, c)["orders"]
	s.db.Order.UpdateOneID(guest).ClearCustomerID().SetEmail(c.Email).SetShippingAddress(home).SetStatus(enum.OrderStatusCancelled).ExecX(system)
	s.marks(t, c, o.ID)
	return c, ctx, rows
}

// marks writes the canary into what is kept beside.
func (s *shop) marks(t *testing.T, c *ent.Customer, order uuid.UUID) {
	t.Helper()
	system, platform, hash := fixture.System(t, s.vendor), fixture.Platform(t), []byte(uuid.NewString())
	s.db.Session.Update().Where(session.CustomerID(c.ID)).SetUserAgent(canary).SetAddress(canary).ExecX(platform)
	s.db.OneTimeToken.Create().SetCustomerID(c.ID).SetPurpose("CHANGE_EMAIL").SetHash(hash).SetEmail(c.Email).SetNewEmail("new-" + c.Email).SetExpiresAt(s.clock.at).ExecX(platform)
	s.db.MailDelivery.Create().SetVendorID(s.vendor.ID).SetKind("order-placed").SetLanguage("en").SetRecipient(c.Email).SetRecipientHash(s.Mail.RecipientHash(c.Email)).ExecX(system)
	s.db.MailDelivery.Create().SetVendorID(s.vendor.ID).SetOrderID(order).SetKind("order-paid").SetLanguage("en").SetRecipient("old-" + c.Email).SetRecipientHash(hash).ExecX(system)
	s.db.MailSuppression.Create().SetVendorID(s.vendor.ID).SetAddress(c.Email).SetScopeHash(hash).SetReason(enum.SuppressionReasonBounce).ExecX(system)
	s.db.WebhookEvent.Create().SetVendorID(s.vendor.ID).SetProvider("stripe").SetEventID("e1").SetKind("paid").SetOccurredAt(s.clock.at).
		SetPayload([]byte(`{"id":"pi_1234567890","name":"` + canary + `"}`)).ExecX(platform)
	require.NoError(t, s.db.Tx(system, func(tx *store.Tx) error {
		return s.Mail.Send(system, tx, notify.Mail{Kind: notify.PasswordChanged, To: c.Email, Name: canary, VendorID: s.vendor.ID})
	}))
}

// found names the columns of all tables that hold the canary, in words or in bytes.
func (s *shop) found(t *testing.T) (at []string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.url)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(context.Background())) }()
	rows, err := conn.Query(t.Context(), `select table_name::text, column_name::text, data_type::text from information_schema.columns
		where table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY') order by 1, 2`)
	require.NoError(t, err)
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Table, Column, Type string }])
	require.NoError(t, err)
	require.Greater(t, len(columns), 300)
	for _, c := range columns {
		text := `"` + c.Column + `"::text`
		if c.Type == "bytea" {
			text = `encode("` + c.Column + `", 'escape')`
		}
		var n int
		require.NoError(t, conn.QueryRow(t.Context(), `select count(*) from "`+c.Table+`" where `+text+` ilike '%`+canary+`%'`).Scan(&n))
		if n > 0 {
			at = append(at, c.Table+"."+c.Column)
		}
	}
	return at
}

func TestAnErasureLeavesNothingOfThePerson(t *testing.T) {
	t.Parallel()
	s := open(t)
	bystander, _ := s.customer(t, s.vendor, "eve@customer.example")
	c, ctx, rows := s.marked(t)
	system := fixture.System(t, s.vendor)
	require.Greater(t, len(s.found(t)), 30, "the canary is where it can be")
	file, err := s.RequestExport(ctx)
	require.NoError(t, err)
	require.NoError(t, s.Make(system, file.ID))
	key := *s.get(t, file.ID).BlobKey
	books := ledger.New(s.db, page.NewSigner([]byte("k")))
	proved, err := books.ProveOne(system)
	require.NoError(t, err)
	before := s.sums(t)

	r, err := s.RequestErasure(ctx, password)
	require.NoError(t, err)
	s.clock.at = r.DueAt
	s.sweep(t)
	require.Equal(t, enum.PrivacyRequestStatusDone, s.get(t, r.ID).Status)
	require.Equal(t, []string{"mail_deliveries.recipient"}, s.found(t), "the last mail is on its way")
	s.db.MailDelivery.Update().SetStatus(enum.MailStatusSent).ExecX(system)
	s.sweep(t)
	require.Empty(t, s.found(t))
	there, err := s.blobs.Exists(t.Context(), key)
	require.NoError(t, err)
	require.False(t, there, "nor is there a file")

	gone := s.db.Customer.GetX(system, c.ID)
	require.Equal(t, "erased-"+c.ID.String()+"@erased.invalid", gone.Email)
	require.NotNil(t, gone.ErasedAt)
	require.NotNil(t, gone.DisabledAt)
	require.Nil(t, gone.PasswordHash)
	require.Zero(t, s.db.Session.Query().Where(session.CustomerID(c.ID), session.RevokedAtIsNil()).CountX(fixture.Platform(t)))
	o := s.db.Order.GetX(system, rows["orders"])
	require.Equal(t, "FR", o.ShippingAddress.CountryCode)
	require.Equal(t, "FR", o.BillingAddress.CountryCode)
	require.Equal(t, before, s.sums(t), "orders and figures are as they were")
	proof, err := books.ProveOne(system)
	require.NoError(t, err)
	require.Equal(t, proved.Faults, proof.Faults, "the ledger agrees as it did")
	require.Equal(t, "eve@customer.example", s.db.Customer.GetX(system, bystander.ID).Email)
	require.Equal(t, 1, s.actions(t, "privacy.erase"))
	_, err = s.Create(s.team, c.PublicID(), enum.PrivacyRequestKindExport)
	require.Equal(t, errs.InvalidState, code(err))
}

// sums are the figures that an erasure must not change.
func (s *shop) sums(t *testing.T) string {
	t.Helper()
	var out string
	require.NoError(t, s.db.Platform.QueryRow(t.Context(), `select concat_ws(' ',
		(select concat_ws('/', count(*), sum(total_minor), sum(tax_minor), sum(refunded_minor), string_agg(number::text, ',' order by number)) from orders),
		(select concat_ws('/', count(*), sum(quantity), sum(total_minor)) from order_lines),
		(select concat_ws('/', count(*), sum(amount_minor)) from payments), (select concat_ws('/', count(*), sum(amount_minor)) from refunds),
		(select concat_ws('/', count(*), sum(on_hand)) from inventory_levels), (select count(*) from ledger_entries))`).Scan(&out))
	return out
}

package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/cartline"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/role"
	"orion/ent/gen/ent/user"
	"orion/graph/gen"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/checkout"
	"orion/internal/customer"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/kit/secret"
	"orion/internal/media"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
	"orion/jobs"
)

const goodPassword = "correct-horse-9"

// A stage is a world in which everything can be done: with mail, people who have signed
// in, and name servers.
type stage struct {
	*world
	t      *testing.T
	mails  *postbox
	names  *nameServer
	shop   *ent.Vendor
	owner  context.Context
	staff  context.Context
	number int
}

// postbox keeps what is mailed.
type postbox struct {
	mu    sync.Mutex
	mails []notify.Mail
}

// Send implements the services' Mailer.
func (b *postbox) Send(_ context.Context, _ *store.Tx, m notify.Mail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = append(b.mails, m)
	return nil
}

// nameServer answers every question with the same records.
type nameServer struct{ records []string }

// LookupTXT implements vendor.Resolver.
func (n *nameServer) LookupTXT(context.Context, string) ([]string, error) { return n.records, nil }

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{world: newWorld(t), t: t, mails: &postbox{}, names: &nameServer{}}
	root, pages := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot)), page.NewSigner([]byte("a key of the tests"))
	links := link.Builder{BaseURL: "http://localhost:8080", ByPath: true}
	var err error
	s.Auth, err = auth.New(s.DB, auth.Options{
		Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Mail: s.mails, Links: links,
		Limits: auth.Limits{PerAccount: 1000, PerAddress: 1000},
	})
	require.NoError(t, err)
	s.Vendors, err = vendor.New(s.DB, vendor.Options{
		Auth: s.Auth, Signer: pages, Links: links, Mail: s.mails, BaseDomain: "localhost", Resolver: s.names,
	})
	require.NoError(t, err)
	s.Customers, err = customer.New(s.DB, customer.Options{Auth: s.Auth, Pages: pages, Links: links, Mail: s.mails, PerMinute: 1000})
	require.NoError(t, err)
	p := *s.Privacy
	p.Auth = s.Auth
	s.Privacy = &p
	s.Orders = s.Orders.Configured(order.Options{Mail: s.mails, Links: links, PerMinute: 1000})

	_, err = s.Auth.CreateAdmin(fixture.Platform(t), "boss@orion.example", goodPassword)
	require.NoError(t, err)
	s.staff = s.signIn(auth.SignInInput{Audience: viewer.Admin, Email: "boss@orion.example", Password: goodPassword})
	s.shop, s.owner = s.vendor("acme")
	return s
}

// from is a request from somewhere else than all before.
func (s *stage) from() context.Context {
	s.number++
	return viewer.WithRequest(context.WithoutCancel(s.t.Context()), viewer.Request{
		ID: fmt.Sprintf("req-%d", s.number), Address: fmt.Sprintf("10.%d.%d.1", s.number/250, s.number%250), UserAgent: "test",
	})
}

func (s *stage) signIn(in auth.SignInInput) context.Context {
	s.t.Helper()
	tokens, err := s.Auth.SignIn(s.from(), in)
	require.NoError(s.t, err)
	return viewer.NewContext(s.from(), tokens.Viewer)
}

// token is what the last mail's link carries.
func (s *stage) token() string {
	s.t.Helper()
	s.mails.mu.Lock()
	defer s.mails.mu.Unlock()
	require.NotEmpty(s.t, s.mails.mails)
	for _, m := range slices.Backward(s.mails.mails) {
		u, err := url.Parse(m.Data["link"])
		require.NoError(s.t, err)
		if _, token, ok := strings.Cut(u.Fragment, "token="); ok {
			return token
		}
	}
	require.Fail(s.t, "no mail has a token")
	return ""
}

// vendor makes an active vendor and returns it with its owner, who has signed in.
func (s *stage) vendor(slug string) (*ent.Vendor, context.Context) {
	s.t.Helper()
	v, _, err := s.Vendors.Create(s.staff, vendor.CreateInput{Name: slug, Slug: slug, OwnerEmail: "owner@" + slug + ".example"})
	require.NoError(s.t, err)
	u := s.DB.User.Query().Where(user.Email("owner@" + slug + ".example")).OnlyX(fixture.Platform(s.t))
	require.NoError(s.t, s.Auth.SetPassword(fixture.Platform(s.t), u.ID, goodPassword))
	return v, s.signIn(auth.SignInInput{Audience: viewer.Vendor, Email: u.Email, Password: goodPassword, Vendor: &slug})
}

func (s *stage) role(template string) *ent.Role {
	s.t.Helper()
	return s.DB.Role.Query().Where(role.VendorID(s.shop.ID), role.Template(template)).OnlyX(fixture.Platform(s.t))
}

// invited returns the token of an invitation into the shop's team.
func (s *stage) invited(email string) (*ent.Invitation, string) {
	s.t.Helper()
	i, err := s.Vendors.Invite(s.owner, vendor.InviteInput{Email: email, RoleID: s.role("support").PublicID()})
	require.NoError(s.t, err)
	return i, s.token()
}

// member returns a new member of the shop's team, who has signed in.
func (s *stage) member() (context.Context, string) {
	s.t.Helper()
	email, name := "m-"+uuid.NewString()+"@acme.example", "Ann"
	_, token := s.invited(email)
	_, _, err := s.Vendors.Accept(s.from(), vendor.AcceptInput{Token: token, Password: goodPassword, Name: &name})
	require.NoError(s.t, err)
	return s.signIn(auth.SignInInput{Audience: viewer.Vendor, Email: email, Password: goodPassword, Vendor: &s.shop.Slug}), email
}

func (s *stage) membershipOf(email string) *ent.Membership {
	s.t.Helper()
	return s.DB.Membership.Query().Where(membership.HasUserWith(user.Email(email))).OnlyX(fixture.Platform(s.t))
}

// guarded is a member with a second factor, and its recovery codes.
func (s *stage) guarded() (ctx context.Context, email string, codes []string) {
	s.t.Helper()
	ctx, email = s.member()
	begun, err := s.Auth.BeginTwoFactor(ctx, goodPassword)
	require.NoError(s.t, err)
	codes, err = s.Auth.ConfirmTwoFactor(ctx, s.code(begun.Secret))
	require.NoError(s.t, err)
	return ctx, email, codes
}

func (s *stage) code(secret string) string {
	s.t.Helper()
	code, err := totp.GenerateCode(secret, time.Now())
	require.NoError(s.t, err)
	return code
}

// inShop is somebody in the shop who has not signed in.
func (s *stage) inShop() context.Context {
	ctx := viewer.WithRequest(s.from(), viewer.Request{ID: "req-shop", Vendor: s.shop.Slug, Address: fmt.Sprintf("10.99.%d.1", s.number%250)})
	return viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Shop, VendorID: s.shop.ID})
}

// registered is a customer whose address is not proved yet.
func (s *stage) registered() (email string) {
	s.t.Helper()
	email = "c-" + uuid.NewString() + "@customer.example"
	require.NoError(s.t, s.Customers.Register(s.inShop(), customer.RegisterInput{Email: email, Password: goodPassword, FirstName: "Ada", LastName: "Weber"}))
	return email
}

// customer is a customer who has signed in.
func (s *stage) customer() (context.Context, string) {
	s.t.Helper()
	email := s.registered()
	_, err := s.Customers.Verify(s.inShop(), customer.VerifyInput{Token: s.token()})
	require.NoError(s.t, err)
	return s.signIn(auth.SignInInput{Audience: viewer.Customer, Email: email, Password: goodPassword, Vendor: &s.shop.Slug}), email
}

func (s *stage) cart(ctx context.Context) (id publicid.ID, line publicid.ID) {
	s.t.Helper()
	_, pv := fixture.Product(s.t, s.DB, s.shop)
	c, err := s.Checkout.CreateCart(ctx, checkout.CartCreateInput{Lines: []*checkout.LineInput{{VariantID: pv.PublicID(), Quantity: 1}}})
	require.NoError(s.t, err)
	l := s.DB.CartLine.Query().Where(cartline.CartID(c.Cart.ID)).OnlyX(fixture.System(s.t, s.shop))
	return c.Cart.PublicID(), l.PublicID()
}

const homeAddress = `{firstName: "Ada", lastName: "Weber", line1: "1, rue du Test", city: "Luxembourg", postalCode: "L-1728", countryCode: "LU"}`

// ready is a cart that can be ordered, with its total.
func (s *stage) ready(ctx context.Context) (id publicid.ID, total string) {
	s.t.Helper()
	id, _ = s.cart(ctx)
	s.do(ctx, fmt.Sprintf(`cartBuyerSet(cartId: %q, input: {email: "ada@example.org"})`, id))
	s.do(ctx, fmt.Sprintf(`cartShippingAddressSet(cartId: %q, address: %s)`, id, homeAddress))
	s.do(ctx, fmt.Sprintf(`cartDeliveryOptionSet(cartId: %q, handle: "standard")`, id))
	c, err := s.Checkout.Cart(ctx, id)
	require.NoError(s.t, err)
	view, err := s.Checkout.View(ctx, c)
	require.NoError(s.t, err)
	return id, string(view.Cost.Total.Amount())
}

func completing(id publicid.ID, total string) string {
	return fmt.Sprintf(`checkoutComplete(cartId: %q, input: {idempotencyKey: %q, expectedTotal: %q, paymentMethod: "manual"})`, id, uuid.NewString(), total)
}

// staged is a product of a feed in a state.
func (s *stage) staged(status enum.MarketplaceProductStatus) publicid.ID {
	s.t.Helper()
	ctx := fixture.System(s.t, s.shop)
	source := s.DB.MarketplaceSource.Query().FirstX(ctx)
	if !s.DB.MarketplaceImportJob.Query().ExistX(ctx) {
		s.do(s.owner, s.importing())
	}
	job := s.DB.MarketplaceImportJob.Query().FirstX(ctx)
	p := s.DB.MarketplaceProduct.Create().SetSourceID(source.ID).SetImportJobID(job.ID).SetExternalID(uuid.NewString()).SetTitle("Thing").
		SetCurrency("EUR").SetPriceMinor(990).SetRowHash([]byte("x")).SetStatus(status).SaveX(ctx)
	return p.PublicID()
}

// uploaded is a file that was sent.
func (s *stage) uploaded() publicid.ID {
	s.t.Helper()
	const feed = "id,title\n"
	up, err := s.Media.StageUploads(s.owner, []*media.StagedUploadInput{{
		Purpose: enum.UploadPurposeImportFile, Filename: "feed.csv", ContentType: "text/csv", ByteSize: len(feed),
	}})
	require.NoError(s.t, err)
	u, err := url.Parse(up[0].URL)
	require.NoError(s.t, err)
	q := u.Query()
	require.NoError(s.t, s.Media.ReceiveUpload(s.from(), media.UploadTicket{
		Upload: string(up[0].UploadID), Vendor: q.Get("vendor"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	}, strings.NewReader(feed)))
	return up[0].UploadID
}

func (s *stage) importing() string {
	s.DB.MarketplaceImportJob.Update().SetStatus(enum.ImportStatusCompleted).ExecX(fixture.System(s.t, s.shop)) // one runs at a time
	return fmt.Sprintf(`importStart(input: {uploadId: %q, source: "google", idempotencyKey: %q})`, s.uploaded(), uuid.NewString())
}

// standing brings a new vendor into a state.
func (s *stage) standing(status enum.VendorStatus) publicid.ID {
	s.t.Helper()
	v, _ := s.vendor("s-" + uuid.NewString()[:8])
	s.DB.Vendor.UpdateOneID(v.ID).SetStatus(status).ExecX(fixture.Platform(s.t))
	return v.PublicID()
}

func (s *stage) claimed() *ent.VendorDomain {
	s.t.Helper()
	d, err := s.Vendors.AddDomain(s.owner, "shop-"+uuid.NewString()[:8]+".example")
	require.NoError(s.t, err)
	s.names.records = []string{d.Challenge}
	return d
}

// do calls a mutation, which has to succeed, and returns its payload.
func (s *stage) do(ctx context.Context, call string) json.RawMessage {
	s.t.Helper()
	r := s.ask(s.t, ctx, "mutation { it: "+call+" { __typename userErrors { code message path } } }", nil)
	require.Empty(s.t, r.Errors, "%s: %s\n%s", call, r.body, s.log.String())
	var out struct {
		It struct{ UserErrors []json.RawMessage }
	}
	require.NoError(s.t, json.Unmarshal(r.Data, &out))
	require.Empty(s.t, out.It.UserErrors, "%s: %s", call, r.body)
	return r.Data
}

// A deed is how a mutation is called so that it succeeds, and what the record says of it.
// What is not done by the call itself but by a job is done by after.
type deed struct {
	action string
	call   func(s *stage) (context.Context, string)
	after  func(s *stage)
}

// byOwner is a deed of the shop's owner that needs nothing to be prepared.
func byOwner(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) { return s.owner, call }}
}

// byStaff is a deed of the staff to a vendor in a state.
func byStaff(action, mutation string, status enum.VendorStatus) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`%s(id: %q, reason: "as it must be")`, mutation, s.standing(status))
	}}
}

var deeds = map[string]deed{}

// Every mutation of the graph leaves an entry in the record, and a mutation that is new
// has to say here which.
func TestEveryMutationIsRecorded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	mutations := gen.NewExecutableSchema(gen.Config{}).Schema().Mutation
	for _, f := range mutations.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			d, ok := deeds[f.Name]
			require.True(t, ok, "nothing says what the record has of it")
			require.Contains(t, audit.Actions(), d.action)
			s.t = t
			ctx, call := d.call(s)
			before := s.recorded(d.action)
			s.do(ctx, call)
			if d.after != nil {
				d.after(s)
			}
			require.Greater(t, s.recorded(d.action), before, "no entry %s", d.action)
		})
	}
	for name := range deeds {
		require.NotNil(t, mutations.Fields.ForName(name), "there is no mutation %s", name)
	}
	r, err := s.Audit.Verify(t.Context(), "")
	require.NoError(t, err)
	require.Zero(t, r.Wrong, "%v", r.Findings)
	s.tellsNoSecret(t)
}

func (s *stage) recorded(action string) int {
	return s.DB.AuditEntry.Query().Where(auditentry.Action(action)).CountX(fixture.Platform(s.t))
}

// tellsNoSecret looks for what no entry may keep: keys to carts, tokens, passwords and
// shoppers' addresses.
func (s *stage) tellsNoSecret(t *testing.T) {
	t.Helper()
	entries := s.DB.AuditEntry.Query().AllX(fixture.Platform(t))
	raw, err := json.Marshal(entries)
	require.NoError(t, err)
	all := string(raw)
	secrets := []string{goodPassword, "another-" + goodPassword, "@customer.example", "ada@example.org", "rue du Test", "10.99."}
	for _, c := range s.DB.Cart.Query().AllX(fixture.Platform(t)) {
		secrets = append(secrets, c.Token.String(), string(c.PublicID()))
	}
	for _, o := range s.DB.Order.Query().AllX(fixture.Platform(t)) {
		secrets = append(secrets, o.Token.String())
	}
	for _, m := range s.mails.mails {
		if _, token, ok := strings.Cut(m.Data["link"], "token="); ok {
			secrets = append(secrets, token)
		}
	}
	for _, text := range secrets {
		require.NotContains(t, all, text)
	}
	require.Greater(t, len(secrets), 30)
}

// resetsSent does the job that a request for a link leaves.
func resetsSent(s *stage) {
	s.t.Helper()
	rows, err := s.DB.Platform.Query(s.t.Context(), "SELECT args FROM river.river_job WHERE kind = 'auth.password-reset'")
	require.NoError(s.t, err)
	defer rows.Close()
	var all []jobs.PasswordReset
	for rows.Next() {
		var args jobs.PasswordReset
		var raw []byte
		require.NoError(s.t, rows.Scan(&raw))
		require.NoError(s.t, json.Unmarshal(raw, &args))
		all = append(all, args)
	}
	require.NoError(s.t, rows.Err())
	require.NotEmpty(s.t, all)
	for _, args := range all {
		require.NoError(s.t, s.Auth.SendPasswordReset(s.from(), args))
	}
}

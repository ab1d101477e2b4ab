package vendor_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/role"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

const password = "correct-horse-9"

func service(t testing.TB, db *store.DB, l *store.Listener, with ...func(*vendor.Options)) (*vendor.Service, *auth.Service) {
	t.Helper()
	root := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))
	links := link.Builder{BaseURL: "https://orion.example/", ByPath: true}
	a, err := auth.New(db, auth.Options{
		Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Listener: l,
		Limits: auth.Limits{PerAccount: 1000, PerAddress: 1000}, Mail: &outbox{}, Links: links,
	})
	require.NoError(t, err)
	o := vendor.Options{
		Auth: a, Signer: page.NewSigner(root.Key("cursor")), Listener: l, Mail: &outbox{}, Links: links, BaseDomain: "orion.example",
	}
	for _, f := range with {
		f(&o)
	}
	s, err := vendor.New(db, o)
	require.NoError(t, err)
	return s, a
}

// outbox keeps the mails that were queued.
type outbox struct {
	mu    sync.Mutex
	mails []notify.Mail
}

func (o *outbox) Send(_ context.Context, _ *store.Tx, m notify.Mail) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mails = append(o.mails, m)
	return nil
}

// take returns what was queued since the last call.
func (o *outbox) take() []notify.Mail {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.mails
	o.mails = nil
	return out
}

// tokenIn returns the token of a link.
func tokenIn(t testing.TB, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	require.NoError(t, err)
	v, err := url.ParseQuery(u.Fragment)
	require.NoError(t, err)
	require.NotEmpty(t, v.Get("token"), link)
	return v.Get("token")
}

func code(err error) errs.Code {
	if err == nil {
		return ""
	}
	return store.Public(err).Code
}

func ptr[T any](v T) *T { return &v }

func create(t testing.TB, s *vendor.Service, slug string) *ent.Vendor {
	t.Helper()
	v, _, err := s.Create(fixture.Admin(t), vendor.CreateInput{Name: slug, Slug: slug, OwnerEmail: "owner@" + slug + ".example"})
	require.NoError(t, err)
	return v
}

func TestCreate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, a := service(t, db, nil)
	create(t, s, "taken")
	ctx := fixture.Platform(t)

	good := vendor.CreateInput{Name: " Lumière ", Slug: "lumiere", OwnerEmail: " Owner@Lumiere.example "}
	for name, tc := range map[string]struct {
		change func(*vendor.CreateInput)
		by     context.Context
		code   errs.Code
		path   string
	}{
		"a complete vendor":             {},
		"another currency and language": {change: func(in *vendor.CreateInput) { in.Slug, in.CurrencyCode, in.Language = "b2", ptr("CHF"), ptr("de") }},
		"a slug of two":                 {change: func(in *vendor.CreateInput) { in.Slug = "ab" }},
		"a slug of forty":               {change: func(in *vendor.CreateInput) { in.Slug = strings.Repeat("a", 40) }},
		"no name":                       {change: func(in *vendor.CreateInput) { in.Name = " " }, code: errs.Required, path: "input.name"},
		"a name of 101":                 {change: func(in *vendor.CreateInput) { in.Name = strings.Repeat("a", 101) }, code: errs.TooLong, path: "input.name"},
		"a name with a NUL":             {change: func(in *vendor.CreateInput) { in.Name = "a\x00b" }, code: errs.Invalid, path: "input.name"},
		"a slug of one":                 {change: func(in *vendor.CreateInput) { in.Slug = "a" }, code: errs.Invalid, path: "input.slug"},
		"a slug of forty-one":           {change: func(in *vendor.CreateInput) { in.Slug = strings.Repeat("a", 41) }, code: errs.Invalid, path: "input.slug"},
		"a slug in capitals":            {change: func(in *vendor.CreateInput) { in.Slug = "Shop1" }, code: errs.Invalid, path: "input.slug"},
		"a slug with a dot":             {change: func(in *vendor.CreateInput) { in.Slug = "a.b" }, code: errs.Invalid, path: "input.slug"},
		"a slug with an outer dash":     {change: func(in *vendor.CreateInput) { in.Slug = "-ab" }, code: errs.Invalid, path: "input.slug"},
		"a slug that is another script": {change: func(in *vendor.CreateInput) { in.Slug = "xn--bcher-kva" }, code: errs.Invalid, path: "input.slug"},
		"a reserved name":               {change: func(in *vendor.CreateInput) { in.Slug = "admin" }, code: errs.Invalid, path: "input.slug"},
		"a slug that is taken":          {change: func(in *vendor.CreateInput) { in.Slug = "taken" }, code: errs.AlreadyExists, path: "input.slug"},
		"no address":                    {change: func(in *vendor.CreateInput) { in.OwnerEmail = "owner" }, code: errs.Invalid, path: "input.ownerEmail"},
		"no such currency":              {change: func(in *vendor.CreateInput) { in.CurrencyCode = ptr("EURO") }, code: errs.Invalid, path: "input.currencyCode"},
		"no such language":              {change: func(in *vendor.CreateInput) { in.Language = ptr("it") }, code: errs.Invalid, path: "input.language"},
		"by staff without the right": {by: viewer.NewContext(t.Context(), &viewer.Viewer{
			Audience: viewer.Admin, UserID: uuid.New(), Grants: map[string]bool{"vendor.read": true},
		}), change: func(in *vendor.CreateInput) { in.Slug = "c3" }, code: errs.Forbidden},
		"by a team": {
			by:     fixture.Staff(t, &ent.Vendor{ID: uuid.New()}, enum.VendorPermissions()...),
			change: func(in *vendor.CreateInput) { in.Slug = "c4" }, code: errs.Forbidden,
		},
	} {
		t.Run(name, func(t *testing.T) {
			in, by := good, tc.by
			if tc.change != nil {
				tc.change(&in)
			}
			in.OwnerEmail = strings.Replace(in.OwnerEmail, "Lumiere", in.Slug+"x", 1)
			if by == nil {
				by = fixture.Admin(t)
			}
			v, link, err := s.Create(by, in)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.path, store.Public(err).Field())
				return
			}
			require.Equal(t, "Lumière", v.Name)
			require.Equal(t, enum.VendorStatusActive, v.Status)
			require.Equal(t, v.Language, v.Languages[0])
			require.Len(t, v.Languages, 3)
			require.NotNil(t, link)
			own := fixture.System(t, v)
			require.Equal(t, 6, db.Role.Query().CountX(own))
			require.Equal(t, "Google feed", db.MarketplaceSource.Query().OnlyX(own).Name)
			require.Equal(t, v.Currency, db.MarketplaceSource.Query().OnlyX(own).Currency)
			require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("vendor.create"), auditentry.VendorID(v.ID)).CountX(ctx))
		})
	}
	t.Run("B1.24 the link is of the configured host, whatever the request says, and lets the owner in", func(t *testing.T) {
		by := viewer.WithRequest(fixture.Admin(t), viewer.Request{Vendor: "evil.example"})
		v, link, err := s.Create(by, vendor.CreateInput{Name: "Link", Slug: "link", OwnerEmail: "owner@link.example"})
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(*link, "https://orion.example/vendor/link/set-password#token="), *link)
		_, err = a.ResetPassword(t.Context(), auth.PasswordResetInput{Token: tokenIn(t, *link), Password: password})
		require.NoError(t, err)
		tokens, err := a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Vendor, Email: "owner@link.example", Password: password, Vendor: &v.Slug})
		require.NoError(t, err)
		for _, p := range enum.VendorPermissions() {
			require.True(t, tokens.Viewer.May(string(p)), p)
		}
		require.False(t, tokens.Viewer.May(string(enum.PermissionVendorWrite)))

		second, link, err := s.Create(by, vendor.CreateInput{Name: "Second", Slug: "second", OwnerEmail: "owner@link.example"})
		require.NoError(t, err)
		require.Nil(t, link, "an account that has a password needs no link")
		_, err = a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Vendor, Email: "owner@link.example", Password: password, Vendor: &second.Slug})
		require.NoError(t, err, "one account, two vendors")
	})
}

func TestOneSlugForMany(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	var wg sync.WaitGroup
	answers := make(chan errs.Code, 8)
	for i := range 8 {
		wg.Go(func() {
			_, _, err := s.Create(fixture.Admin(t), vendor.CreateInput{Name: "One", Slug: "one", OwnerEmail: string(rune('a'+i)) + "@one.example"})
			answers <- code(err)
		})
	}
	wg.Wait()
	close(answers)
	got := map[errs.Code]int{}
	for c := range answers {
		got[c]++
	}
	require.Equal(t, map[errs.Code]int{"": 1, errs.AlreadyExists: 7}, got)
	require.Equal(t, 1, db.User.Query().CountX(fixture.Platform(t)), "what failed left nothing")
}

func TestAddMember(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, a := service(t, db, nil)
	v := create(t, s, "team")
	ctx := fixture.Platform(t)
	m, err := s.AddMember(ctx, v, vendor.MemberInput{Email: "Staff@team.example", Template: "support"})
	require.NoError(t, err)
	require.NoError(t, a.SetPassword(ctx, m.UserID, password))
	tokens, err := a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Vendor, Email: "staff@team.example", Password: password, Vendor: &v.Slug})
	require.NoError(t, err)
	require.True(t, tokens.Viewer.May("order.read"))
	require.False(t, tokens.Viewer.May("order.write"))

	again, err := s.AddMember(ctx, v, vendor.MemberInput{Email: "staff@team.example", Template: "orders"})
	require.NoError(t, err)
	require.Equal(t, m.ID, again.ID)
	now, err := a.Authenticate(t.Context(), tokens.AccessToken)
	require.NoError(t, err)
	require.True(t, now.May("order.write"), "the new role counts at once")

	for name, tc := range map[string]struct {
		in   vendor.MemberInput
		by   context.Context
		code errs.Code
	}{
		"no such role":     {in: vendor.MemberInput{Email: "a@b.example", Template: "king"}, by: ctx, code: errs.NotFound},
		"no address":       {in: vendor.MemberInput{Email: "a", Template: "orders"}, by: ctx, code: errs.Invalid},
		"by the team":      {in: vendor.MemberInput{Email: "a@b.example", Template: "orders"}, by: fixture.Staff(t, v, enum.VendorPermissions()...), code: errs.NotFound},
		"by another's":     {in: vendor.MemberInput{Email: "a@b.example", Template: "orders"}, by: fixture.Staff(t, &ent.Vendor{ID: uuid.New()}), code: errs.NotFound},
		"by its customers": {in: vendor.MemberInput{Email: "a@b.example", Template: "orders"}, by: fixture.Shopper(t, v), code: errs.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.AddMember(tc.by, v, tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
		})
	}
	require.Equal(t, 1, db.Role.Query().Where(role.VendorID(v.ID), role.Template(vendor.Owner)).CountX(ctx))
}

func pageOf(n int) page.Arg { return page.Arg{First: &n} }

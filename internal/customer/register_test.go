package customer_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/customer"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/notify"
	"orion/internal/store"
)

func TestFromRegistrationToSignIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	other, _ := fixture.Vendor(t, d.db)
	ctx := i18n.NewContext(visit(t, v, "192.0.2.1"), language.German)

	in := ada()
	in.Email, in.FirstName = " ADA@shop.example ", "  Ada "
	require.NoError(t, d.Register(ctx, in))
	c := d.find(t, v, "ada@shop.example")
	require.Nil(t, c.VerifiedAt)
	require.Equal(t, []string{"Ada", "Weber", "de"}, []string{*c.FirstName, *c.LastName, c.Language})
	require.Error(t, d.signIn(t, v, c.Email, password), "not before the address is proved")
	mails := d.mail.take()
	require.Len(t, mails, 1)
	require.Equal(t, notify.VerifyEmail, mails[0].Kind)
	require.Equal(t, []string{"ada@shop.example", "Ada", "de"}, []string{mails[0].To, mails[0].Name, mails[0].Language})
	require.Equal(t, v.ID, mails[0].VendorID)
	require.True(t, strings.HasPrefix(mails[0].Data["link"], "http://orion.example/shop/"+v.Slug+"/account/verify#token="))

	proof := customer.VerifyInput{Token: token(t, mails[0])}
	_, err := d.Verify(visit(t, other, "192.0.2.1"), proof)
	require.Equal(t, errs.NotFound, code(err), "a link of another shop")
	_, err = d.Verify(ctx, customer.VerifyInput{Token: "made up"})
	require.Equal(t, errs.NotFound, code(err))
	email, err := d.Verify(ctx, proof)
	require.NoError(t, err)
	require.Equal(t, c.Email, email)
	_, err = d.Verify(ctx, proof)
	require.Equal(t, errs.NotFound, code(err), "once")
	require.NoError(t, d.signIn(t, v, c.Email, password))
	require.Error(t, d.signIn(t, other, c.Email, password), "an account is one of one shop")
	require.Subset(t, d.actions(t, v), []string{"customer.register", "customer.verify"})
}

// Who registers first and who registers last may be strangers to each other, and one of
// them a stranger to the address: the password is of whoever reads the mail.
func TestB1_23WhoRegistersAgainBeforeTheAddressIsProved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	other, _ := fixture.Vendor(t, d.db)
	ctx := visit(t, v, "192.0.2.1")
	const email, theirs, chosen = "ada@shop.example", "another-password-9", "chosen-by-link-9"
	reset := func(ctx context.Context, token string) error {
		_, err := d.auth.ResetPassword(ctx, auth.PasswordResetInput{Token: token, Password: chosen})
		return err
	}
	require.NoError(t, d.Register(ctx, ada()))
	first := token(t, d.mail.take()[0])
	again := ada()
	again.FirstName, again.Password = "Adele", theirs
	require.NoError(t, d.Register(ctx, again))
	mail := d.mail.take()[0]
	require.Equal(t, notify.ChoosePassword, mail.Kind)
	require.True(t, strings.HasPrefix(mail.Data["link"], "http://orion.example/shop/"+v.Slug+"/account/reset#token="), mail.Data["link"])
	_, err := d.Verify(ctx, customer.VerifyInput{Token: first})
	require.Equal(t, errs.NotFound, code(err), "the link of the first")
	_, err = d.Verify(ctx, customer.VerifyInput{Token: token(t, mail)})
	require.Equal(t, errs.NotFound, code(err), "it proves nothing without a password")

	require.NoError(t, d.ResendVerification(ctx, customer.ResendInput{Email: email}))
	sent := d.mail.take()[0]
	require.Equal(t, notify.ChoosePassword, sent.Kind, "a link that is sent anew brings no password back")
	require.Equal(t, errs.NotFound, code(reset(ctx, token(t, mail))), "the newest alone")
	require.Equal(t, errs.NotFound, code(reset(visit(t, other, "192.0.2.1"), token(t, sent))), "in that shop alone")
	for _, password := range []string{password, theirs} {
		require.Error(t, d.signIn(t, v, email, password), "before")
	}
	require.NoError(t, reset(ctx, token(t, sent)))
	require.Empty(t, d.mail.take(), "a first password is no news")
	require.NoError(t, d.signIn(t, v, email, chosen))
	for _, password := range []string{password, theirs} {
		require.Equal(t, errs.InvalidCredentials, code(d.signIn(t, v, email, password)), "after")
	}
	require.Equal(t, "Adele", *d.find(t, v, email).FirstName)
	require.NotNil(t, d.find(t, v, email).VerifiedAt)
}

// Of a link that is followed and a registration that ends it one comes first; whichever it
// is, no password is good but that of whom the link was for.
func TestB1_23ALinkAndARegistrationAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	ctx := visit(t, v, "192.0.2.1")
	for i := range 10 {
		in := ada()
		in.Email = fmt.Sprintf("ada%d@shop.example", i)
		require.NoError(t, d.Register(ctx, in))
		proof := customer.VerifyInput{Token: token(t, d.mail.take()[0])}
		again := in
		again.Password = "another-password-9"
		var wait sync.WaitGroup
		var registered, verified error
		wait.Go(func() { registered = d.Register(ctx, again) })
		wait.Go(func() { _, verified = d.Verify(ctx, proof) })
		wait.Wait()
		require.NoError(t, registered)
		require.Contains(t, []errs.Code{"", errs.NotFound}, code(verified), "%v", verified)
		require.Error(t, d.signIn(t, v, in.Email, again.Password))
		require.Equal(t, verified == nil, d.signIn(t, v, in.Email, password) == nil)
		d.mail.take()
	}
}

// Whatever there is with an address, the answer and the number of statements are the
// same; only the mail differs, and who has none hears nothing.
func TestB1_21_B2_41RegistrationDoesNotTellWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	other, _ := fixture.Vendor(t, d.db)
	now := time.Now()
	system := fixture.System(t, v)
	hash, err := d.auth.HashPassword(t.Context(), "the-password-before", "password")
	require.NoError(t, err)
	made := func(of context.Context, email string, with ...func(*ent.CustomerCreate)) {
		c := d.db.Customer.Create().SetEmail(email).SetFirstName("Grace").SetLanguage("fr").SetPasswordHash(hash)
		for _, f := range with {
			f(c)
		}
		c.ExecX(of)
	}
	proved := func(c *ent.CustomerCreate) { c.SetVerifiedAt(now) }
	disabled := func(c *ent.CustomerCreate) { c.SetDisabledAt(now) }
	made(system, "waits@shop.example")
	made(system, "proved@shop.example", proved)
	made(system, "disabled@shop.example", proved, disabled)
	made(system, "waits-disabled@shop.example", disabled)
	made(fixture.System(t, other), "elsewhere@shop.example", proved)
	require.NoError(t, d.Register(visit(t, v, "192.0.2.9"), ada())) // what is prepared once is prepared
	d.mail.take()

	counts := map[string]int64{}
	for name, tc := range map[string]struct {
		email   string
		mail    notify.Kind
		changed bool
	}{
		"no account":                     {"nobody@shop.example", notify.VerifyEmail, true},
		"one that waits":                 {"waits@shop.example", notify.ChoosePassword, true},
		"one that is proved":             {"proved@shop.example", notify.AlreadyRegistered, false},
		"one that is disabled":           {"disabled@shop.example", "", false},
		"one that waits and is disabled": {"waits-disabled@shop.example", "", false},
		"one in another shop":            {"elsewhere@shop.example", notify.VerifyEmail, true},
	} {
		t.Run(name, func(t *testing.T) {
			in := ada()
			in.Email = tc.email
			counts[name] = d.statements.of(func() { require.NoError(t, d.Register(visit(t, v, "192.0.2.1"), in)) })
			mails := d.mail.take()
			if tc.mail == "" {
				require.Empty(t, mails)
			} else {
				require.Len(t, mails, 1)
				require.Equal(t, tc.mail, mails[0].Kind)
				require.Equal(t, tc.email, mails[0].To)
			}
			c := d.find(t, v, tc.email)
			require.Equal(t, tc.changed, *c.FirstName == "Ada")
			if !tc.changed {
				require.Equal(t, hash, *c.PasswordHash)
				require.Equal(t, "fr", c.Language)
			}
		})
	}
	for name, n := range counts {
		require.Equal(t, counts["no account"], n, name)
	}
	require.Contains(t, d.actions(t, v), "customer.register-again")
}

func TestWhatCannotRegister(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, team := fixture.Vendor(t, d.db)
	for name, tc := range map[string]struct {
		change func(*customer.RegisterInput)
		by     context.Context
		code   errs.Code
		path   string
	}{
		"no address":         {change: func(in *customer.RegisterInput) { in.Email = "ada" }, code: errs.Invalid, path: "input.email"},
		"a short password":   {change: func(in *customer.RegisterInput) { in.Password = "short" }, code: errs.Invalid, path: "input.password"},
		"a common password":  {change: func(in *customer.RegisterInput) { in.Password = "password123" }, code: errs.Invalid, path: "input.password"},
		"a long password":    {change: func(in *customer.RegisterInput) { in.Password = strings.Repeat("x", 129) }, code: errs.TooLong, path: "input.password"},
		"no first name":      {change: func(in *customer.RegisterInput) { in.FirstName = " " }, code: errs.Required, path: "input.firstName"},
		"a last name of 101": {change: func(in *customer.RegisterInput) { in.LastName = strings.Repeat("x", 101) }, code: errs.TooLong, path: "input.lastName"},
		"a name with a line": {change: func(in *customer.RegisterInput) { in.LastName = "a\r\nBcc: b" }, code: errs.Invalid, path: "input.lastName"},
		"nowhere":            {by: fixture.Platform(t), code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			in := ada()
			if tc.change != nil {
				tc.change(&in)
			}
			if tc.by == nil {
				tc.by = visit(t, v, "192.0.2.1")
			}
			err := d.Register(tc.by, in)
			require.Equal(t, tc.code, code(err), "%v", err)
			require.Equal(t, tc.path, store.Public(err).Field())
			require.Empty(t, d.mail.take())
		})
	}
	in := customer.RegisterInput{Email: "x", Password: "y"}
	list, ok := errors.AsType[errs.List](d.Register(visit(t, v, "192.0.2.1"), in))
	require.True(t, ok)
	require.Len(t, list, 4, "all that is wrong at once")
	n, err := d.List(team, pageArg(), nil)
	require.NoError(t, err)
	require.Empty(t, n.Nodes)
}

func TestTwoRegisterTheSameAddressAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	var wait sync.WaitGroup
	results := make([]error, 4)
	for i := range results {
		wait.Go(func() { results[i] = d.Register(visit(t, v, "192.0.2.1"), ada()) })
	}
	wait.Wait()
	for _, err := range results {
		require.NoError(t, err)
	}
	n, err := d.db.Customer.Query().Count(fixture.System(t, v))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	good := 0
	for _, m := range d.mail.take() {
		_, err := d.Verify(visit(t, v, "192.0.2.1"), customer.VerifyInput{Token: token(t, m)})
		require.Equal(t, errs.NotFound, code(err), "that of the first is over")
		if _, err := d.auth.ResetPassword(visit(t, v, "192.0.2.1"), auth.PasswordResetInput{Token: token(t, m), Password: password}); err == nil {
			good++
		}
	}
	require.Equal(t, 1, good, "the last link alone")
}

func TestRegistrationIsThrottled(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(o *customer.Options) { o.PerMinute = 0 }) // the default
	v, _ := fixture.Vendor(t, d.db)
	other, _ := fixture.Vendor(t, d.db)
	at := func(v *ent.Vendor, from, email string) errs.Code {
		in := ada()
		in.Email = email
		return code(d.Register(visit(t, v, from), in))
	}
	for range 3 {
		require.Empty(t, at(v, "192.0.2.1", "one@shop.example"))
	}
	require.Equal(t, errs.Throttled, at(v, "192.0.2.2", "ONE@shop.example"), "the address, from wherever")
	require.Equal(t, errs.Throttled, at(v, "192.0.2.1", "two@shop.example"), "the network, for whatever address")
	require.Equal(t, errs.Throttled, at(other, "192.0.2.1", "two@shop.example"), "the network, in whatever shop")
	require.Empty(t, at(other, "192.0.2.3", "one@shop.example"), "the address in another shop is another one")
	require.Empty(t, code(d.ResendVerification(visit(t, v, "192.0.2.1"), customer.ResendInput{Email: "one@shop.example"})), "counted by itself")
	for range 2 {
		require.Empty(t, code(d.ResendVerification(visit(t, v, "192.0.2.1"), customer.ResendInput{Email: "one@shop.example"})))
	}
	require.Equal(t, errs.Throttled, code(d.ResendVerification(visit(t, v, "192.0.2.1"), customer.ResendInput{Email: "one@shop.example"})))
}

func TestALinkSentAnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	other, _ := fixture.Vendor(t, d.db)
	ctx := visit(t, v, "192.0.2.1")
	require.NoError(t, d.Register(ctx, ada()))
	old := d.mail.take()[0]
	proved := d.db.Customer.Create().SetEmail("proved@shop.example").SetVerifiedAt(time.Now()).SaveX(fixture.System(t, v))
	counts := map[string]int64{}
	for name, tc := range map[string]struct {
		in    string
		at    *ent.Vendor
		mails int
	}{
		"an account that waits": {"Ada@shop.example", v, 1},
		"one that is proved":    {proved.Email, v, 0},
		"no account":            {"nobody@shop.example", v, 0},
		"one in another shop":   {"ada@shop.example", other, 0},
	} {
		t.Run(name, func(t *testing.T) {
			counts[name] = d.statements.of(func() {
				require.NoError(t, d.ResendVerification(visit(t, tc.at, "192.0.2.1"), customer.ResendInput{Email: tc.in}))
			})
			mails := d.mail.take()
			require.Len(t, mails, tc.mails)
			if tc.mails == 1 {
				_, err := d.Verify(ctx, customer.VerifyInput{Token: token(t, old)})
				require.Equal(t, errs.NotFound, code(err))
			}
		})
	}
	for name, n := range counts {
		require.Equal(t, counts["no account"], n, name)
	}
	require.Equal(t, errs.Invalid, code(d.ResendVerification(ctx, customer.ResendInput{Email: "nobody"})))
}

package customer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/customer"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/store"
)

func letterOf(email string) customer.ContactInput {
	return customer.ContactInput{Name: " Ada ", Email: email, Message: "Do you ship\nto Malta?"}
}

func TestVisitorsWriteToAShop(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	ctx := visit(t, v, "192.0.2.1")
	d.db.Vendor.UpdateOneID(v.ID).ClearContactEmail().ExecX(fixture.System(t, v))
	require.Equal(t, errs.InvalidState, code(d.Contact(ctx, letterOf("ada@visitor.example"))), "there is nobody to write to")

	d.db.Vendor.UpdateOneID(v.ID).SetContactEmail("hello@shop.example").ExecX(fixture.System(t, v))
	in := letterOf(" ADA@visitor.example ")
	in.OrderNumber = ptr("1042")
	require.NoError(t, d.Contact(ctx, in))
	mails := d.mail.take()
	require.Len(t, mails, 1)
	require.Equal(t, notify.ContactMessage, mails[0].Kind)
	require.Equal(t, []string{"hello@shop.example", "ada@visitor.example"}, []string{mails[0].To, mails[0].ReplyTo})
	require.Equal(t, []string{"Ada", "1042", "Do you ship\nto Malta?"}, []string{mails[0].Data["by"], mails[0].Data["order"], mails[0].Data["message"]})
	require.Equal(t, v.ID, mails[0].VendorID)
	require.Contains(t, d.actions(t, v), "customer.contact")
}

func TestLettersToAShopThatAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	for name, tc := range map[string]struct {
		change func(*customer.ContactInput)
		code   errs.Code
		path   string
	}{
		"no name":      {func(in *customer.ContactInput) { in.Name = " " }, errs.Required, "input.name"},
		"a long name":  {func(in *customer.ContactInput) { in.Name = strings.Repeat("a", 101) }, errs.TooLong, "input.name"},
		"no address":   {func(in *customer.ContactInput) { in.Email = "ada\r\nBcc: all@shop.example" }, errs.Invalid, "input.email"},
		"no message":   {func(in *customer.ContactInput) { in.Message = "\n" }, errs.Required, "input.message"},
		"a short one":  {func(in *customer.ContactInput) { in.Message = "Hi" }, errs.Invalid, "input.message"},
		"a long one":   {func(in *customer.ContactInput) { in.Message = strings.Repeat("a", 5001) }, errs.TooLong, "input.message"},
		"a bell in it": {func(in *customer.ContactInput) { in.Message += "\a" }, errs.Invalid, "input.message"},
		"a long order": {func(in *customer.ContactInput) { in.OrderNumber = ptr(strings.Repeat("1", 41)) }, errs.TooLong, "input.orderNumber"},
	} {
		in := letterOf("ada@visitor.example")
		tc.change(&in)
		err := d.Contact(visit(t, v, "192.0.2.1"), in)
		require.Equal(t, []string{string(tc.code), tc.path}, []string{string(code(err)), store.Public(err).Field()}, name)
	}
	require.Empty(t, d.mail.take())
}

func TestLettersToShopsAreCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	d.db.Vendor.UpdateOneID(v.ID).SetContactEmail("hello@shop.example").ExecX(fixture.System(t, v))
	for range 5 {
		require.NoError(t, d.Contact(visit(t, v, "192.0.2.1"), letterOf("ada@visitor.example")))
	}
	require.Equal(t, errs.Throttled, code(d.Contact(visit(t, v, "192.0.2.2"), letterOf("ada@visitor.example"))), "one address, from anywhere")
	require.Equal(t, errs.Throttled, code(d.Contact(visit(t, v, "192.0.2.1"), letterOf("bob@visitor.example"))), "one network, whoever it is")
	require.NoError(t, d.Contact(visit(t, v, "198.51.100.1"), letterOf("bob@visitor.example")))
}

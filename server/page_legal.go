package server

import (
	"context"
	"html/template"
	"slices"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/optional"
	"orion/internal/kit/richtext"
	"orion/internal/vendor"
)

// Policies are the texts that the law wants in a shop.
type Policies interface {
	// ReadPolicy returns the text of a kind in a language, or in another that there is one in;
	// nil where there is none.
	ReadPolicy(ctx context.Context, v *ent.Vendor, kind enum.PolicyKind, language string) (*vendor.PolicyText, error)
	// ReadPolicies returns all texts of a shop.
	ReadPolicies(ctx context.Context, v *ent.Vendor, language string) ([]*vendor.PolicyText, error)
}

// imprintPage is the address, under /legal/, of the page that says who sells. It is there in
// every shop; the others are where the shop has a text.
const imprintPage = "imprint"

type legalView struct {
	Title, Heading, Language string
	Text                     template.HTML
	Facts                    []fact
	Note                     string
}

// A fact is something of a seller, with its name.
type fact struct{ Name, Value string }

// contactSheet is of the page that writes to the shop.
func contactSheet(a *asked) (*sheet, error) {
	title := a.words.Say("contact.heading")
	return &sheet{
		title: title, path: "/contact", description: title + ": " + a.vendor.Name, data: []any{a.organization()},
		slots: map[string]string{"title": escaped(title)},
	}, nil
}

// legalSheet is of a page with a text of the law.
func legalSheet(a *asked) (*sheet, error) {
	kind := a.PathValue("kind")
	v := legalView{Title: a.words.Say("legal." + kind), Heading: a.words.Say("legal.text")}
	switch {
	case kind == imprintPage:
		v.Facts, v.Note = a.seller(), optional.Value(a.vendor.Imprint)
	default:
		text, err := a.policy(kind)
		if err != nil {
			return nil, err
		}
		clean, _ := richtext.Clean(text.HTML)                    // a page is no place to trust what was stored
		v.Text, v.Language = template.HTML(clean), text.Language //nolint:gosec // clean
	}
	return &sheet{
		title: v.Title, path: "/legal/" + kind, description: v.Title + ": " + a.vendor.Name,
		data:  []any{a.organization()},
		slots: map[string]string{"title": escaped(v.Title), "main": render("legal", v)},
	}, nil
}

func (a *asked) policy(name string) (*vendor.PolicyText, error) {
	kind := enum.PolicyKind(strings.ToUpper(name))
	if a.policies == nil || name != strings.ToLower(name) || !slices.Contains(kind.Values(), string(kind)) {
		return nil, errNoPage
	}
	text, err := a.policies.ReadPolicy(a.Context(), a.vendor, kind, a.links.locale)
	if err == nil && text == nil {
		err = errNoPage
	}
	return text, err
}

// seller is who sells, a line for each thing that is known.
func (a *asked) seller() []fact {
	v, out := a.vendor, []fact{}
	for _, f := range []fact{
		{"legal.seller", vendor.Seller(v)}, {"legal.address", strings.Join(vendor.AddressLines(v), "\n")},
		{"legal.register", optional.Value(v.RegistrationNumber)}, {"legal.vat", optional.Value(v.VatNumber)},
		{"legal.email", optional.Value(v.ContactEmail)}, {"legal.phone", optional.Value(v.ContactPhone)},
	} {
		if f.Value != "" {
			out = append(out, fact{a.words.Say(f.Name), f.Value})
		}
	}
	return out
}

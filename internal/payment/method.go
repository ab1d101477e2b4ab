package payment

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendorpaymentconfig"
	"orion/internal/kit/i18n"
	"orion/internal/kit/terms"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// VendorMethod is the graph's VendorPaymentMethod.
type VendorMethod struct {
	Handle, Provider, Title string
	Enabled, Available      bool
	Titles, Instructions    []*vendor.LocalizedText
	Bank                    *terms.BankDetails
	Position, Version       int
}

// offer is a provider with what a vendor says of it.
type offer struct {
	provider  Provider
	row       *ent.PaymentMethod // nil where it has said nothing
	available bool
	position  int
}

// enabled reports whether buyers are offered it. Where the vendor has said nothing, they
// are offered to pay by invoice, by what the vendor has opened an account for and, in
// development, to try.
func (o offer) enabled() bool {
	if o.row != nil {
		return o.row.Enabled
	}
	_, more := o.provider.(Outcomes)
	_, own := o.provider.(Connector)
	return more || own || o.provider.Handle() == Manual
}

// position is far from that of the next, so that a vendor can put one between.
const apart = 10

// offers returns all providers as the viewer's vendor has them, in the order in which
// buyers are offered them. It takes one statement, or two where there is a Connector.
func (s *Service) offers(ctx context.Context, c *ent.Client) ([]offer, error) {
	ctx = viewer.Elevate(ctx)
	rows, err := c.PaymentMethod.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the ways of paying: %w", err)
	}
	said := make(map[string]*ent.PaymentMethod, len(rows))
	for _, r := range rows {
		said[r.Handle] = r
	}
	out := make([]offer, len(s.providers))
	for i, p := range s.providers {
		out[i] = offer{provider: p, row: said[p.Handle()], available: true, position: i * apart}
		if out[i].row != nil {
			out[i].position = out[i].row.Position
		}
		if _, ok := p.(Connector); ok {
			if out[i].available, err = takesPayments(ctx, c); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(out, func(a, b offer) int { return cmp.Compare(a.position, b.position) })
	return out, nil
}

func takesPayments(ctx context.Context, c *ent.Client) (bool, error) {
	ok, err := c.VendorPaymentConfig.Query().
		Where(vendorpaymentconfig.AccountIDNotNil(), vendorpaymentconfig.ChargesEnabled(true)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("read the account: %w", err)
	}
	return ok, nil
}

// Methods returns the ways of paying that buyers of the viewer's vendor are offered, with
// titles in the language of the request.
func (s *Service) Methods(ctx context.Context) ([]Method, error) {
	offers, err := s.offers(ctx, s.DB.Client)
	if err != nil {
		return nil, err
	}
	var out []Method
	for _, o := range offers {
		if !o.enabled() || !o.available {
			continue
		}
		for _, m := range methodsOf(o.provider) {
			if !m.Hidden {
				out = append(out, Method{Handle: m.Handle, Title: o.title(ctx, m)})
			}
		}
	}
	return out, nil
}

// title is the vendor's own in the language of the request, or else the platform's.
func (o offer) title(ctx context.Context, m Method) string {
	if o.row != nil && m.Handle == o.row.Handle {
		if own := o.row.Title[i18n.From(ctx).String()]; own != "" {
			return own
		}
	}
	return i18n.T(ctx, m.Title)
}

// Offers reports whether a buyer of the viewer's vendor may pay that way now.
func (s *Service) Offers(ctx context.Context, c *ent.Client, handle string) (bool, error) {
	offers, err := s.offers(ctx, c)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.enabled() && o.available && o.does(handle)
	}), nil
}

func (o offer) does(handle string) bool {
	return slices.ContainsFunc(methodsOf(o.provider), func(m Method) bool { return m.Handle == handle })
}

// VendorMethods returns all ways of paying, with what the viewer's vendor says of each.
func (s *Service) VendorMethods(ctx context.Context) ([]*VendorMethod, error) {
	offers, err := s.offers(ctx, s.DB.Client)
	if err != nil {
		return nil, err
	}
	out := make([]*VendorMethod, len(offers))
	for i, o := range offers {
		out[i] = o.shown(ctx)
	}
	return out, nil
}

func (o offer) shown(ctx context.Context) *VendorMethod {
	own := methodsOf(o.provider)[0]
	m := &VendorMethod{
		Handle: own.Handle, Provider: o.provider.Handle(), Title: o.title(ctx, own), Enabled: o.enabled(),
		Available: o.available, Position: o.position, Titles: []*vendor.LocalizedText{}, Instructions: []*vendor.LocalizedText{},
	}
	if o.row != nil {
		m.Titles, m.Instructions = byLanguage(o.row.Title), byLanguage(o.row.Instructions)
		m.Bank, m.Version = o.row.Bank, o.row.Version
	}
	return m
}

func byLanguage(of map[string]string) []*vendor.LocalizedText {
	out := []*vendor.LocalizedText{}
	for _, language := range slices.Sorted(maps.Keys(of)) {
		out = append(out, &vendor.LocalizedText{Language: language, Text: of[language]})
	}
	return out
}

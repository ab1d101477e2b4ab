package payment

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/paymentmethod"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/terms"
	"orion/internal/store"
	"orion/internal/vendor"
)

// The longest words, in characters.
const (
	maxTitle        = 100
	maxInstructions = 2000
	maxBank         = 100
)

// MethodSetInput is the graph's PaymentMethodSetInput. What is nil stays.
type MethodSetInput struct {
	Handle       string
	Version      int
	Enabled      *bool
	Titles       []*vendor.LocalizedText
	Instructions []*vendor.LocalizedText
	Bank         *terms.BankDetails
	ClearBank    *bool
	Position     *int
}

func (in MethodSetInput) validate() error {
	if err := checkWords(in.Titles, maxTitle, "input.titles"); err != nil {
		return err
	}
	if err := checkWords(in.Instructions, maxInstructions, "input.instructions"); err != nil {
		return err
	}
	switch {
	case in.Bank != nil && in.Handle != Manual:
		return errs.Field("input.bank", "goes with payment by hand alone")
	case in.Bank != nil && in.ClearBank != nil && *in.ClearBank:
		return errs.Field("input.bank", "cannot be given and taken away at once")
	case in.Position != nil && (*in.Position < 0 || *in.Position > math.MaxInt16):
		return errs.Field("input.position", "must be 0 to %d", math.MaxInt16)
	case in.Bank != nil:
		return checkBank(in.Bank)
	}
	return nil
}

func checkWords(of []*vendor.LocalizedText, most int, path string) error {
	seen := map[string]bool{}
	for i, t := range of {
		at := path + "." + strconv.Itoa(i)
		switch {
		case !slices.ContainsFunc(i18n.Languages, func(l language.Tag) bool { return l.String() == t.Language }):
			return errs.Field(at+".language", "must be en, fr or de")
		case seen[t.Language]:
			return errs.Field(at+".language", "is there twice")
		case utf8.RuneCountInString(t.Text) > most:
			return errs.New(errs.TooLong, "is longer than %d characters", most).At(at + ".text")
		}
		seen[t.Language] = true
	}
	return nil
}

// checkBank puts bank details into their usual writing.
func checkBank(b *terms.BankDetails) error {
	b.IBAN, b.BIC = compact(b.IBAN), compact(b.BIC)
	b.Holder, b.Bank = strings.TrimSpace(b.Holder), strings.TrimSpace(b.Bank)
	switch {
	case b.Holder == "":
		return errs.New(errs.Required, "is required").At("input.bank.holder")
	case utf8.RuneCountInString(b.Holder) > maxBank:
		return errs.New(errs.TooLong, "is longer than %d characters", maxBank).At("input.bank.holder")
	case utf8.RuneCountInString(b.Bank) > maxBank:
		return errs.New(errs.TooLong, "is longer than %d characters", maxBank).At("input.bank.bank")
	case !validIBAN(b.IBAN):
		return errs.Field("input.bank.iban", "is no IBAN; check its digits")
	case b.BIC != "" && !validBIC(b.BIC):
		return errs.Field("input.bank.bic", "is no BIC")
	}
	return nil
}

// SetMethod says how the viewer's vendor offers a way of paying. NOT_FOUND for one that
// the platform does not have, STALE_VERSION where somebody else has changed it since it was
// read, INVALID where no way of paying would be left.
func (s *Service) SetMethod(ctx context.Context, in MethodSetInput) (*VendorMethod, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	p := s.provider(in.Handle)
	if p == nil || p.Handle() != in.Handle {
		return nil, errs.New(errs.NotFound, "not found").At("input.handle")
	}
	var out *VendorMethod
	err := s.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		out, err = s.setMethod(ctx, tx, p, in)
		return err
	})
	if store.Violates(err, "payment_method_handle") { // somebody else set it first, at the same moment
		return nil, stale()
	}
	if err != nil {
		return nil, fmt.Errorf("set a way of paying: %w", err)
	}
	return out, nil
}

func stale() error {
	return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("input.version")
}

func (s *Service) setMethod(ctx context.Context, tx *store.Tx, p Provider, in MethodSetInput) (*VendorMethod, error) {
	before, err := tx.PaymentMethod.Query().Where(paymentmethod.Handle(in.Handle)).ForUpdate().Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, err
	}
	after, err := s.writeMethod(ctx, tx, p, before, in)
	if err != nil {
		return nil, err
	}
	offers, err := s.offers(ctx, tx.Client)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(offers, func(o offer) bool { return o.enabled() && o.available }) {
		return nil, errs.Field("input.enabled", "would leave buyers no way to pay")
	}
	at := slices.IndexFunc(offers, func(o offer) bool { return o.provider == p })
	return offers[at].shown(ctx), audit.Record(ctx, tx, audit.Event{
		Action: "payment.method", TargetType: "PaymentMethod", Target: in.Handle, Changes: audit.Diff(before, after),
	})
}

// writeMethod writes the row, which is made the first time.
func (s *Service) writeMethod(ctx context.Context, tx *store.Tx, p Provider, before *ent.PaymentMethod, in MethodSetInput) (*ent.PaymentMethod, error) {
	if before == nil {
		if in.Version != 0 {
			return nil, stale()
		}
		fresh := offer{provider: p}
		at := slices.Index(s.providers, p) * apart
		made, err := tx.PaymentMethod.Create().SetHandle(in.Handle).SetProvider(p.Handle()).SetEnabled(fresh.enabled()).
			SetPosition(at).SetVersion(1).Save(ctx)
		if err != nil {
			return nil, err
		}
		return in.apply(made.Update()).Save(ctx)
	}
	if before.Version != in.Version {
		return nil, stale()
	}
	return in.apply(before.Update().AddVersion(1)).Save(ctx)
}

func (in MethodSetInput) apply(u *ent.PaymentMethodUpdateOne) *ent.PaymentMethodUpdateOne {
	if in.Enabled != nil {
		u.SetEnabled(*in.Enabled)
	}
	if in.Titles != nil {
		u.SetTitle(words(in.Titles))
	}
	if in.Instructions != nil {
		u.SetInstructions(words(in.Instructions))
	}
	if in.Position != nil {
		u.SetPosition(*in.Position)
	}
	if in.Bank != nil {
		u.SetBank(in.Bank)
	}
	if in.ClearBank != nil && *in.ClearBank {
		u.ClearBank()
	}
	return u
}

func words(of []*vendor.LocalizedText) map[string]string {
	out := map[string]string{}
	for _, t := range of {
		if text := strings.TrimSpace(t.Text); text != "" {
			out[t.Language] = text
		}
	}
	return out
}

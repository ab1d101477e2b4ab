package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	entcustomer "orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/user"
	entvendor "orion/ent/gen/ent/vendor"
	"orion/internal/customer"
	"orion/internal/demo/art"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/postal"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// strangers are the buyers of a shop, last in its list, who have no account there.
const strangers = 6

// found makes the vendor as the admin would, with its look and its team.
func (s *seeder) found(ctx context.Context, of *shop) (*house, error) {
	v, err := s.DB.Vendor.Query().Where(entvendor.Slug(of.slug)).Only(ctx)
	if ent.IsNotFound(err) {
		v, _, err = s.Vendors.Create(s.staff(ctx), vendor.CreateInput{
			Name: of.name, Slug: of.slug, OwnerEmail: of.address("owner"), Language: &of.language,
		})
	}
	if err != nil {
		return nil, err
	}
	h := &house{shop: of, vendor: v}
	if h.owner, err = s.person(ctx, h, "owner", of.owner); err != nil {
		return nil, err
	}
	if _, err := s.Vendors.AddMember(ctx, v, vendor.MemberInput{Email: of.address("staff"), Template: "support"}); err != nil {
		return nil, err
	}
	if _, err := s.person(ctx, h, "staff", of.staff); err != nil {
		return nil, err
	}
	return h, s.dress(ctx, h)
}

// staff returns a context of the platform's admin.
func (s *seeder) staff(ctx context.Context) context.Context {
	may := map[string]bool{}
	for _, p := range enum.PlatformPermissions() {
		may[string(p)] = true
	}
	return viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Admin, UserID: s.admin.ID, Grants: may})
}

func (of *shop) address(who string) string { return who + "@" + of.slug + ".example" }

// person gives somebody of the team a name and a password.
func (s *seeder) person(ctx context.Context, h *house, who, name string) (uuid.UUID, error) {
	u, err := s.DB.User.Query().Where(user.Email(h.address(who))).Only(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("find %s: %w", who, err)
	}
	if err := u.Update().SetName(name).Exec(ctx); err != nil {
		return uuid.Nil, fmt.Errorf("name %s: %w", who, err)
	}
	return u.ID, s.Auth.SetPassword(ctx, u.ID, Password)
}

// dress gives the shop its look, its words and its picture.
func (s *seeder) dress(ctx context.Context, h *house) error {
	if h.vendor.HeroID != nil {
		return nil
	}
	hero, err := s.hero(h.program(ctx), h.shop)
	if err != nil {
		return err
	}
	err = s.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		u := tx.Vendor.UpdateOneID(h.vendor.ID).SetTagline(h.tagline).SetImprint(h.imprint).
			SetTheme(h.theme).SetHeroID(hero.ID)
		h.vendor, err = s.answer(u, h.shop).Save(ctx)
		if err != nil {
			return err
		}
		own := viewer.NewContext(ctx, viewer.ForVendor(h.vendor.ID))
		if err := s.deliver(own, tx, h); err != nil {
			return err
		}
		return s.Vendors.Changed(ctx, tx, h.vendor)
	})
	if err != nil {
		return fmt.Errorf("dress the shop: %w", err)
	}
	return nil
}

// answer says who sells, and that they have accepted the platform's terms.
func (s *seeder) answer(u *ent.VendorUpdateOne, of *shop) *ent.VendorUpdateOne {
	first, last, _ := strings.Cut(of.owner, " ")
	l := of.legal
	return u.SetLegalName(l.name).SetRegistrationNumber(l.register).SetVatNumber(l.vat).
		SetContactEmail(l.email).SetContactPhone(l.phone).SetTermsAcceptedAt(s.since()).
		SetLegalAddress(&postal.Address{
			FirstName: first, LastName: last, Company: &l.name, Line1: l.street, PostalCode: l.code, City: l.city, CountryCode: "LU",
		})
}

// hero draws the wide picture of the shop and keeps it, once.
func (s *seeder) hero(ctx context.Context, of *shop) (*ent.MediaFile, error) {
	kept, err := s.DB.MediaFile.Query().Where(mediafile.Alt(of.hero), mediafile.StatusEQ(enum.MediaStatusReady)).First(ctx)
	if !ent.IsNotFound(err) {
		return kept, err
	}
	img, err := art.Hero(of.palette, 2000, 1000)
	if err != nil {
		return nil, err
	}
	file, err := art.PNG(img)
	if err != nil {
		return nil, err
	}
	return s.Media.Keep(ctx, file, of.hero)
}

// welcome makes accounts of all buyers but the strangers. The first can sign in.
func (s *seeder) welcome(ctx context.Context, h *house) error {
	ctx = h.program(ctx)
	for i, p := range h.buyers[:len(h.buyers)-strangers] {
		since := s.since()
		in := customer.CreateInput{
			Email: h.mail(i), FirstName: &p.first, LastName: &p.last, Language: h.language, VerifiedAt: &since,
		}
		if i == 0 {
			word := Password
			in.Password = &word
		}
		c, err := s.Customers.Create(ctx, in)
		if errs.CodeOf(err) == errs.AlreadyExists {
			c, err = s.DB.Customer.Query().Where(entcustomer.Email(in.Email)).Only(ctx)
		} else if err == nil {
			err = s.house(ctx, c, p)
		}
		if err != nil {
			return fmt.Errorf("welcome %s: %w", in.Email, err)
		}
		h.accounts = append(h.accounts, c.ID)
	}
	return nil
}

// house puts a customer's address into their book.
func (s *seeder) house(ctx context.Context, c *ent.Customer, p person) error {
	to, err := postal.Parse(p.home(), "address")
	if err != nil {
		return err
	}
	return s.DB.CustomerAddress.Create().SetCustomerID(c.ID).SetAddress(to).SetIsDefault(true).Exec(ctx)
}

func (p person) home() postal.Input {
	return postal.Input{
		FirstName: &p.first, LastName: &p.last, Line1: &p.street, PostalCode: &p.code, City: &p.city, CountryCode: &p.country,
	}
}

// mail is the address of a buyer.
func (of *shop) mail(buyer int) string {
	if buyer == 0 {
		return of.address("customer")
	}
	p := of.buyers[buyer]
	return plain.Replace(strings.ToLower(p.first+"."+p.last)) + "@mail.example"
}

var plain = strings.NewReplacer(
	" ", "", "'", "", "é", "e", "è", "e", "ë", "e", "ï", "i", "î", "i", "ô", "o", "ç", "c", "ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss",
)

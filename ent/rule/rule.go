// Package rule holds the privacy rules that the schemas compose. A rule narrows
// or denies; it never allows, so rules can be combined in any order.
package rule

import (
	"context"
	"slices"

	"entgo.io/ent/entql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/privacy"
	"orion/ent/gen/ent/vendor"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// SameVendor narrows every query, update and delete to the viewer's vendor. The
// platform sees all vendors.
func SameVendor() privacy.QueryMutationRule {
	type scoped interface{ WhereVendorID(entql.ValueP) }
	return privacy.FilterFunc(func(ctx context.Context, f privacy.Filter) error {
		v := viewer.From(ctx)
		switch {
		case v == nil:
			return privacy.Denyf("no viewer in context")
		case v.Platform():
			return privacy.Skip
		case v.VendorID == uuid.Nil:
			return privacy.Denyf("viewer %s has no vendor", v.Audience)
		}
		s, ok := f.(scoped)
		if !ok {
			return privacy.Denyf("%T has no vendor_id", f)
		}
		s.WhereVendorID(entql.ValueEQ(v.VendorID))
		return privacy.Skip
	})
}

// ShopSeesPublished hides products that are not in the shop from shoppers.
func ShopSeesPublished() privacy.QueryRule {
	type stated interface{ WhereStatus(entql.StringP) }
	return shoppers(func(_ *viewer.Viewer, f privacy.Filter) error {
		s, ok := f.(stated)
		if !ok {
			return privacy.Denyf("%T has no status", f)
		}
		s.WhereStatus(entql.StringEQ(string(enum.ProductStatusActive)))
		return privacy.Skip
	})
}

// ShopSeesReady hides pictures that cannot be shown from shoppers.
func ShopSeesReady() privacy.QueryRule {
	type stated interface{ WhereStatus(entql.StringP) }
	return shoppers(func(_ *viewer.Viewer, f privacy.Filter) error {
		s, ok := f.(stated)
		if !ok {
			return privacy.Denyf("%T has no status", f)
		}
		s.WhereStatus(entql.StringEQ(string(enum.MediaStatusReady)))
		return privacy.Skip
	})
}

// ShopSeesVariantsOfPublished hides variants of products that are not in the shop
// from shoppers.
func ShopSeesVariantsOfPublished() privacy.QueryRule {
	return shoppers(func(_ *viewer.Viewer, f privacy.Filter) error {
		v, ok := f.(*ent.ProductVariantFilter)
		if !ok {
			return privacy.Denyf("%T is no variant", f)
		}
		v.WherePublished(entql.BoolEQ(true))
		return privacy.Skip
	})
}

// NotForShoppers denies shoppers: the rows are the vendor's own business.
func NotForShoppers() privacy.QueryRule {
	return shoppers(func(*viewer.Viewer, privacy.Filter) error {
		return privacy.Denyf("not for shoppers")
	})
}

// Require denies a mutation unless the viewer holds one of the permissions. Shoppers hold
// none; the program holds all.
func Require(oneOf ...enum.Permission) privacy.MutationRule {
	return privacy.MutationRuleFunc(func(ctx context.Context, _ ent.Mutation) error {
		for _, permission := range oneOf {
			if viewer.From(ctx).May(string(permission)) {
				return privacy.Skip
			}
		}
		return errs.New(errs.Forbidden, "you may not do that")
	})
}

// VendorWrites denies changes of vendors to all but those who keep vendors and, of what
// a vendor says of itself, its own team: its name in addresses and its status are not
// theirs.
func VendorWrites() privacy.MutationRule {
	return privacy.MutationRuleFunc(func(ctx context.Context, m ent.Mutation) error {
		v := viewer.From(ctx)
		switch {
		case v.May(string(enum.PermissionVendorWrite)):
			return privacy.Skip
		case v != nil && v.Audience == viewer.Vendor && v.May(string(enum.PermissionSettingsWrite)) && ofProfile(m):
			return privacy.Skip
		}
		return errs.New(errs.Forbidden, "you may not do that")
	})
}

// profile is what a vendor says of itself. The database grants its team these columns
// and no others.
var profile = map[string]bool{
	vendor.FieldName: true, vendor.FieldTagline: true, vendor.FieldLanguages: true, vendor.FieldLanguage: true,
	vendor.FieldCurrency: true, vendor.FieldTimeZone: true, vendor.FieldCountry: true, vendor.FieldLegalName: true,
	vendor.FieldRegistrationNumber: true, vendor.FieldVatNumber: true, vendor.FieldLegalAddress: true,
	vendor.FieldContactEmail: true, vendor.FieldContactPhone: true, vendor.FieldImprint: true,
	vendor.FieldRequireTwoFactor: true, vendor.FieldTermsAcceptedAt: true, vendor.FieldVersion: true, vendor.FieldUpdatedAt: true,
	vendor.FieldPricesIncludeTax: true, vendor.FieldOssRegistered: true, vendor.FieldReturnDays: true,
	vendor.FieldTheme: true, vendor.FieldThemeBefore: true, vendor.FieldLogoID: true, vendor.FieldHeroID: true,
	vendor.FieldMailFromName: true, vendor.FieldMailReplyTo: true, vendor.FieldMailFooter: true,
	vendor.FieldHolidayFrom: true, vendor.FieldHolidayUntil: true, vendor.FieldHolidayMessage: true,
}

func ofProfile(m ent.Mutation) bool {
	if !m.Op().Is(ent.OpUpdate | ent.OpUpdateOne) {
		return false
	}
	for _, name := range slices.Concat(m.Fields(), m.AddedFields(), m.ClearedFields()) {
		if !profile[name] {
			return false
		}
	}
	return true
}

// SystemWrites denies a mutation to everybody but the program, whose services
// have decided before that it is right.
func SystemWrites() privacy.MutationRule {
	return privacy.MutationRuleFunc(func(ctx context.Context, _ ent.Mutation) error {
		if v := viewer.From(ctx); v == nil || v.Audience != viewer.System {
			return errs.New(errs.Forbidden, "you may not do that")
		}
		return privacy.Skip
	})
}

// shoppers applies a rule to viewers in a shop and skips for all others.
func shoppers(apply func(*viewer.Viewer, privacy.Filter) error) privacy.QueryMutationRule {
	return privacy.FilterFunc(func(ctx context.Context, f privacy.Filter) error {
		v := viewer.From(ctx)
		if v == nil {
			return privacy.Denyf("no viewer in context")
		}
		if !v.Shopper() {
			return privacy.Skip
		}
		return apply(v, f)
	})
}

// NotForTeams denies a mutation to vendors' teams and the platform's staff: carts
// and addresses are their customers' own.
func NotForTeams() privacy.MutationRule {
	return privacy.MutationRuleFunc(func(ctx context.Context, _ ent.Mutation) error {
		if v := viewer.From(ctx); v == nil || v.Audience == viewer.Vendor || v.Audience == viewer.Admin {
			return errs.New(errs.Forbidden, "you may not do that")
		}
		return privacy.Skip
	})
}

// OnlyCreate denies every mutation that would change or remove a row.
func OnlyCreate() privacy.MutationRule {
	return privacy.MutationRuleFunc(func(_ context.Context, m ent.Mutation) error {
		if !m.Op().Is(ent.OpCreate) {
			return privacy.Denyf("%s is append-only", m.Type())
		}
		return privacy.Skip
	})
}

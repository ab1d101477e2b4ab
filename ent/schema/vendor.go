package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
	"orion/internal/kit/postal"
	"orion/internal/kit/theme"
)

// Vendor is a tenant: one shop with its console.
type Vendor struct{ ent.Schema }

// Mixin of Vendor.
func (Vendor) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Vendor.
func (Vendor) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Vendor.
func (Vendor) Fields() []ent.Field {
	return []ent.Field{
		field.String("slug").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("name").NotEmpty().MaxRuneLen(100),
		field.Enum("status").GoType(enum.VendorStatus("")).Default(string(enum.VendorStatusPending)),
		field.String("status_reason").Optional().Nillable().MaxRuneLen(500),
		field.String("currency").MinLen(3).MaxRuneLen(3).Default("EUR"),
		field.String("language").Default("en").MaxRuneLen(2).Comment("the shop's own"),
		field.Strings("languages").Default([]string{"en", "fr", "de"}),
		field.JSON("tagline", map[string]string{}).Optional().Comment("by language"),
		field.String("imprint").Optional().Nillable().MaxRuneLen(2000),
		field.JSON("theme", theme.Theme{}).Optional(),
		field.JSON("theme_before", theme.Theme{}).Optional().Comment("the one before, to go back to"),
		field.UUID("hero_id", uuid.UUID{}).Optional().Nillable(),
		field.UUID("logo_id", uuid.UUID{}).Optional().Nillable(),
		field.String("country").Default("LU").MaxRuneLen(2),
		field.Bool("prices_include_tax").Default(true),
		field.Bool("oss_registered").Default(false).Comment("whether it pays the tax of the buyer's country through the One Stop Shop"),
		field.Int("return_days").Default(14).Range(14, 365).Comment("how long a buyer can withdraw after delivery"),
		field.String("time_zone").Default("Europe/Luxembourg"),
		field.String("legal_name").Optional().Nillable().MaxRuneLen(200),
		field.String("registration_number").Optional().Nillable().MaxRuneLen(60).Comment("in the register of companies"),
		field.String("vat_number").Optional().Nillable().MaxRuneLen(20),
		field.String("contact_email").Optional().Nillable().MaxRuneLen(254),
		field.String("contact_phone").Optional().Nillable().MaxRuneLen(40),
		field.JSON("legal_address", &postal.Address{}).Optional(),
		field.String("mail_from_name").Optional().Nillable().MaxRuneLen(100).Comment("in place of its name"),
		field.String("mail_reply_to").Optional().Nillable().MaxRuneLen(254).Comment("in place of its contact"),
		field.JSON("mail_footer", map[string]string{}).Optional().Comment("by language"),
		field.Time("holiday_from").Optional().Nillable().Comment("from when on the shop takes no orders"),
		field.Time("holiday_until").Optional().Nillable(),
		field.JSON("holiday_message", map[string]string{}).Optional().Comment("by language"),
		field.Bool("require_two_factor").Default(false).Comment("of everybody in its team"),
		field.Int("version").Default(1).Positive().Comment("of what vendorUpdate changes"),
		field.Time("terms_accepted_at").Optional().Nillable(),
		field.Time("approved_at").Optional().Nillable(),
		field.Time("closed_at").Optional().Nillable(),
		field.Time("imports_paused_at").Optional().Nillable().Comment("by the platform's staff"),
		field.String("imports_paused_reason").Optional().Nillable().MaxRuneLen(500),
	}
}

// Indexes of Vendor.
func (Vendor) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("slug").Unique().StorageKey("vendor_slug"),
		index.Fields("status", "id"),
	}
}

// Policy of Vendor.
func (Vendor) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnVendor()}, Mutation: privacy.MutationPolicy{rule.VendorWrites(), rule.OwnVendor()}}
}

// VendorDomain is a host name of a vendor's own. It serves the shop once it is verified.
type VendorDomain struct{ ent.Schema }

// Mixin of VendorDomain.
func (VendorDomain) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of VendorDomain.
func (VendorDomain) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of VendorDomain.
func (VendorDomain) Fields() []ent.Field {
	return []ent.Field{
		field.String("host").NotEmpty().MaxRuneLen(253).Immutable(),
		field.String("challenge").Default("").MaxRuneLen(64).Immutable().Comment("what the TXT record must hold"),
		field.Time("verified_at").Optional().Nillable(),
		field.Time("checked_at").Optional().Nillable(),
		field.String("problem").Optional().Nillable().MaxRuneLen(60).Comment("why the last check failed, a word"),
	}
}

// Indexes of VendorDomain. Anybody may claim a host, so that a claim says nothing of
// others' claims; it belongs to the one who has proved it.
func (VendorDomain) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "host").Unique().StorageKey("vendor_domain_per_vendor"),
		index.Fields("host").Unique().StorageKey("vendor_domain_verified").Annotations(entsql.IndexWhere("verified_at IS NOT NULL")),
		index.Fields("vendor_id", "id"),
	}
}

// Policy of VendorDomain, beyond that of VendorScoped.
func (VendorDomain) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// Counter is a number that a vendor counts up, such as that of its orders. A row lock makes it gapless.
type Counter struct{ ent.Schema }

// Mixin of Counter.
func (Counter) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of Counter.
func (Counter) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxRuneLen(40).Immutable(),
		field.Int64("value").Default(0).NonNegative(),
	}
}

// Indexes of Counter.
func (Counter) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "name").Unique().StorageKey("counter_per_vendor"),
	}
}

// Policy of Counter, beyond that of VendorScoped.
func (Counter) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
	"orion/internal/kit/postal"
	"orion/internal/kit/terms"
)

// TaxRate is a rate of tax of the vendor's own, which goes before what the tables of the platform say.
type TaxRate struct{ ent.Schema }

// Mixin of TaxRate.
func (TaxRate) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of TaxRate.
func (TaxRate) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of TaxRate.
func (TaxRate) Fields() []ent.Field {
	return []ent.Field{
		field.String("country").MinLen(2).MaxRuneLen(2).Immutable(),
		field.String("region").Default("").MaxRuneLen(10).Immutable().Comment("ISO 3166-2 without the country; empty for all of it"),
		field.Enum("class").GoType(enum.TaxClass("")).Immutable(),
		field.Int("rate_bp").Range(0, 10000),
		field.Time("valid_from").Immutable(),
		field.Time("valid_to").Optional().Nillable().Comment("the first moment at which it is over"),
	}
}

// Indexes of TaxRate.
func (TaxRate) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "country", "region", "class", "valid_from").Unique().StorageKey("tax_rate_per_vendor"),
	}
}

// Policy of TaxRate, beyond that of VendorScoped.
func (TaxRate) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionSettingsWrite)}}
}

// DeliveryZone is where a vendor delivers to at the same conditions.
type DeliveryZone struct{ ent.Schema }

// Mixin of DeliveryZone.
func (DeliveryZone) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of DeliveryZone.
func (DeliveryZone) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of DeliveryZone.
func (DeliveryZone) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxRuneLen(100),
		field.Strings("countries").Comment("ISO 3166-1 alpha-2; none: everywhere else"),
		field.Strings("postal_prefixes").Optional().Comment("how postal codes begin; none: all of the countries"),
		field.Int("position").Default(0),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of DeliveryZone.
func (DeliveryZone) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "position", "id"),
	}
}

// Policy of DeliveryZone, beyond that of VendorScoped.
func (DeliveryZone) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionSettingsWrite)}}
}

// DeliveryMethod is a way of delivery into a zone.
type DeliveryMethod struct{ ent.Schema }

// Mixin of DeliveryMethod.
func (DeliveryMethod) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of DeliveryMethod.
func (DeliveryMethod) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of DeliveryMethod.
func (DeliveryMethod) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("zone_id", uuid.UUID{}).Immutable(),
		field.String("handle").NotEmpty().MaxRuneLen(40).Immutable(),
		field.JSON("title", map[string]string{}).Comment("by language"),
		field.JSON("description", map[string]string{}).Optional().Comment("by language"),
		field.Enum("kind").GoType(enum.DeliveryKind("")).Default(string(enum.DeliveryKindShipping)),
		field.Enum("basis").GoType(enum.DeliveryBasis("")).Default(string(enum.DeliveryBasisFlat)),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.JSON("tiers", []terms.Tier{}).Comment("by from, the first from 0"),
		field.Int64("free_from_minor").Optional().Nillable().NonNegative().Comment("of the goods after discounts"),
		field.Int("max_weight_grams").Optional().Nillable().Positive(),
		field.Int("min_days").Optional().Nillable().NonNegative(),
		field.Int("max_days").Optional().Nillable().NonNegative(),
		field.JSON("pickup_address", &postal.Address{}).Optional(),
		field.Bool("active").Default(true),
		field.Int("position").Default(0),
	}
}

// Edges of DeliveryMethod.
func (DeliveryMethod) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("zone", DeliveryZone.Type).Field("zone_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of DeliveryMethod.
func (DeliveryMethod) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "handle").Unique().StorageKey("delivery_method_handle"),
		index.Fields("vendor_id", "zone_id", "position"),
	}
}

// Policy of DeliveryMethod, beyond that of VendorScoped.
func (DeliveryMethod) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionSettingsWrite)}}
}

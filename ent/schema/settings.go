package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
)

// PlatformSetting is what the platform's staff have set, beside the defaults of the program and its environment.
type PlatformSetting struct{ ent.Schema }

// Mixin of PlatformSetting.
func (PlatformSetting) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of PlatformSetting.
func (PlatformSetting) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of PlatformSetting.
func (PlatformSetting) Fields() []ent.Field {
	return append([]ent.Field{field.String("key").NotEmpty().MaxRuneLen(60).Immutable()}, setting()...)
}

// setting is what is kept of a value, whoever set it.
func setting() []ent.Field {
	return []ent.Field{
		field.String("value").Optional().Nillable().MaxRuneLen(2000).Comment("as text; none where it is sealed"),
		field.Bytes("sealed").Optional().Sensitive(),
		field.String("hint").Optional().Nillable().MaxRuneLen(4).Comment("the last four of what is sealed"),
		field.UUID("set_by_id", uuid.UUID{}).Optional().Nillable(),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of PlatformSetting.
func (PlatformSetting) Indexes() []ent.Index {
	return []ent.Index{index.Fields("key").Unique().StorageKey("platform_setting_key")}
}

// Policy of PlatformSetting.
func (PlatformSetting) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly(), rule.Require(enum.PermissionPlatformWrite)}}
}

// VendorSetting is what a vendor has set in place of what the platform says.
type VendorSetting struct{ ent.Schema }

// Mixin of VendorSetting.
func (VendorSetting) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of VendorSetting.
func (VendorSetting) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of VendorSetting.
func (VendorSetting) Fields() []ent.Field {
	return append([]ent.Field{field.String("key").NotEmpty().MaxRuneLen(60).Immutable()}, setting()...)
}

// Indexes of VendorSetting.
func (VendorSetting) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "key").Unique().StorageKey("vendor_setting_key")}
}

// Policy of VendorSetting, beyond that of VendorScoped.
func (VendorSetting) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionSettingsWrite)}}
}

// FeatureFlag is what the staff have said of a flag of the program.
type FeatureFlag struct{ ent.Schema }

// Mixin of FeatureFlag.
func (FeatureFlag) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of FeatureFlag.
func (FeatureFlag) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of FeatureFlag.
func (FeatureFlag) Fields() []ent.Field {
	return []ent.Field{
		field.String("key").NotEmpty().MaxRuneLen(60).Immutable(),
		field.Bool("enabled").Comment("for vendors that nothing else is said of"),
		field.Int("percentage").Default(100).Range(0, 100).Comment("of the vendors for whom it is enabled, by their id"),
		field.JSON("overrides", map[uuid.UUID]bool{}).Optional().Comment("by vendor"),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of FeatureFlag.
func (FeatureFlag) Indexes() []ent.Index {
	return []ent.Index{index.Fields("key").Unique().StorageKey("feature_flag_key")}
}

// Policy of FeatureFlag.
func (FeatureFlag) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly(), rule.Require(enum.PermissionPlatformWrite)}}
}

// ShopPolicy is a text that the law wants in a shop, by language.
type ShopPolicy struct{ ent.Schema }

// Mixin of ShopPolicy.
func (ShopPolicy) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of ShopPolicy.
func (ShopPolicy) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of ShopPolicy.
func (ShopPolicy) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").GoType(enum.PolicyKind("")).Immutable(),
		field.JSON("texts", map[string]string{}).Comment("clean HTML by language"),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of ShopPolicy.
func (ShopPolicy) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "kind").Unique().StorageKey("shop_policy_kind")}
}

// Policy of ShopPolicy, beyond that of VendorScoped.
func (ShopPolicy) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionSettingsWrite)}}
}

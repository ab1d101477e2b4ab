package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
)

// MailTemplate is what a vendor's mails of one kind say in one language, in place of the platform's words.
type MailTemplate struct{ ent.Schema }

// Mixin of MailTemplate.
func (MailTemplate) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of MailTemplate.
func (MailTemplate) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of MailTemplate.
func (MailTemplate) Fields() []ent.Field {
	return []ent.Field{
		field.String("kind").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("language").MinLen(2).MaxRuneLen(2).Immutable(),
		field.String("subject").NotEmpty().MaxRuneLen(200),
		field.String("preheader").Default("").MaxRuneLen(200),
		field.String("body").NotEmpty().MaxRuneLen(5000).Comment("paragraphs with an empty line between, each a template of words"),
		field.String("button").Default("").MaxRuneLen(60),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of MailTemplate.
func (MailTemplate) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "kind", "language").Unique().StorageKey("mail_template_once"),
	}
}

// Policy of MailTemplate, beyond that of VendorScoped.
func (MailTemplate) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionSettingsWrite)}}
}

// MailDelivery is a mail and what became of it. It is the platform's where it has no vendor.
type MailDelivery struct{ ent.Schema }

// Mixin of MailDelivery.
func (MailDelivery) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of MailDelivery.
func (MailDelivery) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of MailDelivery.
func (MailDelivery) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("order_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("that it tells of"),
		field.String("kind").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("language").MinLen(2).MaxRuneLen(2).Immutable(),
		field.String("recipient").NotEmpty().MaxRuneLen(254).Annotations(Personal{}),
		field.Bytes("recipient_hash").Immutable().Comment("to find mails by address after that is gone"),
		field.Bytes("dedupe_hash").Optional().Nillable().Immutable().Comment("of vendor, kind, event and address: one mail an event"),
		field.Enum("status").GoType(enum.MailStatus("")).Default(string(enum.MailStatusQueued)),
		field.Int("attempts").Default(0).NonNegative(),
		field.String("failure").Optional().Nillable().MaxRuneLen(500),
		field.Bytes("sealed").Optional().Sensitive().Comment("what it says, under seal, as long as it can be sent again"),
		field.UUID("resent_of_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Time("sent_at").Optional().Nillable(),
		field.Time("delivered_at").Optional().Nillable().Comment("when the server of the recipient took it, where we are told"),
		field.JSON("heard", []string{}).Optional().Comment("the ids of what the provider of mails has told of it"),
	}
}

// Edges of MailDelivery.
func (MailDelivery) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of MailDelivery.
func (MailDelivery) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("dedupe_hash").Unique().StorageKey("mail_delivery_once"),
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id", "order_id"),
		index.Fields("recipient_hash"),
		index.Fields("status", "id"),
	}
}

// Hooks of MailDelivery.
func (MailDelivery) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of MailDelivery.
func (MailDelivery) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}

// MailSuppression is an address that gets no more mail of a vendor, or of the platform where it has none.
type MailSuppression struct{ ent.Schema }

// Mixin of MailSuppression.
func (MailSuppression) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of MailSuppression.
func (MailSuppression) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of MailSuppression.
func (MailSuppression) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("address").NotEmpty().MaxRuneLen(254).Immutable().Annotations(Personal{}),
		field.Bytes("scope_hash").Immutable().Comment("of vendor and address"),
		field.Enum("reason").GoType(enum.SuppressionReason("")).Immutable(),
		field.String("detail").Optional().Nillable().MaxRuneLen(500).Immutable(),
	}
}

// Edges of MailSuppression.
func (MailSuppression) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of MailSuppression.
func (MailSuppression) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("scope_hash").Unique().StorageKey("mail_suppression_once"),
		index.Fields("vendor_id", "id"),
	}
}

// Hooks of MailSuppression.
func (MailSuppression) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of MailSuppression.
func (MailSuppression) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}

// Notification is a message in a console, for those of the team, or of the staff where it has no vendor, who may see what it is about.
type Notification struct{ ent.Schema }

// Mixin of Notification.
func (Notification) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Notification.
func (Notification) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Notification.
func (Notification) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("kind").NotEmpty().MaxRuneLen(40).Immutable(),
		field.Enum("severity").GoType(enum.Severity("")).Immutable(),
		field.String("permission").MaxRuneLen(40).Immutable().Comment("that one must hold to see it"),
		field.JSON("data", map[string]string{}).Optional().Immutable().Comment("the words of its text"),
		field.String("target").Optional().Nillable().MaxRuneLen(200).Immutable().Comment("the public id of what it is about"),
		field.Bytes("dedupe_hash").Optional().Nillable().Immutable().Comment("of vendor, kind and event: one message an event"),
	}
}

// Edges of Notification.
func (Notification) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of Notification.
func (Notification) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("dedupe_hash").Unique().StorageKey("notification_once"),
		index.Fields("vendor_id", "id"),
		index.Fields("created_at"),
	}
}

// Hooks of Notification.
func (Notification) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of Notification.
func (Notification) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}

// NotificationRead says that somebody has read a notification.
type NotificationRead struct{ ent.Schema }

// Mixin of NotificationRead.
func (NotificationRead) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of NotificationRead.
func (NotificationRead) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("notification_id", uuid.UUID{}).Immutable(),
		field.UUID("user_id", uuid.UUID{}).Immutable(),
	}
}

// Edges of NotificationRead.
func (NotificationRead) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of NotificationRead.
func (NotificationRead) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("notification_id", "user_id").Unique().StorageKey("notification_read_once"),
		index.Fields("vendor_id", "user_id"),
	}
}

// Hooks of NotificationRead.
func (NotificationRead) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of NotificationRead.
func (NotificationRead) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}

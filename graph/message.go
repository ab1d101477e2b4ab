package graph

import (
	"context"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/vendor"
)

// optionalOrder is the order that an optional argument names, zero for none.
func optionalOrder(id *publicid.ID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return id.As("Order")
}

func publicOrder(id *uuid.UUID) *publicid.ID {
	if id == nil {
		return nil
	}
	out := publicid.New("Order", *id)
	return &out
}

func mailTemplatePayload(ctx context.Context, t *notify.Template, err error) (*model.MailTemplatePayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.MailTemplatePayload{Template: t, UserErrors: mistakes}, err
}

func mailDeliveryPayload(ctx context.Context, d *ent.MailDelivery, err error) (*model.MailDeliveryPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.MailDeliveryPayload{Delivery: d, UserErrors: mistakes}, err
}

func mailSuppressionPayload(ctx context.Context, s *ent.MailSuppression, err error) (*model.MailSuppressionPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.MailSuppressionPayload{Suppression: s, UserErrors: mistakes}, err
}

func mailSuppressionRemovePayload(ctx context.Context, err error) (*model.MailSuppressionRemovePayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.MailSuppressionRemovePayload{UserErrors: mistakes}, err
}

func mailBrandingPayload(ctx context.Context, v *ent.Vendor, err error) (*model.MailBrandingPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.MailBrandingPayload{UserErrors: mistakes}
	if v != nil {
		out.Branding = vendor.MailBrandingOf(v)
	}
	return out, err
}

// endpointPayload answers with an endpoint and, once, its secret.
func endpointPayload(ctx context.Context, e *ent.WebhookEndpoint, secret string, err error) (*model.WebhookEndpointPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.WebhookEndpointPayload{Endpoint: e, Secret: optional(secret), UserErrors: mistakes}, err
}

func endpointDeletePayload(ctx context.Context, err error) (*model.WebhookEndpointDeletePayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.WebhookEndpointDeletePayload{UserErrors: mistakes}, err
}

func webhookDeliveryPayload(ctx context.Context, d *ent.WebhookDelivery, err error) (*model.WebhookDeliveryPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.WebhookDeliveryPayload{Delivery: d, UserErrors: mistakes}, err
}

package payment

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	PaymentConnection = page.Connection[*ent.Payment]
	PaymentEdge       = page.Edge[*ent.Payment]

	WebhookEventConnection = page.Connection[*ent.WebhookEvent]
	WebhookEventEdge       = page.Edge[*ent.WebhookEvent]
)

package enum

// WebhookEvent is what can happen to a vendor that its integrators may be told of.
type WebhookEvent string

// The values of WebhookEvent.
const (
	WebhookEventOrderPlaced      WebhookEvent = "order.placed"
	WebhookEventOrderPaid        WebhookEvent = "order.paid"
	WebhookEventOrderFulfilled   WebhookEvent = "order.fulfilled"
	WebhookEventOrderCancelled   WebhookEvent = "order.cancelled"
	WebhookEventOrderRefunded    WebhookEvent = "order.refunded"
	WebhookEventReturnRequested  WebhookEvent = "return.requested"
	WebhookEventProductCreated   WebhookEvent = "product.created"
	WebhookEventProductUpdated   WebhookEvent = "product.updated"
	WebhookEventProductDeleted   WebhookEvent = "product.deleted"
	WebhookEventInventoryChanged WebhookEvent = "inventory.changed"
	WebhookEventImportFinished   WebhookEvent = "import.finished"
	WebhookEventCustomerCreated  WebhookEvent = "customer.created"
)

package enum

import "io"

// MailStatus is what became of a mail.
type MailStatus string

// The values of MailStatus.
const (
	// MailStatusQueued waits to be sent, or to be tried again.
	MailStatusQueued MailStatus = "QUEUED"
	// MailStatusSent was taken by the mail server.
	MailStatusSent MailStatus = "SENT"
	// MailStatusFailed was given up.
	MailStatusFailed MailStatus = "FAILED"
	// MailStatusBounced came back.
	MailStatusBounced MailStatus = "BOUNCED"
	// MailStatusSuppressed was not sent: its address takes no mail.
	MailStatusSuppressed MailStatus = "SUPPRESSED"
)

var mailStatusValues = []MailStatus{
	MailStatusQueued,
	MailStatusSent,
	MailStatusFailed,
	MailStatusBounced,
	MailStatusSuppressed,
}

// Values implements ent's EnumValues.
func (MailStatus) Values() []string { return values(mailStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s MailStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *MailStatus) UnmarshalGQL(v any) error { return unmarshal(s, mailStatusValues, v) }

// SuppressionReason is why an address gets no mail.
type SuppressionReason string

// The values of SuppressionReason.
const (
	// SuppressionReasonBounce does not exist or takes nothing.
	SuppressionReasonBounce SuppressionReason = "BOUNCE"
	// SuppressionReasonComplaint called a mail spam.
	SuppressionReasonComplaint SuppressionReason = "COMPLAINT"
	// SuppressionReasonManual was put on the list by somebody.
	SuppressionReasonManual SuppressionReason = "MANUAL"
)

var suppressionReasonValues = []SuppressionReason{
	SuppressionReasonBounce,
	SuppressionReasonComplaint,
	SuppressionReasonManual,
}

// Values implements ent's EnumValues.
func (SuppressionReason) Values() []string { return values(suppressionReasonValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s SuppressionReason) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *SuppressionReason) UnmarshalGQL(v any) error {
	return unmarshal(s, suppressionReasonValues, v)
}

// Severity is how much something wants attention.
type Severity string

// The values of Severity.
const (
	SeverityInfo     Severity = "INFO"
	SeverityWarning  Severity = "WARNING"
	SeverityCritical Severity = "CRITICAL"
)

var severityValues = []Severity{
	SeverityInfo,
	SeverityWarning,
	SeverityCritical,
}

// Values implements ent's EnumValues.
func (Severity) Values() []string { return values(severityValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s Severity) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *Severity) UnmarshalGQL(v any) error { return unmarshal(s, severityValues, v) }

// WebhookDeliveryStatus is what became of a message to an integrator.
type WebhookDeliveryStatus string

// The values of WebhookDeliveryStatus.
const (
	// WebhookDeliveryStatusPending waits to be sent, or to be tried again.
	WebhookDeliveryStatusPending WebhookDeliveryStatus = "PENDING"
	// WebhookDeliveryStatusDelivered was answered with 2xx.
	WebhookDeliveryStatusDelivered WebhookDeliveryStatus = "DELIVERED"
	// WebhookDeliveryStatusFailed was given up.
	WebhookDeliveryStatusFailed WebhookDeliveryStatus = "FAILED"
)

var webhookDeliveryStatusValues = []WebhookDeliveryStatus{
	WebhookDeliveryStatusPending,
	WebhookDeliveryStatusDelivered,
	WebhookDeliveryStatusFailed,
}

// Values implements ent's EnumValues.
func (WebhookDeliveryStatus) Values() []string { return values(webhookDeliveryStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s WebhookDeliveryStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *WebhookDeliveryStatus) UnmarshalGQL(v any) error {
	return unmarshal(s, webhookDeliveryStatusValues, v)
}

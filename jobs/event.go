package jobs

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// EventTell tells of something that happened to a vendor, by mail and by webhooks.
type EventTell struct {
	// ID names the event: the same for all who are told.
	ID       uuid.UUID `json:"id" river:"unique"`
	VendorID uuid.UUID `json:"vendor_id"`
	// Event is what happened, such as "order.placed".
	Event string `json:"event"`
	// Subject is what it happened to.
	Subject uuid.UUID `json:"subject"`
	// Facts are what cannot be read of the subject any more. They hold nothing of a person.
	Facts map[string]string `json:"facts,omitempty"`
	// Data is what integrators are told, where it does not have to be read.
	Data json.RawMessage `json:"data,omitempty"`
	At   time.Time       `json:"at"`
}

// Kind implements river.JobArgs.
func (EventTell) Kind() string { return "event.tell" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (EventTell) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueEvents, MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// WebhookSend tells one endpoint of one event.
type WebhookSend struct {
	VendorID   uuid.UUID `json:"vendor_id"`
	DeliveryID uuid.UUID `json:"delivery_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (WebhookSend) Kind() string { return "webhook.send" }

// InsertOpts implements river.JobArgsWithInsertOpts. Eight tries take about nine hours: see
// worker.webhookWaits.
func (WebhookSend) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueWebhook, MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// MessagesSweep forgets what mails said long ago.
type MessagesSweep struct{}

// Kind implements river.JobArgs.
func (MessagesSweep) Kind() string { return "messages.sweep" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (MessagesSweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}

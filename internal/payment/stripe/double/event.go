package double

import (
	"encoding/json"
	"time"

	"github.com/stripe/stripe-go/v76/webhook"

	"orion/internal/kit/clock"
)

// Event is a message about an object as it is now. account is of an event of a connected
// account's own, "" otherwise.
func (d *Double) Event(id, kind, object, account string) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := Object{
		"id": id, "object": "event", "type": kind, "created": clock.System{}.Now().Unix(), "livemode": false,
		"api_version": "2031-01-01", "data": Object{"object": d.objects[object]}, // another than the library's, on purpose
	}
	if account != "" {
		e["account"] = account
	}
	raw, err := json.Marshal(e)
	if err != nil {
		panic(err) // made of maps and texts
	}
	return raw
}

// Sign signs a message as Stripe does, as if it were sent at a moment.
func Sign(body []byte, secret string, at time.Time) (signature string) {
	return webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: body, Secret: secret, Timestamp: at}).Header
}

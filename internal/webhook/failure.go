package webhook

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/internal/kit/i18n"
)

// answered is why a message was not taken that an endpoint answered. It is stored with the
// status, as every failure is stored in English: the key of its translations.
const answered = "the endpoint answered %d"

// told puts the failures of messages into the language of the reader.
func told(ctx context.Context, all ...*ent.WebhookDelivery) {
	for _, d := range all {
		if d.Failure != nil {
			words := inWords(ctx, *d.Failure)
			d.Failure = &words
		}
	}
}

func inWords(ctx context.Context, failure string) string {
	var status int
	if _, err := fmt.Sscanf(failure, answered, &status); err == nil {
		return i18n.T(ctx, "the endpoint answered %d", status)
	}
	var m i18n.Message
	m.Format = failure // said, and translated, where it came up
	return m.In(i18n.From(ctx))
}

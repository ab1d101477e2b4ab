package stripe

import (
	"encoding/json"
	"strings"
	"time"

	api "github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/webhook"

	"orion/internal/kit/errs"
	"orion/internal/payment"
)

// tolerance is how old a signature may be: long enough for clocks that disagree, too short
// for one that was overheard to be of use.
const tolerance = 300 * time.Second

// Parse implements payment.Caller. The version of Stripe's API that a message was written in
// is of no account: of its words we take ids alone, and ask for the rest. The library would
// refuse all messages on the day that the account is moved to another version.
func (s *Stripe) Parse(body []byte, signature string) (payment.Message, error) {
	err := webhook.ErrNoValidSignature
	for _, secret := range s.secrets {
		_, err = webhook.ConstructEventWithOptions(body, signature, secret, webhook.ConstructEventOptions{
			Tolerance: tolerance, IgnoreAPIVersionMismatch: true,
		})
		if err == nil {
			return s.Read(body)
		}
	}
	return payment.Message{}, errs.Wrap(err, errs.Unauthenticated, "the signature is not valid")
}

// Read implements payment.Caller.
func (s *Stripe) Read(body []byte) (payment.Message, error) {
	var e api.Event
	err := json.Unmarshal(body, &e)
	if err != nil || e.ID == "" || e.Type == "" || e.Data == nil {
		return payment.Message{}, errs.Wrap(err, errs.BadRequest, "is no message of the payment provider")
	}
	out := payment.Message{ID: e.ID, Kind: string(e.Type), Account: e.Account, OccurredAt: time.Unix(e.Created, 0).UTC()}
	switch kind := string(e.Type); {
	case strings.HasPrefix(kind, "payment_intent."):
		err = readIntent(e.Data.Raw, &out)
	case strings.HasPrefix(kind, "refund."), kind == string(api.EventTypeChargeRefundUpdated):
		err = readRefund(e.Data.Raw, &out)
	case kind == string(api.EventTypeAccountUpdated), kind == string(api.EventTypeCapabilityUpdated):
		out.Connected = e.Account
	}
	if err != nil {
		return payment.Message{}, errs.Wrap(err, errs.BadRequest, "is no message of the payment provider")
	}
	return out, nil
}

// readIntent notes which payment a message is about. The account is that which the payment
// goes to, where the message is not itself of an account.
func readIntent(raw []byte, out *payment.Message) error {
	var pi struct {
		ID           string
		Metadata     map[string]string
		TransferData *struct{ Destination string } `json:"transfer_data"`
	}
	if err := json.Unmarshal(raw, &pi); err != nil {
		return err
	}
	out.Payment, out.Ref = pi.Metadata[metaPayment], pi.ID
	if out.Account == "" && pi.TransferData != nil {
		out.Account = pi.TransferData.Destination
	}
	return nil
}

// readRefund notes which refund a message is about.
func readRefund(raw []byte, out *payment.Message) error {
	var r struct {
		Metadata      map[string]string
		PaymentIntent string `json:"payment_intent"`
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	out.Payment, out.Ref, out.Refund = r.Metadata[metaPayment], r.PaymentIntent, r.Metadata[metaRefund]
	return nil
}

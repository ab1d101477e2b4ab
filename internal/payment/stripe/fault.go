package stripe

import (
	"errors"
	"net/http"

	api "github.com/stripe/stripe-go/v76"

	"orion/internal/kit/errs"
)

// refusal is Stripe's last word on what it was asked, nil for what asking again may change:
// no answer, too much at once, trouble of its own, a key that is wrong.
func refusal(err error) *api.Error {
	e, ok := errors.AsType[*api.Error](err)
	if !ok || e.Type == api.ErrorTypeIdempotency {
		return nil
	}
	switch e.HTTPStatusCode {
	case http.StatusBadRequest, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound:
		return e
	}
	return nil
}

// unavailable is for the caller, who may try again, and keeps the cause for the log.
func unavailable(err error) error {
	return errs.Wrap(err, errs.Unavailable, "the payment provider does not answer now; try again in a moment")
}

// declined is what a buyer reads of a payment that Stripe will not have.
func declined(e *api.Error) error {
	if e.Type == api.ErrorTypeCard {
		return errs.Wrap(e, errs.PaymentDeclined, "the payment was declined; choose another way of paying")
	}
	return errs.Wrap(e, errs.PaymentDeclined, "the shop cannot take this way of paying now; choose another")
}

// kept is what a team reads of money that Stripe does not give back, in Stripe's own words.
func kept(e *api.Error) error {
	err := errs.New(errs.InvalidState, "the payment provider does not give it back: %s", e.Msg)
	err.Err = e
	return err
}

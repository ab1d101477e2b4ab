package payment

// NextAction is what the buyer has to do before a payment is done.
type NextAction struct {
	RedirectURL  *string
	ClientSecret *string
}

package double

import (
	"maps"
	"net/http"
	"net/url"
)

// openIntent makes a payment that waits for its buyer.
func (d *Double) openIntent(f url.Values) (int, Object) {
	if number(f, "amount") < 50 {
		return http.StatusBadRequest, wrong("invalid_request_error", "amount_too_small", "Amount must be at least 50 cents.")
	}
	to := f.Get("transfer_data[destination]")
	if to != "" && !d.charges(to) {
		return http.StatusBadRequest, wrong("invalid_request_error", "account_invalid", "No such destination: '"+to+"'")
	}
	id := d.name("pi")
	o := Object{
		"id": id, "object": "payment_intent", "amount": number(f, "amount"), "amount_received": 0, "currency": f.Get("currency"),
		"status": "requires_payment_method", "client_secret": id + "_secret_double", "metadata": metadata(f),
		"application_fee_amount": number(f, "application_fee_amount"), "on_behalf_of": f.Get("on_behalf_of"),
		"payment_method_types": f["payment_method_types[0]"],
	}
	if to != "" {
		o["transfer_data"] = Object{"destination": to}
	}
	d.objects[id] = o
	return http.StatusOK, o
}

func (d *Double) charges(account string) bool {
	o := d.objects[account]
	on, _ := o["charges_enabled"].(bool)
	return on
}

func (d *Double) cancel(id string) (int, Object) {
	o := d.objects[id]
	if o == nil || o["status"] == "succeeded" || o["status"] == "canceled" {
		return http.StatusBadRequest, wrong("invalid_request_error", "payment_intent_unexpected_state", "You cannot cancel this PaymentIntent.")
	}
	o["status"], o["cancellation_reason"] = "canceled", "requested_by_customer"
	return http.StatusOK, o
}

func (d *Double) giveBack(f url.Values) (int, Object) {
	pi := d.objects[f.Get("payment_intent")]
	if pi == nil || pi["status"] != "succeeded" {
		return http.StatusBadRequest, wrong("invalid_request_error", "payment_intent_unexpected_state", "This PaymentIntent has no successful charge.")
	}
	gone, _ := pi["refunded"].(int64)
	if gone+number(f, "amount") > pi["amount"].(int64) {
		return http.StatusBadRequest, wrong("invalid_request_error", "charge_already_refunded", "Refund amount is greater than unrefunded amount on charge.")
	}
	pi["refunded"] = gone + number(f, "amount")
	id := d.name("re")
	d.objects[id] = Object{
		"id": id, "object": "refund", "amount": number(f, "amount"), "currency": pi["currency"], "status": "succeeded",
		"payment_intent": pi["id"], "metadata": metadata(f),
	}
	return http.StatusOK, d.objects[id]
}

func (d *Double) openAccount(f url.Values) (int, Object) {
	id := d.name("acct")
	d.objects[id] = Object{
		"id": id, "object": "account", "type": f.Get("type"), "country": f.Get("country"), "metadata": metadata(f),
		"charges_enabled": false, "payouts_enabled": false, "details_submitted": false,
		"requirements": Object{
			"currently_due": []string{"business_type", "external_account"}, "past_due": []string{}, "errors": []Object{},
			"disabled_reason": "requirements.past_due", "current_deadline": nil,
		},
	}
	if d.Ready {
		maps.Copy(d.objects[id], Object{
			"charges_enabled": true, "payouts_enabled": true, "details_submitted": true,
			"requirements": Object{"currently_due": []string{}, "past_due": []string{}, "errors": []Object{}, "disabled_reason": nil, "current_deadline": nil},
		})
	}
	return http.StatusOK, d.objects[id]
}

// link leads to where the account is set up: in a double, straight back.
func (d *Double) link(f url.Values) (int, Object) {
	if d.objects[f.Get("account")] == nil {
		return http.StatusBadRequest, wrong("invalid_request_error", "account_invalid", "No such account.")
	}
	return http.StatusOK, Object{"object": "account_link", "url": f.Get("return_url"), "expires_at": 0}
}

// Account makes an account, or changes one. What is nil stays.
func (d *Double) Account(id string, change Object) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.objects[id] == nil {
		d.objects[id] = Object{"id": id, "object": "account", "type": "express", "details_submitted": true, "charges_enabled": true, "payouts_enabled": true}
	}
	maps.Copy(d.objects[id], change)
}

// Change changes an object, such as the status of a payment; false for one that is not there.
func (d *Double) Change(id string, change Object) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.objects[id]
	if o == nil {
		return false
	}
	maps.Copy(o, change)
	return true
}

// Intent returns the name of the payment that carries our id, "" for none.
func (d *Double) Intent(payment string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, o := range d.objects {
		if m, _ := o["metadata"].(Object); o["object"] == "payment_intent" && m["payment"] == payment {
			return id
		}
	}
	return ""
}

// Refund returns the name of the last refund, "" for none.
func (d *Double) Refund() (last string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, o := range d.objects {
		if o["object"] == "refund" && id > last {
			last = id
		}
	}
	return last
}

// Pay pays a payment that waits for its buyer. It reports false for one that does not.
func (d *Double) Pay(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.objects[id]
	if o == nil || o["status"] == "succeeded" || o["status"] == "canceled" {
		return false
	}
	o["status"], o["amount_received"], o["next_action"] = "succeeded", o["amount"], nil
	return true
}

// Refuse refuses the card of a payment, which stays open for another.
func (d *Double) Refuse(id string) bool {
	return d.Change(id, Object{"status": "requires_payment_method", "last_payment_error": Object{"type": "card_error", "code": "card_declined"}})
}

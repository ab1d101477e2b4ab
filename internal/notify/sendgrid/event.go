package sendgrid

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/jobs"
)

// Argument is the name under which a message carries the id of its mail to SendGrid and
// back. SendGrid may give a message another Message-ID than ours.
const Argument = "orion_mail"

// an event is what SendGrid tells of one message. Of its address we take no note: whom a mail
// was for is known here.
type event struct {
	ID     string      `json:"sg_event_id"`
	Name   string      `json:"event"`
	Type   string      `json:"type"`
	Reason string      `json:"reason"`
	Answer string      `json:"response"`
	At     json.Number `json:"timestamp"`
	Mail   string      `json:"orion_mail"`
	SMTPID string      `json:"smtp-id"`
}

// maxID is the longest id of an event that is kept as it is, in bytes.
const maxID = 100

// read returns what a batch of events says of mails that may be ours. What it says of opened
// mails and the like is left out, and so is an event that is none: SendGrid would send the
// others again for a day.
func read(body []byte) ([]jobs.MailReport, error) {
	var batch []json.RawMessage
	if err := json.Unmarshal(body, &batch); err != nil {
		return nil, err
	}
	if batch == nil {
		return nil, errors.New("no batch of events")
	}
	var out []jobs.MailReport
	for _, raw := range batch {
		var e event
		if json.Unmarshal(raw, &e) != nil {
			continue
		}
		if r, ok := e.report(raw); ok {
			out = append(out, r)
		}
	}
	return out, nil
}

func (e event) report(raw []byte) (jobs.MailReport, bool) {
	out, told := e.meaning()
	mail, err := e.mail()
	if !told || err != nil {
		return out, false
	}
	seconds, err := e.At.Int64()
	if err != nil {
		return out, false
	}
	out.ID, out.MailID, out.At = e.ID, mail, time.Unix(seconds, 0).UTC()
	if out.ID == "" || len(out.ID) > maxID {
		sum := sha256.Sum256(raw) // some of what was dropped has none
		out.ID = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return out, true
}

// mail is the id of the mail that an event is about.
func (e event) mail() (uuid.UUID, error) {
	if e.Mail != "" {
		return uuid.Parse(e.Mail)
	}
	ours, _, _ := strings.Cut(strings.TrimPrefix(e.SMTPID, "<"), "@")
	return uuid.Parse(ours)
}

// meaning is what an event says of its mail and of the address of that, false for nothing. A
// server that would not take a mail now may take the next one; who has no mailbox, or called
// a mail spam, is not written to again.
func (e event) meaning() (jobs.MailReport, bool) {
	switch e.Name {
	case "delivered":
		return jobs.MailReport{Status: enum.MailStatusSent}, true
	case "deferred":
		return jobs.MailReport{Status: enum.MailStatusQueued, Reason: e.said("deferred")}, true
	case "bounce", "blocked":
		if e.Name == "blocked" || e.Type == "blocked" {
			return jobs.MailReport{Status: enum.MailStatusFailed, Reason: e.said("blocked")}, true
		}
		return jobs.MailReport{Status: enum.MailStatusBounced, Suppress: enum.SuppressionReasonBounce, Reason: e.said("bounced")}, true
	case "dropped":
		return e.dropped(), true
	case "spamreport":
		return jobs.MailReport{Suppress: enum.SuppressionReasonComplaint, Reason: e.said("reported as spam")}, true
	case "unsubscribe", "group_unsubscribe":
		return jobs.MailReport{Suppress: enum.SuppressionReasonManual, Reason: e.said("unsubscribed by the link of a mail")}, true
	}
	return jobs.MailReport{}, false
}

// dropped is what it means that SendGrid has not even tried: its own list has the address, it
// is none, or it is the mail or the account that it does not like.
func (e event) dropped() jobs.MailReport {
	out := jobs.MailReport{Status: enum.MailStatusSuppressed, Reason: e.said("dropped")}
	switch why := strings.ToLower(e.Reason); {
	case strings.HasPrefix(why, "bounced"), why == "invalid":
		out.Status, out.Suppress = enum.MailStatusBounced, enum.SuppressionReasonBounce
	case strings.HasPrefix(why, "spam reporting"):
		out.Suppress = enum.SuppressionReasonComplaint
	case strings.Contains(why, "unsubscribe"):
		out.Suppress = enum.SuppressionReasonManual
	default:
		out.Status = enum.MailStatusFailed
	}
	return out
}

// said is what happened, with the words of whoever said no.
func (e event) said(what string) string {
	for _, words := range []string{e.Reason, e.Answer} {
		if words != "" {
			return what + ": " + words
		}
	}
	return what
}

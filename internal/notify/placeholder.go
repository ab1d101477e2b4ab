package notify

import (
	"regexp"
	"slices"
	"strings"
)

// own are the texts of a vendor in place of the platform's. They name words as {{order}};
// nothing in them is run.
type own struct{ subject, preheader, body, button string }

// placeholder is a word as vendors write it.
var placeholder = regexp.MustCompile(`\{\{\s*([A-Za-z]*)\s*\}\}`)

// always are the words that every text of a vendor may name.
var always = []string{"name", "brand", "shop"}

// named are the words that the texts of a kind may name beside these; a kind that is not
// here is the platform's, whose words nobody changes.
var named = map[Kind][]string{
	VerifyEmail: {}, ChoosePassword: {}, AlreadyRegistered: {}, PasswordReset: {}, PasswordChanged: {},
	EmailChange: {}, EmailChangeNotice: {"email"}, EmailTaken: {},
	OrderPlaced: {"order"}, OrderPaid: {"order", "amount"}, OrderFulfilled: {"order", "items", "carrier", "tracking"},
	OrderCancelled: {"order", "reason"}, OrderRefunded: {"order", "amount", "reason"}, OrderLink: {"order"},
	ReturnRequested: {"order", "items", "at", "reason"}, WithdrawalReceived: {"order", "items", "at", "reason"},
	ReturnApproved: {"order", "reason"}, ReturnRejected: {"order", "reason"},
}

// Customizable are the kinds whose words a vendor may change, in the order of a buyer's way.
var Customizable = []Kind{
	OrderPlaced, OrderPaid, OrderFulfilled, OrderCancelled, OrderRefunded, OrderLink, ReturnRequested, WithdrawalReceived,
	ReturnApproved, ReturnRejected, VerifyEmail, ChoosePassword, AlreadyRegistered, PasswordReset, PasswordChanged,
	EmailChange, EmailChangeNotice, EmailTaken,
}

// Variables are the words that a vendor's texts of a kind may name.
func Variables(kind Kind) []string { return slices.Concat(always, named[kind]) }

// unknown returns the first word that a text names and that there is none of, "" for none.
// A brace that opens a word and names none is one too.
func unknown(text string, allowed []string) string {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(allowed, m[1]) {
			return m[0]
		}
	}
	if rest := placeholder.ReplaceAllString(text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		return "{{"
	}
	return ""
}

// fill puts words in place of their names. empty says that one of them is "".
func fill(text string, w words) (out string, empty bool) {
	out = placeholder.ReplaceAllStringFunc(text, func(name string) string {
		word := w.by(placeholder.FindStringSubmatch(name)[1])
		empty = empty || word == ""
		return word
	})
	return strings.TrimSpace(out), empty
}

// by returns the word of a name.
func (w words) by(name string) string {
	return map[string]string{
		"name": w.Name, "brand": w.Brand, "shop": w.Brand, "email": w.Email, "order": w.Order, "amount": w.Amount,
		"items": w.Items, "carrier": w.Carrier, "tracking": w.Tracking, "at": w.At, "reason": w.Reason,
	}[name]
}

// paragraphs are the parts of a text between its empty lines.
func paragraphs(body string) (out []string) {
	for p := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// say puts a vendor's texts in place of the platform's. A paragraph that names a word which
// this mail has nothing for is left out, but for the greeting's name.
func (v *view) say(o own, w words) {
	v.Subject, _ = fill(o.subject, w)
	v.Preheader, _ = fill(o.preheader, w)
	v.Paragraphs = nil
	for _, p := range paragraphs(o.body) {
		if text, empty := fill(p, w); !empty {
			v.Paragraphs = append(v.Paragraphs, text)
		}
	}
	if v.Link != "" && o.button != "" {
		v.Button, _ = fill(o.button, w)
	}
}

var (
	optionalWord = regexp.MustCompile(`\{\{with \.([A-Za-z]+)\}\}(.*?)\{\{\.\}\}(.*?)\{\{end\}\}`)
	plainWord    = regexp.MustCompile(`\{\{\.([A-Za-z]+)\}\}`)
)

// simple returns a text of the platform as a vendor would have written it.
func (p *phrase) simple() string {
	if p == nil {
		return ""
	}
	text := optionalWord.ReplaceAllString(p.source, "${2}{{.$1}}${3}")
	return plainWord.ReplaceAllStringFunc(text, func(word string) string {
		return "{{" + strings.ToLower(plainWord.FindStringSubmatch(word)[1]) + "}}"
	})
}

// plain are the platform's texts of a kind, as a vendor would have written them.
func plain(kind Kind, language string) own {
	t := allTexts[kind][language]
	parts := make([]string, len(t.Paragraphs))
	for i, p := range t.Paragraphs {
		parts[i] = p.simple()
	}
	return own{subject: t.Subject.simple(), preheader: t.Preheader.simple(), body: strings.Join(parts, "\n\n"), button: t.Button.simple()}
}

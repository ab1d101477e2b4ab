package monitor

import (
	"context"
	"slices"

	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
)

// The names of the rules. They are stored: never change one.
const (
	rulePart      = "part-down"
	ruleLag       = "queue-lag"
	ruleDepth     = "queue-depth"
	ruleImports   = "import-failed"
	ruleErrors    = "error-rate"
	ruleWebhooks  = "webhook-failed"
	ruleDisk      = "disk-used"
	ruleBackup    = "backup-age"
	ruleStock     = "stock-low"
	ruleLedger    = "ledger-mismatch"
	ruleIsolation = "isolation-tripwire"
)

// A ruleKind is a rule of the program: what it is about, how bad it is, from where on it holds
// unless the staff say otherwise, and how its alerts are told, with the data named by words.
type ruleKind struct {
	name      string
	severity  enum.Severity
	threshold int64
	// unit is what the threshold counts: seconds, jobs, percent, hours or times; "" for rules
	// that have none.
	unit  string
	title i18n.Message
	words []string
	// place is the page of the console where it is looked after.
	place string
}

var rules = []ruleKind{
	{name: rulePart, severity: enum.SeverityCritical, title: i18n.Message{Format: "%s does not work as it should"}, words: []string{"subject"}, place: "monitoring"},
	{name: ruleLag, severity: enum.SeverityWarning, threshold: 300, unit: "seconds", title: i18n.Message{Format: "work waits for %s seconds in the queue %s"}, words: []string{"value", "subject"}, place: "jobs"},
	{name: ruleDepth, severity: enum.SeverityWarning, threshold: 5000, unit: "jobs", title: i18n.Message{Format: "%s jobs wait in the queue %s"}, words: []string{"value", "subject"}, place: "jobs"},
	{name: ruleImports, severity: enum.SeverityWarning, threshold: 1, unit: "times", title: i18n.Message{Format: "%s imports failed within an hour"}, words: []string{"value"}, place: "marketplace"},
	{name: ruleErrors, severity: enum.SeverityCritical, threshold: 5, unit: "percent", title: i18n.Message{Format: "%s percent of all requests fail"}, words: []string{"value"}, place: "monitoring"},
	{name: ruleWebhooks, severity: enum.SeverityWarning, threshold: 10, unit: "times", title: i18n.Message{Format: "%s webhooks were given up within an hour"}, words: []string{"value"}},
	{name: ruleDisk, severity: enum.SeverityCritical, threshold: 90, unit: "percent", title: i18n.Message{Format: "the disk is %s percent full"}, words: []string{"value"}, place: "monitoring"},
	{name: ruleBackup, severity: enum.SeverityWarning, threshold: 26, unit: "hours", title: i18n.Message{Format: "the last backup is %s hours old"}, words: []string{"value"}},
	{name: ruleStock, severity: enum.SeverityInfo, threshold: 25, unit: "times", title: i18n.Message{Format: "%s variants of a vendor are running low"}, words: []string{"value"}},
	{name: ruleLedger, severity: enum.SeverityCritical, title: i18n.Message{Format: "the ledger of a vendor does not agree"}},
	{name: ruleIsolation, severity: enum.SeverityCritical, threshold: 1, unit: "times", title: i18n.Message{Format: "%s rows of another vendor were stopped before the answer"}, words: []string{"value"}, place: "monitoring"},
}

// kindOf returns the rule of a name; one of a later version has the name alone.
func kindOf(name string) ruleKind {
	if at := slices.IndexFunc(rules, func(r ruleKind) bool { return r.name == name }); at >= 0 {
		return rules[at]
	}
	return ruleKind{name: name, severity: enum.SeverityWarning}
}

// Title says what an alert is about, in the language of the context.
func Title(ctx context.Context, a *ent.Alert) string {
	return kindOf(a.Rule).say(i18n.From(ctx), a.Data)
}

func (k ruleKind) say(in language.Tag, data map[string]string) string {
	if k.title.Format == "" {
		return k.name
	}
	args := make([]any, len(k.words))
	for i, word := range k.words {
		args[i] = data[word]
	}
	return i18n.Text(in, k.title.Format, args...)
}

// Place is the page of the staff's console where an alert is looked after, nil for none.
func Place(a *ent.Alert) *string {
	if place := kindOf(a.Rule).place; place != "" {
		return &place
	}
	return nil
}

// A setting is a rule as it holds now.
type setting struct {
	kind      ruleKind
	enabled   bool
	threshold int64
	version   int
}

// settings are all rules with what the staff have said of them.
func settings(said []*ent.AlertRule) map[string]setting {
	out := make(map[string]setting, len(rules))
	for _, k := range rules {
		out[k.name] = setting{kind: k, enabled: true, threshold: k.threshold}
	}
	for _, r := range said {
		s, ok := out[r.Rule]
		if !ok {
			continue
		}
		s.enabled, s.version = r.Enabled, r.Version
		if r.Threshold != nil {
			s.threshold = *r.Threshold
		}
		out[r.Rule] = s
	}
	return out
}

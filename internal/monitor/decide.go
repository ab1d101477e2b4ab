package monitor

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"orion/internal/enum"
)

// facts are what is known of the platform at a moment.
type facts struct {
	now    time.Time
	parts  []*HealthComponent
	queues []queueFact
	// imports, webhooks and stock count by vendor, ledgers those that do not agree.
	imports, webhooks, stock, ledgers map[uuid.UUID]int64
	// requests and failed are those of the last five minutes, tripped those of the last hour.
	requests, failed, tripped float64
	// diskPercent is how full the disk of the data dir is, -1 where that is not known.
	diskPercent int64
	// backup is when the last good backup ended, nil where there never was one.
	backup *time.Time
}

// A queueFact is what waits in a queue, and for how long the first of it.
type queueFact struct {
	name    string
	waiting int64
	oldest  time.Duration
}

// A finding is something that the staff have to look after.
type finding struct {
	rule     string
	subject  string
	vendor   uuid.UUID
	severity enum.Severity
	data     map[string]string
}

// key is what a finding is known by until it is resolved.
func (f finding) key() string { return f.rule + "/" + f.vendor.String() + "/" + f.subject }

// fewRequests are too few to speak of a rate.
const fewRequests = 20

// decide returns what the facts ask for by the rules that hold, in the order of the rules.
func decide(f facts, by map[string]setting) (out []finding) {
	add := func(rule, subject string, vendor uuid.UUID, value int64) {
		k := kindOf(rule)
		out = append(out, finding{
			rule: rule, subject: subject, vendor: vendor, severity: k.severity,
			data: map[string]string{"subject": subject, "value": strconv.FormatInt(value, 10)},
		})
	}
	whole := func(rule string, value int64) { add(rule, "", uuid.Nil, value) }
	for _, k := range rules {
		s := by[k.name]
		if !s.enabled {
			continue
		}
		switch k.name {
		case rulePart:
			out = append(out, f.broken()...)
		case ruleLag, ruleDepth:
			for _, q := range f.queues {
				if value := q.measure(k.name); value >= s.threshold && q.waiting > 0 {
					add(k.name, q.name, uuid.Nil, value)
				}
			}
		case ruleErrors:
			if rate := f.errorPercent(); rate >= s.threshold {
				whole(k.name, rate)
			}
		case ruleDisk:
			if f.diskPercent >= s.threshold {
				whole(k.name, f.diskPercent)
			}
		case ruleBackup:
			if age := f.backupHours(); age >= s.threshold {
				whole(k.name, age)
			}
		case ruleIsolation:
			if n := int64(math.Ceil(f.tripped)); n >= s.threshold {
				whole(k.name, n)
			}
		default:
			byVendor(f.of(k.name), s.threshold, func(vendor uuid.UUID, n int64) { add(k.name, "", vendor, n) })
		}
	}
	return out
}

// broken are the parts that do not do as they should. One that something stands in for is a warning.
func (f facts) broken() (out []finding) {
	for _, c := range f.parts {
		severity := enum.SeverityCritical
		switch c.Status {
		case enum.HealthStatusDown:
		case enum.HealthStatusDegraded:
			severity = enum.SeverityWarning
		default:
			continue
		}
		data := map[string]string{"subject": c.Name}
		if c.Detail != nil {
			data["detail"] = *c.Detail
		}
		out = append(out, finding{rule: rulePart, subject: c.Name, severity: severity, data: data})
	}
	return out
}

func (q queueFact) measure(rule string) int64 {
	if rule == ruleLag {
		return int64(q.oldest / time.Second)
	}
	return q.waiting
}

// errorPercent is -1 where there were too few requests.
func (f facts) errorPercent() int64 {
	if f.requests < fewRequests {
		return -1
	}
	return int64(100 * f.failed / f.requests)
}

// backupHours is -1 where there never was a backup: what is not set up does not grow old.
func (f facts) backupHours() int64 {
	if f.backup == nil {
		return -1
	}
	return int64(f.now.Sub(*f.backup) / time.Hour)
}

func (f facts) of(rule string) map[uuid.UUID]int64 {
	switch rule {
	case ruleImports:
		return f.imports
	case ruleWebhooks:
		return f.webhooks
	case ruleStock:
		return f.stock
	case ruleLedger:
		return f.ledgers
	}
	return nil
}

// byVendor calls found for each vendor that has as many, in the order of their ids.
func byVendor(counts map[uuid.UUID]int64, threshold int64, found func(uuid.UUID, int64)) {
	ids := slices.SortedFunc(maps.Keys(counts), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	for _, id := range ids {
		if n := counts[id]; n > 0 && n >= threshold {
			found(id, n)
		}
	}
}

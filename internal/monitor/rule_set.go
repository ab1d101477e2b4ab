package monitor

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/alertrule"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// Rule is the graph's AlertRule: a rule of the program as it holds now.
type Rule struct {
	Rule             string
	Severity         enum.Severity
	Enabled          bool
	Unit             *string
	Threshold        *int
	DefaultThreshold *int
	Version          int
}

// RuleInput is the graph's AlertRuleInput.
type RuleInput struct {
	Rule      string
	Enabled   *bool
	Threshold *int
	Version   int
}

// maxThreshold is more than any rule counts.
const maxThreshold = 1_000_000

// Rules are all rules, in the order in which they are asked.
func (s *Service) Rules(ctx context.Context) ([]*Rule, error) {
	said, err := s.db.AlertRule.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the rules: %w", err)
	}
	by, out := settings(said), make([]*Rule, len(rules))
	for i, k := range rules {
		out[i] = by[k.name].shown()
	}
	return out, nil
}

func (s setting) shown() *Rule {
	r := &Rule{Rule: s.kind.name, Severity: s.kind.severity, Enabled: s.enabled, Version: s.version}
	if s.kind.unit != "" {
		usual, now := int(s.kind.threshold), int(s.threshold)
		r.Unit, r.DefaultThreshold, r.Threshold = &s.kind.unit, &usual, &now
	}
	return r
}

// SetRule says whether a rule holds and from where on; what is left out stays. NOT_FOUND for what is no rule, STALE_VERSION where somebody else was faster.
func (s *Service) SetRule(ctx context.Context, in RuleInput) (*Rule, error) {
	kind := slices.IndexFunc(rules, func(k ruleKind) bool { return k.name == in.Rule })
	switch {
	case kind < 0:
		return nil, errs.New(errs.NotFound, "not found").At("input.rule")
	case in.Threshold != nil && rules[kind].unit == "":
		return nil, errs.Field("input.threshold", "is not for this rule")
	case in.Threshold != nil && (*in.Threshold < 1 || *in.Threshold > maxThreshold):
		return nil, errs.Field("input.threshold", "must be %d to %d", 1, maxThreshold)
	}
	var out *Rule
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		out, err = setRule(ctx, tx, rules[kind], in)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set rule %s: %w", in.Rule, err)
	}
	return out, nil
}

func setRule(ctx context.Context, tx *store.Tx, kind ruleKind, in RuleInput) (*Rule, error) {
	row, err := tx.AlertRule.Query().Where(alertrule.Rule(kind.name)).ForUpdate().Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, err
	}
	before := settings(nil)[kind.name]
	if row != nil {
		before = settings([]*ent.AlertRule{row})[kind.name]
	}
	if in.Version != before.version {
		return nil, errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("input.version")
	}
	if row == nil {
		c := tx.AlertRule.Create().SetRule(kind.name).SetNillableEnabled(in.Enabled)
		if in.Threshold != nil {
			c.SetThreshold(int64(*in.Threshold))
		}
		row, err = c.Save(ctx)
	} else {
		u := tx.AlertRule.UpdateOne(row).AddVersion(1).SetNillableEnabled(in.Enabled)
		if in.Threshold != nil {
			u.SetThreshold(int64(*in.Threshold))
		}
		row, err = u.Save(ctx)
	}
	if store.Violates(err, "alert_rule_once") {
		return nil, errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("input.version")
	}
	if err != nil {
		return nil, err
	}
	after := settings([]*ent.AlertRule{row})[kind.name]
	return after.shown(), audit.Record(ctx, tx, audit.Event{
		Action: "alert.rule", TargetType: "AlertRule", Target: kind.name, Changes: changesOf(before, after),
	})
}

func changesOf(before, after setting) []enum.Change {
	return slices.DeleteFunc([]enum.Change{
		change("enabled", strconv.FormatBool(before.enabled), strconv.FormatBool(after.enabled)),
		change("threshold", strconv.FormatInt(before.threshold, 10), strconv.FormatInt(after.threshold, 10)),
	}, func(c enum.Change) bool { return *c.Before == *c.After })
}

func change(field, before, after string) enum.Change {
	return enum.Change{Field: field, Before: &before, After: &after}
}

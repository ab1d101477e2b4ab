package isolation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// hold holds an answer about a foreign name against one about a missing name. To the
// staff nobody is foreign.
func (e *examiner) hold(q *question, foreign, missing *answer, name string) {
	if q.who.staff {
		return
	}
	e.report.Checks++
	if foreign.full != missing.full {
		f, m := apart(foreign.full, missing.full)
		e.differs("%s | %s:\n    foreign: %s\n    missing: %s", q.row.Place, q.row.Audience, f, m)
		q.row.Verdict = Different
	}
	if e.search(q.row.Place, q.who, foreign, name) {
		q.row.Verdict = Different
	}
}

// apart cuts two texts to where they begin to differ.
func apart(a, b string) (string, string) {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return fmt.Sprintf("…%.240s", s[max(0, min(i, len(s))-80):]) }
	return cut(a), cut(b)
}

// search looks for traces of another vendor in what somebody was told, and reports
// whether there are any.
func (e *examiner) search(place string, who *audience, a *answer, asked string) bool {
	for _, o := range who.others {
		if o.whose == "a colleague's" {
			continue // whose things a team may well see
		}
		for k, trace := range o.names {
			if k != orderNumber && trace != asked && trace != who.own[k] && strings.Contains(a.raw, trace) {
				e.differs("%s | %s: the answer names %s, which is foreign: %.300s", place, who.name, trace, a.raw)
				return true
			}
		}
	}
	return false
}

func (e *examiner) differs(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if !slices.Contains(e.report.Differences, line) {
		e.report.Differences = append(e.report.Differences, line)
	}
}

// judge writes the rows, and what was asked in vain.
func (e *examiner) judge(all []*question) {
	live := map[string]bool{}
	for _, q := range all {
		q.row.Verdict = cmp.Or(q.row.Verdict, verdict(q.who))
		e.report.Rows = append(e.report.Rows, *q.row)
		live[q.row.Place] = live[q.row.Place] || q.live || q.place.mixed
	}
	slices.SortStableFunc(e.report.Rows, func(a, b Row) int { return strings.Compare(a.Place, b.Place) })
	for _, q := range all {
		if !live[q.row.Place] {
			live[q.row.Place] = true
			e.report.Blind = append(e.report.Blind, q.row.Place)
		}
	}
	slices.Sort(e.report.Blind)
}

// verdict is that of a row of which nothing bad was found.
func verdict(who *audience) Verdict {
	if who.staff {
		return Staff
	}
	return Alike
}

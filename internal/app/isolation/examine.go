package isolation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An examiner asks.
type examiner struct {
	Target
	scene  *scene
	words  *words
	report *Report
}

// A question is one place asked about by one audience, foreign names being of one other.
type question struct {
	place *place
	who   *audience
	other other
	row   *Row
	// live says that an own name is answered differently than a missing one.
	live bool
	// missed is the whole answer about a missing name.
	missed string
}

// examine asks everything. Questions about foreign and missing names change nothing and
// come first, those about own names last: they may leave little behind.
func (e *examiner) examine(ctx context.Context, found []*place) error {
	began := time.Now()
	before, err := fingerprint(ctx, e.DB, e.scene.theirs.vendor.ID, began)
	if err != nil {
		return err
	}
	all := e.questions(found)
	reads := func(q *question) bool { return !q.place.changes() }
	alone := func(q *question) bool { return !q.who.staff && !q.place.mixed && q.place.changes() }
	for _, step := range []func() error{
		func() error { return e.each(all, reads, func(q *question) error { return e.compare(ctx, q) }) },
		func() error { return e.each(all, reads, func(q *question) error { return e.askOwn(ctx, q) }) },
		func() error { return e.readThrough(ctx) },
		func() error { return e.each(all, alone, func(q *question) error { return e.compare(ctx, q) }) },
		func() error { return e.untouched(ctx, began, before) },
		func() error { return e.change(ctx, all) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	e.judge(all)
	return nil
}

// change asks what changes rows, by own names too.
func (e *examiner) change(ctx context.Context, all []*question) error {
	for toll := range dearest + 1 {
		own := func(q *question) bool { return q.place.changes() && !q.place.mixed && q.place.toll() == toll }
		staff := func(q *question) bool { return own(q) && q.who.staff }
		mixed := func(q *question) bool { return q.place.changes() && q.place.mixed && q.place.toll() == toll }
		compare := func(q *question) error { return e.compare(ctx, q) }
		ask := func(q *question) error { return e.askOwn(ctx, q) }
		if err := errors.Join(e.each(all, staff, compare), e.each(all, own, ask), e.each(all, mixed, compare), e.each(all, mixed, ask)); err != nil {
			return err
		}
	}
	return nil
}

func (e *examiner) each(all []*question, which func(*question) bool, do func(*question) error) error {
	for _, q := range all {
		if which(q) {
			if err := do(q); err != nil {
				return err
			}
		}
	}
	return nil
}

// dearest is the highest toll.
const dearest = 4

// toll orders questions by what they leave behind.
func (p *place) toll() int {
	name := p.field.Name
	for _, end := range []string{"Create", "Invite", "Start"} {
		if strings.HasSuffix(name, end) {
			return 0
		}
	}
	for _, begin := range []string{"vendor", "users", "staff"} {
		if strings.HasPrefix(name, begin) {
			return dearest
		}
	}
	for _, begin := range []string{"session", "member", "role"} {
		if strings.HasPrefix(name, begin) {
			return 3
		}
	}
	for _, end := range []string{"Delete", "Remove", "Revoke", "Archive", "Cancel", "Complete", "Unpublish"} {
		if strings.HasSuffix(name, end) {
			return 2
		}
	}
	return 1
}

func (e *examiner) questions(found []*place) []*question {
	var all []*question
	for _, p := range found {
		for _, who := range e.scene.audiences {
			for _, o := range who.others {
				if _, ok := o.names[p.kind]; !ok || p.mixed && who.staff { // to whom nothing is foreign
					continue
				}
				name := who.name
				if o.whose != "" {
					name += ", " + o.whose
				}
				all = append(all, &question{place: p, who: who, other: o, row: &Row{Place: p.String(), Audience: name}})
			}
		}
	}
	return all
}

// compare asks about foreign and missing names, in turns.
func (e *examiner) compare(ctx context.Context, q *question) error {
	if q.place.mixed {
		if _, err := e.about(ctx, q, e.scene.missing(q.place.kind)); err != nil { // the own one has changed now, if it does
			return err
		}
	}
	foreign, missing, err := e.measure(ctx, q, max(1, e.Runs))
	if err == nil && e.Runs > 1 && suspicious(foreign, missing) && !q.who.staff {
		foreign, missing, err = e.measure(ctx, q, moreRuns)
		e.suspect(q, foreign, missing)
	}
	q.row.ForeignTook, q.row.MissingTook = foreign, missing
	return err
}

// suspect notes a difference in time that has stayed.
func (e *examiner) suspect(q *question, foreign, missing time.Duration) {
	if !suspicious(foreign, missing) {
		return
	}
	q.row.Verdict = cmp.Or(q.row.Verdict, Slow)
	e.report.Suspicions = append(e.report.Suspicions, fmt.Sprintf("%s | %s: foreign %s, missing %s",
		q.row.Place, q.row.Audience, milliseconds(foreign), milliseconds(missing)))
}

// measure asks so often and returns the median times for foreign and missing names.
func (e *examiner) measure(ctx context.Context, q *question, runs int) (foreign, missing time.Duration, err error) {
	theirs, nobodys := make([]time.Duration, runs), make([]time.Duration, runs)
	for i := range runs {
		name, err := e.foreign(ctx, q)
		if err != nil {
			return 0, 0, err
		}
		f, err := e.about(ctx, q, name)
		if err != nil {
			return 0, 0, err
		}
		m, err := e.about(ctx, q, e.scene.missing(q.place.kind))
		if err != nil {
			return 0, 0, err
		}
		theirs[i], nobodys[i] = f.took, m.took
		q.row.Foreign, q.row.Missing, q.missed = f.short, m.short, m.full
		e.hold(q, f, m, name)
	}
	return median(theirs), median(nobodys), nil
}

// foreign is a name of what is another's: a new one where asking changes what is answered
// the next time.
func (e *examiner) foreign(ctx context.Context, q *question) (string, error) {
	if q.other.whose != "" || !q.place.changes() {
		return q.other.names[q.place.kind], nil
	}
	name, err := e.scene.fresh(ctx, q.place.kind)
	if err != nil {
		return "", fmt.Errorf("make another %s: %w", q.place.kind, err)
	}
	return name, nil
}

func suspicious(a, b time.Duration) bool {
	return (a-b).Abs() > suspiciousTime && float64(max(a, b)) > suspiciousFactor*float64(min(a, b))
}

func median(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}

func (e *examiner) about(ctx context.Context, q *question, name string) (*answer, error) {
	if q.place.changes() {
		if err := e.scene.tidy(ctx); err != nil {
			return nil, err
		}
	}
	a, err := e.ask(ctx, q.who, e.words.about(q.place, name, q.who.own), name)
	if err == nil && a.short == "INTERNAL" {
		e.broken(q.row.Place)
	}
	return a, err
}

func (e *examiner) broken(place string) {
	if !slices.Contains(e.report.Broken, place) {
		e.report.Broken = append(e.report.Broken, place)
	}
}

// readThrough has everybody read all that they may without naming anything, and searches
// it for what is another vendor's.
func (e *examiner) readThrough(ctx context.Context) error {
	for _, r := range roots[:len(roots)-2] {
		if r.name == "Collection" {
			continue
		}
		for _, f := range e.Schema.Types[r.name].Fields {
			if strings.HasPrefix(f.Name, "__") || needs(f) || r.name == "Query" && f.Name != "viewer" {
				continue
			}
			for _, who := range e.scene.audiences {
				if who.staff {
					continue
				}
				a, err := e.ask(ctx, who, e.words.ask(r.name, f, "", who.own), "")
				if err != nil {
					return err
				}
				if a.short == "INTERNAL" {
					e.broken(r.name + "." + f.Name)
				}
				e.report.Checks++
				e.search(r.name+"."+f.Name, who, a, "")
			}
		}
	}
	return nil
}

// untouched sees that nobody has changed a row of the other vendor.
func (e *examiner) untouched(ctx context.Context, began time.Time, before map[string]string) error {
	after, err := fingerprint(ctx, e.DB, e.scene.theirs.vendor.ID, began)
	if err != nil {
		return err
	}
	for table, print := range before {
		e.report.Checks++
		if after[table] != print {
			e.differs("%s: rows of the other vendor were changed", table)
		}
	}
	return nil
}

// askOwn asks about an own name.
func (e *examiner) askOwn(ctx context.Context, q *question) error {
	a, err := e.about(ctx, q, q.who.own[q.place.kind])
	if err != nil {
		return err
	}
	q.row.Own = a.short
	q.live = a.full != q.missed
	return nil
}

// Package isolation tries the walls between vendors on a whole platform. It asks, as
// everybody, for all that has a name in the graph: by names of the caller's own, of
// another vendor, and of nothing. What is another's must be answered as what is not there.
package isolation

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"orion/internal/store"
)

// A Target is the platform that is tried. It must be a scratch one: its database is filled
// and its rows are changed.
type Target struct {
	DB     *store.DB
	Schema *ast.Schema
	// Door answers requests as the platform does, for those whom Bearers knows.
	Door    http.Handler
	Bearers *Bearers
	// Runs is how often each question about a foreign and a missing name is asked; the
	// times are medians. At least 1.
	Runs int
}

// A Report is what came out.
type Report struct {
	Rows []Row
	// Checks are answers about foreign names that were held against those about missing
	// ones, and answers that were searched for traces of another vendor.
	Checks int
	// Differences are walls that leak, each in a line. There must be none.
	Differences []string
	// Suspicions are differences in time, beyond both of the bounds.
	Suspicions []string
	// Blind are places of which nothing was learnt, because no audience was answered
	// differently for its own names than for missing ones.
	Blind []string
	// Broken are questions that ended in an internal error.
	Broken []string
}

// A Row says how a field answers an audience.
type Row struct {
	Place, Audience       string
	Own, Foreign, Missing string
	// ForeignTook and MissingTook are median times.
	ForeignTook, MissingTook time.Duration
	Verdict                  Verdict
}

// A Verdict is what a row comes to.
type Verdict string

const (
	// Alike says that what is another's is answered as what is not there.
	Alike Verdict = "alike"
	// Different says that it can be told from what is not there, or names what is foreign.
	Different Verdict = "DIFFERENT"
	// Slow says that the answers are alike, the times are not.
	Slow Verdict = "suspicious"
	// Staff says that to the platform's staff nobody is foreign.
	Staff Verdict = "staff"
)

// The bounds of time, generous because machines have other things to do. A difference
// beyond both is measured again with more runs before it is a suspicion.
const (
	suspiciousTime   = 15 * time.Millisecond
	suspiciousFactor = 2.0
	moreRuns         = 15
)

// Run fills the database with two vendors and asks. It fails where it could not ask; what
// it finds is in the Report.
func Run(ctx context.Context, t Target) (*Report, error) {
	found, err := places(t.Schema)
	if err != nil {
		return nil, err
	}
	s, err := settle(ctx, t)
	if err != nil {
		return nil, fmt.Errorf("fill the scratch database: %w", err)
	}
	e := &examiner{Target: t, scene: s, report: &Report{}, words: &words{schema: t.Schema}}
	if err := e.examine(ctx, found); err != nil {
		return nil, err
	}
	return e.report, nil
}

package search

import (
	"context"
	"encoding/json"

	"orion/ent/gen/ent"
	"orion/internal/kit/answercache"
	"orion/internal/kit/i18n"
	"orion/internal/viewer"
)

// noteSearch is the kind of what an answer to a search notes.
const noteSearch = "search"

// A noted is what counting a search again takes, where its answer is kept.
type noted struct {
	Zone, Term, Language string
	Found                int
}

// note writes down what a shopper searched for, now and each time that the answer is given
// again. Narrowing what was found is no search of its own.
func (s *Service) note(ctx context.Context, vendor *ent.Vendor, text string, found int) {
	term := termOf(text)
	if term == "" || !viewer.From(ctx).Shopper() {
		return
	}
	n := noted{vendor.TimeZone, term, i18n.From(ctx).String(), found}
	answercache.Note(ctx, noteSearch, n)
	s.count(ctx, n)
}

func (s *Service) count(ctx context.Context, n noted) {
	s.asked.note(searched{viewer.From(ctx).VendorID, n.Zone, n.Term, n.Language, n.Found, s.clock.Now()})
}

// Again counts a search whose answer was kept and is given once more.
func (s *Service) Again(ctx context.Context, what answercache.Noted) {
	var n noted
	if what.Kind != noteSearch {
		return
	}
	if err := json.Unmarshal(what.Data, &n); err != nil {
		s.log.ErrorContext(ctx, "search: read a note", "err", err)
		return
	}
	s.count(ctx, n)
}

// none reports whether nothing is narrowed.
func (f *Filters) none() bool {
	return f.Category == nil && f.Collection == nil && len(f.Brand)+len(f.Tag)+len(f.Options) == 0 && f.Price == nil && f.InStock == nil
}

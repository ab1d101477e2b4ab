package marketplace

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/internal/audit"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// answered are the words of the record for answers to what a feed says anew.
var answered = map[enum.SourceChangeAnswer]string{
	enum.SourceChangeAnswerAccept: "import.changes-accept",
	enum.SourceChangeAnswerIgnore: "import.changes-ignore",
	enum.SourceChangeAnswerPin:    "import.changes-pin",
	enum.SourceChangeAnswerUnpin:  "import.changes-unpin",
}

// Resolve answers what feeds say anew of published products, all or none: ACCEPT writes
// it into the catalogue, IGNORE lets it pass until it changes again, PIN lets it pass for
// good, UNPIN hears it again. No fields are all that have changed, or with UNPIN all that
// are pinned. What a vendor changed in the catalogue is overwritten by nothing but
// ACCEPT. Told with its place in ids: NOT_FOUND, INVALID_STATE for what is not published,
// INVALID for a price that the catalogue cannot take.
func (s *Service) Resolve(ctx context.Context, in ResolveInput) ([]*ent.MarketplaceProduct, error) {
	if !viewer.From(ctx).May(string(enum.PermissionImportRun)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	var out []*ent.MarketplaceProduct
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := lockStaged(ctx, tx, in.IDs)
		if err != nil {
			return err
		}
		c, err := sourcesOf(ctx, tx.Client, rows)
		if err != nil {
			return err
		}
		all, err := answers(rows, in, c)
		if err != nil {
			return err
		}
		if in.Answer == enum.SourceChangeAnswerAccept {
			if err := s.amend(ctx, tx, all); err != nil {
				return err
			}
		}
		if err := s.answer(ctx, tx, in.Answer, all); err != nil {
			return err
		}
		out, err = inOrder(ctx, tx, in.IDs)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("resolve changes at the source: %w", err)
	}
	return out, nil
}

// An answer is what becomes of a staged product whose feed has said something new.
type answer struct {
	before, after *ent.MarketplaceProduct
	news          []news // that it is about
	amendment     catalog.Amendment
}

// answers decides what becomes of rows, which are in the order asked for and may stand
// there twice.
func answers(rows []*ent.MarketplaceProduct, in ResolveInput, c *counter) (out []answer, err error) {
	var mistakes errs.List
	seen := map[*ent.MarketplaceProduct]bool{}
	for i, p := range rows {
		if seen[p] {
			continue
		}
		seen[p] = true
		if !answerable(p, in.Answer) {
			mistakes = append(mistakes, errs.New(errs.InvalidState, "the product is not published").At(placeOf(i)))
			continue
		}
		a, wrong := answerTo(p, in, c)
		if wrong != nil {
			mistakes = append(mistakes, wrong.At(placeOf(i)))
		}
		out = append(out, a)
	}
	return out, mistakes.Or()
}

// answerable reports whether an answer can be given of a product. Its pins can also be
// taken away while it is MISSING, which it comes back from.
func answerable(p *ent.MarketplaceProduct, to enum.SourceChangeAnswer) bool {
	back := to == enum.SourceChangeAnswerUnpin && p.Status == enum.MarketplaceProductStatusMissing
	return (p.Status == enum.MarketplaceProductStatusPublished || back) && p.ProductID != nil && p.VariantID != nil
}

func answerTo(p *ent.MarketplaceProduct, in ResolveInput, c *counter) (answer, *errs.Error) {
	src, is := c.sources[p.SourceID], *p
	is.Adopted = maps.Clone(p.Adopted)
	if is.Adopted == nil {
		is.Adopted = map[string]string{}
	}
	a := answer{before: p, after: &is, amendment: catalog.Amendment{ProductID: *p.ProductID, VariantID: *p.VariantID}}
	for _, n := range newsOf(p, src, c.currency) {
		if len(in.Fields) == 0 || slices.Contains(in.Fields, n.field) {
			a.news = append(a.news, n)
		}
	}
	var wrong *errs.Error
	switch in.Answer {
	case enum.SourceChangeAnswerAccept:
		for _, n := range a.news {
			if mistake := amendField(&a.amendment, n); mistake != nil {
				wrong = mistake
			}
		}
		a.adopt()
	case enum.SourceChangeAnswerIgnore:
		a.adopt()
	case enum.SourceChangeAnswerPin:
		is.Pinned = pin(p.Pinned, in.Fields, a.news)
	case enum.SourceChangeAnswerUnpin:
		is.Pinned = slices.DeleteFunc(slices.Clone(p.Pinned), func(f string) bool {
			return len(in.Fields) == 0 || slices.Contains(in.Fields, enum.SourceField(f))
		})
	}
	is.Changed = len(newsOf(&is, src, c.currency)) > 0
	return a, wrong
}

// adopt takes what it is about for heard.
func (a *answer) adopt() {
	for _, n := range a.news {
		if n.after == nil {
			delete(a.after.Adopted, string(n.field))
			continue
		}
		a.after.Adopted[string(n.field)] = *n.after
	}
}

func pin(pinned []string, fields []enum.SourceField, all []news) []string {
	out := slices.Clone(pinned)
	if len(fields) == 0 {
		for _, n := range all {
			fields = append(fields, n.field)
		}
	}
	for _, f := range fields {
		out = append(out, string(f))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// amendField puts what a feed says into an amendment.
func amendField(a *catalog.Amendment, n news) *errs.Error {
	text := ""
	if n.after != nil {
		text = *n.after
	}
	switch n.field {
	case enum.SourceFieldTitle:
		a.Title = n.after
	case enum.SourceFieldDescription:
		a.Description = &text
	case enum.SourceFieldBrand:
		a.Brand = &n.after
	case enum.SourceFieldProductType:
		a.ProductType = &n.after
	case enum.SourceFieldGTIN:
		a.GTIN = &n.after
	case enum.SourceFieldImage:
		a.Picture = n.after // that it has none any more takes nothing away
	case enum.SourceFieldPrice, enum.SourceFieldCompareAtPrice:
		return amendPrice(a, n)
	}
	return nil
}

func amendPrice(a *catalog.Amendment, n news) *errs.Error {
	var minor *int64
	if n.after != nil {
		if _, code, foreign := strings.Cut(*n.after, " "); foreign {
			return errs.New(errs.Invalid, "its price is in %s and cannot be taken over", code)
		}
		v, err := strconv.ParseInt(*n.after, 10, 64)
		if err != nil {
			return errs.New(errs.Invalid, "it has no price")
		}
		minor = &v
	}
	switch {
	case n.field == enum.SourceFieldCompareAtPrice:
		a.CompareAtMinor = &minor
	case minor == nil || *minor <= 0:
		return errs.New(errs.Invalid, "it has no price")
	default:
		a.PriceMinor = minor
	}
	return nil
}

// amend writes what was accepted into the catalogue. The viewer may answer feeds; what
// that does to the catalogue is the program's, and told of the viewer.
func (s *Service) amend(ctx context.Context, tx *store.Tx, all []answer) error {
	var amendments []catalog.Amendment
	for _, a := range all {
		if len(a.news) > 0 {
			amendments = append(amendments, a.amendment)
		}
	}
	if len(amendments) == 0 {
		return nil
	}
	events, err := s.catalog.Amend(viewer.Elevate(ctx), tx, amendments)
	if err != nil {
		return err
	}
	return audit.RecordAll(ctx, tx, events)
}

// answer writes down the answers that are any.
func (s *Service) answer(ctx context.Context, tx *store.Tx, to enum.SourceChangeAnswer, all []answer) error {
	var rows []*ent.MarketplaceProduct
	var events []audit.Event
	for _, a := range all {
		changes := audit.Diff(a.before, a.after)
		if len(changes) == 0 {
			continue
		}
		rows = append(rows, a.after)
		events = append(events, audit.Event{
			Action: answered[to], TargetType: "MarketplaceProduct", Target: string(a.before.PublicID()), Changes: changes,
		})
	}
	if len(rows) == 0 {
		return nil
	}
	if err := keepAnswers(ctx, tx, rows, s.clock.Now()); err != nil {
		return err
	}
	return audit.RecordAll(ctx, tx, events)
}

// settleChunk is how many products are settled at once.
const settleChunk = 2000

// settle takes the mark of a change at the source off published products that an import
// has written without saying anything new in a field that counts. It takes two statements
// a chunk.
func (s *Service) settle(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	after := ""
	for {
		rows, err := tx.MarketplaceProduct.Query().Where(writtenBy(job, after)...).Order(marketplaceproduct.ByExternalID()).Limit(settleChunk).All(ctx)
		if err != nil {
			return fmt.Errorf("read what an import has changed: %w", err)
		}
		c, err := sourcesOf(ctx, tx.Client, rows)
		if err != nil {
			return err
		}
		if err := unmark(ctx, tx, rows, c); err != nil {
			return err
		}
		if len(rows) < settleChunk {
			return nil
		}
		after = rows[len(rows)-1].ExternalID
	}
}

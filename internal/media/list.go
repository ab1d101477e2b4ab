package media

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/productmedia"
	"orion/ent/gen/ent/productvariant"
	entvendor "orion/ent/gen/ent/vendor"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
)

// List lists the pictures of a vendor, newest first.
func (s *Service) List(ctx context.Context, vendor *ent.Vendor, arg page.Arg, where *Where) (*MediaFileConnection, error) {
	match, err := where.predicates()
	if err != nil {
		return nil, err
	}
	plan, err := s.opts.Pages.Plan(arg, nil, "media", vendor.ID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.MediaFileQuery {
		return s.db.MediaFile.Query().Where(mediafile.VendorID(vendor.ID)).Where(match...)
	}
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list pictures: %w", err)
	}
	return page.Cut(plan, rows, func(m *ent.MediaFile) ([]any, uuid.UUID) { return nil, m.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// predicates are what a filter asks for. An empty list of states or tags matches nothing.
func (w *Where) predicates() (out []predicate.MediaFile, err error) {
	if w == nil {
		return nil, nil
	}
	text, err := filter.Search(w.Search, "where.search")
	if err != nil {
		return nil, err
	}
	if text = strings.ReplaceAll(text, "\x00", "\uFFFD"); text != "" { // which no name has either, and Postgres can read
		out = append(out, mediafile.Or(mediafile.FilenameContainsFold(text), mediafile.AltContainsFold(text)))
	}
	if w.Status != nil {
		out = append(out, mediafile.StatusIn(w.Status...))
	}
	if w.Tag != nil {
		out = append(out, tagged(w.Tag))
	}
	if w.MissingAlt != nil {
		out = append(out, either(*w.MissingAlt, mediafile.AltEQ("")))
	}
	if w.Unused != nil {
		out = append(out, either(*w.Unused, shownNowhere))
	}
	return out, nil
}

func either(yes bool, p predicate.MediaFile) predicate.MediaFile {
	if yes {
		return p
	}
	return mediafile.Not(p)
}

// tagged matches pictures that have one of the tags.
func tagged(tags []string) predicate.MediaFile {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("jsonb_exists_any(").WriteString(s.C(mediafile.FieldTags)).WriteString(", ").Arg(tags).WriteByte(')')
		}))
	}
}

// shownNowhere matches pictures that nothing refers to.
func shownNowhere(s *sql.Selector) {
	own, id := s.C(mediafile.FieldVendorID), s.C(mediafile.FieldID)
	for _, by := range [][3]string{
		{productmedia.Table, productmedia.FieldVendorID, productmedia.FieldMediaID},
		{productvariant.Table, productvariant.FieldVendorID, productvariant.FieldMediaID},
		{collection.Table, collection.FieldVendorID, collection.FieldMediaID},
		{entvendor.Table, entvendor.FieldID, entvendor.FieldHeroID},
		{entvendor.Table, entvendor.FieldID, entvendor.FieldLogoID},
	} {
		t := sql.Table(by[0])
		s.Where(sql.Not(sql.Exists(sql.Select().From(t).Where(sql.And(sql.ColumnsEQ(t.C(by[1]), own), sql.ColumnsEQ(t.C(by[2]), id))))))
	}
}

package marketplace

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplacesource"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Source returns the vendor's source with a handle, nil where there is none.
func (s *Service) Source(ctx context.Context, handle string) (*ent.MarketplaceSource, error) {
	src, err := s.db.MarketplaceSource.Query().Where(marketplacesource.Handle(handle)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil //nolint:nilnil // the graph's null
	}
	if err != nil {
		return nil, fmt.Errorf("find source: %w", err)
	}
	return src, nil
}

// MappingOf returns the mapping of a source, nil where its format knows the columns.
func MappingOf(src *ent.MarketplaceSource) (*FeedMapping, error) {
	m, err := storedMapping(src.Mapping)
	if m == nil || err != nil {
		return nil, err
	}
	out := &FeedMapping{Continuation: text(m.Continuation), Round: m.Round, Columns: []*ColumnMapping{}, Constants: []*FieldConstant{}}
	for _, c := range m.Columns {
		out.Columns = append(out.Columns, &ColumnMapping{Column: c.Column, Field: c.Field, List: text(c.List), Pointer: text(c.Path), Pick: text(c.Pick), Base: text(c.Base)})
	}
	for _, field := range slices.Sorted(maps.Keys(m.Constants)) {
		out.Constants = append(out.Constants, &FieldConstant{Field: field, Value: m.Constants[field]})
	}
	return out, nil
}

// text is nil for nothing.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// PauseOf says why a source rests, nil while it works.
func PauseOf(src *ent.MarketplaceSource) *Pause {
	if src.PausedAt == nil || src.PauseReason == nil {
		return nil
	}
	return &Pause{Reason: *src.PauseReason, Note: src.PauseNote, Since: *src.PausedAt}
}

// PriceRuleOf returns how a source's prices become prices in the shop.
func PriceRuleOf(src *ent.MarketplaceSource) *PriceRule {
	surcharge := money.New(src.SurchargeMinor, src.Currency)
	percent := decimal.New(int64(src.MarkupBp), -2).String()
	return &PriceRule{MarkupPercent: money.Decimal(percent), Surcharge: &surcharge, Rounding: src.Rounding}
}

// required are the fields without which nothing can be staged.
var required = []string{"id", "title", "price"}

// severally are the fields that may stand in several columns, or hold a list.
var severally = []string{
	"additional_image_link", "product_type", "shipping", "product_detail", "product_highlight", "included_destination", "excluded_destination",
	"shopping_ads_excluded_country", "size_type", "custom_attribute", "promotion_id", "tax", "loyalty_program", "option_names", "option_values",
}

// FeedFields returns what a column can be mapped to: the required fields, then all
// others by name.
func FeedFields() []*FeedField {
	var out []*FeedField
	for _, name := range required {
		out = append(out, &FeedField{Name: name, Required: true})
	}
	for _, name := range feed.Fields() {
		if !slices.Contains(required, name) {
			out = append(out, &FeedField{Name: name, Repeatable: slices.Contains(severally, name)})
		}
	}
	return out
}

// lockSource reads a source that the viewer may see, for a change.
func lockSource(ctx context.Context, tx *store.Tx, id publicid.ID) (*ent.MarketplaceSource, error) {
	return tx.MarketplaceSource.Query().Where(marketplacesource.ID(id.As("MarketplaceSource"))).ForUpdate().Only(ctx)
}

// need refuses a viewer without a permission.
func need(ctx context.Context, p enum.Permission) error {
	if !viewer.From(ctx).May(string(p)) {
		return errs.New(errs.Forbidden, "you may not do that")
	}
	return nil
}

// asProgram is the context in which the program writes what is a vendor's.
func asProgram(ctx context.Context, vendor uuid.UUID) context.Context {
	return viewer.NewContext(ctx, viewer.ForVendor(vendor))
}

// within is the place of a field of an element of a list.
func within(path string, i int, field string) string {
	return path + "." + strconv.Itoa(i) + "." + field
}

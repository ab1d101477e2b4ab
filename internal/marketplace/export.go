package marketplace

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
	"orion/internal/marketplace/feed"
)

// exportPage is how many rows are read at once.
const exportPage = 1000

// stagedColumns are what an export of staged products begins with. They are Google's, so
// that an import takes them as they are; orion_source, which it leaves out, is ours.
var stagedColumns = []string{
	"id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price", "sale_price",
	"brand", "gtin", "mpn", "condition", "product_type", "google_product_category", "item_group_id", "color", "size", "quantity",
}

const sourceColumn = "orion_source"

// ExportStaging writes the staged products of the viewer's vendor as a feed in Google's
// columns, as they came in and in the order in which they did. Importing it changes
// nothing. It implements audit.Writer.
func (s *Service) ExportStaging(ctx context.Context, w io.Writer) (rows int64, err error) {
	attributes, err := s.attributeNames(ctx)
	if err != nil {
		return 0, err
	}
	sources, err := s.handles(ctx)
	if err != nil {
		return 0, err
	}
	out, err := feed.NewWriter(w, append(append(append([]string{}, stagedColumns...), attributes...), sourceColumn), ',')
	if err != nil {
		return 0, err
	}
	for last := uuid.Nil; ; {
		page, err := s.db.MarketplaceProduct.Query().Where(marketplaceproduct.IDGT(last)).
			Order(marketplaceproduct.ByID()).Limit(exportPage).All(ctx)
		if err != nil {
			return 0, fmt.Errorf("read staged products: %w", err)
		}
		for _, p := range page {
			if err := out.Write(append(stagedCells(p, attributes), sources[p.SourceID])); err != nil {
				return 0, err
			}
			last = p.ID
		}
		rows += int64(len(page))
		if len(page) < exportPage {
			return rows, out.Flush()
		}
	}
}

func (s *Service) handles(ctx context.Context) (map[uuid.UUID]string, error) {
	all, err := s.Sources(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[uuid.UUID]string, len(all))
	for _, src := range all {
		out[src.ID] = src.Handle
	}
	return out, nil
}

// stagedCells are the cells of a staged product in the order of stagedColumns, and those
// of its other attributes.
func stagedCells(p *ent.MarketplaceProduct, attributes []string) []string {
	links := make([]string, len(p.AdditionalImageLinks))
	for i, link := range p.AdditionalImageLinks {
		links[i] = strings.ReplaceAll(link, ",", "%2C")
	}
	cells := []string{
		p.ExternalID, p.Title, p.Description, optional.Value(p.Link), optional.Value(p.ImageLink), strings.Join(links, ","), optional.Value(p.Availability),
		amount(&p.PriceMinor, p.Currency), amount(p.SalePriceMinor, p.Currency), optional.Value(p.Brand), optional.Value(p.Gtin), optional.Value(p.Mpn),
		optional.Value(p.Condition), optional.Value(p.ProductType), optional.Value(p.GoogleCategory), optional.Value(p.ItemGroupID), optional.Value(p.Color), optional.Value(p.Size), number(p.Quantity),
	}
	for _, name := range attributes {
		cells = append(cells, p.Attributes[name])
	}
	return cells
}

// amount writes a price as feeds do, such as 12.30 EUR; none is blank.
func amount(minor *int64, currency string) string {
	if minor == nil {
		return ""
	}
	return string(money.New(*minor, currency).Amount()) + " " + currency
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

package marketplace

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/optional"
	"orion/internal/marketplace/feed"
	"orion/internal/media"
)

// catalogColumns are what an export of the catalogue has. The first are Google's; what
// begins with orion_ an import leaves out.
var catalogColumns = []string{
	"id", "title", "description", "image_link", "availability", "price", "sale_price", "brand", "gtin", "product_type",
	"item_group_id", "quantity", "orion_variant", "orion_slug", "orion_status",
}

// catalogPage is how many products are read at once, with all that is theirs.
const catalogPage = 500

// ExportCatalog writes the catalogue of the viewer's vendor as a feed in Google's columns, a
// row a variant, in the order in which the products were made. Variants of one product
// share its address as their group. It implements audit.Writer.
func (s *Service) ExportCatalog(ctx context.Context, w io.Writer) (rows int64, err error) {
	out, err := feed.NewWriter(w, catalogColumns, ',')
	if err != nil {
		return 0, err
	}
	for last := uuid.Nil; ; {
		page, err := s.db.Product.Query().Where(product.IDGT(last)).Order(product.ByID()).Limit(catalogPage).All(ctx)
		if err != nil {
			return 0, fmt.Errorf("read products: %w", err)
		}
		shelf, err := s.shelf(ctx, page)
		if err != nil {
			return 0, err
		}
		for _, cells := range shelf.cells(page, s.files.base) {
			if err := out.Write(cells); err != nil {
				return 0, err
			}
			rows++
		}
		if len(page) < catalogPage {
			return rows, out.Flush()
		}
		last = page[len(page)-1].ID
	}
}

// shelf is what belongs to a page of products.
type shelf struct {
	variants map[uuid.UUID][]*ent.ProductVariant
	stock    map[uuid.UUID]*ent.InventoryLevel
	pictures [][]*ent.MediaFile // by the place of the product
}

// shelf reads what belongs to products, in three statements.
func (s *Service) shelf(ctx context.Context, products []*ent.Product) (*shelf, error) {
	ids := make([]uuid.UUID, len(products))
	for i, p := range products {
		ids[i] = p.ID
	}
	out := &shelf{variants: map[uuid.UUID][]*ent.ProductVariant{}, stock: map[uuid.UUID]*ent.InventoryLevel{}}
	variants, err := s.db.ProductVariant.Query().Where(productvariant.ProductIDIn(ids...)).
		Order(productvariant.ByPosition(), productvariant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read variants: %w", err)
	}
	of := make([]uuid.UUID, len(variants))
	for i, v := range variants {
		out.variants[v.ProductID], of[i] = append(out.variants[v.ProductID], v), v.ID
	}
	levels, err := s.db.InventoryLevel.Query().Where(inventorylevel.VariantIDIn(of...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read stock: %w", err)
	}
	for _, l := range levels {
		out.stock[l.VariantID] = l
	}
	out.pictures, err = s.catalog.Media(ctx, products)
	return out, err
}

func (s *shelf) cells(products []*ent.Product, base string) (lines [][]string) {
	for i, p := range products {
		picture := ""
		if len(s.pictures[i]) > 0 {
			if path := media.Path(s.pictures[i][0]); path != nil {
				picture = base + *path
			}
		}
		for _, v := range s.variants[p.ID] {
			lines = append(lines, s.line(p, v, picture))
		}
	}
	return lines
}

func (s *shelf) line(p *ent.Product, v *ent.ProductVariant, picture string) []string {
	group, available := "", int64(0)
	if len(s.variants[p.ID]) > 1 {
		group = p.Slug
	}
	if l := s.stock[v.ID]; l != nil {
		available = l.OnHand - l.Reserved
	}
	id, state := string(v.PublicID()), "out_of_stock"
	if v.Sku != nil {
		id = *v.Sku
	}
	if available > 0 {
		state = "in_stock"
	}
	price, sale := &v.PriceMinor, (*int64)(nil)
	if v.CompareAtMinor != nil && *v.CompareAtMinor > v.PriceMinor {
		price, sale = v.CompareAtMinor, &v.PriceMinor
	}
	return []string{
		id, p.Title, p.Description, picture, state, amount(price, v.Currency), amount(sale, v.Currency), optional.Value(p.Brand), optional.Value(v.Gtin),
		optional.Value(p.ProductType), group, strconv.FormatInt(available, 10), v.Title, p.Slug, string(p.Status),
	}
}

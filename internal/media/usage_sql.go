package media

// Where pictures are shown is SQL: it gathers tables between which ent has no edges, and
// keeps 100 places of each picture. It names the vendors of the pictures in each part and
// runs behind the viewer's wall.

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// usesSQL lists where pictures ($2) of vendors ($1) are shown.
const usesSQL = `
select media_id, kind, id, title from (
  select u.*, row_number() over (partition by u.media_id order by u.kind desc, u.id) as place from (
    select m.media_id, 'PRODUCT' as kind, p.id, p.title from product_media m
      join products p on p.vendor_id = m.vendor_id and p.id = m.product_id where m.vendor_id = any($1) and m.media_id = any($2)
    union
    select v.media_id, 'PRODUCT', p.id, p.title from product_variants v
      join products p on p.vendor_id = v.vendor_id and p.id = v.product_id where v.vendor_id = any($1) and v.media_id = any($2)
    union all
    select c.media_id, 'COLLECTION', c.id, c.title from collections c where c.vendor_id = any($1) and c.media_id = any($2)
    union all
    select s.hero_id, 'SHOP', s.id, s.name from vendors s where s.id = any($1) and s.hero_id = any($2)
    union
    select s.logo_id, 'SHOP', s.id, s.name from vendors s where s.id = any($1) and s.logo_id = any($2)
  ) u
) r where place <= 100 order by media_id, place`

// unlinkShopSQL takes pictures ($2) from the shop ($1) that shows one as its wide picture or
// as its logo. ent would write when the shop was changed last, which is the shop's own to say.
const unlinkShopSQL = `
update vendors set hero_id = case when hero_id = any($2) then null else hero_id end,
  logo_id = case when logo_id = any($2) then null else logo_id end
where id = $1 and (hero_id = any($2) or logo_id = any($2))`

// unlinkShop leaves the viewer's shop without a wide picture or a logo that is one of these.
func unlinkShop(ctx context.Context, tx *store.Tx, pictures []uuid.UUID) error {
	if _, err := tx.Pgx.Exec(ctx, unlinkShopSQL, viewer.From(ctx).VendorID, pictures); err != nil {
		return fmt.Errorf("take pictures from the shop: %w", err)
	}
	return nil
}

// kinds are the types of what shows pictures on the graph.
var kinds = map[enum.MediaUseKind]publicid.Kind{
	enum.MediaUseKindProduct: "Product", enum.MediaUseKindCollection: "Collection", enum.MediaUseKindShop: "Vendor",
}

// uses returns where pictures are shown, up to 100 places of each.
func uses(ctx context.Context, tx *store.Tx, files []*ent.MediaFile) (map[uuid.UUID][]*Use, error) {
	ids, vendors := make([]uuid.UUID, len(files)), make([]uuid.UUID, len(files))
	for i, m := range files {
		ids[i], vendors[i] = m.ID, m.VendorID
	}
	found, err := tx.Pgx.Query(ctx, usesSQL, vendors, ids)
	if err != nil {
		return nil, fmt.Errorf("look where pictures are shown: %w", err)
	}
	defer found.Close()
	out := map[uuid.UUID][]*Use{}
	for found.Next() {
		var of, id uuid.UUID
		u := &Use{}
		if err := found.Scan(&of, &u.Kind, &id, &u.Title); err != nil {
			return nil, fmt.Errorf("look where pictures are shown: %w", err)
		}
		u.ID = publicid.New(kinds[u.Kind], id)
		out[of] = append(out[of], u)
	}
	return out, found.Err()
}

// Usage returns where each of files is shown, up to 100 places, in one statement.
func (s *Service) Usage(ctx context.Context, files []*ent.MediaFile) ([][]*Use, error) {
	out := make([][]*Use, len(files))
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		found, err := uses(ctx, tx, files)
		for i, m := range files {
			out[i] = append([]*Use{}, found[m.ID]...)
		}
		return err
	})
	return out, err
}

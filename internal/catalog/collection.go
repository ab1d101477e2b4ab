package catalog

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/richtext"
	"orion/internal/store"
)

// maxShelfTitle is the longest title of a collection or a category, in characters.
const maxShelfTitle = 100

func (in *CollectionCreateInput) validate() error {
	var bad errs.List
	in.Title = clean(in.Title)
	if n := utf8.RuneCountInString(in.Title); n == 0 || n > maxShelfTitle {
		bad = append(bad, errs.Field("input.title", "must be 1 to %d characters", maxShelfTitle))
	}
	if in.Description != nil && in.DescriptionHTML != nil {
		bad = append(bad, errs.Field("input.description", "goes without descriptionHtml"))
	}
	if in.Rules != nil && len(in.ProductIds) > 0 {
		bad = append(bad, errs.Field("input.productIds", "a collection by rule finds its products itself"))
	}
	if len(in.ProductIds) > MaxIDs {
		bad = append(bad, errs.New(errs.TooMany, "at most %d at once", MaxIDs).At("input.productIds"))
	}
	if in.Description != nil && utf8.RuneCountInString(*in.Description) > maxDescription {
		bad = append(bad, tooLong(maxDescription).At("input.description"))
	}
	if in.DescriptionHTML != nil && utf8.RuneCountInString(*in.DescriptionHTML) > maxHTML {
		bad = append(bad, tooLong(maxHTML).At("input.descriptionHtml"))
	}
	if err := bad.Or(); err != nil {
		return err
	}
	return in.Seo.settle("input.seo")
}

// CreateCollection makes a collection behind the others: by hand, of products in their
// order, or by rule. ALREADY_EXISTS where the slug is taken, NOT_FOUND for a product or a
// picture that is not there, INVALID for rules that mean nothing.
func (s *Service) CreateCollection(ctx context.Context, in CollectionCreateInput) (*ent.Collection, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	var c *ent.Collection
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if c, err = s.createCollection(ctx, tx, in); err != nil {
			return err
		}
		if err := addProducts(ctx, tx, c.ID, in.ProductIds, "input.productIds"); err != nil {
			return err
		}
		if err := s.askRules(ctx, tx, c); err != nil {
			return err
		}
		return recordCollection(ctx, tx, "collection.create", nil, c)
	})
	if err != nil {
		return nil, fmt.Errorf("create collection: %w", err)
	}
	return c, nil
}

func (s *Service) createCollection(ctx context.Context, tx *store.Tx, in CollectionCreateInput) (*ent.Collection, error) {
	name, err := slugFor(in.Title, in.Slug)
	if err != nil {
		return nil, err
	}
	if err := takeSlugs(ctx, tx, enum.SlugKindCollection, name); err != nil {
		return nil, err
	}
	last, err := lastPosition(ctx, tx)
	if err != nil {
		return nil, err
	}
	create := tx.Collection.Create().SetTitle(in.Title).SetSlug(name).SetPosition(last + step).SetNillableSort(in.Sort)
	if in.Description != nil {
		create.SetDescription(clean(*in.Description))
	}
	if in.DescriptionHTML != nil {
		html, text := richtext.Clean(*in.DescriptionHTML)
		create.SetDescriptionHTML(html).SetDescription(text)
	}
	if err := in.wordsInto(ctx, tx, create.Mutation()); err != nil {
		return nil, err
	}
	c, err := create.Save(ctx)
	if store.Violates(err, "collection_slug_per_vendor") {
		return nil, slugTaken()
	}
	return c, err
}

// wordsInto takes what needs the shop: its language, its currency and its pictures.
func (in *CollectionCreateInput) wordsInto(ctx context.Context, tx *store.Tx, m *ent.CollectionMutation) error {
	shop, err := shopOf(ctx, tx)
	if err != nil {
		return err
	}
	if in.Rules != nil {
		rules, err := in.Rules.stored(shop.Currency, "input.rules")
		if err != nil {
			return err
		}
		m.SetKind(enum.CollectionKindRules)
		m.SetRules(rules)
	}
	if in.Translations != nil {
		texts, err := Translate(nil, in.Translations, shop.Language, maxShelfTitle, "input.translations")
		if err != nil {
			return err
		}
		m.SetTranslations(texts)
	}
	seoInto(in.Seo, m)
	return pictureInto(ctx, tx, in.MediaID, m)
}

// seoInto takes what is said for search engines; an empty text is taken away.
func seoInto(in *SEOInput, m *ent.CollectionMutation) {
	if in == nil {
		return
	}
	set := func(text *string, set func(string), clear func()) {
		switch {
		case text == nil:
		case *text == "":
			clear()
		default:
			set(*text)
		}
	}
	set(in.Title, m.SetSeoTitle, m.ClearSeoTitle)
	set(in.Description, m.SetSeoDescription, m.ClearSeoDescription)
}

// pictureInto takes a picture of the vendor's; an empty id takes it away.
func pictureInto(ctx context.Context, tx *store.Tx, id *publicid.ID, m *ent.CollectionMutation) error {
	switch {
	case id == nil:
		return nil
	case *id == "":
		m.ClearMedia()
		return nil
	}
	there, err := tx.MediaFile.Query().Where(mediafile.ID(id.As("MediaFile"))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for a picture: %w", err)
	}
	if !there {
		return errs.New(errs.NotFound, "not found").At("input.mediaId")
	}
	m.SetMediaID(id.As("MediaFile"))
	return nil
}

// slugFor is the slug that is asked for, or one made from the title.
func slugFor(title string, asked *string) (string, error) {
	if asked == nil {
		return slugOf(title), nil
	}
	if name := slugOf(*asked); name != *asked || name == "" {
		return "", errs.Field("input.slug", "must be lower-case letters, digits and inner dashes")
	}
	return *asked, nil
}

func slugTaken() error {
	return errs.New(errs.AlreadyExists, "is already used by another collection").At("input.slug")
}

// lockCollection reads a collection for a change; NOT_FOUND where there is none.
func lockCollection(ctx context.Context, tx *store.Tx, id publicid.ID) (*ent.Collection, error) {
	c, err := tx.Collection.Query().Where(collection.ID(id.As("Collection"))).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	return c, err
}

func recordCollection(ctx context.Context, tx *store.Tx, action string, before, after *ent.Collection) error {
	of := after
	if of == nil {
		of = before
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Collection", Target: string(of.PublicID()), Changes: audit.Diff(before, after),
	})
}

// recordProducts says which products came into a collection, went or moved.
func recordProducts(ctx context.Context, tx *store.Tx, action string, c *ent.Collection, products []uuid.UUID) error {
	names := make([]string, len(products))
	for i, p := range products {
		names[i] = string(publicid.New("Product", p))
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Collection", Target: string(c.PublicID()), Data: map[string]string{"products": strings.Join(names, " ")},
	})
}

package catalog

import (
	"context"
	"fmt"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/richtext"
	"orion/internal/store"
)

func (in *CollectionUpdateInput) validate() error {
	var bad errs.List
	if in.Title != nil {
		*in.Title = clean(*in.Title)
		if n := utf8.RuneCountInString(*in.Title); n == 0 || n > maxShelfTitle {
			bad = append(bad, errs.Field("input.title", "must be 1 to %d characters", maxShelfTitle))
		}
	}
	if in.Slug != nil {
		if _, err := slugFor("", in.Slug); err != nil {
			return err
		}
	}
	if in.DescriptionHTML != nil && utf8.RuneCountInString(*in.DescriptionHTML) > maxHTML {
		bad = append(bad, tooLong(maxHTML).At("input.descriptionHtml"))
	}
	if in.Rules != nil && in.ToManual != nil && *in.ToManual {
		bad = append(bad, errs.Field("input.toManual", "goes without rules"))
	}
	if err := bad.Or(); err != nil {
		return err
	}
	return in.Seo.settle("input.seo")
}

// UpdateCollection changes what is given of a collection. STALE_VERSION where IfVersion is
// not its version: then current is the collection as it is now. NOT_FOUND, ALREADY_EXISTS
// for a slug that is taken, INVALID_STATE for rules of one by hand. Its former slug leads
// to it from then on.
func (s *Service) UpdateCollection(ctx context.Context, id publicid.ID, in CollectionUpdateInput) (after, current *ent.Collection, err error) {
	if err := in.validate(); err != nil {
		return nil, nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lockCollection(ctx, tx, id)
		if err != nil {
			return err
		}
		if in.IfVersion != nil && *in.IfVersion != before.Version {
			current = before
			return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("input.ifVersion")
		}
		after, err = s.changeCollection(ctx, tx, before, in)
		return err
	})
	if err != nil {
		return nil, current, fmt.Errorf("update collection: %w", err)
	}
	return after, nil, nil
}

func (s *Service) changeCollection(ctx context.Context, tx *store.Tx, before *ent.Collection, in CollectionUpdateInput) (*ent.Collection, error) {
	change := before.Update().SetNillableTitle(in.Title).SetNillableSlug(in.Slug).SetNillableSort(in.Sort).AddVersion(1)
	if in.DescriptionHTML != nil {
		html, text := richtext.Clean(*in.DescriptionHTML)
		change.SetDescriptionHTML(html).SetDescription(text)
	}
	if err := in.wordsInto(ctx, tx, before, change.Mutation()); err != nil {
		return nil, err
	}
	after, err := change.Save(ctx)
	if store.Violates(err, "collection_slug_per_vendor") {
		return nil, slugTaken()
	}
	if err != nil {
		return nil, err
	}
	if err := renamed(ctx, tx, enum.SlugKindCollection, after.ID, before.Slug, after.Slug); err != nil {
		return nil, err
	}
	if in.Rules != nil {
		if err := s.askRules(ctx, tx, after); err != nil {
			return nil, err
		}
	}
	return after, recordCollection(ctx, tx, "collection.update", before, after)
}

// wordsInto takes what needs the shop or the collection as it is.
func (in *CollectionUpdateInput) wordsInto(ctx context.Context, tx *store.Tx, before *ent.Collection, m *ent.CollectionMutation) error {
	shop, err := shopOf(ctx, tx)
	if err != nil {
		return err
	}
	if err := in.kindInto(before, shop.Currency, m); err != nil {
		return err
	}
	if in.Translations != nil {
		texts, err := Translate(before.Translations, in.Translations, shop.Language, maxShelfTitle, "input.translations")
		if err != nil {
			return err
		}
		m.SetTranslations(texts)
	}
	seoInto(in.Seo, m)
	return pictureInto(ctx, tx, in.MediaID, m)
}

// kindInto takes new rules, or gives the collection to the team with what is in it.
func (in *CollectionUpdateInput) kindInto(before *ent.Collection, currency string, m *ent.CollectionMutation) error {
	if in.ToManual != nil && *in.ToManual {
		m.SetKind(enum.CollectionKindManual)
		m.ClearRules()
		m.ClearEvaluatedAt()
	}
	if in.Rules == nil {
		return nil
	}
	if before.Kind != enum.CollectionKindRules {
		return errs.New(errs.InvalidState, "the collection is kept by hand").At("input.rules")
	}
	rules, err := in.Rules.stored(currency, "input.rules")
	if err != nil {
		return err
	}
	m.SetRules(rules)
	return nil
}

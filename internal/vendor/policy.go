package vendor

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/shoppolicy"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/richtext"
	"orion/internal/store"
	"orion/internal/viewer"
)

// maxPolicy is the longest text of the law, in characters of its HTML.
const maxPolicy = 100_000

// A Policy is what a vendor says on one thing that the law wants said, in all languages.
type Policy struct {
	Kind  enum.PolicyKind
	Texts []*LocalizedText
	// Missing are the languages of the shop that there is no text in.
	Missing   []string
	Version   int
	UpdatedAt *time.Time
}

// Published reports whether visitors see a text.
func (p *Policy) Published() bool { return len(p.Texts) > 0 }

// A PolicyText is what a visitor reads of it, in one language.
type PolicyText struct {
	Kind      enum.PolicyKind
	Language  string
	HTML      string
	UpdatedAt time.Time
}

// PolicyInput is the graph's ShopPolicyInput.
type PolicyInput struct {
	Kind      enum.PolicyKind
	Texts     []*LocalizedText
	IfVersion *int
}

// Policies returns every kind of text that there can be, with what the viewer's vendor, v,
// says on it. The viewer needs settings.read.
func (s *Service) Policies(ctx context.Context, v *ent.Vendor) ([]*Policy, error) {
	rows, err := s.db.ShopPolicy.Query().Where(shoppolicy.VendorID(v.ID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	out := []*Policy{}
	for _, kind := range (enum.PolicyKind("")).Values() {
		at := slices.IndexFunc(rows, func(p *ent.ShopPolicy) bool { return string(p.Kind) == kind })
		if at < 0 {
			rows, at = append(rows, &ent.ShopPolicy{Kind: enum.PolicyKind(kind)}), len(rows)
		}
		out = append(out, policyOf(v, rows[at]))
	}
	return out, nil
}

func policyOf(v *ent.Vendor, row *ent.ShopPolicy) *Policy {
	p := &Policy{Kind: row.Kind, Version: row.Version, Texts: []*LocalizedText{}, Missing: []string{}}
	if row.Version > 0 {
		p.UpdatedAt = &row.UpdatedAt
	}
	for _, language := range languages {
		switch text := row.Texts[language]; {
		case text != "":
			p.Texts = append(p.Texts, &LocalizedText{Language: language, Text: text})
		case slices.Contains(v.Languages, language):
			p.Missing = append(p.Missing, language)
		}
	}
	return p
}

// ReadPolicies returns the texts that the shop v has, in the order of their kinds: in
// language where there is one in it, else in the shop's own, else in any.
func (s *Service) ReadPolicies(ctx context.Context, v *ent.Vendor, language string) ([]*PolicyText, error) {
	rows, err := s.db.ShopPolicy.Query().Where(shoppolicy.VendorID(v.ID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the texts of a shop: %w", err)
	}
	out := []*PolicyText{}
	for _, kind := range (enum.PolicyKind("")).Values() {
		for _, row := range rows {
			if t := textIn(v, row, language); string(row.Kind) == kind && t != nil {
				out = append(out, t)
			}
		}
	}
	return out, nil
}

// ReadPolicy returns the text of a kind as ReadPolicies does, nil where the shop has none.
func (s *Service) ReadPolicy(ctx context.Context, v *ent.Vendor, kind enum.PolicyKind, language string) (*PolicyText, error) {
	row, err := s.db.ShopPolicy.Query().Where(shoppolicy.VendorID(v.ID), shoppolicy.KindEQ(kind)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a text of a shop: %w", err)
	}
	return textIn(v, row, language), nil
}

func textIn(v *ent.Vendor, row *ent.ShopPolicy, language string) *PolicyText {
	for _, l := range append([]string{language, v.Language}, slices.Sorted(maps.Keys(row.Texts))...) {
		if text := row.Texts[l]; text != "" {
			return &PolicyText{Kind: row.Kind, Language: l, HTML: text, UpdatedAt: row.UpdatedAt}
		}
	}
	return nil
}

// SetPolicy says what the viewer's vendor says on one thing, in all languages: one that is
// left out, or whose text is empty, has none. HTML is cleaned as descriptions are.
// STALE_VERSION at input.ifVersion where that is not the version, which is 0 for a text that
// there is not; then the Policy is the one of now. INVALID and TOO_LONG at the text. The
// viewer needs settings.write.
func (s *Service) SetPolicy(ctx context.Context, in PolicyInput) (*Policy, error) {
	if err := need(ctx, enum.PermissionSettingsWrite); err != nil {
		return nil, err
	}
	texts, err := in.clean()
	if err != nil {
		return nil, err
	}
	return s.changePolicy(ctx, in.Kind, in.IfVersion, texts)
}

// RemovePolicy takes a text away in all languages. NOT_FOUND where there is none. The viewer
// needs settings.write.
func (s *Service) RemovePolicy(ctx context.Context, kind enum.PolicyKind) (*Policy, error) {
	if err := need(ctx, enum.PermissionSettingsWrite); err != nil {
		return nil, err
	}
	return s.changePolicy(ctx, kind, nil, nil)
}

// changePolicy puts texts into the place of those before; nil takes the row away.
func (s *Service) changePolicy(ctx context.Context, kind enum.PolicyKind, ifVersion *int, texts map[string]string) (out *Policy, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		v, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		before, err := tx.ShopPolicy.Query().Where(shoppolicy.VendorID(v.ID), shoppolicy.KindEQ(kind)).Only(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return err
		}
		now := cmp.Or(before, &ent.ShopPolicy{Kind: kind})
		if out = policyOf(v, now); ifVersion != nil && *ifVersion != now.Version {
			return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("input.ifVersion")
		}
		if before == nil && texts == nil {
			return notFound()
		}
		after, err := writePolicy(ctx, tx, kind, before, texts)
		if err != nil {
			return err
		}
		out = policyOf(v, cmp.Or(after, &ent.ShopPolicy{Kind: kind}))
		return recordPolicy(ctx, tx, v, kind, before, after)
	})
	if err != nil {
		return out, fmt.Errorf("change a text of a shop: %w", err)
	}
	return out, nil
}

func writePolicy(ctx context.Context, tx *store.Tx, kind enum.PolicyKind, before *ent.ShopPolicy, texts map[string]string) (*ent.ShopPolicy, error) {
	switch {
	case texts == nil:
		return nil, tx.ShopPolicy.DeleteOne(before).Exec(ctx)
	case before == nil:
		return tx.ShopPolicy.Create().SetKind(kind).SetTexts(texts).Save(ctx)
	}
	return tx.ShopPolicy.UpdateOne(before).SetTexts(texts).AddVersion(1).Save(ctx)
}

// recordPolicy writes a change into the record. What was answered about the shop is worked out anew.
func recordPolicy(ctx context.Context, tx *store.Tx, v *ent.Vendor, kind enum.PolicyKind, before, after *ent.ShopPolicy) error {
	if err := tx.Notify(ctx, topicShown, v.ID.String()); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: "policy.update", TargetType: "ShopPolicy", Target: string(kind), Changes: audit.Diff(before, after)})
}

// topicShown is that of notices that what a shop shows has changed: the vendor's id.
const topicShown = "catalog"

// clean brings the texts into the form in which they are kept; it is never nil.
func (in PolicyInput) clean() (map[string]string, error) {
	out, seen := map[string]string{}, map[string]bool{}
	for i, t := range in.Texts {
		at := "input.texts." + strconv.Itoa(i)
		switch {
		case !slices.Contains(languages, t.Language):
			return nil, errs.Field(at+".language", "must be en, fr or de")
		case seen[t.Language]:
			return nil, errs.Field(at+".language", "is there twice")
		}
		seen[t.Language] = true
		if strings.TrimSpace(t.Text) == "" {
			continue
		}
		if len([]rune(t.Text)) > maxPolicy {
			return nil, errs.New(errs.TooLong, "is longer than %d characters", maxPolicy).At(at + ".text")
		}
		if html, _ := richtext.Clean(t.Text); html != "" {
			out[t.Language] = html
		}
	}
	return out, nil
}

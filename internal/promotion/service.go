// Package promotion owns what shops take off what is bought: by themselves, or for who
// enters a code.
//
// # Which promotions apply together
//
// Those that fit a cart apply one after the other, the highest priority first and of the
// same priority the oldest, each to what those before have left. One that does not combine
// applies alone. Where both kinds fit, the buyer gets whatever takes more off: the best of
// those that go alone, or all of those that combine.
package promotion

import (
	"context"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/store"
)

// The limits of promotions.
const (
	// MaxRunning is how many promotions of a vendor may be neither over nor archived: so
	// many are looked at for every cart.
	MaxRunning = 50
	// MaxCodes is how many codes a cart may have.
	MaxCodes = 5
	// MaxProducts and MaxCollections are how many a promotion may name.
	MaxProducts    = 100
	MaxCollections = 20
)

// Service keeps the promotions of every vendor; the viewer of the context says whose. It
// is safe for concurrent use.
type Service struct {
	db    *store.DB
	pages *page.Signer
	clock clock.Clock
}

// New returns the Service.
func New(db *store.DB, pages *page.Signer, c clock.Clock) *Service {
	return &Service{db: db, pages: pages, clock: c}
}

// Status says where a promotion stands.
func (s *Service) Status(p *ent.Promotion) enum.PromotionStatus { return status(p, s.clock.Now()) }

func status(p *ent.Promotion, now time.Time) enum.PromotionStatus {
	switch {
	case p.ArchivedAt != nil:
		return enum.PromotionStatusArchived
	case p.EndsAt != nil && !now.Before(*p.EndsAt):
		return enum.PromotionStatusEnded
	case p.StartsAt != nil && now.Before(*p.StartsAt):
		return enum.PromotionStatusScheduled
	case p.UsageLimit != nil && p.UsedCount >= *p.UsageLimit:
		return enum.PromotionStatusUsedUp
	}
	return enum.PromotionStatusActive
}

// TitleIn is what buyers read of a promotion, in the language of the context.
func TitleIn(ctx context.Context, p *ent.Promotion) string {
	if title := p.PublicTitle[i18n.From(ctx).String()]; title != "" {
		return title
	}
	return p.Title
}

// TitlesOf returns what buyers read, by language.
func TitlesOf(p *ent.Promotion) []*Title {
	out := []*Title{}
	for _, l := range i18n.Languages {
		if title := p.PublicTitle[l.String()]; title != "" {
			out = append(out, &Title{Language: l.String(), Title: title})
		}
	}
	return out
}

// Amount is what a promotion takes off, nil where it takes off no amount.
func Amount(p *ent.Promotion) *money.Money {
	if p.AmountMinor == 0 {
		return nil
	}
	return new(money.New(p.AmountMinor, p.Currency))
}

// Minimum is what the goods must come to, nil where nothing.
func Minimum(p *ent.Promotion) *money.Money {
	if p.MinimumMinor == nil {
		return nil
	}
	return new(money.New(*p.MinimumMinor, p.Currency))
}

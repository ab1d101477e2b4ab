package demo

import (
	"context"
	"fmt"

	"orion/internal/kit/money"
	"orion/internal/promotion"
)

// offers are what every shop of the demo takes off, with their titles by language: ten
// percent for who comes with a code for the first time, and the delivery of large orders.
var offers = []struct {
	titles map[string]string
	promotion.Input
}{
	{
		map[string]string{"en": "10 % off your first order", "fr": "10 % sur votre première commande", "de": "10 % auf Ihre erste Bestellung"},
		promotion.Input{Code: new("WELCOME10"), PercentBp: 1000, CustomerLimit: new(1), Combines: true},
	},
	{
		map[string]string{"en": "Free delivery from 150 €", "fr": "Livraison offerte dès 150 €", "de": "Versand gratis ab 150 €"},
		promotion.Input{FreeDelivery: true, Minimum: new(money.Decimal("150.00")), Combines: true},
	},
}

// promote makes the promotions of the shops, after the season, whose orders knew none.
func (s *seeder) promote(ctx context.Context, houses []*house) error {
	promotions := promotion.New(s.DB, s.Pages, s.Clock)
	for _, h := range houses {
		ctx := h.team(ctx)
		there, err := s.DB.Promotion.Query().Count(ctx)
		if err != nil {
			return fmt.Errorf("look for promotions of %s: %w", h.slug, err)
		}
		for _, o := range offers[min(there, len(offers)):] {
			in := o.Input
			in.Title = o.titles[h.language]
			for _, language := range []string{"en", "fr", "de"} {
				in.PublicTitles = append(in.PublicTitles, &promotion.Title{Language: language, Title: o.titles[language]})
			}
			if _, err := promotions.Create(ctx, in); err != nil {
				return fmt.Errorf("promote in %s: %w", h.slug, err)
			}
		}
	}
	return nil
}

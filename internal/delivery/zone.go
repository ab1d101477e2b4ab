package delivery

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
)

// ZoneInput is the graph's DeliveryZoneInput: all that a zone says of itself.
type ZoneInput struct {
	Name           string
	Countries      []string
	PostalPrefixes []string
	Position       *int
}

// What fits into a zone.
const (
	maxName     = 100
	maxPrefixes = 200
	maxPosition = 1000
)

var prefix = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{0,9}$`)

// CreateZone makes a zone, behind the others unless it says where. INVALID, REQUIRED and
// TOO_LONG for what cannot be, TOO_MANY beyond MaxZones. The viewer needs settings.write.
func (s *Service) CreateZone(ctx context.Context, in ZoneInput) (*ent.DeliveryZone, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	var z *ent.DeliveryZone
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		if _, err := lockShop(ctx, tx); err != nil {
			return err
		}
		n, err := tx.DeliveryZone.Query().Count(ctx)
		if err != nil {
			return fmt.Errorf("count zones: %w", err)
		}
		if n >= MaxZones {
			return errs.New(errs.TooMany, "a shop has at most %d zones", MaxZones).At("input")
		}
		create := tx.DeliveryZone.Create().SetPosition(n)
		in.into(create.Mutation())
		if z, err = create.Save(ctx); err != nil {
			return err
		}
		return recordZone(ctx, tx, "delivery.zone-create", nil, z)
	})
	if err != nil {
		return nil, fmt.Errorf("create a zone of delivery: %w", err)
	}
	return z, nil
}

// UpdateZone replaces all that a zone says of itself, but its ways of delivery.
// STALE_VERSION where ifVersion is not its version: then current is the zone as it is now.
// Otherwise as CreateZone.
func (s *Service) UpdateZone(ctx context.Context, id publicid.ID, ifVersion *int, in ZoneInput) (after, current *ent.DeliveryZone, err error) {
	if err := in.validate(); err != nil {
		return nil, nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lockZone(ctx, tx, id.As("DeliveryZone"), ifVersion, "id")
		if err != nil {
			current = before
			return err
		}
		change := before.Update().AddVersion(1).ClearPostalPrefixes()
		in.into(change.Mutation())
		if after, err = change.Save(ctx); err != nil {
			return err
		}
		return recordZone(ctx, tx, "delivery.zone-update", before, after)
	})
	if err != nil {
		return nil, current, fmt.Errorf("update a zone of delivery: %w", err)
	}
	return after, nil, nil
}

// DeleteZone removes a zone with its ways of delivery. Without its last zone a shop delivers
// nowhere. NOT_FOUND where there is none.
func (s *Service) DeleteZone(ctx context.Context, id publicid.ID) error {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		z, err := lockZone(ctx, tx, id.As("DeliveryZone"), nil, "id")
		if err != nil {
			return err
		}
		if err := tx.DeliveryZone.DeleteOne(z).Exec(ctx); err != nil {
			return err
		}
		return recordZone(ctx, tx, "delivery.zone-delete", z, nil)
	})
	if err != nil {
		return fmt.Errorf("delete a zone of delivery: %w", err)
	}
	return nil
}

// validate brings an input into the shape in which it is kept.
func (in *ZoneInput) validate() error {
	name, err := text.Line(in.Name, maxName, "input.name")
	if err != nil {
		return err
	}
	in.Name = name
	bad := append(in.readCountries(), in.readPrefixes()...)
	if in.Position != nil && (*in.Position < 0 || *in.Position > maxPosition) {
		bad = append(bad, errs.Field("input.position", "must be 0 to %d", maxPosition))
	}
	return bad.Or()
}

func (in *ZoneInput) readCountries() (bad errs.List) {
	out := []string{}
	for i, c := range in.Countries {
		code, at := strings.ToUpper(strings.TrimSpace(c)), "input.countries."+strconv.Itoa(i)
		switch {
		case !postal.IsCountry(code):
			bad = append(bad, errs.Field(at, "is no country"))
		case slices.Contains(out, code):
			bad = append(bad, errs.Field(at, "is there twice"))
		}
		out = append(out, code)
	}
	in.Countries = out
	return bad
}

func (in *ZoneInput) readPrefixes() (bad errs.List) {
	switch {
	case len(in.PostalPrefixes) > 0 && len(in.Countries) == 0:
		return errs.List{errs.Field("input.postalPrefixes", "need a country")}
	case len(in.PostalPrefixes) > maxPrefixes:
		return errs.List{errs.New(errs.TooMany, "at most %d postal codes fit into a zone", maxPrefixes).At("input.postalPrefixes")}
	}
	var out []string
	for i, p := range in.PostalPrefixes {
		code := plain(p)
		if !prefix.MatchString(code) {
			bad = append(bad, errs.Field("input.postalPrefixes."+strconv.Itoa(i), "is no beginning of a postal code"))
		}
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	in.PostalPrefixes = out
	return bad
}

// into writes all of a validated input.
func (in *ZoneInput) into(m *ent.DeliveryZoneMutation) {
	m.SetName(in.Name)
	m.SetCountries(in.Countries)
	if len(in.PostalPrefixes) > 0 {
		m.SetPostalPrefixes(in.PostalPrefixes)
	}
	optional.Put(in.Position, m.SetPosition)
}

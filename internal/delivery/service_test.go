package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/delivery"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/vendor"
)

func ref[T any](v T) *T { return &v }

func words(english string) []*vendor.LocalizedText {
	return []*vendor.LocalizedText{{Language: "en", Text: english}}
}

func tiers(fromAndPrice ...money.Decimal) (out []*delivery.TierInput) {
	for i := 0; i < len(fromAndPrice); i += 2 {
		out = append(out, &delivery.TierInput{From: fromAndPrice[i], Price: fromAndPrice[i+1]})
	}
	return out
}

// flat is a way of delivery with one price.
func flat(title string) delivery.MethodInput {
	return delivery.MethodInput{
		Titles: words(title), Kind: enum.DeliveryKindShipping, Basis: enum.DeliveryBasisFlat, Tiers: tiers("0", "4.90"), Active: true,
	}
}

// said is the code and the place of a mistake, "" for none.
func said(err error) string {
	if err == nil {
		return ""
	}
	bad, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return err.Error()
	}
	return string(bad.Code) + " " + bad.Field()
}

func TestWhatAZoneMayBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := delivery.New(db)
	for name, tc := range map[string]struct {
		in   delivery.ZoneInput
		want string
	}{
		"everywhere":                    {delivery.ZoneInput{Name: " Every where "}, ""},
		"countries in small letters":    {delivery.ZoneInput{Name: "x", Countries: []string{"fr", " MC"}}, ""},
		"beginnings of postal codes":    {delivery.ZoneInput{Name: "x", Countries: []string{"GB"}, PostalPrefixes: []string{"ec 1", "W1"}}, ""},
		"no name":                       {delivery.ZoneInput{Name: " "}, "REQUIRED input.name"},
		"a long name":                   {delivery.ZoneInput{Name: strings.Repeat("x", 101)}, "TOO_LONG input.name"},
		"a country of nobody":           {delivery.ZoneInput{Name: "x", Countries: []string{"FR", "XX"}}, "INVALID input.countries.1"},
		"a country twice":               {delivery.ZoneInput{Name: "x", Countries: []string{"FR", "fr"}}, "INVALID input.countries.1"},
		"a postal code without country": {delivery.ZoneInput{Name: "x", PostalPrefixes: []string{"1"}}, "INVALID input.postalPrefixes"},
		"no postal code":                {delivery.ZoneInput{Name: "x", Countries: []string{"FR"}, PostalPrefixes: []string{"2", "%"}}, "INVALID input.postalPrefixes.1"},
		"before the first":              {delivery.ZoneInput{Name: "x", Position: ref(-1)}, "INVALID input.position"},
	} {
		_, err := s.CreateZone(staff, tc.in)
		require.Equal(t, tc.want, said(err), name)
	}
}

func TestAZoneIsKeptAsItIsCompared(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db) // with a zone of its own
	z, err := delivery.New(db).CreateZone(staff, delivery.ZoneInput{Name: " The\nCity ", Countries: []string{"gb"}, PostalPrefixes: []string{"ec 1", "EC1", "w1"}})
	require.NoError(t, err)
	require.Equal(t, "The City", z.Name)
	require.Equal(t, []string{"GB"}, z.Countries)
	require.Equal(t, []string{"EC1", "W1"}, z.PostalPrefixes)
	require.Equal(t, 1, z.Position, "behind the others")
	m, err := delivery.Read(staff, db.Client)
	require.NoError(t, err)
	require.Equal(t, z.ID, m.Zone(delivery.Place{Country: "GB", Code: "EC1A 1BB"}).ID)
}

func TestAZoneThatSomebodyElseChangedStays(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := delivery.New(db)
	z := newZone(t, s, staff)
	way, zone, err := s.CreateMethod(staff, z.PublicID(), ref(1), flat("Post"))
	require.NoError(t, err)
	require.Equal(t, 2, zone.Version, "a way belongs to what its zone is")
	_, current, err := s.UpdateZone(staff, z.PublicID(), ref(1), delivery.ZoneInput{Name: "Mine"})
	require.Equal(t, "STALE_VERSION ifVersion", said(err))
	require.Equal(t, 2, current.Version)
	_, zone, err = s.UpdateMethod(staff, way.PublicID(), ref(1), flat("Mine"))
	require.Equal(t, "STALE_VERSION ifVersion", said(err))
	require.Equal(t, 2, zone.Version)
	after, _, err := s.UpdateZone(staff, z.PublicID(), ref(2), delivery.ZoneInput{Name: "Mine", Countries: []string{"SE"}})
	require.NoError(t, err)
	require.Equal(t, 3, after.Version)
	require.NoError(t, s.DeleteMethod(staff, way.PublicID()))
	require.Equal(t, 4, db.DeliveryZone.GetX(staff, z.ID).Version)
}

func newZone(t *testing.T, s *delivery.Service, staff context.Context) *ent.DeliveryZone {
	t.Helper()
	z, err := s.CreateZone(staff, delivery.ZoneInput{Name: "Nordics", Countries: []string{"NO"}})
	require.NoError(t, err)
	return z
}

func TestWhatAWayOfDeliveryMayBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db)
	require.NoError(t, db.Vendor.UpdateOneID(v.ID).ClearLegalAddress().Exec(fixture.Platform(t)))
	s := delivery.New(db)
	z := newZone(t, s, staff)
	german := []*vendor.LocalizedText{{Language: "de", Text: "Post"}}
	for name, tc := range map[string]struct {
		change func(*delivery.MethodInput)
		want   string
	}{
		"one price": {func(*delivery.MethodInput) {}, ""},
		"by weight": {func(in *delivery.MethodInput) {
			in.Basis, in.Tiers = enum.DeliveryBasisWeight, tiers("0", "1.00", "5000", "2.00")
		}, ""},
		"by what the goods cost": {func(in *delivery.MethodInput) {
			in.Basis, in.Tiers = enum.DeliveryBasisTotal, tiers("0", "1.00", "49.99", "0")
		}, ""},
		"only in another language":      {func(in *delivery.MethodInput) { in.Titles = german }, "REQUIRED input.titles"},
		"a language of nobody":          {func(in *delivery.MethodInput) { in.Titles[0].Language = "xx" }, "INVALID input.titles.0.language"},
		"a language twice":              {func(in *delivery.MethodInput) { in.Titles = append(in.Titles, words("Mail")...) }, "INVALID input.titles.1.language"},
		"a long title":                  {func(in *delivery.MethodInput) { in.Titles = words(strings.Repeat("x", 101)) }, "TOO_LONG input.titles.0.text"},
		"no price":                      {func(in *delivery.MethodInput) { in.Tiers = nil }, "REQUIRED input.tiers"},
		"two prices that go by nothing": {func(in *delivery.MethodInput) { in.Tiers = tiers("0", "1.00", "1", "2.00") }, "INVALID input.tiers"},
		"a price below nothing":         {func(in *delivery.MethodInput) { in.Tiers = tiers("0", "-1.00") }, "INVALID input.tiers.0.price"},
		"a fraction of a cent":          {func(in *delivery.MethodInput) { in.Tiers = tiers("0", "0.001") }, "INVALID input.tiers.0.price"},
		"nothing for small parcels":     {func(in *delivery.MethodInput) { in.Basis, in.Tiers = enum.DeliveryBasisWeight, tiers("1", "1.00") }, "INVALID input.tiers.0.from"},
		"not upwards": {func(in *delivery.MethodInput) {
			in.Basis, in.Tiers = enum.DeliveryBasisWeight, tiers("0", "1", "5", "2", "5", "3")
		}, "INVALID input.tiers.2.from"},
		"half an article": {func(in *delivery.MethodInput) {
			in.Basis, in.Tiers = enum.DeliveryBasisQuantity, tiers("0", "1", "1.5", "2")
		}, "INVALID input.tiers.1.from"},
		"too many prices":                {func(in *delivery.MethodInput) { in.Tiers = make([]*delivery.TierInput, delivery.MaxTiers+1) }, "TOO_MANY input.tiers"},
		"free from less than nothing":    {func(in *delivery.MethodInput) { in.FreeFrom = ref(money.Decimal("-1")) }, "INVALID input.freeFrom"},
		"carries nothing":                {func(in *delivery.MethodInput) { in.MaxWeightGrams = ref(0) }, "INVALID input.maxWeightGrams"},
		"an earliest day alone":          {func(in *delivery.MethodInput) { in.MinDays = ref(1) }, "INVALID input.maxDays"},
		"late before early":              {func(in *delivery.MethodInput) { in.MinDays, in.MaxDays = ref(3), ref(2) }, "INVALID input.maxDays"},
		"picked up nowhere":              {func(in *delivery.MethodInput) { in.Kind = enum.DeliveryKindPickup }, "REQUIRED input.pickupAddress"},
		"picked up at half an address":   {func(in *delivery.MethodInput) { in.Kind, in.PickupAddress = enum.DeliveryKindPickup, &postal.Input{} }, "REQUIRED input.pickupAddress.firstName"},
		"sent, whatever address it says": {func(in *delivery.MethodInput) { in.PickupAddress = &postal.Input{} }, ""},
	} {
		in := flat(name)
		tc.change(&in)
		_, _, err := s.CreateMethod(staff, z.PublicID(), nil, in)
		require.Equal(t, tc.want, said(err), name)
	}
}

func TestAnUpdateReplacesAllButTheHandle(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := delivery.New(db)
	z := newZone(t, s, staff)
	in := flat("Post & Parcel")
	in.FreeFrom, in.MaxWeightGrams, in.MinDays, in.MaxDays, in.Descriptions = ref(money.Decimal("50")), ref(30_000), ref(1), ref(2), words("Fast")
	way, _, err := s.CreateMethod(staff, z.PublicID(), nil, in)
	require.NoError(t, err)
	require.Equal(t, "post-and-parcel", way.Handle)
	require.Equal(t, int64(5000), *way.FreeFromMinor)
	again, _, err := s.CreateMethod(staff, z.PublicID(), nil, in)
	require.NoError(t, err)
	require.Equal(t, "post-and-parcel-2", again.Handle)
	after, _, err := s.UpdateMethod(staff, way.PublicID(), nil, flat("Mail"))
	require.NoError(t, err)
	require.Equal(t, "post-and-parcel", after.Handle)
	require.Equal(t, map[string]string{"en": "Mail"}, after.Title)
	require.Nil(t, after.FreeFromMinor)
	require.Nil(t, after.MaxWeightGrams)
	require.Nil(t, after.MinDays)
	require.Empty(t, after.Description)
}

func TestAShopCanStopDelivering(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := delivery.New(db)
	zones, err := s.Zones(staff)
	require.NoError(t, err)
	require.Len(t, zones, 1)
	require.NoError(t, s.DeleteZone(staff, zones[0].PublicID()))
	m, err := delivery.Read(staff, db.Client)
	require.NoError(t, err)
	require.Empty(t, m.Methods, "a zone goes with its ways")
	require.False(t, m.Reaches(delivery.Place{Country: "LU"}))
	require.Equal(t, "NOT_FOUND id", said(s.DeleteZone(staff, zones[0].PublicID())))
	require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("delivery.zone-delete")).CountX(staff))
}

func TestNobodyDeliversForOthers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	_, other := fixture.Vendor(t, db)
	s := delivery.New(db)
	z := newZone(t, s, staff)
	way, _, err := s.CreateMethod(staff, z.PublicID(), nil, flat("Post"))
	require.NoError(t, err)
	_, _, err = s.CreateMethod(other, z.PublicID(), nil, flat("Post"))
	require.Equal(t, "NOT_FOUND zoneId", said(err))
	_, _, err = s.UpdateMethod(other, way.PublicID(), nil, flat("Post"))
	require.Equal(t, "NOT_FOUND id", said(err))
	_, _, err = s.UpdateZone(other, z.PublicID(), nil, delivery.ZoneInput{Name: "x"})
	require.Equal(t, "NOT_FOUND id", said(err))
	require.Equal(t, "NOT_FOUND id", said(s.DeleteZone(other, z.PublicID())))
	require.Equal(t, "NOT_FOUND id", said(s.DeleteMethod(other, publicid.ID("nonsense"))))
}

func TestZonesMadeAtTheSameTimeAreCounted(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := delivery.New(db)
	for i := range delivery.MaxZones - 2 { // one is there, and one fits
		db.DeliveryZone.Create().SetName(fmt.Sprint(i)).SetCountries([]string{}).ExecX(staff)
	}
	var made sync.Map
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			_, err := s.CreateZone(staff, delivery.ZoneInput{Name: "x"})
			made.Store(i, said(err))
		})
	}
	all.Wait()
	got := map[any]int{}
	made.Range(func(_, is any) bool { got[is]++; return true })
	require.Equal(t, map[any]int{"": 1, "TOO_MANY input": 3}, got)
}

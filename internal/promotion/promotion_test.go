package promotion_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/promotion"
	"orion/internal/store"
)

// still is a clock that stands still.
type still struct{}

func (still) Now() time.Time { return now }

func newService(db *store.DB) *promotion.Service {
	return promotion.New(db, page.NewSigner([]byte("a key of the tests")), still{})
}

func TestWhatAPromotionMayBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db)
	p, _ := fixture.Product(t, db, v)
	other, _ := fixture.Vendor(t, db)
	foreign, _ := fixture.Product(t, db, other)
	s := newService(db)
	for name, tc := range map[string]struct {
		in   promotion.Input
		want string // the place of the mistake, "" for none
	}{
		"a percentage":             {promotion.Input{PercentBp: 10000}, ""},
		"all three":                {promotion.Input{PercentBp: 1, Amount: ptr(money.Decimal("1.00")), FreeDelivery: true}, ""},
		"a code":                   {promotion.Input{PercentBp: 1, Code: ptr(" wel come-10_x ")}, ""},
		"a product":                {promotion.Input{PercentBp: 1, ProductIds: []publicid.ID{p.PublicID()}}, ""},
		"a product of others":      {promotion.Input{PercentBp: 1, ProductIds: []publicid.ID{p.PublicID(), foreign.PublicID()}}, "input.productIds.1"},
		"a collection that is not": {promotion.Input{PercentBp: 1, CollectionIds: []publicid.ID{p.PublicID()}}, "input.collectionIds.0"},
		"nothing":                  {promotion.Input{}, "input.percentBp"},
		"more than all":            {promotion.Input{PercentBp: 10001}, "input.percentBp"},
		"less than nothing":        {promotion.Input{Amount: ptr(money.Decimal("-1.00")), PercentBp: 1}, "input.amount"},
		"a fraction of a cent":     {promotion.Input{Amount: ptr(money.Decimal("0.001"))}, "input.amount"},
		"a short code":             {promotion.Input{PercentBp: 1, Code: ptr("ab")}, "input.code"},
		"a code with umlauts":      {promotion.Input{PercentBp: 1, Code: ptr("GRÜN")}, "input.code"},
		"an end before the start":  {promotion.Input{PercentBp: 1, StartsAt: ptr(now), EndsAt: ptr(now)}, "input.endsAt"},
		"no use at all":            {promotion.Input{PercentBp: 1, UsageLimit: ptr(0)}, "input.usageLimit"},
		"no use a customer":        {promotion.Input{PercentBp: 1, CustomerLimit: ptr(0)}, "input.customerLimit"},
		"a language of nobody":     {promotion.Input{PercentBp: 1, PublicTitles: []*promotion.Title{{Language: "xx", Title: "x"}}}, "input.publicTitles"},
	} {
		tc.in.Title = name
		made, err := s.Create(staff, tc.in)
		if tc.want == "" {
			require.NoError(t, err, name)
			require.Equal(t, 1, made.Version)
			continue
		}
		var bad *errs.Error
		require.ErrorAs(t, err, &bad, name)
		require.Equal(t, tc.want, bad.Field(), name)
	}
}

func TestACodeIsOneWhateverItsCase(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := newService(db)
	first, err := s.Create(staff, promotion.Input{Title: "Welcome", PercentBp: 1000, Code: ptr("welcome 10")})
	require.NoError(t, err)
	require.Equal(t, "WELCOME10", *first.Code)
	_, err = s.Create(staff, promotion.Input{Title: "Again", PercentBp: 1000, Code: ptr("Welcome10")})
	require.Equal(t, errs.AlreadyExists, errs.CodeOf(err))
	_, err = s.Archive(staff, first.PublicID())
	require.NoError(t, err)
	_, err = s.Create(staff, promotion.Input{Title: "Again", PercentBp: 1000, Code: ptr("Welcome10")})
	require.NoError(t, err, "an archived promotion has freed its code")
}

func TestAnUpdateReplacesAllAndKnowsItsVersion(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db)
	s := newService(db)
	p, err := s.Create(staff, promotion.Input{Title: "Welcome", PercentBp: 1000, Code: ptr("TEN"), UsageLimit: ptr(3), EndsAt: ptr(now.Add(time.Hour)), Minimum: ptr(money.Decimal("50.00"))})
	require.NoError(t, err)
	_, goods := fixture.Product(t, db, v)
	whole := promotion.Input{
		Title: "Whole", PercentBp: 500, Code: ptr("FIVE"), UsageLimit: ptr(2), CustomerLimit: ptr(1), StartsAt: ptr(now), EndsAt: ptr(now.Add(2 * time.Hour)),
		Minimum: ptr(money.Decimal("10.00")), ProductIds: []publicid.ID{publicid.New("Product", goods.ProductID)},
	}
	kept, _, err := s.Update(staff, p.PublicID(), ptr(1), whole)
	require.NoError(t, err)
	require.Equal(t, "FIVE", *kept.Code)
	require.Equal(t, []uuid.UUID{goods.ProductID}, kept.ProductIds)
	require.Equal(t, 2, *kept.UsageLimit)
	after, _, err := s.Update(staff, p.PublicID(), ptr(2), promotion.Input{Title: "Winter", FreeDelivery: true})
	require.NoError(t, err)
	require.Equal(t, 3, after.Version)
	require.Empty(t, after.ProductIds)
	require.True(t, after.FreeDelivery)
	require.Zero(t, after.PercentBp)
	require.Nil(t, after.Code)
	require.Nil(t, after.UsageLimit)
	require.Nil(t, after.EndsAt)
	require.Nil(t, after.MinimumMinor)
	_, current, err := s.Update(staff, p.PublicID(), ptr(1), promotion.Input{Title: "Late", FreeDelivery: true})
	require.Equal(t, errs.StaleVersion, errs.CodeOf(err))
	require.Equal(t, "Winter", current.Title)
	_, err = s.Archive(staff, p.PublicID())
	require.NoError(t, err)
	_, _, err = s.Update(staff, p.PublicID(), nil, promotion.Input{Title: "Late", FreeDelivery: true})
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
}

func TestAtMostFiftyRun(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := newService(db)
	for i := range promotion.MaxRunning - 3 {
		_, err := s.Create(staff, promotion.Input{Title: fmt.Sprint(i), PercentBp: 1})
		require.NoError(t, err)
	}
	var wg sync.WaitGroup
	refused := make(chan error, 6)
	for range 6 {
		wg.Go(func() {
			if _, err := s.Create(staff, promotion.Input{Title: "more", PercentBp: 1}); err != nil {
				refused <- err
			}
		})
	}
	wg.Wait()
	close(refused)
	require.Len(t, refused, 3, "six at once, and room for three")
	for err := range refused {
		require.Equal(t, errs.TooMany, errs.CodeOf(err))
	}
	_, err := s.Create(staff, promotion.Input{Title: "over", PercentBp: 1, EndsAt: ptr(now.Add(-time.Hour))})
	require.NoError(t, err, "what is over is not looked at")
}

func TestPromotionsByStatusAndText(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db)
	s, sys := newService(db), fixture.System(t, v)
	with := func(title string) *ent.PromotionCreate {
		return db.Promotion.Create().SetTitle(title).SetPercentBp(1).SetCurrency("EUR")
	}
	with("active").SetCode("ACT-1").SaveX(sys)
	with("limited").SetUsageLimit(2).SetUsedCount(1).SaveX(sys)
	with("scheduled").SetStartsAt(now.Add(time.Hour)).SaveX(sys)
	with("ended").SetEndsAt(now).SetUsageLimit(1).SetUsedCount(1).SaveX(sys)
	with("used up").SetUsageLimit(2).SetUsedCount(2).SaveX(sys)
	with("archived").SetArchivedAt(now).SaveX(sys)
	for _, tc := range []struct {
		where promotion.Where
		want  []string
	}{
		{promotion.Where{}, []string{"archived", "used up", "ended", "scheduled", "limited", "active"}},
		{promotion.Where{Status: []enum.PromotionStatus{enum.PromotionStatusActive}}, []string{"limited", "active"}},
		{promotion.Where{Status: []enum.PromotionStatus{enum.PromotionStatusScheduled, enum.PromotionStatusEnded}}, []string{"ended", "scheduled"}},
		{promotion.Where{Status: []enum.PromotionStatus{enum.PromotionStatusUsedUp}}, []string{"used up"}},
		{promotion.Where{Status: []enum.PromotionStatus{enum.PromotionStatusArchived}}, []string{"archived"}},
		{promotion.Where{Status: []enum.PromotionStatus{}}, nil},
		{promotion.Where{Search: ptr("LIMIT")}, []string{"limited"}},
		{promotion.Where{Search: ptr("act-")}, []string{"active"}},
	} {
		list, err := s.List(staff, page.Arg{}, &tc.where)
		require.NoError(t, err)
		var got []string
		for _, p := range list.Nodes {
			got = append(got, p.Title)
			if len(tc.where.Status) == 1 {
				require.Equal(t, tc.where.Status[0], s.Status(p))
			}
		}
		require.Equal(t, tc.want, got)
	}
}

package marketplace_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/fetch"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/kit/seal"
	"orion/internal/kit/secret"
	"orion/internal/marketplace"
)

const feedPassword = "feed-s3cret"

func p[T any](v T) *T { return &v }

// fetching opens a house that fetches from servers of the test and keeps credentials.
func fetching(d *marketplace.Deps) {
	root := secret.Root(strings.Repeat("k", secret.MinRoot))
	d.Seal, _ = seal.New(root)
	d.Fetch = fetch.New(fetch.AllowLoopback())
}

func (h house) source(t testing.TB, ctx context.Context, in marketplace.SourceInput) *ent.MarketplaceSource {
	t.Helper()
	if in.Name == nil {
		in.Name = p("Feed")
	}
	src, err := h.CreateSource(ctx, "s-"+uuid.NewString()[:8], in)
	require.NoError(t, err)
	return src
}

func TestASourceIsMadeChangedAndRemoved(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	v, ctx := fixture.Vendor(t, h.db)
	coll, err := h.db.Collection.Create().SetTitle("Lamps").SetSlug("lamps").Save(fixture.System(t, v))
	require.NoError(t, err)
	tree := h.db.Category.Create().SetTitle("Lamps").SetSlug("lamps").SaveX(fixture.System(t, v))
	src, err := h.CreateSource(ctx, "erp-1", marketplace.SourceInput{
		Name: p(" ERP "), Format: p(enum.FeedFormatCustom), CurrencyCode: p("EUR"), DecimalMark: p(enum.DecimalMarkComma),
		Encoding: p("windows-1252"), Separator: p(";"), Languages: []string{"de", "fr"},
		Mapping: &marketplace.FeedMapping{
			Columns:   []*marketplace.ColumnMapping{{Column: "Nr", Field: "id"}, {Column: "Egal"}, {Column: "Name", Field: "title"}, {Column: "Preis", Field: "price", Pointer: p("/gross")}},
			Constants: []*marketplace.FieldConstant{{Field: "brand", Value: "Lumen"}}, Round: true,
		},
		FeedURL: p("https://shop.example/feed.csv"), Credentials: &marketplace.FeedCredentials{Username: "me", Password: feedPassword},
		Schedule: p("30  5 * * *"), Complete: p(false), FailureLimit: p(3), StockPolicy: p(enum.StockPolicyFollowFeed), DefaultStock: p(7),
		PriceRule:   &marketplace.PriceRuleInput{MarkupPercent: p(money.Decimal("12.5")), Surcharge: p(money.Decimal("-1.20")), Rounding: enum.PriceRoundingEnd99},
		CategoryMap: []*marketplace.CategoryRuleInput{{From: "Home > Lamps", ProductType: p("Lamps"), CollectionID: p(coll.PublicID()), CategoryID: p(tree.PublicID())}}, TaxClass: p(enum.TaxClassReduced),
	})
	require.NoError(t, err)
	require.Equal(t, "ERP", src.Name)
	require.Equal(t, "Windows-1252", *src.Encoding)
	require.Equal(t, "30 5 * * *", *src.Schedule)
	require.NotNil(t, src.NextRunAt)
	require.Equal(t, coll.ID, *src.CategoryMap[0].CollectionID)
	require.Equal(t, tree.ID, *src.CategoryMap[0].CategoryID)
	require.Equal(t, enum.TaxClassReduced, src.TaxClass)
	rule := marketplace.PriceRuleOf(src)
	require.Equal(t, money.Decimal("12.5"), rule.MarkupPercent)
	require.Equal(t, money.New(-120, "EUR"), *rule.Surcharge)
	m, err := marketplace.MappingOf(src)
	require.NoError(t, err)
	require.Len(t, m.Columns, 3, "what is left out is not kept")
	require.Equal(t, "/gross", *m.Columns[2].Pointer)
	require.Equal(t, "Lumen", m.Constants[0].Value)

	same, err := h.UpdateSource(ctx, src.PublicID(), marketplace.SourceInput{Name: p("ERP")}, p(1))
	require.NoError(t, err)
	require.Equal(t, 1, same.Version, "nothing was changed")
	after, err := h.UpdateSource(ctx, src.PublicID(), marketplace.SourceInput{Name: p("New"), Schedule: p("")}, p(1))
	require.NoError(t, err)
	require.Equal(t, 2, after.Version)
	require.Nil(t, after.NextRunAt)
	require.True(t, marketplace.HasCredentials(after))
	_, err = h.UpdateSource(ctx, src.PublicID(), marketplace.SourceInput{Name: p("Late")}, p(1))
	require.Equal(t, errs.StaleVersion, code(t, err))
	moved, err := h.UpdateSource(ctx, src.PublicID(), marketplace.SourceInput{FeedURL: p("https://other.example/feed.csv")}, nil)
	require.NoError(t, err)
	require.False(t, marketplace.HasCredentials(moved), "another address forgets them")

	_, err = h.CreateSource(ctx, "erp-1", marketplace.SourceInput{Name: p("Again")})
	require.Equal(t, errs.AlreadyExists, code(t, err))
	_, err = h.DeleteSource(ctx, src.PublicID())
	require.NoError(t, err)
	gone, err := h.Source(ctx, "erp-1")
	require.NoError(t, err)
	require.Nil(t, gone)
	h.start(t, ctx, rows(1, 1))
	google, err := h.Source(ctx, "google")
	require.NoError(t, err)
	_, err = h.DeleteSource(ctx, google.PublicID())
	require.Equal(t, errs.InvalidState, code(t, err))

	for _, e := range h.db.AuditEntry.Query().Where(auditentry.VendorID(v.ID)).AllX(fixture.Platform(t)) {
		require.NotContains(t, fmt.Sprintf("%+v", e), feedPassword)
	}
}

func TestASourceTooMany(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	for i := h.db.MarketplaceSource.Query().CountX(ctx); i < 50; i++ {
		h.db.MarketplaceSource.Create().SetHandle(fmt.Sprint("s", i)).SetName("S").SaveX(fixture.System(t, v))
	}
	_, err := h.CreateSource(ctx, "one-more", marketplace.SourceInput{Name: p("One")})
	require.Equal(t, errs.QuotaExceeded, code(t, err))
}

func TestMistakesInASource(t *testing.T) {
	t.Parallel()
	h := open(t, fetching, func(d *marketplace.Deps) { d.Fetch = nil }) // as in the program
	_, ctx := fixture.Vendor(t, h.db)
	long := strings.Repeat("x", 2000)
	column := func(field string) *marketplace.FeedMapping {
		return &marketplace.FeedMapping{Columns: []*marketplace.ColumnMapping{{Column: "a"}, {Column: "b", Field: "id"}, {Column: "c", Field: field}}}
	}
	for name, tc := range map[string]struct {
		in   marketplace.SourceInput
		code errs.Code
		at   string
	}{
		"no name":                     {marketplace.SourceInput{Name: p(" ")}, errs.Required, "input.name"},
		"a name that is too long":     {marketplace.SourceInput{Name: p(long)}, errs.TooLong, "input.name"},
		"no currency":                 {marketplace.SourceInput{CurrencyCode: p("XYZ")}, errs.Invalid, "input.currencyCode"},
		"an unknown encoding":         {marketplace.SourceInput{Encoding: p("EBCDIC")}, errs.Invalid, "input.encoding"},
		"an unknown separator":        {marketplace.SourceInput{Separator: p("x")}, errs.Invalid, "input.separator"},
		"a language twice":            {marketplace.SourceInput{Languages: []string{"fr", "fr"}}, errs.Invalid, "input.languages"},
		"custom without a mapping":    {marketplace.SourceInput{Format: p(enum.FeedFormatCustom)}, errs.Required, "input.mapping"},
		"a field that is none":        {marketplace.SourceInput{Mapping: column("nonsense")}, errs.Invalid, "input.mapping.columns.2.field"},
		"a field twice":               {marketplace.SourceInput{Mapping: column("id")}, errs.Invalid, "input.mapping.columns.2.field"},
		"H48 a user in the address":   {marketplace.SourceInput{FeedURL: p("https://me:" + feedPassword + "@shop.example/")}, errs.Invalid, "input.feedUrl"},
		"H48 a port of a database":    {marketplace.SourceInput{FeedURL: p("https://shop.example:5432/")}, errs.Invalid, "input.feedUrl"},
		"H48 an address of 2,001":     {marketplace.SourceInput{FeedURL: p("https://shop.example/" + long)}, errs.Invalid, "input.feedUrl"},
		"H48 a line break":            {marketplace.SourceInput{FeedURL: p("https://shop.example/\r\nX: y")}, errs.Invalid, "input.feedUrl"},
		"H48 a file":                  {marketplace.SourceInput{FeedURL: p("file:///etc/passwd")}, errs.Invalid, "input.feedUrl"},
		"H45 a private address":       {marketplace.SourceInput{FeedURL: p("http://10.0.0.1/")}, errs.Invalid, "input.feedUrl"},
		"credentials for nothing":     {marketplace.SourceInput{Credentials: &marketplace.FeedCredentials{Username: "a", Password: "b"}}, errs.Invalid, "input.credentials"},
		"a user with a colon":         {marketplace.SourceInput{FeedURL: p("https://a.example/"), Credentials: &marketplace.FeedCredentials{Username: "a:b"}}, errs.Invalid, "input.credentials.username"},
		"a schedule for nothing":      {marketplace.SourceInput{Schedule: p("0 5 * * *")}, errs.Invalid, "input.schedule"},
		"a schedule that is too busy": {marketplace.SourceInput{FeedURL: p("https://a.example/"), Schedule: p("* * * * *")}, errs.Invalid, "input.schedule"},
		"a limit of none":             {marketplace.SourceInput{FailureLimit: p(0)}, errs.Invalid, "input.failureLimit"},
		"too much stock":              {marketplace.SourceInput{DefaultStock: p(1_000_001)}, errs.Invalid, "input.defaultStock"},
		"a markup of too much":        {marketplace.SourceInput{PriceRule: &marketplace.PriceRuleInput{MarkupPercent: p(money.Decimal("1000.01"))}}, errs.Invalid, "input.priceRule.markupPercent"},
		"a markup of three decimals":  {marketplace.SourceInput{PriceRule: &marketplace.PriceRuleInput{MarkupPercent: p(money.Decimal("1.005"))}}, errs.Invalid, "input.priceRule.markupPercent"},
		"a surcharge of no amount":    {marketplace.SourceInput{PriceRule: &marketplace.PriceRuleInput{Surcharge: p(money.Decimal("1.005"))}}, errs.Invalid, "input.priceRule.surcharge"},
		"a category of nothing":       {marketplace.SourceInput{CategoryMap: []*marketplace.CategoryRuleInput{{From: "a"}, {}}}, errs.Required, "input.categoryMap.1.from"},
		"a category of no tree":       {marketplace.SourceInput{CategoryMap: []*marketplace.CategoryRuleInput{{From: "a", CategoryID: p(publicid.New("Category", uuid.New()))}}}, errs.NotFound, "input.categoryMap.0.categoryId"},
		"a collection of nobody":      {marketplace.SourceInput{CategoryMap: []*marketplace.CategoryRuleInput{{From: "a", CollectionID: p(publicid.New("Collection", uuid.New()))}}}, errs.NotFound, "input.categoryMap.0.collectionId"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.in.Name == nil {
				tc.in.Name = p("Feed")
			}
			_, err := h.CreateSource(ctx, "s-"+uuid.NewString()[:8], tc.in)
			require.Error(t, err)
			require.NotContains(t, err.Error(), feedPassword)
			var got []string
			list, ok := err.(errs.List) //nolint:errorlint // the mistakes of an input
			if !ok {
				require.ErrorAs(t, err, &list)
			}
			for _, e := range list {
				got = append(got, string(e.Code)+" "+e.Field())
			}
			require.Contains(t, got, string(tc.code)+" "+tc.at)
		})
	}
	_, err := h.CreateSource(ctx, "No Handle", marketplace.SourceInput{Name: p("Feed")})
	require.Equal(t, errs.Invalid, code(t, err))
}

// What is another vendor's is answered as what is nowhere.
func TestSourcesOfOthers(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	other, theirs := fixture.Vendor(t, h.db)
	_, ctx := fixture.Vendor(t, h.db)
	src := h.source(t, theirs, marketplace.SourceInput{FeedURL: p("https://shop.example/feed.csv")})
	upload := h.send(t, theirs, rows(1, 1))
	job := h.start(t, theirs, rows(1, 1))
	coll, err := h.db.Collection.Create().SetTitle("Theirs").SetSlug("theirs").Save(fixture.System(t, other))
	require.NoError(t, err)
	for name, do := range map[string]func(source, upload, coll publicid.ID) error{
		"update": func(id, _, _ publicid.ID) error {
			_, err := h.UpdateSource(ctx, id, marketplace.SourceInput{}, nil)
			return err
		},
		"delete": func(id, _, _ publicid.ID) error { _, err := h.DeleteSource(ctx, id); return err },
		"run":    func(id, _, _ publicid.ID) error { _, err := h.RunSource(ctx, id, "k"); return err },
		"pause":  func(id, _, _ publicid.ID) error { _, err := h.PauseSource(ctx, id, nil); return err },
		"resume": func(id, _, _ publicid.ID) error { _, err := h.ResumeSource(ctx, id); return err },
		"preview of an upload": func(_, id, _ publicid.ID) error {
			_, err := h.Preview(ctx, marketplace.PreviewInput{UploadID: &id})
			return err
		},
		"preview of an import": func(_, _, id publicid.ID) error {
			if id == coll.PublicID() { // one of theirs, else of nobody
				id = job.PublicID()
			} else {
				id = publicid.New("MarketplaceImportJob", uuid.New())
			}
			_, err := h.Preview(ctx, marketplace.PreviewInput{JobID: &id})
			return err
		},
		"a collection": func(_, _, id publicid.ID) error {
			_, err := h.CreateSource(ctx, "s-"+uuid.NewString()[:8], marketplace.SourceInput{Name: p("S"), CategoryMap: []*marketplace.CategoryRuleInput{{From: "a", CollectionID: &id}}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			foreign := do(src.PublicID(), upload, coll.PublicID())
			none := do(publicid.New("MarketplaceSource", uuid.New()), publicid.New("StagedUpload", uuid.New()), publicid.New("Collection", uuid.New()))
			require.Equal(t, errs.NotFound, code(t, foreign))
			require.Equal(t, none.Error(), foreign.Error())
		})
	}
	got, err := h.Source(ctx, src.Handle)
	require.NoError(t, err)
	require.Nil(t, got)
	_, err = h.Preview(ctx, marketplace.PreviewInput{Source: &src.Handle})
	require.Equal(t, errs.NotFound, code(t, err))
}

func TestWhoMayPauseAndResume(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	src := h.source(t, ctx, marketplace.SourceInput{})
	staff, reader := fixture.Admin(t), fixture.Staff(t, v, enum.PermissionImportRead)

	_, err := h.PauseSource(reader, src.PublicID(), nil)
	require.Equal(t, errs.Forbidden, code(t, err))
	_, err = h.PauseSource(ctx, src.PublicID(), p(strings.Repeat("x", 501)))
	require.Equal(t, errs.TooLong, code(t, err))
	paused, err := h.PauseSource(ctx, src.PublicID(), p("holidays"))
	require.NoError(t, err)
	require.Equal(t, enum.PauseReasonVendor, marketplace.PauseOf(paused).Reason)
	_, err = h.Start(ctx, marketplace.StartInput{
		UploadID: h.send(t, ctx, rows(1, 1)), Source: src.Handle, Mode: enum.ImportModeUpsert, ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: "k",
	})
	require.Equal(t, errs.InvalidState, code(t, err))

	paused, err = h.PauseSource(staff, src.PublicID(), p("too many complaints"))
	require.NoError(t, err)
	require.Equal(t, enum.PauseReasonPlatform, marketplace.PauseOf(paused).Reason)
	paused, err = h.PauseSource(ctx, src.PublicID(), nil)
	require.NoError(t, err)
	require.Equal(t, enum.PauseReasonPlatform, marketplace.PauseOf(paused).Reason, "the team does not make it its own")
	_, err = h.ResumeSource(ctx, src.PublicID())
	require.Equal(t, errs.Forbidden, code(t, err))
	works, err := h.ResumeSource(staff, src.PublicID())
	require.NoError(t, err)
	require.Nil(t, marketplace.PauseOf(works))
	_, err = h.ResumeSource(ctx, src.PublicID())
	require.NoError(t, err, "twice is no change")
}

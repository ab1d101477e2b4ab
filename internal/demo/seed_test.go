package demo

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent"
	entorder "orion/ent/gen/ent/order"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/auth"
	"orion/internal/catalog"
	"orion/internal/customer"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/stats"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
	"orion/jobs"
)

// empty is a platform with nobody on it.
func empty(t testing.TB, bucket *blob.Bucket) Deps {
	t.Helper()
	db := pgtest.New(t)
	root, err := secret.NewRoot([]byte("a root secret of the tests, long enough"))
	require.NoError(t, err)
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	now, pages := clock.System{}, page.NewSigner(root.Key("cursor"))
	d := Deps{
		DB: db, Queue: queue, Pages: pages, Clock: now, Stock: inventory.New(db, pages), Payments: payment.New(payment.Deps{DB: db, Pages: pages, Clock: now, Queue: queue, Log: slog.New(slog.DiscardHandler)}), Stats: stats.New(db, now),
		Media: media.New(db, bucket, queue, elsewhere("nothing")), size: 120,
	}
	d.Auth, err = auth.New(db, auth.Options{Secret: root, Clock: now, Log: slog.New(slog.DiscardHandler), Limits: auth.Limits{PerAddress: 1000}})
	require.NoError(t, err)
	d.Vendors, err = vendor.New(db, vendor.Options{Auth: d.Auth, Signer: pages, Links: link.Builder{BaseURL: "http://localhost", ByPath: true}, BaseDomain: "localhost"})
	require.NoError(t, err)
	d.Customers, err = customer.New(db, customer.Options{Auth: d.Auth, Pages: pages})
	require.NoError(t, err)
	d.Catalog = catalog.New(catalog.Deps{DB: db, Queue: queue, Pages: pages, Clock: now, Media: d.Media})
	d.Marketplace = marketplace.New(marketplace.Deps{
		DB: db, Queue: queue, Catalog: d.Catalog, Blobs: bucket, Pages: pages, Notices: &store.Listener{}, Clock: now,
		UploadKey: root.Key("upload"), BaseURL: "http://localhost",
	})
	return d
}

func TestSeed(t *testing.T) {
	t.Parallel()
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { _ = bucket.Close() })
	d := empty(t, bucket)
	began := time.Now()
	seeded, err := Seed(t.Context(), d)
	require.NoError(t, err)
	require.True(t, seeded)
	t.Logf("seeded in %s", time.Since(began).Round(time.Millisecond))

	for _, slug := range Slugs() {
		v, err := d.Vendors.BySlug(t.Context(), slug)
		require.NoError(t, err)
		t.Run(slug, func(t *testing.T) {
			checkCatalogue(t, d, v)
			checkPictures(t, d, v, bucket)
			checkOrders(t, d, v)
			checkSignIns(t, d, v)
		})
	}
	_, err = d.Auth.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Admin, Email: AdminEmail, Password: Password})
	require.NoError(t, err)

	seeded, err = Seed(t.Context(), d)
	require.NoError(t, err)
	require.False(t, seeded, "a second time is no change")
}

func checkCatalogue(t *testing.T, d Deps, v *ent.Vendor) {
	ctx := fixture.System(t, v)
	n, err := d.DB.Product.Query().Where(product.StatusEQ(enum.ProductStatusActive)).Count(ctx)
	require.NoError(t, err)
	require.GreaterOrEqual(t, n, 60)
	shelves, err := d.DB.Collection.Query().Count(ctx)
	require.NoError(t, err)
	require.GreaterOrEqual(t, shelves, 5)
	placed, err := d.DB.CollectionProduct.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, n, placed, "every product is in a collection")

	job, err := d.DB.MarketplaceImportJob.Query().Only(ctx)
	require.NoError(t, err)
	require.Equal(t, job.Total, job.Created+job.Failed)
	require.Equal(t, map[string]int{"alpine": 3}[v.Slug], job.Failed)
	left, err := d.DB.MarketplaceProduct.Query().Count(ctx)
	require.NoError(t, err)
	forms, err := d.DB.ProductVariant.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, forms+leftOver, left, "some are left to pick from")
	checkForms(t, d, v)

	require.NoError(t, v.Theme.Check("theme"))
	require.Len(t, v.Tagline, 3)
	require.NotNil(t, v.Imprint)
	require.Contains(t, *v.Imprint, *v.LegalName)
	require.Contains(t, *v.Imprint, v.LegalAddress.Line1)
	require.NotNil(t, v.TermsAcceptedAt)
	ways, err := d.DB.DeliveryMethod.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 4, ways)
	books, err := d.DB.Product.Query().Where(product.TaxClassEQ(enum.TaxClassSuperReduced)).Count(ctx)
	require.NoError(t, err)
	require.Equal(t, v.Slug == "papyrus", books > 0, "books bear the lowest rate")
}

// checkForms looks at the product that comes in several forms: each is there, one is sold out, one has a price before,
// and each has the picture of its colour.
func checkForms(t *testing.T, d Deps, v *ent.Vendor) {
	ctx := fixture.System(t, v)
	all, err := d.DB.Product.Query().Where(product.StatusEQ(enum.ProductStatusActive)).All(ctx)
	require.NoError(t, err)
	all = slices.DeleteFunc(all, func(p *ent.Product) bool { return len(p.Options) == 0 })
	require.Len(t, all, 1)
	p := all[0]
	names := bySlug(v.Slug).options
	require.Equal(t, []string{p.Options[0].Name, p.Options[1].Name}, names[:], "in the shop's language")
	forms, err := d.DB.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).All(ctx)
	require.NoError(t, err)
	require.Len(t, forms, len(p.Options[0].Values)*len(p.Options[1].Values))
	gone, reduced, faces := 0, 0, map[string]uuid.UUID{}
	for _, f := range forms {
		require.Len(t, f.Options, 2)
		if !f.AvailableForSale {
			gone++
		}
		if f.PriorPriceMinor != nil {
			reduced++
			require.Equal(t, *f.CompareAtMinor, *f.PriorPriceMinor)
			require.Less(t, f.PriceMinor, *f.PriorPriceMinor)
		}
		require.NotNil(t, f.MediaID)
		if before, known := faces[f.Options[0]]; known {
			require.Equal(t, before, *f.MediaID)
		}
		faces[f.Options[0]] = *f.MediaID
	}
	require.Equal(t, 1, gone)
	require.Equal(t, 1, reduced)
	require.Len(t, faces, len(p.Options[0].Values))
}

func checkPictures(t *testing.T, d Deps, v *ent.Vendor, bucket *blob.Bucket) {
	ctx := fixture.System(t, v)
	files, err := d.DB.MediaFile.Query().All(ctx)
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, f := range files {
		require.Equal(t, enum.MediaStatusReady, f.Status)
		require.NotEmpty(t, f.Alt)
		require.False(t, seen[string(*f.Sha256)], "two pictures are the same")
		seen[string(*f.Sha256)] = true
		there, err := bucket.Exists(ctx, *f.Key)
		require.NoError(t, err)
		require.True(t, there, *f.Key)
	}
	products, err := d.DB.Product.Query().All(ctx)
	require.NoError(t, err)
	faces, err := d.Catalog.FeaturedMedia(ctx, products)
	require.NoError(t, err)
	for i, f := range faces {
		require.NotNil(t, f, products[i].Title)
	}
	require.NotNil(t, v.HeroID)
	require.True(t, seen[string(*d.DB.MediaFile.GetX(ctx, *v.HeroID).Sha256)])
}

func checkOrders(t *testing.T, d Deps, v *ent.Vendor) {
	ctx := fixture.System(t, v)
	orders, err := d.DB.Order.Query().Order(entorder.ByID()).All(ctx)
	require.NoError(t, err)
	require.Greater(t, len(orders), 50)
	weeks, off, known, states := map[int]bool{}, 0, 0, map[string]int{}
	for i, o := range orders {
		require.NotNil(t, o.PlacedAt)
		age := time.Since(*o.PlacedAt)
		require.True(t, age > 0 && age < season+time.Hour)
		require.True(t, i == 0 || !o.PlacedAt.Before(*orders[i-1].PlacedAt), "ids and numbers follow time")
		require.EqualValues(t, 1001+i, *o.Number)
		weeks[int(age/(7*24*time.Hour))] = true
		if o.Status == enum.OrderStatusCancelled {
			off++
		}
		states[string(o.PaymentStatus)]++
		states[string(o.FulfillmentStatus)]++
		if o.OpenReturn {
			states["open return"]++
		}
		if o.CustomerID != nil {
			known++
		}
	}
	require.GreaterOrEqual(t, len(weeks), 12, "they are spread over the season")
	require.Positive(t, off)
	require.Less(t, off, len(orders)/4)
	require.Positive(t, known)
	require.Less(t, known, len(orders), "and some are of strangers")
	for _, s := range []string{"PAID", "PENDING", "PARTIALLY_REFUNDED", "FULFILLED", "UNFULFILLED", "open return"} {
		require.Positive(t, states[s], "%s of %v", s, states)
	}
	require.Greater(t, states["PAID"], len(orders)/2)
	checkFigures(t, d, v, len(orders)-off)
}

// checkFigures looks at what the first page of the console says of the season.
func checkFigures(t *testing.T, d Deps, v *ent.Vendor, sold int) {
	ctx, days := fixture.System(t, v), 91
	dash, err := d.Stats.Dashboard(ctx, v)
	require.NoError(t, err)
	p, err := d.Stats.Period(ctx, dash, stats.Span{Days: &days}, nil)
	require.NoError(t, err)
	require.InDelta(t, sold, p.Figures.Orders, 3, "but for those of the first hours")
	require.Positive(t, p.Figures.Refunds.Minor)
	f, err := d.Stats.Funnel(ctx, p)
	require.NoError(t, err)
	require.Greater(t, f.Visits, f.Carts)
	require.Greater(t, f.Carts, f.Checkouts)
	require.Greater(t, f.Checkouts, f.Orders)
	require.Greater(t, f.Orders, f.Paid)
}

func checkSignIns(t *testing.T, d Deps, v *ent.Vendor) {
	grants := map[string]int{}
	for who, audience := range map[string]viewer.Audience{"owner": viewer.Vendor, "staff": viewer.Vendor, "customer": viewer.Customer} {
		tokens, err := d.Auth.SignIn(t.Context(), auth.SignInInput{
			Audience: audience, Email: who + "@" + v.Slug + ".example", Password: Password, Vendor: &v.Slug,
		})
		require.NoError(t, err, who)
		require.Equal(t, v.ID, tokens.Viewer.VendorID)
		grants[who] = len(tokens.Viewer.Grants)
	}
	require.Len(t, enum.VendorPermissions(), grants["owner"])
	require.Positive(t, grants["staff"])
	require.Less(t, grants["staff"], grants["owner"]/2)
}

func TestSeedIsNotForProduction(t *testing.T) {
	t.Parallel()
	_, err := Seed(t.Context(), Deps{Production: true})
	require.ErrorContains(t, err, "production")
}

func TestSeedLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { _ = bucket.Close() })
	d := empty(t, bucket)
	fixture.Vendor(t, d.DB)
	seeded, err := Seed(t.Context(), d)
	require.NoError(t, err)
	require.False(t, seeded)
	n, err := d.DB.Vendor.Query().Count(fixture.Platform(t))
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

// A fuse is a clock that goes off when it has been looked at so often.
type fuse struct {
	left atomic.Int32
	off  func()
}

func (f *fuse) Now() time.Time {
	if f.left.Add(-1) == 0 {
		f.off()
	}
	return clock.System{}.Now()
}

func TestSeedGoesOnWhereItWasBrokenOff(t *testing.T) {
	t.Parallel()
	for name, looks := range map[string]int32{"while accounts are made": 20, "before the first order": 43} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bucket := memblob.OpenBucket(nil)
			t.Cleanup(func() { _ = bucket.Close() })
			d := empty(t, bucket)
			ctx, cancel := context.WithCancel(t.Context())
			breaking := &fuse{off: cancel}
			breaking.left.Store(looks)
			first := d
			first.Clock = breaking
			_, err := Seed(ctx, first)
			require.ErrorIs(t, err, context.Canceled)

			seeded, err := Seed(t.Context(), d)
			require.NoError(t, err)
			require.True(t, seeded)
			for _, slug := range Slugs() {
				v, err := d.Vendors.BySlug(t.Context(), slug)
				require.NoError(t, err)
				checkCatalogue(t, d, v)
				checkPictures(t, d, v, bucket)
				checkOrders(t, d, v)
				checkSignIns(t, d, v)
			}
		})
	}
}

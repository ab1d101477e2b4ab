package demo

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/viewer"
)

// Of every feed a few articles are left in staging, so that the console has
// something to pick from: one set aside, two picked, the others as they came in.
const (
	leftOver = 6
	setAside = 1
	picked   = 2
)

// fill gives a vendor its catalogue, as its owner would: upload, import, select,
// publish, put onto shelves.
func (s *seeder) fill(ctx context.Context, h *house) error {
	if err := s.bring(ctx, h.shop); err != nil {
		return err
	}
	staged, err := s.staged(ctx, h.shop)
	if err != nil {
		return err
	}
	products, err := s.publish(ctx, staged)
	if err != nil {
		return err
	}
	if err := s.sort(ctx, h.shop, products); err != nil {
		return err
	}
	if err := s.tax(h.program(ctx)); err != nil {
		return fmt.Errorf("tell books apart: %w", err)
	}
	return s.shelve(ctx, h.shop, products)
}

// bring imports the feed, or goes on with an import that was broken off.
func (s *seeder) bring(ctx context.Context, of *shop) error {
	job, err := s.DB.MarketplaceImportJob.Query().Only(ctx)
	if ent.IsNotFound(err) {
		job, err = s.ask(ctx, of)
	}
	if err != nil {
		return err
	}
	return s.Marketplace.Run(viewer.Elevate(ctx), job.ID)
}

// ask uploads the feed and asks for its import.
func (s *seeder) ask(ctx context.Context, of *shop) (*ent.MarketplaceImportJob, error) {
	upload, err := s.upload(ctx, of)
	if err != nil {
		return nil, err
	}
	return s.Marketplace.Start(ctx, marketplace.StartInput{
		UploadID: upload, Source: "google", Mode: enum.ImportModeUpsert,
		ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: "demo",
	})
}

func (s *seeder) upload(ctx context.Context, of *shop) (publicid.ID, error) {
	file, err := feed(of.slug)
	if err != nil {
		return "", err
	}
	places, err := s.Media.StageUploads(ctx, []*media.StagedUploadInput{{
		Purpose: enum.UploadPurposeImportFile, Filename: of.slug + ".csv", ContentType: "text/csv", ByteSize: len(file),
	}})
	if err != nil {
		return "", err
	}
	u, err := url.Parse(places[0].URL)
	if err != nil {
		return "", fmt.Errorf("read the address of an upload: %w", err)
	}
	ticket := media.UploadTicket{
		Upload: string(places[0].UploadID), Vendor: u.Query().Get("vendor"),
		Expires: u.Query().Get("expires"), Signature: u.Query().Get("signature"),
	}
	return places[0].UploadID, s.Media.ReceiveUpload(ctx, ticket, bytes.NewReader(file))
}

// staged returns what the import has brought, mixed, so that the newest goods of a
// shop are not all of one kind; those that come in several forms lead, together.
func (s *seeder) staged(ctx context.Context, of *shop) ([]publicid.ID, error) {
	most := page.MaxSize
	conn, err := s.Marketplace.Products(ctx, page.Arg{First: &most}, nil)
	if err != nil {
		return nil, err
	}
	rows := slices.Clone(conn.Nodes)
	slices.SortFunc(rows, func(a, b *ent.MarketplaceProduct) int { return strings.Compare(a.ExternalID, b.ExternalID) })
	r := rand.New(rand.NewPCG(seedOf(of.slug), 1)) //nolint:gosec // it mixes goods and keeps no secret
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	slices.SortStableFunc(rows, func(a, b *ent.MarketplaceProduct) int { return cmp.Compare(group(b), group(a)) })
	ids := make([]publicid.ID, len(rows))
	for i, p := range rows {
		ids[i] = p.PublicID()
	}
	return ids, nil
}

// group is the number of the article that a row is a form of, empty where it is all there is of it.
func group(p *ent.MarketplaceProduct) string {
	if p.ItemGroupID == nil {
		return ""
	}
	return *p.ItemGroupID
}

// publish puts all but the left over into the shop.
func (s *seeder) publish(ctx context.Context, staged []publicid.ID) ([]*ent.Product, error) {
	into, rest := staged[:len(staged)-leftOver], staged[len(staged)-leftOver:]
	if _, err := s.Marketplace.Ignore(ctx, rest[:setAside]); err != nil {
		return nil, err
	}
	if _, err := s.Marketplace.Select(ctx, rest[setAside:setAside+picked]); err != nil {
		return nil, err
	}
	if _, err := s.Marketplace.Select(ctx, into); err != nil {
		return nil, err
	}
	products, err := s.Marketplace.Publish(ctx, into)
	if err != nil {
		return nil, err
	}
	return slices.CompactFunc(products, func(a, b *ent.Product) bool { return a.ID == b.ID }), nil // forms share one
}

// shelve makes a collection of each type of product, in the feed's order of types.
func (s *seeder) shelve(ctx context.Context, of *shop, products []*ent.Product) error {
	var titles []string
	shelf := map[string][]publicid.ID{}
	for _, p := range products {
		t := *p.ProductType
		if shelf[t] == nil {
			titles = append(titles, t)
		}
		shelf[t] = append(shelf[t], p.PublicID())
	}
	order, err := feedTypes(of.slug)
	if err != nil {
		return err
	}
	slices.SortFunc(titles, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
	for _, t := range titles {
		words := of.shelves[t]
		in := catalog.CollectionCreateInput{Title: t, Description: &words, ProductIds: shelf[t]}
		if _, err := s.Catalog.CreateCollection(ctx, in); err != nil && errs.CodeOf(err) != errs.AlreadyExists {
			return err
		}
	}
	return nil
}

// draw makes all pictures that products refer to, on every core.
func (s *seeder) draw(ctx context.Context, houses []*house) error {
	pictures := s.Media.With(s.studio)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, h := range houses {
		own := h.program(ctx)
		files, err := s.DB.MediaFile.Query().Where(mediafile.StatusEQ(enum.MediaStatusPending)).IDs(own)
		if err != nil {
			return fmt.Errorf("list pictures to draw: %w", err)
		}
		for _, file := range files {
			g.Go(func() error { return pictures.Fetch(own, file) })
		}
	}
	return g.Wait()
}

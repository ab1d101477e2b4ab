//go:build acceptance

package marketplace_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
)

// dataVariable names the folder with the feeds.
const dataVariable = "ORION_ACCEPTANCE_DATA"

func feedFile(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv(dataVariable)
	require.NotEmpty(t, dir, "%s names the folder with the feeds", dataVariable)
	b, err := os.ReadFile(filepath.Join(dir, "derived", name))
	require.NoError(t, err)
	return string(b)
}

// expected is what must come of a file, and why.
type expected struct {
	file     string
	comma    rune
	rows     int
	failed   int
	warnings int
	currency string
}

// The feeds, and what the contract of the import makes of their rows:
//
// google-icecat: 1,260 ids, all different; all prices are of the form 29.56 EUR.
// 1,109 rows have no picture and 33 no description, neither of which is needed to
// stage. 4 descriptions have more than 5,000 characters and are kept with a
// warning. None fails.
//
// google-retail-demo-store: 2,465 ids, all different; prices in EUR. 16 pictures
// have a blank in their address ("…/food service/…"), which is encoded, with a
// warning. None fails.
//
// google-typesense-electronics: 3,291 ids, all different; prices in USD, which is
// not the currency of the shop: they are staged, and cannot be published. None
// fails.
var acceptance = []expected{
	{file: "google-icecat.utf8.csv", comma: ',', rows: 1260, warnings: 4, currency: "EUR"},
	{file: "google-retail-demo-store.csv", comma: ',', rows: 2465, warnings: 16, currency: "EUR"},
	{file: "google-typesense-electronics.tsv", comma: '\t', rows: 3291, currency: "USD"},
}

func TestAcceptanceOfRealFeeds(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, want := range acceptance {
		t.Run(want.file, func(t *testing.T) {
			data := feedFile(t, want.file)
			_, ctx := fixture.Vendor(t, h.db)
			job := h.load(t, ctx, data)
			h.explain(t, ctx, job)
			require.Equal(t, want.rows, job.Total)
			require.Equal(t, [4]int{want.rows - want.failed, 0, 0, want.failed}, counts(job))
			require.Equal(t, enum.ImportStatusCompleted, job.Status)
			require.Equal(t, want.warnings, job.Warnings)
			h.compare(t, ctx, want, data)

			before := contents(h.staged(t, ctx))
			again := h.load(t, ctx, data)
			require.Equal(t, [4]int{0, 0, want.rows - want.failed, want.failed}, counts(again))
			require.True(t, slices.Equal(before, contents(h.staged(t, ctx))), "nothing was touched")
		})
	}
}

// explain prints each row that failed or was warned about, with its reason.
func (h house) explain(t *testing.T, ctx context.Context, job *ent.MarketplaceImportJob) {
	t.Helper()
	t.Logf("%s: %d rows, %d created, %d updated, %d unchanged, %d failed, %d warnings", job.Filename,
		job.Total, job.Created, job.Updated, job.Unchanged, job.Failed, job.Warnings)
	size := page.MaxSize
	arg := page.Arg{First: &size}
	for {
		problems, err := h.Errors(ctx, job, arg, false)
		require.NoError(t, err)
		for _, p := range problems.Nodes {
			verdict := "failed"
			if p.Warning {
				verdict = "kept"
			}
			column := ""
			if p.Column != nil {
				column = *p.Column
			}
			t.Logf("  line %d, row %d, %s: %s: %s", p.Line, p.Record, column, verdict, p.Message.In(i18n.Languages[0]))
		}
		if !problems.PageInfo.HasNextPage {
			return
		}
		arg.After = problems.PageInfo.EndCursor
	}
}

// compare reads the file a second time, with the standard library and the plain
// rules of the contract, and holds every staged product against its row.
func (h house) compare(t *testing.T, ctx context.Context, want expected, data string) {
	t.Helper()
	staged := map[string]*ent.MarketplaceProduct{}
	for _, p := range h.staged(t, ctx) {
		staged[p.ExternalID] = p
	}
	require.Len(t, staged, want.rows-want.failed)
	r := csv.NewReader(strings.NewReader(data))
	r.Comma = want.comma
	names, err := r.Read()
	require.NoError(t, err)
	warnings := 0
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		row := map[string]string{}
		for i, n := range names {
			row[n] = strings.TrimSpace(cells[i])
		}
		p := staged[row["id"]]
		require.NotNil(t, p, row["id"])
		require.Equal(t, row["title"], p.Title)
		require.Equal(t, strings.ReplaceAll(row["description"], "\r\n", "\n"), p.Description)
		require.Equal(t, row["link"], text(p.Link))
		require.Equal(t, strings.ReplaceAll(row["image_link"], " ", "%20"), text(p.ImageLink))
		require.Equal(t, row["availability"], text(p.Availability))
		require.Equal(t, row["brand"], text(p.Brand))
		require.Equal(t, row["mpn"], text(p.Mpn))
		require.Equal(t, row["product_type"], text(p.ProductType))
		require.Equal(t, row["condition"], text(p.Condition))
		require.Equal(t, row["identifier_exists"], p.Attributes["identifier_exists"])
		require.Equal(t, row["gender"], p.Attributes["gender"])
		require.Equal(t, row["price"], price(p))
		require.Equal(t, want.currency, p.Currency)
		if utf8.RuneCountInString(row["description"]) > 5000 {
			warnings++
		}
		if strings.Contains(row["image_link"], " ") {
			warnings++
		}
	}
	require.Equal(t, want.warnings, warnings)
}

// contents are all fields of staged products, as texts.
func contents(all []*ent.MarketplaceProduct) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.String()
	}
	return out
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// price writes the price as the feeds do; all of their currencies have cents.
func price(p *ent.MarketplaceProduct) string {
	cents := strconv.FormatInt(p.PriceMinor, 10)
	for len(cents) < 3 {
		cents = "0" + cents
	}
	return cents[:len(cents)-2] + "." + cents[len(cents)-2:] + " " + p.Currency
}

// The four forms of one catalogue leave the same products: after the first, the
// others change nothing.
func TestAcceptanceOfEncodings(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	require.Equal(t, [4]int{1260, 0, 0, 0}, counts(h.load(t, ctx, feedFile(t, "google-icecat.utf8.csv"))))
	before := contents(h.staged(t, ctx))
	for file, encoding := range map[string]string{
		"google-icecat.utf8bom-crlf.csv":                  "UTF-8",
		"google-icecat.cp1252-semicolon-decimalcomma.csv": "Windows-1252",
		"google-icecat.utf16le.tsv":                       "UTF-16LE",
	} {
		job := h.load(t, ctx, feedFile(t, file))
		require.Equal(t, [4]int{0, 0, 1260, 0}, counts(job), file)
		require.Equal(t, encoding, *job.Encoding)
		require.True(t, slices.Equal(before, contents(h.staged(t, ctx))), file)
	}
}

// What is no feed is told so, or waits for somebody to say what its columns mean; it stages
// nothing.
func TestAcceptanceOfFilesThatAreNoFeeds(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	job := h.load(t, ctx, feedFile(t, "inventory-retail-demo-store.csv"))
	require.Equal(t, enum.ImportStatusAwaitingMapping, job.Status)
	require.Equal(t, "MISSING_COLUMN", job.Failure.Code)
	dir := filepath.Dir(filepath.Join(os.Getenv(dataVariable), "derived"))
	for _, pattern := range []string{"shopify/*.csv", "shopware/*.csv", "vendure/*.csv", "csv-spectrum/csvs/*.csv", "*/*.json"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		require.NoError(t, err)
		for _, f := range files {
			b, err := os.ReadFile(f)
			require.NoError(t, err)
			if len(bytes.TrimSpace(b)) == 0 {
				continue
			}
			job := h.load(t, ctx, string(b))
			require.Contains(t, []enum.ImportStatus{enum.ImportStatusFailed, enum.ImportStatusAwaitingMapping}, job.Status, f)
			require.NotNil(t, job.Failure, f)
			t.Logf("%s: %s", filepath.Base(f), job.Failure.In(i18n.Languages[0]))
		}
	}
	require.Empty(t, h.staged(t, ctx))
}

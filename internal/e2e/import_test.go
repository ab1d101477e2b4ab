package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// feed returns a file of a marketplace: some articles, and one row that is none.
func feed(prefix string, articles int) string {
	var b strings.Builder
	b.WriteString("id,title,description,link,price,availability,quantity,brand\n")
	for i := range articles {
		fmt.Fprintf(&b, "%s-%d,%s no. %d,\"Made for the test, number %d.\",https://example.org/%d,%d.50 EUR,in_stock,7,Atelier\n", prefix, i, prefix, i, i, i, i+10)
	}
	fmt.Fprintf(&b, "%s-bad,Without a price,,https://example.org/bad,a fortune,in_stock,1,Atelier\n", prefix)
	return b.String()
}

func importing(t *testing.T, h *house) {
	owner := h.signIn(t, "VENDOR", "owner@lumiere.example", "lumiere")
	file := feed("Etagere", 30)
	job := owner.importFile(t, file, "first")
	last := owner.follow(t, `subscription { importProgress(id: "`+job+`", afterSequence: 0) { sequence job { id status progress { total processed } } } }`)
	require.Equal(t, job, last.text("importProgress.job.id"))
	require.Equal(t, "COMPLETED_WITH_ERRORS", last.text("importProgress.job.status"))
	require.Equal(t, map[string]any{"total": 31.0, "created": 30.0, "updated": 0.0, "unchanged": 0.0, "failed": 1.0}, owner.poll(t, job))
	again := owner.importFile(t, file, "second")
	require.Equal(t, map[string]any{"total": 31.0, "created": 0.0, "updated": 0.0, "unchanged": 30.0, "failed": 1.0}, owner.poll(t, again))
	errors := owner.ask(t, `{ vendor { importJob(id: %q) { errors(first: 5, onlyFailed: true) { nodes { line record column value code message } } } } }`, job)
	require.Equal(t, []string{"price"}, errors.all("vendor.importJob.errors.nodes", "column"))
	require.Equal(t, []string{"a fortune"}, errors.all("vendor.importJob.errors.nodes", "value"))
	publish(t, h, owner)
}

// publish takes what was staged into the shop.
func publish(t *testing.T, h *house, owner caller) {
	staged := owner.ask(t, `{ vendor { marketplaceProducts(first: 100, where: {status: [IMPORTED], search: "Etagere"}) { nodes { id externalId title status } count { value } } } }`)
	require.Equal(t, 30, staged.number("vendor.marketplaceProducts.count.value"))
	visitor := h.visitor("lumiere")
	search := `{ shop { products(first: 100, where: {title: {contains: "Etagere"}, inStock: true}) { nodes { id slug variants(first: 1) { nodes { price { amount } availableForSale } } } } } }`
	require.Empty(t, visitor.ask(t, search).at("shop.products.nodes"), "staged is not shown")

	ids := list(staged.all("vendor.marketplaceProducts.nodes", "id")[:3])
	chosen := owner.ask(t, `mutation { marketplaceProductsSelect(ids: %s) { marketplaceProducts { id status } userErrors { code } } }`, ids)
	chosen.fine("marketplaceProductsSelect")
	require.Equal(t, []string{"SELECTED", "SELECTED", "SELECTED"}, chosen.all("marketplaceProductsSelect.marketplaceProducts", "status"))
	for range 2 { // twice is no change
		done := owner.ask(t, `mutation { marketplaceProductsPublish(ids: %s) { products { id slug status } userErrors { code path } } }`, ids)
		done.fine("marketplaceProductsPublish")
		require.Equal(t, []string{"ACTIVE", "ACTIVE", "ACTIVE"}, done.all("marketplaceProductsPublish.products", "status"))
	}
	shown := visitor.ask(t, search)
	require.Len(t, shown.at("shop.products.nodes"), 3)
	status, _, _ := h.get(t, "/shop/lumiere/products/"+shown.text("shop.products.nodes.0.slug"))
	require.Equal(t, http.StatusOK, status)
}

// importFile sends a file the way browsers do, starts its import and returns the job's id.
func (c caller) importFile(t *testing.T, file, key string) string {
	t.Helper()
	staged := c.ask(t, `mutation { stagedUploadsCreate(inputs: [{purpose: IMPORT_FILE, filename: "feed.csv", contentType: "text/csv", byteSize: %d}]) {
		uploads { uploadId method url headers { name value } } userErrors { code } } }`, len(file))
	staged.fine("stagedUploadsCreate")
	upload := answer{t, staged.at("stagedUploadsCreate.uploads.0")}
	req, err := http.NewRequestWithContext(t.Context(), upload.text("method"), upload.text("url"), strings.NewReader(file))
	require.NoError(t, err)
	for i, name := range upload.all("headers", "name") {
		req.Header.Set(name, upload.all("headers", "value")[i])
	}
	res, err := web.Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Less(t, res.StatusCode, 300)

	began := c.ask(t, `mutation { importStart(input: {uploadId: %q, source: "google", mode: UPSERT, dryRun: false, idempotencyKey: %q}) {
		job { id status } userErrors { code message path } } }`, upload.text("uploadId"), key)
	began.fine("importStart")
	return began.text("importStart.job.id")
}

// follow reads a stream of events to its end and returns the last.
func (c caller) follow(t *testing.T, document string) (last answer) {
	t.Helper()
	req, err := c.request(t.Context(), document)
	require.NoError(t, err)
	req.Header.Set("Accept", "text/event-stream")
	res, err := web.Do(req)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	require.Equal(t, http.StatusOK, res.StatusCode)
	lines, event, sequence := bufio.NewScanner(res.Body), "", -1
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		switch name = strings.TrimSpace(name); {
		case name == "event":
			event = strings.TrimSpace(value)
		case name == "data" && event == "next":
			var body map[string]any
			require.NoError(t, json.Unmarshal([]byte(value), &body))
			require.Nil(t, body["errors"], value)
			last = answer{t, body["data"]}
			require.Greater(t, last.number("importProgress.sequence"), sequence)
			sequence = last.number("importProgress.sequence")
		}
	}
	require.NoError(t, lines.Err())
	require.Equal(t, "complete", event, "the stream ends with the import")
	require.NotNil(t, last.data)
	return last
}

// poll asks the polling twin of the stream until the import is over, and returns what
// it came to.
func (c caller) poll(t *testing.T, job string) map[string]any {
	t.Helper()
	var got answer
	require.Eventually(t, func() bool {
		got = c.ask(t, `{ node(id: %q) { ... on ImportJob { status progress { total processed created updated unchanged failed ratePerSecond etaSeconds } } } }`, job)
		return strings.HasPrefix(got.text("node.status"), "COMPLETED")
	}, time.Minute, 100*time.Millisecond)
	require.Equal(t, got.number("node.progress.total"), got.number("node.progress.processed"))
	counts := got.at("node.progress").(map[string]any)
	for _, other := range []string{"processed", "ratePerSecond", "etaSeconds"} {
		delete(counts, other)
	}
	return counts
}

package marketplace_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
)

// errorTicket asks for the file of errors of an import and takes its address apart.
func (h house) errorTicket(t *testing.T, ctx context.Context, job *ent.MarketplaceImportJob) marketplace.ErrorTicket {
	t.Helper()
	address, err := h.ErrorFileURL(ctx, job)
	require.NoError(t, err)
	require.NotNil(t, address)
	u, err := url.Parse(*address)
	require.NoError(t, err)
	require.Equal(t, "/imports/"+string(job.PublicID())+"/errors.csv", u.Path)
	q := u.Query()
	return marketplace.ErrorTicket{
		Job: string(job.PublicID()), Vendor: q.Get("vendor"), Language: q.Get("language"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	}
}

// download is the file of errors as a browser gets it, without a sign-in.
func (h house) download(t *testing.T, ctx context.Context, job *ent.MarketplaceImportJob) string {
	t.Helper()
	f, err := h.ErrorFile(t.Context(), h.errorTicket(t, ctx, job))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	require.Equal(t, "feed-errors.csv", f.Name)
	var b bytes.Buffer
	n, err := f.WriteTo(&b)
	require.NoError(t, err)
	require.EqualValues(t, b.Len(), n)
	return b.String()
}

func TestTheFailedRowsComeBackToBeCorrected(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, tc := range map[string]struct {
		file    string
		correct *strings.Replacer
		lines   []string
		staged  []string
	}{
		"a feed with columns of its own": {
			file: "id;title;price;stock keeper\n1;Lamp;10 EUR;Ann\n2;;20 EUR;=cmd\n3;Desk;nothing;\"Bob; jr.\"\n",
			// The second row lacks its title, the third a price.
			correct: strings.NewReplacer("2;;", "2;Chair;", "nothing", "30 EUR"),
			lines: []string{
				"id;title;price;stock keeper;orion_line;orion_errors",
				"2;;20 EUR;'=cmd;3;REQUIRED title: the cell is blank",
				`3;Desk;nothing;"Bob; jr.";4;INVALID price: there is no number in the price`,
			},
			staged: []string{"1 Lamp", "2 Chair", "3 Desk"},
		},
		"a row with a cell too many and one with a cell too few": {
			file:    "id,title,price\n1,a,1 EUR,more\n2,b\n",
			correct: strings.NewReplacer("2,b,,", "2,b,2 EUR,"),
			lines: []string{
				"id,title,price,orion_line,orion_errors",
				"1,a,1 EUR,2,RAGGED: the row has 4 cells and the header 3",
				"2,b,,3,RAGGED: the row has 2 cells and the header 3",
			},
			staged: []string{"1 a", "2 b"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ctx := fixture.Vendor(t, h.db)
			job := h.load(t, ctx, tc.file)
			broken := h.download(t, ctx, job)
			require.Equal(t, "\uFEFF"+strings.Join(tc.lines, "\r\n")+"\r\n", broken)
			again := h.load(t, ctx, tc.correct.Replace(broken))
			require.Equal(t, enum.ImportStatusCompleted, again.Status, "%+v", again.Failure)
			require.Equal(t, tc.staged, titles(h.staged(t, ctx)))
			none, err := h.ErrorFileURL(ctx, again)
			require.NoError(t, err)
			require.Nil(t, none)
		})
	}
}

func TestAFileOfErrorsOfAFileOfErrors(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	first := h.download(t, ctx, h.load(t, ctx, "id,title,price\n1,a,nothing\n2,b,1 EUR\n"))
	second := h.download(t, ctx, h.load(t, ctx, first))
	require.Equal(t, strings.Replace(first, ",2,", ",2,", 1), second, "our columns stand in it once")
}

func TestFilesOfErrorsHoldAllOfThemInTheLanguageOfTheReader(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	var b strings.Builder
	b.WriteString("id,title,price\n")
	for i := range 1500 {
		fmt.Fprintf(&b, "%d,,1 EUR\n", i)
	}
	job := h.load(t, ctx, b.String()+"x,good,1 EUR\n")
	require.Equal(t, 1500, job.Failed)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(h.download(t, i18n.NewContext(ctx, language.German), job), "\uFEFF"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 1+1500, "more than are kept")
	require.Equal(t, []string{"1499", "", "1 EUR", "1501", "REQUIRED title: " + i18n.Text(language.German, "the cell is blank")}, lines[1500])
}

func TestTheFailedRowsOfAFileOfStock(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	all := h.carried(t, v, "a", "b", "due")
	h.db.InventoryLevel.Update().Where(inventorylevel.VariantID(all["due"].ID)).SetReserved(4).ExecX(fixture.System(t, v))
	job := h.load(t, ctx, "sku,quantity\na,1\nnone,2\nb,many\ndue,3\n", stock)
	broken := h.download(t, ctx, job)
	require.Equal(t, "\uFEFF"+strings.Join([]string{
		"sku,quantity,orion_line,orion_errors",
		"none,2,3,NOT_FOUND sku: the shop has no variant with this sku",
		"b,many,4,INVALID quantity: the quantity is not a whole number from 0 to 2147483647",
		"due,3,5,INSUFFICIENT_STOCK quantity: 4 are promised to orders",
	}, "\r\n")+"\r\n", broken)
	again := h.load(t, ctx, strings.NewReplacer("none,", "a,", "many", "8", "due,3", "due,4").Replace(broken), stock)
	require.Equal(t, [4]int{0, 3, 0, 0}, counts(again))
}

func TestH60ErrorFileAndJobOfAnotherVendorAreNotFound(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	theirs, _ := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	job := h.load(t, ctx, "id,title,price\n1,a,nothing\n2,b,1 EUR\n")
	second := h.load(t, ctx, "id,title,price\n1,a,nothing\n2,b,1 EUR\n")
	good := h.errorTicket(t, ctx, job)
	for name, spoil := range map[string]func(*marketplace.ErrorTicket){
		"no signature":         func(k *marketplace.ErrorTicket) { k.Signature = "" },
		"another signature":    func(k *marketplace.ErrorTicket) { k.Signature = "x" + k.Signature[1:] + "y" },
		"another import":       func(k *marketplace.ErrorTicket) { k.Job = string(second.PublicID()) },
		"no import":            func(k *marketplace.ErrorTicket) { k.Job = string(publicid.New("MarketplaceImportJob", uuid.New())) },
		"another vendor":       func(k *marketplace.ErrorTicket) { k.Vendor = string(theirs.PublicID()) },
		"another language":     func(k *marketplace.ErrorTicket) { k.Language = "de" },
		"more time":            func(k *marketplace.ErrorTicket) { k.Expires += "0" },
		"parts moved together": func(k *marketplace.ErrorTicket) { k.Vendor, k.Job = "", k.Job+k.Vendor },
	} {
		bad := good
		spoil(&bad)
		_, err := h.ErrorFile(t.Context(), bad)
		require.Equal(t, errs.NotFound, code(t, err), name)
	}
	// One who has the key, but names another vendor's import.
	forged := *job
	forged.VendorID = theirs.ID
	_, err := h.ErrorFile(t.Context(), h.errorTicket(t, other, &forged))
	require.Equal(t, errs.NotFound, code(t, err), "the walls hold behind the signature")
	_, err = h.Job(other, job.ID)
	require.Equal(t, errs.NotFound, code(t, err))

	later := build(t, h.db, func(d *marketplace.Deps) {
		d.Blobs, d.Clock = h.bucket, clock.Fixed(time.Now().Add(15*time.Minute+time.Second).UTC())
	})
	_, err = later.ErrorFile(t.Context(), good)
	require.Equal(t, errs.NotFound, code(t, err), "after a quarter of an hour")

	require.NoError(t, h.db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusSuspended).Exec(fixture.Platform(t)))
	_, err = h.ErrorFile(t.Context(), good)
	require.Equal(t, errs.NotFound, code(t, err), "a shop that is suspended")
	require.NoError(t, h.db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusActive).Exec(fixture.Platform(t)))
	require.NoError(t, h.bucket.Delete(t.Context(), job.Key))
	_, err = h.ErrorFile(t.Context(), good)
	require.Equal(t, errs.NotFound, code(t, err), "a file that is gone")
	gone, err := h.ErrorFileURL(ctx, job)
	require.NoError(t, err)
	require.Nil(t, gone)
}

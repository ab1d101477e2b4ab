package feed_test

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

const top = "id,title,price\n"

// result is what a feed was read as. Rows are copies.
type result struct {
	rows     []feed.Row // those without errors
	problems []feed.Problem
	warnings []feed.Problem
	header   feed.Header
	total    int
}

func (r result) ids() (ids []string) {
	for _, row := range r.rows {
		ids = append(ids, row.ID)
	}
	return ids
}

func (r result) lines(s feed.Severity) (lines []int) {
	for _, p := range r.problems {
		if p.Severity == s {
			lines = append(lines, p.Line)
		}
	}
	return lines
}

func try(r io.Reader, opt feed.Options) (result, error) {
	var out result
	f, err := feed.Open(r, opt)
	if err != nil {
		return out, err
	}
	out.header = f.Header()
	for {
		row, err := f.Next()
		if errors.Is(err, io.EOF) {
			out.warnings = f.Warnings()
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out.total++
		out.problems = append(out.problems, row.Problems...)
		if !row.Failed() {
			kept := *row
			kept.Attributes = maps.Clone(row.Attributes)
			kept.AdditionalImageLinks = slices.Clone(row.AdditionalImageLinks)
			kept.Options = slices.Clone(row.Options)
			kept.Problems = nil
			out.rows = append(out.rows, kept)
		}
	}
}

func read(t *testing.T, data string, with ...func(*feed.Options)) result {
	t.Helper()
	out, err := try(strings.NewReader(data), options(with))
	require.NoError(t, err)
	return out
}

// refused reads a feed that cannot be imported at all.
func refused(t *testing.T, data string, with ...func(*feed.Options)) *feed.FileError {
	t.Helper()
	_, err := try(strings.NewReader(data), options(with))
	var file *feed.FileError
	require.ErrorAs(t, err, &file)
	return file
}

func options(with []func(*feed.Options)) (opt feed.Options) {
	for _, f := range with {
		f(&opt)
	}
	return opt
}

// one reads a feed of a single row under the header given.
func one(t *testing.T, header, row string, with ...func(*feed.Options)) (feed.Row, []feed.Problem) {
	t.Helper()
	out := read(t, header+"\n"+row+"\n", with...)
	require.Equal(t, 1, out.total)
	if len(out.rows) == 0 {
		return feed.Row{}, out.problems
	}
	return out.rows[0], out.problems
}

func TestNextReadsTheWholeContract(t *testing.T) {
	t.Parallel()
	row, problems := one(t, "id,title,description,link,image_link,additional_image_link,additional_image_link,availability,price,"+
		"sale_price,sale_price_effective_date,brand,gtin,mpn,condition,product_type,google_product_category,item_group_id,color,size,"+
		"quantity,gender,material",
		`A-1,Lamp,"Warm, dimmable",https://a.example/l,https://a.example/i.jpg,"https://a.example/1.jpg, https://a.example/2.jpg",`+
			`https://a.example/3.jpg,In Stock,19.99 EUR,15.00 EUR,2026-11-01T00:00+01:00/2026-11-30T00:00+01:00,Lumen,4006381333931,M1,New,`+
			`Home>Light >Lamps >,2425,G1,red,XL,7,female,`)
	require.Empty(t, problems)
	row.Hash = 0
	require.Equal(t, feed.Row{
		Line: 2, Record: 1, ID: "A-1", Title: "Lamp", Description: "Warm, dimmable", Link: "https://a.example/l",
		ImageLink:            "https://a.example/i.jpg",
		AdditionalImageLinks: []string{"https://a.example/1.jpg", "https://a.example/2.jpg", "https://a.example/3.jpg"},
		Availability:         "in_stock", PriceMinor: 1999, Currency: "EUR", SalePriceMinor: 1500, Brand: "Lumen",
		GTIN: "4006381333931", MPN: "M1", Condition: "new", ProductType: "Home > Light > Lamps", GoogleProductCategory: "2425",
		ItemGroupID: "G1", Color: "red", Size: "XL", Quantity: 7, HasQuantity: true,
		Options: []feed.Option{{Name: "Color", Value: "red"}, {Name: "Size", Value: "XL"}},
		Attributes: map[string]string{
			"gender": "female", "sale_price_effective_date": "2026-10-31T23:00:00Z/2026-11-29T23:00:00Z",
		},
	}, row)
}

func TestSkipLeadsToTheSameRows(t *testing.T) {
	t.Parallel()
	data := top + "1,a,1 EUR\n\n2,\"b\nb\",1 EUR\n3,\"c,1 EUR\n4,d\n5,e,1 EUR\n,,\n6,f,1 EUR\n"
	all := read(t, data)
	for skip := range all.total + 2 {
		f, err := feed.Open(strings.NewReader(data), feed.Options{})
		require.NoError(t, err)
		require.NoError(t, f.Skip(skip))
		left := 0
		for {
			row, err := f.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			left++
			require.Equal(t, skip+left, row.Record)
		}
		require.Equal(t, max(0, all.total-skip), left)
	}
}

func TestNextIDNamesTheRecordsThatNextReads(t *testing.T) {
	t.Parallel()
	f, err := feed.Open(strings.NewReader(top+"1,a,1 EUR\n\u200b 2 ,b,1 EUR\n\"3,c,1 EUR\n4,d\n5,e,nothing\n"), feed.Options{})
	require.NoError(t, err)
	var ids []string
	for {
		id, err := f.NextID()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		ids = append(ids, id)
	}
	require.Equal(t, []string{"1", "2", "", "", "5"}, ids)
	require.Equal(t, 5, f.Record())
}

func TestAFailingStreamIsNoBadFile(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	for name, data := range map[string]string{"at once": "", "in the header": "id,ti", "in a row": top + "1,a,1 EUR\n2,b"} {
		t.Run(name, func(t *testing.T) {
			_, err := try(io.MultiReader(strings.NewReader(data), failing{broken}), feed.Options{})
			require.ErrorIs(t, err, broken)
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestHash(t *testing.T) {
	t.Parallel()
	hash := func(header, row string) uint64 {
		r, _ := one(t, header, row)
		return r.Hash
	}
	base := hash("id,title,price,color,gender", "1,Lamp,10 EUR,red,male")
	for name, tc := range map[string]struct {
		header, row string
		same        bool
	}{
		"the same row":               {"id,title,price,color,gender", "1,Lamp,10 EUR,red,male", true},
		"columns in another order":   {"gender,color,price,title,id", "male,red,10 EUR,Lamp,1", true},
		"another way of writing it":  {"ID;g:title;price;color;gender", "1; Lamp ;EUR 10,00;red;male", true},
		"a column nobody knows":      {"id,title,price,color,gender,mood", "1,Lamp,10 EUR,red,male,good", true},
		"another title":              {"id,title,price,color,gender", "1,Lamq,10 EUR,red,male", false},
		"another price":              {"id,title,price,color,gender", "1,Lamp,10.01 EUR,red,male", false},
		"another currency":           {"id,title,price,color,gender", "1,Lamp,10 USD,red,male", false},
		"another attribute":          {"id,title,price,color,gender", "1,Lamp,10 EUR,red,female", false},
		"a value moved on a column":  {"id,title,price,size,gender", "1,Lamp,10 EUR,red,male", false},
		"a column less":              {"id,title,price,gender", "1,Lamp,10 EUR,male", false},
		"a stock of none, not blank": {"id,title,price,color,gender,stock", "1,Lamp,10 EUR,red,male,0", false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.same, hash(tc.header, tc.row) == base)
		})
	}
	require.NotEqual(t, hash("id,title,price,stock", "1,a,1 EUR,"), hash("id,title,price,stock", "1,a,1 EUR,0"))
}

func TestIndexKnowsTheLastRowOfAnID(t *testing.T) {
	t.Parallel()
	x := feed.NewIndex()
	for i, id := range []string{"a", "b", "", "a", "c"} {
		x.Add(id, i+1)
	}
	require.Equal(t, 5, x.Rows())
	require.Equal(t, 4, x.Last("a"))
	require.Equal(t, 2, x.Last("b"))
	require.Zero(t, x.Last("z"))
}

// survivors are the records that win, as the importer finds them.
func survivors(t *testing.T, data string) (won []int, lost []feed.Problem) {
	t.Helper()
	x := feed.NewIndex()
	out := read(t, data)
	for _, row := range out.rows {
		x.Add(row.ID, row.Record)
	}
	for _, row := range out.rows {
		if last := x.Last(row.ID); last != row.Record {
			lost = append(lost, feed.Duplicate(&row, last))
			continue
		}
		won = append(won, row.Record)
	}
	return won, lost
}

func TestTheLastOfSeveralRowsWins(t *testing.T) {
	t.Parallel()
	far := strings.Repeat("x,a,1 EUR\n", 30_000) // more than a chunk
	for name, tc := range map[string]struct {
		data string
		won  []int
	}{
		"H25 two rows of one id side by side":          {"1,a,1 EUR\n1,b,1 EUR\n2,c,1 EUR\n", []int{2, 3}},
		"H25 two rows of one id far apart":             {"1,a,1 EUR\n" + far + "1,b,1 EUR\n", []int{30_001, 30_002}},
		"H26 ids that differ in blanks are one":        {"SKU1,a,1 EUR\n SKU1 ,b,1 EUR\n", []int{2}},
		"H26 ids that differ in case are two":          {"SKU1,a,1 EUR\nsku1,b,1 EUR\n", []int{1, 2}},
		"H27 ids that are equal after NFC are one":     {"Caf\u00e9,a,1 EUR\nCafe\u0301,b,1 EUR\n", []int{2}},
		"H27 ids that look alike to a reader are one":  {"S\u200bKU,a,1 EUR\nSKU\u00a0,b,1 EUR\n", []int{2}},
		"H28 ids that differ in leading zeros are two": {"00123,a,1 EUR\n123,b,1 EUR\n", []int{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			won, lost := survivors(t, top+tc.data)
			require.Equal(t, tc.won, won)
			for _, p := range lost {
				require.Equal(t, feed.CodeDuplicate, p.Code)
				require.Equal(t, feed.Warning, p.Severity)
			}
		})
	}
}

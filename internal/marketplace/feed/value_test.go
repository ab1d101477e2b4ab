package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestPrices(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cell     string
		minor    int64
		currency string
		mark     byte
		fallback string
	}{
		"H30 a decimal comma":                   {cell: "19,99 EUR", minor: 1999},
		"H30 one decimal":                       {cell: "2,4 EUR", minor: 240},
		"H30 one decimal and a point":           {cell: "2.4 EUR", minor: 240},
		"H31 1.234,56":                          {cell: "1.234,56 EUR", minor: 123456},
		"H31 1,234.56":                          {cell: "1,234.56 EUR", minor: 123456},
		"H31 a blank groups":                    {cell: "1 234,56 EUR", minor: 123456},
		"H31 an apostrophe groups":              {cell: "1'234.56 CHF", minor: 123456, currency: "CHF"},
		"H31 a typographic apostrophe groups":   {cell: "1’234.56 CHF", minor: 123456, currency: "CHF"},
		"H31 a no-break space groups":           {cell: "1\u00a0234,56\u00a0€", minor: 123456},
		"H31 a narrow no-break space groups":    {cell: "1\u202f234,56 EUR", minor: 123456},
		"H31 groups only":                       {cell: "1.144.000 SEK", minor: 114400000, currency: "SEK"},
		"H31 a blank and a point":               {cell: "10 000.00 SEK", minor: 1000000, currency: "SEK"},
		"H31 a blank groups a whole number":     {cell: "10 000 EUR", minor: 1000000},
		"H32 10.000 with a declared comma":      {cell: "10.000 EUR", minor: 1000000, mark: ','},
		"H32 1,234 with a declared point":       {cell: "1,234 EUR", minor: 123400, mark: '.'},
		"H32 1,234.50 with a declared point":    {cell: "1,234.50 EUR", minor: 123450, mark: '.'},
		"H33 the currency before":               {cell: "EUR 19.99", minor: 1999},
		"H33 the currency close by":             {cell: "19.99EUR", minor: 1999},
		"H33 the euro sign after":               {cell: "19.99€", minor: 1999},
		"H33 the euro sign before":              {cell: "€ 19,99", minor: 1999},
		"H33 sign and code agree":               {cell: "€19.99 EUR", minor: 1999},
		"H33 a code in small letters":           {cell: "19.99 eur", minor: 1999},
		"H33 none, with a currency of the feed": {cell: "19.99", minor: 1999, currency: "CHF", fallback: "CHF"},
		"H33 its own currency wins":             {cell: "19.99 USD", minor: 1999, currency: "USD", fallback: "CHF"},
		"H35 no decimals":                       {cell: "2980 JPY", minor: 2980, currency: "JPY"},
		"H35 three decimals":                    {cell: "1.234 KWD", minor: 1234, currency: "KWD"},
		"H35 fewer than three decimals":         {cell: "1.2 KWD", minor: 1200, currency: "KWD"},
		"H35 a currency without coins in use":   {cell: "450,50 RSD", minor: 45050, currency: "RSD"},
		"a whole number":                        {cell: "19 EUR", minor: 1900},
		"leading zeros":                         {cell: "007.50 EUR", minor: 750},
		"a cent":                                {cell: "0.01 EUR", minor: 1},
		"the largest":                           {cell: "999999999.99 EUR", minor: 99999999999},
		"padding":                               {cell: "  19.99   EUR ", minor: 1999},
	} {
		t.Run(name, func(t *testing.T) {
			row, problems := one(t, "id;title;price", `1;a;"`+tc.cell+`"`, func(o *feed.Options) {
				o.DecimalMark, o.Currency = tc.mark, tc.fallback
			})
			require.Empty(t, problems)
			require.Equal(t, tc.minor, row.PriceMinor)
			if tc.currency == "" {
				tc.currency = "EUR"
			}
			require.Equal(t, tc.currency, row.Currency)
		})
	}
}

func TestPricesThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cell string
		code feed.Code
		mark byte
	}{
		"H32 10.000":                        {cell: "10.000 EUR", code: feed.CodeAmbiguous},
		"H32 1,234":                         {cell: "1,234 EUR", code: feed.CodeAmbiguous},
		"H32 2.980 in yen":                  {cell: "2.980 JPY", code: feed.CodeAmbiguous},
		"H32 a comma before three in dinar": {cell: "1,234 KWD", code: feed.CodeAmbiguous},
		"H33 a dollar sign":                 {cell: "$100", code: feed.CodeCurrency},
		"H33 a dollar sign after":           {cell: "100$", code: feed.CodeCurrency},
		"H33 an unknown code":               {cell: "19.99 XYZ", code: feed.CodeCurrency},
		"H33 a fund code":                   {cell: "19.99 XXX", code: feed.CodeCurrency},
		"H33 no currency":                   {cell: "19.99", code: feed.CodeCurrency},
		"H33 two prices":                    {cell: "29.56 EUR,662 USD", code: feed.CodeInvalid},
		"H33 two currencies":                {cell: "EUR 29.56 USD", code: feed.CodeCurrency},
		"H33 a word":                        {cell: "10 foo SEK", code: feed.CodeInvalid},
		"H34 NaN":                           {cell: "NaN", code: feed.CodeInvalid},
		"H34 Inf":                           {cell: "Inf EUR", code: feed.CodeInvalid},
		"H34 an exponent":                   {cell: "1e3 EUR", code: feed.CodeInvalid},
		"H34 hexadecimal":                   {cell: "0x10 EUR", code: feed.CodeInvalid},
		"H34 an underscore":                 {cell: "1_000 EUR", code: feed.CodeInvalid},
		"H34 below zero":                    {cell: "-10 EUR", code: feed.CodeInvalid},
		"H34 below zero, currency first":    {cell: "EUR -10", code: feed.CodeInvalid},
		"H34 minus zero":                    {cell: "-0 EUR", code: feed.CodeInvalid},
		"H34 a plus":                        {cell: "+5 EUR", code: feed.CodeInvalid},
		"H34 zero":                          {cell: "0 EUR", code: feed.CodeInvalid},
		"H34 zero with decimals":            {cell: "0.00 EUR", code: feed.CodeInvalid},
		"H34 blank":                         {cell: " ", code: feed.CodeRequired},
		"H34 a currency alone":              {cell: "SEK", code: feed.CodeInvalid},
		"H34 three decimals":                {cell: "1999.999 EUR", code: feed.CodeInvalid},
		"H34 19.999":                        {cell: "19.999 EUR", code: feed.CodeAmbiguous},
		"H34 twenty digits":                 {cell: "99999999999999999999 EUR", code: feed.CodeInvalid},
		"H34 ten digits":                    {cell: "1000000000 SEK", code: feed.CodeInvalid},
		"H35 decimals in yen":               {cell: "2980.50 JPY", code: feed.CodeInvalid},
		"groups of two":                     {cell: "10.0.00.00 SEK", code: feed.CodeInvalid},
		"two kinds of groups":               {cell: "1.234 567,00 EUR", code: feed.CodeInvalid},
		"a mark at the end":                 {cell: "19, EUR", code: feed.CodeInvalid},
		"a point beside a declared comma":   {cell: "19.99 EUR", code: feed.CodeInvalid, mark: ','},
		"digits of another script":          {cell: "１９ EUR", code: feed.CodeInvalid},
		"digits of two scripts":             {cell: "1９9 EUR", code: feed.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := one(t, "id;title;price", `1;a;"`+tc.cell+`"`, func(o *feed.Options) { o.DecimalMark = tc.mark })
			require.Len(t, problems, 1)
			require.Equal(t, tc.code, problems[0].Code)
			require.Equal(t, feed.Error, problems[0].Severity)
			require.Equal(t, "price", problems[0].Column)
			require.Equal(t, 2, problems[0].Line)
		})
	}
}

func TestSalePrices(t *testing.T) {
	t.Parallel()
	const header = "id,title,sale_price,price,sale_price_effective_date"
	for name, tc := range map[string]struct {
		row  string
		sale int64
		warn bool
	}{
		"H36 below the price":            {row: "1,a,5 EUR,10 EUR,", sale: 500},
		"H36 with its time":              {row: "1,a,5 EUR,10 EUR,2026-11-01T00:00Z/2026-11-02T00:00:00+0100", sale: 500},
		"H36 no sale":                    {row: "1,a,,10 EUR,"},
		"H36 equal to the price":         {row: "1,a,10 EUR,10 EUR,", warn: true},
		"H36 above the price":            {row: "1,a,11 EUR,10 EUR,", warn: true},
		"H36 another currency":           {row: "1,a,5 USD,10 EUR,", warn: true},
		"H36 no price at all":            {row: "1,a,free,10 EUR,", warn: true},
		"H36 its end before its start":   {row: "1,a,5 EUR,10 EUR,2026-11-02T00:00Z/2026-11-01T00:00Z", warn: true},
		"H36 no time zone":               {row: "1,a,5 EUR,10 EUR,2026-11-01T00:00/2026-11-02T00:00", warn: true},
		"H36 one instant":                {row: "1,a,5 EUR,10 EUR,2026-11-01T00:00Z", warn: true},
		"H36 a time without a price":     {row: "1,a,,10 EUR,2026-11-01T00:00Z/2026-11-02T00:00Z"},
		"H36 a bad time without a price": {row: "1,a,,10 EUR,soon", warn: true},
	} {
		t.Run(name, func(t *testing.T) {
			row, problems := one(t, header, tc.row)
			require.EqualValues(t, 1000, row.PriceMinor)
			require.Equal(t, tc.sale, row.SalePriceMinor)
			require.Equal(t, tc.warn, len(problems) == 1)
		})
	}
}

func TestAvailabilityConditionQuantity(t *testing.T) {
	t.Parallel()
	const header = "id,title,price,availability,condition,stock"
	for cell, want := range map[string]string{
		"In Stock": "in_stock", "instock": "in_stock", "available": "in_stock", "in_stock": "in_stock", "": "",
		"out of stock": "out_of_stock", "Out-of-Stock": "out_of_stock", " preorder ": "preorder", "backorder": "backorder",
	} {
		t.Run("H37 availability "+cell, func(t *testing.T) {
			row, problems := one(t, header, "1,a,5 EUR,"+cell+",New,")
			require.Empty(t, problems)
			require.Equal(t, want, row.Availability)
			require.Equal(t, "new", row.Condition)
			require.False(t, row.HasQuantity)
		})
	}
	for name, row := range map[string]string{
		"H37 an unknown availability": "1,a,5 EUR,perhaps,new,1",
		"H37 a quantity below zero":   "1,a,5 EUR,,,-5",
		"H37 a broken quantity":       "1,a,5 EUR,,,1.5",
		"H37 an exponent":             "1,a,5 EUR,,,1e9",
		"H37 a quantity of 2^31":      "1,a,5 EUR,,,2147483648",
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := one(t, header, row)
			require.Equal(t, feed.Error, problems[0].Severity)
			kept, problems := one(t, header, row, func(o *feed.Options) { o.DropInvalid = true })
			require.Equal(t, feed.Warning, problems[0].Severity)
			require.Equal(t, "1", kept.ID, "kept without the field when the policy says so")
		})
	}
	row, _ := one(t, header, "1,a,5 EUR,,antique,2147483647")
	require.EqualValues(t, 1<<31-1, row.Quantity)
	require.Empty(t, row.Condition)
	row, _ = one(t, header, "1,a,5 EUR,,,0")
	require.True(t, row.HasQuantity)
}

func TestLinks(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cell string
		want string
		bad  bool
	}{
		"https":                        {cell: "https://a.example/x?y=1&z=%2C#f", want: "https://a.example/x?y=1&z=%2C#f"},
		"http in capitals":             {cell: "HTTP://A.EXAMPLE/X", want: "HTTP://A.EXAMPLE/X"},
		"a port":                       {cell: "http://a.example:8080/x", want: "http://a.example:8080/x"},
		"another script":               {cell: "https://a.example/é", want: "https://a.example/é"},
		"a blank is read as %20":       {cell: "https://a.example/food service/1.jpg", want: "https://a.example/food%20service/1.jpg"},
		"blank":                        {cell: "  "},
		"H51 javascript":               {cell: "javascript:alert(1)", bad: true},
		"H51 javascript with a host":   {cell: "javascript://a.example/%0Aalert(1)", bad: true},
		"H51 data":                     {cell: "data:text/html;base64,PHNjcmlwdD4=", bad: true},
		"H51 a tab before the colon":   {cell: "java\tscript:alert(1)", bad: true},
		"H51 relative to a scheme":     {cell: "//a.example/x", bad: true},
		"H51 relative":                 {cell: "/images/x.jpg", bad: true},
		"H51 no host":                  {cell: "https:///x", bad: true},
		"H51 ftp":                      {cell: "ftp://a.example/x", bad: true},
		"H51 a line break in it":       {cell: "https://a.example/x\ny", bad: true},
		"H51 another host behind an @": {cell: "https://@/x", bad: true},
		"H41 over 2,000 characters":    {cell: "https://a.example/" + strings.Repeat("x", 2000), bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, column := range []string{"link", "image_link", "additional_image_link", "mobile_link"} {
				row, problems := one(t, "id;title;price;"+column, `1;a;5 EUR;"`+tc.cell+`"`)
				if tc.bad {
					require.NotEmpty(t, problems, column)
					require.Equal(t, feed.Error, problems[0].Severity)
					continue
				}
				got := row.Link + row.ImageLink + strings.Join(row.AdditionalImageLinks, "|") + row.Attributes["mobile_link"]
				require.Equal(t, tc.want, got, column)
			}
		})
	}
	t.Run("eleven pictures", func(t *testing.T) {
		row, problems := one(t, "id;title;price;additional_image_link", "1;a;5 EUR;"+strings.Repeat("https://a.example/1,", 11))
		require.Len(t, row.AdditionalImageLinks, 10)
		require.Equal(t, feed.CodeTooMany, problems[0].Code)
	})
}

package money_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/internal/kit/money"
)

func TestAmountAndParse(t *testing.T) {
	t.Parallel()
	for amount, m := range map[money.Decimal]money.Money{
		"0.00":                 money.New(0, "EUR"),
		"0.05":                 money.New(5, "EUR"),
		"12.30":                money.New(1230, "EUR"),
		"-0.99":                money.New(-99, "EUR"),
		"2980":                 money.New(2980, "JPY"),
		"1.234":                money.New(1234, "KWD"),
		"92233720368547758.07": money.New(math.MaxInt64, "EUR"),
	} {
		require.Equal(t, amount, m.Amount())
		got, err := money.Parse(amount, m.Currency)
		require.NoError(t, err)
		require.Equal(t, m, got)
	}
	require.Equal(t, money.Decimal("-92233720368547758.08"), money.New(math.MinInt64, "EUR").Amount())
}

func TestWhatIsNoAmount(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		amount   money.Decimal
		currency string
	}{
		"more decimals than the currency has": {"1.005", "EUR"},
		"decimals of a currency without":      {"2980.50", "JPY"},
		"beyond 64 bits":                      {"92233720368547758.08", "EUR"},
		"no currency":                         {"1", "XYZ"},
		"a currency in small letters":         {"1", "eur"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := money.Parse(tc.amount, tc.currency)
			require.Error(t, err)
		})
	}
	for _, s := range []string{"1e3", "NaN", "Inf", "0x10", "1_000", "+5", " 1", "1.", ".5", "1,5", "--1", "1.2.3", "1234567890123456789012345678901"} {
		var d money.Decimal
		require.Error(t, d.UnmarshalGQL(s), s)
	}
	var d money.Decimal
	require.Error(t, d.UnmarshalGQL(1.5), "a float")
	require.NoError(t, d.UnmarshalGQL(""))
	_, err := money.Parse(d, "EUR")
	require.Error(t, err, "an empty text is no amount")
}

func TestFormat(t *testing.T) {
	t.Parallel()
	m := money.New(123456750, "EUR")
	require.Equal(t, "€1,234,567.50", m.Format(language.English))
	require.Equal(t, "1.234.567,50\u00a0€", m.Format(language.German))
	require.Contains(t, m.Format(language.French), "567,50\u00a0€")
	require.Equal(t, "JPY\u00a02,980", money.New(2980, "JPY").Format(language.English))
}

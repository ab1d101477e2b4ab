package publicid_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/publicid"
)

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for range 100 {
		u := uuid.New()
		id := publicid.New("Product", u)
		require.True(t, strings.HasPrefix(string(id), "prod_"))
		require.Equal(t, u, id.As("Product"))
		require.Equal(t, uuid.Nil, id.As("Order"), "an id of another type")
	}
}

func TestWhatIsNoID(t *testing.T) {
	t.Parallel()
	good := string(publicid.New("Product", uuid.UUID{15: 1}))
	for name, s := range map[string]string{
		"nothing":               "",
		"no prefix":             strings.TrimPrefix(good, "prod_"),
		"a prefix of nothing":   "what" + strings.TrimPrefix(good, "prod"),
		"too short":             good[:len(good)-1],
		"too long":              good + "0",
		"a letter that is none": good[:len(good)-1] + "u",
		"upper case":            strings.ToUpper(good),
		"a second spelling":     good[:len(good)-1] + "5", // trailing bits that no encoder sets
		"a plain uuid":          uuid.NewString(),
		"a very long text":      strings.Repeat("prod_", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			var id publicid.ID
			require.NoError(t, id.UnmarshalGQL(s))
			require.Equal(t, s == "", id == "", "what says nothing takes nothing away")
			require.Equal(t, uuid.Nil, id.As("Product"))
		})
	}
	var id publicid.ID
	require.Error(t, id.UnmarshalGQL(12))
}

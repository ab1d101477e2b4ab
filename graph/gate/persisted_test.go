package gate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func persisted(t testing.TB, text string, extension any) string {
	t.Helper()
	m := map[string]any{"extensions": map[string]any{"persistedQuery": extension}}
	if text != "" {
		m["query"] = text
	}
	b, err := json.Marshal(m)
	require.NoError(t, err)
	return string(b)
}

func ext(hash string) map[string]any { return map[string]any{"version": 1, "sha256Hash": hash} }

func TestPersistedQueries(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	const doc = "{shop{name}}"
	require.Equal(t, "PERSISTED_QUERY_NOT_FOUND", send(t, h, post(persisted(t, "", ext(hash(doc))))).code())
	require.Empty(t, send(t, h, post(persisted(t, doc, ext(hash(doc))))).Errors)
	require.Empty(t, send(t, h, post(persisted(t, "", ext(hash(doc))))).Errors)

	byGet := url.Values{"extensions": {fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hash(doc))}}
	require.Empty(t, send(t, h, get(byGet)).Errors)
}

func TestOddPersistedQueriesAreRefused(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	for name, extension := range map[string]any{
		"the hash of another document": ext(hash("{product{id}}")),
		"a short hash":                 ext("abc"),
		"no hexadecimal digits":        ext("zz" + hash("x")[2:]),
		"a number for a hash":          map[string]any{"version": 1, "sha256Hash": 7},
		"a list for a hash":            map[string]any{"version": 1, "sha256Hash": []int{1}},
		"no hash":                      map[string]any{"version": 1},
		"no version":                   map[string]any{"sha256Hash": hash("{shop{name}}")},
		"version 2":                    map[string]any{"version": 2, "sha256Hash": hash("{shop{name}}")},
		"a text for a version":         map[string]any{"version": "1", "sha256Hash": hash("{shop{name}}")},
		"a text":                       "x",
		"a number":                     1,
		"a list":                       []any{},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, with(post(persisted(t, "{shop{name}}", extension)), "Accept", graphqlMedia))
			require.Equal(t, "BAD_REQUEST", got.code(), got.body)
			require.Equal(t, 400, got.status)
		})
	}
}

func TestOnlyGoodDocumentsArePersistedAndFewAtATime(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	known := func(doc string) bool {
		return send(t, h, post(persisted(t, "", ext(hash(doc))))).code() != "PERSISTED_QUERY_NOT_FOUND"
	}
	for _, doc := range []string{"{nothing}", "{", "{shop{products(first:9999){nodes{id}}}"} {
		require.NotEmpty(t, send(t, h, post(persisted(t, doc, ext(hash(doc))))).Errors)
		require.False(t, known(doc), "a document that cannot run is not kept")
	}
	kept := 0
	for i := range 50 {
		doc := fmt.Sprintf("{shop{name} # %d\n}", i)
		require.Empty(t, send(t, h, post(persisted(t, doc, ext(hash(doc))))).Errors, "it runs all the same")
		if known(doc) {
			kept++
		}
	}
	require.LessOrEqual(t, kept, 4, "a caller brings three at once, and one more a second")
	require.Positive(t, kept)
}

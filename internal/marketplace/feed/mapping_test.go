package feed_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestMappings(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		m     feed.Mapping
		place string
		says  string
	}{
		"a field that there is not":      {mapping(feed.ColumnMapping{Column: "x", Field: "vendor_id"}), "columns 3 field", `no field "vendor_id"`},
		"no field":                       {mapping(feed.ColumnMapping{Column: "x"}), "columns 3 field", `no field ""`},
		"an option without a name":       {mapping(feed.ColumnMapping{Column: "x", Field: "option: "}), "columns 3 field", "no field"},
		"two columns of one field":       {mapping(feed.ColumnMapping{Column: "x", Field: "title"}), "columns 3 field", `"name" and "x" are both title`},
		"a column without a name":        {mapping(feed.ColumnMapping{Column: " ", Field: "mpn"}), "columns 3 column", "no name"},
		"a separator of four characters": {mapping(feed.ColumnMapping{Column: "x", Field: "tags", List: "||||"}), "columns 3 list", "separator"},
		"a letter for a separator":       {mapping(feed.ColumnMapping{Column: "x", Field: "tags", List: "x"}), "columns 3 list", "separator"},
		"a quote for a separator":        {mapping(feed.ColumnMapping{Column: "x", Field: "tags", List: `"`}), "columns 3 list", "separator"},
		"a pointer without a slash":      {mapping(feed.ColumnMapping{Column: "x", Field: "tags", Path: "a/b"}), "columns 3 path", "JSON pointer"},
		"a pointer with a bare tilde":    {mapping(feed.ColumnMapping{Column: "x", Field: "tags", Path: "/a~2"}), "columns 3 path", "JSON pointer"},
		"a base of what is no address":   {mapping(feed.ColumnMapping{Column: "x", Field: "mpn", Base: "https://a.example"}), "columns 3 base", "http"},
		"a base of another scheme":       {mapping(feed.ColumnMapping{Column: "x", Field: "link", Base: "file:///etc"}), "columns 3 base", "http"},
		"a base with a password":         {mapping(feed.ColumnMapping{Column: "x", Field: "link", Base: "https://u:p@a.example"}), "columns 3 base", "http"},
		"a constant of a column's field": {feed.Mapping{Columns: mapping().Columns, Constants: map[string]string{"title": "x"}}, "constants title", `"name" fills title already`},
		"a constant id":                  {feed.Mapping{Constants: map[string]string{"id": "x"}}, "constants id", "every row"},
		"a constant that is blank":       {feed.Mapping{Constants: map[string]string{"brand": " "}}, "constants brand", "blank"},
		"H07 a constant with a NUL":      {feed.Mapping{Constants: map[string]string{"brand": "\x00"}}, "constants brand", "no text"},
		"a constant list of options":     {feed.Mapping{Constants: map[string]string{"option_names": "x"}}, "constants option_names", "no field"},
		"a continuation of blanks":       {feed.Mapping{Continuation: "  "}, "continuation", "no name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := tc.m.Validate()
			require.Len(t, bad, 1)
			require.Equal(t, tc.place, strings.Join(bad[0].Place, " "))
			require.ErrorContains(t, bad[0], tc.says)
			require.Equal(t, feed.FileMapping, refused(t, top, with(tc.m)).Code)
		})
	}
	t.Run("a right one", func(t *testing.T) {
		t.Parallel()
		m := mapping(feed.ColumnMapping{Column: "a", Field: "product_type", Path: "/x"}, feed.ColumnMapping{Column: "b", Field: "product_type"},
			feed.ColumnMapping{Column: "c", Field: "option:Farbe"}, feed.ColumnMapping{Column: "d", Field: "image_link", List: "~|~", Base: "https://a.example"})
		require.Empty(t, m.Validate())
		raw, err := json.Marshal(m)
		require.NoError(t, err)
		var again feed.Mapping
		require.NoError(t, json.Unmarshal(raw, &again))
		require.Equal(t, m, again)
	})
	for _, field := range feed.Fields() {
		require.Empty(t, (&feed.Mapping{Columns: []feed.ColumnMapping{{Column: "x", Field: field}}}).Validate(), field)
	}
}

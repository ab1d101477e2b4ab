package graph

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/graph/gen"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// What a permission allows is said once, in internal/vendor, from where pages have it in
// their language. The SDL must say the same of all of them, and of no others.
func TestPermissionsAreDescribedAlike(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for _, audience := range []viewer.Audience{viewer.Vendor, viewer.Admin} {
		for _, p := range vendor.Permissions(audience) {
			var name strings.Builder
			p.Permission.MarshalGQL(&name)
			value, err := strconv.Unquote(name.String())
			require.NoError(t, err)
			said[value] = p.Description
		}
	}
	written := map[string]string{}
	for _, v := range gen.NewExecutableSchema(gen.Config{}).Schema().Types["Permission"].EnumValues {
		written[v.Name] = v.Description
	}
	require.Equal(t, said, written)
}

package tenant_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/tenant"
)

var vendor = uuid.MustParse("018f2f6e-0000-7000-8000-000000000001")

func TestKeysNameTheirVendor(t *testing.T) {
	t.Parallel()
	own := "v/" + vendor.String()
	for name, row := range map[string]struct{ got, want string }{
		"of a vendor":            {tenant.Key(vendor, "media", "a.png"), own + "/media/a.png"},
		"of the platform":        {tenant.Key(uuid.Nil, "sign-in", "x@y.z"), "p/sign-in/x@y.z"},
		"a separator in a part":  {tenant.Key(vendor, "a/b", "c"), own + "/a%2Fb/c"},
		"a part that leaves":     {tenant.Key(vendor, "..", "media"), own + "/%2E%2E/media"},
		"an empty part":          {tenant.Key(vendor, "", "c"), own + "/%/c"},
		"an escape in a part":    {tenant.Key(vendor, "a%2Fb"), own + "/a%252Fb"},
		"nothing but the vendor": {tenant.Key(vendor), own},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, row.got)
		})
	}
}

func TestKeysAreReadBack(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]uuid.UUID{
		tenant.Key(vendor, "a"): vendor, tenant.Key(vendor): vendor, tenant.Key(uuid.Nil, "a"): uuid.Nil,
	} {
		got, ok := tenant.Of(key)
		require.True(t, ok, key)
		require.Equal(t, want, got, key)
	}
	for _, key := range []string{"", "v", "v/", "v/x/a", "x/" + vendor.String(), "v/" + uuid.Nil.String(), "v/urn:uuid:" + vendor.String()} {
		_, ok := tenant.Of(key)
		require.False(t, ok, key)
	}
}

package link_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/link"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	path := link.Builder{BaseURL: "http://localhost:8080/", ByPath: true}
	host := link.Builder{BaseURL: "https://orion.example"}
	for name, row := range map[string]struct{ got, want string }{
		"a shop by path":              {path.Shop("acme", "account/verify", "a+b"), "http://localhost:8080/shop/acme/account/verify#token=a%2Bb"},
		"a shop by host":              {host.Shop("acme", "account/verify", "t"), "https://acme.orion.example/account/verify#token=t"},
		"a console by path":           {path.Console("acme", "login", ""), "http://localhost:8080/vendor/acme/login"},
		"a console by host":           {host.Console("acme", "login", ""), "https://acme.orion.example/console/login"},
		"the staff's console by path": {path.Admin("login", ""), "http://localhost:8080/admin/login"},
		"the staff's console by host": {host.Admin("login", ""), "https://admin.orion.example/login"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, row.got)
		})
	}
}

package server_test

import (
	"orion/internal/auth"
	"orion/internal/catalog"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/vendor"
	"orion/server"
)

// What the program puts behind the door fits it.
var (
	_ server.Vendors       = (*vendor.Service)(nil)
	_ server.Authenticator = (*auth.Service)(nil)
	_ server.Uploads       = (*media.Service)(nil)
	_ server.Pictures      = (*media.Service)(nil)
	_ server.Imports       = (*marketplace.Service)(nil)
	_ server.Catalogue     = (*catalog.Service)(nil)
	_ server.Policies      = (*vendor.Service)(nil)
)

// Package migrations is the history of the database's schema, in goose's format.
package migrations

import "embed"

// FS holds the migrations.
//
//go:embed *.sql
var FS embed.FS

// Package customer owns the people with an account in a shop, and their addresses.
package customer

import (
	"errors"

	"orion/internal/auth"
	"orion/internal/kit/page"
	"orion/internal/store"
)

// A Service keeps customers. It is safe for concurrent use.
type Service struct {
	db     *store.DB
	auth   *auth.Service
	signer *page.Signer
}

// New returns a Service.
func New(db *store.DB, a *auth.Service, signer *page.Signer) (*Service, error) {
	if db == nil || a == nil || signer == nil {
		return nil, errors.New("customer: a required dependency is missing")
	}
	return &Service{db: db, auth: a, signer: signer}, nil
}

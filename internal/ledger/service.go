package ledger

import (
	"orion/internal/kit/page"
	"orion/internal/store"
)

// Service shows and proves the ledgers of all vendors; the viewer of the context says
// whose. It is safe for concurrent use.
type Service struct {
	db    *store.DB
	pages *page.Signer
}

// New returns the Service.
func New(db *store.DB, pages *page.Signer) *Service { return &Service{db: db, pages: pages} }

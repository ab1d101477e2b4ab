package search

import "orion/internal/store"

// Service searches the shops of every vendor; the viewer of the context says whose.
type Service struct{ db *store.DB }

// New returns the Service.
func New(db *store.DB) *Service { return &Service{db: db} }

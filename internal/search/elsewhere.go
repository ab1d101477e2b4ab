package search

import (
	"context"

	"github.com/google/uuid"
)

// Elsewhere is the engine of a process that leaves its indexes to another: everything is
// ErrHeld.
type Elsewhere string

// Name implements Engine.
func (e Elsewhere) Name() string { return string(e) }

// Index implements Engine.
func (Elsewhere) Index(context.Context, uuid.UUID, []*Document, []uuid.UUID) error { return ErrHeld }

// Search implements Engine.
func (Elsewhere) Search(context.Context, uuid.UUID, *Query) (*Hits, error) { return nil, ErrHeld }

// Count implements Engine.
func (Elsewhere) Count(context.Context, uuid.UUID) (int, error) { return 0, ErrHeld }

// Begin implements Engine.
func (Elsewhere) Begin(context.Context, uuid.UUID) (Build, error) { return nil, ErrHeld }

// Close implements Engine.
func (Elsewhere) Close() error { return nil }

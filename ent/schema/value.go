package schema

import (
	"crypto/rand"

	"github.com/google/uuid"
)

// newToken returns 128 random bits.
func newToken() uuid.UUID {
	var t uuid.UUID
	_, _ = rand.Read(t[:]) // never fails: see crypto/rand
	return t
}

// Package secret derives the keys of the program from its one root secret, so
// that no key serves two purposes and nobody has to keep more than one.
package secret

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
)

// MinRoot is the least length of a root secret, in bytes.
const MinRoot = 32

// A Root is the root secret. It prints as "***" so that it cannot reach a log by
// accident.
type Root []byte

// String implements fmt.Stringer.
func (Root) String() string { return "***" }

// GoString implements fmt.GoStringer.
func (Root) GoString() string { return "***" }

// NewRoot returns a Root. Fewer than MinRoot bytes are refused.
func NewRoot(b []byte) (Root, error) {
	if len(b) < MinRoot {
		return nil, fmt.Errorf("a root secret has at least %d bytes", MinRoot)
	}
	return Root(b), nil
}

// Key returns a key of 32 bytes for one purpose, such as "cursor". The same
// purpose gives the same key.
func (r Root) Key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, r, nil, "orion/"+purpose, 32)
	if err != nil {
		panic(errors.Join(errors.New("secret: derive"), err)) // only for lengths beyond 8 KiB
	}
	return key
}

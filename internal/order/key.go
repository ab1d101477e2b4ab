package order

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/kit/text"
)

// A request is an idempotency key with what was asked under it. Keys are an order's own:
// what one buyer takes for a key says nothing to another.
type request struct {
	key  string
	hash []byte
}

// newRequest reads a key that the caller chose; in is what was asked, and part tells
// several rows of one request apart.
func newRequest(order uuid.UUID, key string, in any) (request, error) {
	if err := text.Key(key, "input.idempotencyKey"); err != nil {
		return request{}, err
	}
	raw, err := json.Marshal(in)
	if err != nil {
		return request{}, fmt.Errorf("hash the input: %w", err)
	}
	hash := sha256.Sum256(raw)
	name := sha256.Sum256([]byte(order.String() + "/" + key))
	return request{key: hex.EncodeToString(name[:]), hash: hash[:]}, nil
}

// part is the key of another row of the same request.
func (r request) part(name string) string { return r.key + "/" + name }

// same is nil where a row was made by the same request, else IDEMPOTENCY_KEY_REUSED.
func (r request) same(hash []byte) error {
	if bytes.Equal(r.hash, hash) {
		return nil
	}
	return errs.New(errs.IdempotencyKeyReused, "the key was used for something else").At("input.idempotencyKey")
}

// Package seal keeps secrets that have to be stored: what it returns opens only with
// the program's root secret and only for the owner that it was sealed for.
package seal

import (
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"

	"orion/internal/kit/secret"
)

// version is the first byte of all that is sealed now; another one will name another key.
const version = 1

// A Sealer seals and opens. It is safe for concurrent use.
type Sealer struct{ key *subtle.AESGCM }

// New returns a Sealer whose key comes from the root secret.
func New(root secret.Root) (*Sealer, error) {
	key, err := subtle.NewAESGCM(root.Key("seal/1"))
	if err != nil {
		return nil, fmt.Errorf("make the key of seals: %w", err)
	}
	return &Sealer{key: key}, nil
}

// Seal returns what can be stored of a secret: AES-256-GCM with a nonce of its own.
// owner names whose it is, such as the id of a user or a vendor; the same has to be
// said to Open, so that a row that is copied to somebody else is worth nothing there.
func (s *Sealer) Seal(plain []byte, owner string) ([]byte, error) {
	sealed, err := s.key.Encrypt(plain, []byte(owner))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return append([]byte{version}, sealed...), nil
}

// Open returns the secret that was sealed for the owner.
func (s *Sealer) Open(sealed []byte, owner string) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != version {
		return nil, errors.New("open a seal: unknown version")
	}
	plain, err := s.key.Decrypt(sealed[1:], []byte(owner))
	if err != nil {
		return nil, fmt.Errorf("open a seal: %w", err)
	}
	return plain, nil
}

package backup

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"filippo.io/age"

	"orion/internal/kit/seal"
	"orion/internal/kit/secret"
)

// rootKey opens backups with the root secret, as a recipient and identity of age: whoever
// can run the platform can restore it, and nobody has to keep a second secret.
type rootKey struct {
	seal *seal.Sealer
	id   string // names the root secret without telling it
}

const stanza = "orion-root"

func newRootKey(root secret.Root) (*rootKey, error) {
	sealer, err := seal.New(root)
	if err != nil {
		return nil, err
	}
	return &rootKey{seal: sealer, id: fingerprint(root)}, nil
}

// Wrap implements age.Recipient.
func (k *rootKey) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	body, err := k.seal.Seal(fileKey, "backup")
	if err != nil {
		return nil, err
	}
	return []*age.Stanza{{Type: stanza, Args: []string{k.id}, Body: body}}, nil
}

// Unwrap implements age.Identity.
func (k *rootKey) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		if s.Type == stanza && len(s.Args) == 1 && s.Args[0] == k.id {
			return k.seal.Open(s.Body, "backup")
		}
	}
	return nil, age.ErrIncorrectIdentity
}

func fingerprint(root secret.Root) string {
	sum := sha256.Sum256(root.Key("backup/fingerprint"))
	return hex.EncodeToString(sum[:8])
}

// sign vouches for a manifest, so that nobody who can only write to the store can pass off
// another.
func sign(root secret.Root, body []byte) string {
	mac := hmac.New(sha256.New, root.Key("backup/manifest"))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// recipients reads the public keys that can open backups beside the root secret.
func recipients(texts []string) ([]age.Recipient, error) {
	out := make([]age.Recipient, len(texts))
	for i, text := range texts {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, fmt.Errorf("%q is no public key of age: %w", text, err)
		}
		out[i] = r
	}
	return out, nil
}

// A meter counts and hashes what passes through it.
type meter struct {
	to   io.Writer
	sum  hash.Hash
	size int64
}

func newMeter(to io.Writer) *meter { return &meter{to: to, sum: sha256.New()} }

// Write implements io.Writer.
func (m *meter) Write(p []byte) (int, error) {
	n, err := m.to.Write(p)
	m.sum.Write(p[:n])
	m.size += int64(n)
	return n, err
}

func (m *meter) hex() string { return hex.EncodeToString(m.sum.Sum(nil)) }

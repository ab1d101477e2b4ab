package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"github.com/google/uuid"

	"orion/internal/kit/secret"
)

// A refresh token is its session, 256 random bits and a seal over both. The seal
// tells a token that was once given out from one that was made up: the first ends
// its session when it comes a second time, the second ends nothing.
const (
	randomSize  = 32
	sealSize    = 16
	refreshSize = 16 + randomSize + sealSize
)

type refreshKey struct{ key []byte }

func newRefreshKey(root secret.Root) *refreshKey { return &refreshKey{key: root.Key("refresh-token")} }

func (k *refreshKey) make(session uuid.UUID) string {
	raw := make([]byte, 16+randomSize, refreshSize)
	copy(raw, session[:])
	_, _ = rand.Read(raw[16:]) // never fails: see crypto/rand
	return base64.RawURLEncoding.EncodeToString(append(raw, k.seal(raw)...))
}

// read returns the session that a token was made for; false for text that is none of
// our tokens.
func (k *refreshKey) read(token string) (uuid.UUID, bool) {
	if len(token) != base64.RawURLEncoding.EncodedLen(refreshSize) {
		return uuid.Nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || !hmac.Equal(raw[16+randomSize:], k.seal(raw[:16+randomSize])) {
		return uuid.Nil, false
	}
	return uuid.UUID(raw[:16]), true
}

func (k *refreshKey) seal(raw []byte) []byte {
	m := hmac.New(sha256.New, k.key)
	m.Write(raw)
	return m.Sum(nil)[:sealSize]
}

// hashOf is what is stored of a token. It is random enough to need no slow hash.
func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// newLinkToken returns the token of a link, 256 random bits.
func newLinkToken() string {
	raw := make([]byte, randomSize)
	_, _ = rand.Read(raw) // never fails: see crypto/rand
	return base64.RawURLEncoding.EncodeToString(raw)
}

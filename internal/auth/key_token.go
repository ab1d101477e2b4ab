package auth

import (
	"crypto/rand"
	"hash/crc32"
	"math/big"
	"strings"

	"github.com/google/uuid"

	"orion/internal/kit/publicid"
)

// An API key is ork_live_<id>_<secret><check>: the id of its row as the graph writes it,
// 256 random bits, and a checksum over all before it, by which a key that was mistyped or
// made up at random is refused without asking anybody. Scanners for leaked secrets know it
// by its beginning.
const (
	keyHead   = "ork_live_"
	idSize    = 26
	secretLen = 43 // 256 bits in base 62
	checkLen  = 6  // 32 bits in base 62
	keyLen    = len(keyHead) + idSize + 1 + secretLen + checkLen
	// prefixLen is how much of a key may be shown: all but its secret.
	prefixLen = len(keyHead) + idSize
)

// newKey returns a key for a row.
func newKey(id uuid.UUID) string {
	_, name, _ := strings.Cut(string(publicid.New("ApiKey", id)), "_")
	raw := make([]byte, randomSize)
	_, _ = rand.Read(raw) // never fails: see crypto/rand
	text := keyHead + name + "_" + base62(new(big.Int).SetBytes(raw), secretLen)
	return text + checksum(text)
}

// isKey reports whether a bearer token means to be an API key.
func isKey(token string) bool { return strings.HasPrefix(token, keyHead) }

// readKey returns the row that a key names; false for text that is no key of anybody.
func readKey(token string) (uuid.UUID, bool) {
	if len(token) != keyLen || !isKey(token) {
		return uuid.Nil, false
	}
	body, check := token[:keyLen-checkLen], token[keyLen-checkLen:]
	if check != checksum(body) || token[prefixLen] != '_' {
		return uuid.Nil, false
	}
	id := publicid.ID("key_" + token[len(keyHead):prefixLen]).As("ApiKey")
	return id, id != uuid.Nil
}

func checksum(text string) string {
	return base62(big.NewInt(int64(crc32.ChecksumIEEE([]byte(text)))), checkLen)
}

// base62 writes a number in letters and digits, with zeros before it.
func base62(n *big.Int, size int) string {
	text := n.Text(62)
	return strings.Repeat("0", size-len(text)) + text
}

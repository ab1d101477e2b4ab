package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"orion/ent/gen/ent"
)

// secretPrefix is what all secrets begin with, so that people and scanners know them.
const secretPrefix = "whsec_"

// newSecret returns a secret of 256 bits.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return secretPrefix + base64.RawURLEncoding.EncodeToString(b)
}

// owner binds a seal to an endpoint of a vendor, so that it opens nowhere else.
func owner(e *ent.WebhookEndpoint) string {
	return "webhook/" + e.VendorID.String() + "/" + e.ID.String()
}

// Sign returns the header Orion-Signature of a body that is sent at a moment: the moment in
// seconds, and for each secret the HMAC-SHA256 of "<seconds>.<body>" in hex.
func Sign(at time.Time, body []byte, secrets ...string) string {
	t := strconv.FormatInt(at.Unix(), 10)
	out := "t=" + t
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(t + "."))
		mac.Write(body)
		out += ",v1=" + hex.EncodeToString(mac.Sum(nil))
	}
	return out
}

// secrets are those that an endpoint's messages are signed with now: the present one, and
// for a day after a rotation the one before.
func (s *Service) secrets(e *ent.WebhookEndpoint) ([]string, error) {
	sealed := [][]byte{e.SecretSealed}
	if e.PreviousExpiresAt != nil && e.PreviousExpiresAt.After(s.clock.Now()) {
		sealed = append(sealed, e.PreviousSealed)
	}
	out := make([]string, len(sealed))
	for i, b := range sealed {
		plain, err := s.seal.Open(b, owner(e))
		if err != nil {
			return nil, fmt.Errorf("open the secret of an endpoint: %w", err)
		}
		out[i] = string(plain)
	}
	return out, nil
}

package marketplace

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
)

// check says what is wrong with credentials. Both empty are none.
func (c *FeedCredentials) check(m *mend) {
	for _, part := range [][2]string{{"username", c.Username}, {"password", c.Password}} {
		field, s := "credentials."+part[0], part[1]
		switch {
		case utf8.RuneCountInString(s) > 255:
			m.add(errs.New(errs.TooLong, "is longer than %d characters", 255), field)
		case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
			m.add(errs.New(errs.Invalid, "holds characters that cannot be shown"), field)
		}
	}
	switch {
	case c.Username == "" && c.Password != "":
		m.add(errs.New(errs.Required, "is required"), "credentials.username")
	case strings.Contains(c.Username, ":"):
		m.add(errs.New(errs.Invalid, "must not contain a colon"), "credentials.username")
	}
}

// sealFor seals credentials for one source of one vendor: copied to another row they
// do not open.
func (s *Service) sealFor(vendor, source uuid.UUID, c *FeedCredentials) (*[]byte, error) {
	if c.Username == "" && c.Password == "" {
		return nil, nil //nolint:nilnil // none
	}
	if s.seal == nil {
		return nil, errors.New("marketplace: there is nothing to seal credentials with")
	}
	plain, err := json.Marshal(c) //nolint:gosec // it is sealed before it is kept
	if err != nil {
		return nil, fmt.Errorf("seal credentials: %w", err)
	}
	sealed, err := s.seal.Seal(plain, keeper(vendor, source))
	if err != nil {
		return nil, fmt.Errorf("seal credentials: %w", err)
	}
	return &sealed, nil
}

// HasCredentials reports whether a user and password are kept for a source's address.
func HasCredentials(src *ent.MarketplaceSource) bool {
	return src.Credentials != nil && len(*src.Credentials) > 0
}

// credentials opens those of a source; zero for none.
func (s *Service) credentials(src *ent.MarketplaceSource) (c FeedCredentials, err error) {
	if !HasCredentials(src) {
		return c, nil
	}
	if s.seal == nil {
		return c, errors.New("marketplace: there is nothing to open credentials with")
	}
	plain, err := s.seal.Open(*src.Credentials, keeper(src.VendorID, src.ID))
	if err != nil {
		return c, fmt.Errorf("open the credentials of source %s: %w", src.ID, err)
	}
	if err := json.Unmarshal(plain, &c); err != nil {
		return c, errors.New("open the credentials of a source: they cannot be read") // the cause may quote them
	}
	return c, nil
}

func keeper(vendor, source uuid.UUID) string {
	return "feed/" + vendor.String() + "/" + source.String()
}

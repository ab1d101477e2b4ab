package customer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// CreateInput is a new customer.
type CreateInput struct {
	Email string
	// Password is nil for an account that cannot sign in until it gets one.
	Password            *string
	FirstName, LastName *string
	// Language is en, fr or de; en where it is "".
	Language string
	// VerifiedAt is when the address was shown to be theirs, nil where it was not.
	VerifiedAt *time.Time
}

// languages are those that a customer can be written to in.
var languages = []string{"en", "fr", "de"}

// Create makes a customer of the viewer's vendor; the viewer must be the program,
// acting for that vendor. An address that has an account in this shop is ALREADY_EXISTS
// at input.email; in other shops it may have others. Errors of the password are those
// of auth's HashPassword, at input.password.
func (s *Service) Create(ctx context.Context, in CreateInput) (*ent.Customer, error) {
	email, ok := auth.NormalEmail(in.Email)
	if !ok {
		return nil, errs.Field("input.email", "is no e-mail address")
	}
	if in.Language == "" {
		in.Language = "en"
	}
	if !slices.Contains(languages, in.Language) {
		return nil, errs.Field("input.language", "must be en, fr or de")
	}
	first, err := name(in.FirstName, "input.firstName")
	if err != nil {
		return nil, err
	}
	last, err := name(in.LastName, "input.lastName")
	if err != nil {
		return nil, err
	}
	c := s.db.Customer.Create().SetEmail(email).SetLanguage(in.Language).
		SetNillableFirstName(first).SetNillableLastName(last).SetNillableVerifiedAt(in.VerifiedAt)
	if in.Password != nil {
		hash, err := s.auth.HashPassword(ctx, *in.Password, "input.password")
		if err != nil {
			return nil, err
		}
		c.SetPasswordHash(hash)
	}
	row, err := c.Save(ctx)
	if store.Violates(err, "customer_email_per_vendor") {
		return nil, errs.New(errs.AlreadyExists, "has an account already").At("input.email")
	}
	if err != nil {
		return nil, fmt.Errorf("create a customer: %w", err)
	}
	return row, nil
}

// name returns a part of a name without spaces around it, nil for an empty one.
func name(s *string, path string) (*string, error) {
	if s == nil {
		return nil, nil
	}
	t := strings.TrimSpace(*s)
	switch {
	case t == "":
		return nil, nil
	case utf8.RuneCountInString(t) > 100:
		return nil, errs.New(errs.TooLong, "is longer than %d characters", 100).At(path)
	case strings.ContainsFunc(t, unicode.IsControl):
		return nil, errs.Field(path, "holds characters that cannot be shown")
	}
	return &t, nil
}

package settings

import (
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"orion/internal/enum"
	"orion/internal/kit/errs"
)

// Normal brings a value into the writing of its type; INVALID, TOO_LONG or REQUIRED at
// input.value for what it cannot be.
func (d *Definition) Normal(value string) (string, error) {
	value = strings.TrimSpace(value)
	switch d.Type {
	case enum.SettingTypeInt:
		return d.number(value)
	case enum.SettingTypeDuration:
		return d.duration(value)
	case enum.SettingTypeBool:
		if value != "true" && value != "false" {
			return "", errs.Field("input.value", "must be true or false")
		}
		return value, nil
	case enum.SettingTypeChoice:
		if !slices.Contains(d.Choices, value) {
			return "", errs.Field("input.value", "must be one of %s", strings.Join(d.Choices, ", "))
		}
		return value, nil
	}
	return d.text(value)
}

func (d *Definition) number(value string) (string, error) {
	n, err := strconv.Atoi(value)
	if err != nil {
		return "", errs.Field("input.value", "must be a whole number")
	}
	if n < d.Minimum || n > d.Maximum {
		return "", errs.Field("input.value", "must be from %d to %d", d.Minimum, d.Maximum)
	}
	return strconv.Itoa(n), nil
}

func (d *Definition) duration(value string) (string, error) {
	t, err := time.ParseDuration(value)
	if err != nil {
		return "", errs.Field("input.value", "must be a time such as 36h or 1h30m")
	}
	least, most := time.Duration(d.Minimum)*time.Second, time.Duration(d.Maximum)*time.Second
	if t < least || t > most {
		return "", errs.Field("input.value", "must be from %s to %s", short(least), short(most))
	}
	return short(t.Truncate(time.Second)), nil
}

// short writes a time without the parts that are nothing: 36h and not 36h0m0s.
func short(t time.Duration) string {
	s := t.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func (d *Definition) text(value string) (string, error) {
	switch {
	case value == "" && d.Sensitive():
		return "", errs.New(errs.Required, "is required").At("input.value")
	case value == "":
		return "", nil
	case utf8.RuneCountInString(value) > d.Maximum:
		return "", errs.New(errs.TooLong, "is longer than %d characters", d.Maximum).At("input.value")
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return "", errs.Field("input.value", "must be text that can be printed")
	case d.Type == enum.SettingTypeEmail && !address(value):
		return "", errs.Field("input.value", "is no e-mail address")
	case d.Type == enum.SettingTypeURL && !web(value, "http", "https"), d.Key == MailServer && !web(value, "smtp", "smtps"):
		return "", errs.Field("input.value", "is no address that this can be")
	}
	return value, nil
}

func address(value string) bool {
	a, err := mail.ParseAddress(value)
	return err == nil && a.Address == value
}

func web(value string, schemes ...string) bool {
	u, err := url.Parse(value)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.Host != ""
}

// hint is the last four characters of a secret that is long enough to keep the rest.
func hint(secret string) *string {
	runes := []rune(secret)
	if len(runes) < 12 {
		return nil
	}
	last := string(runes[len(runes)-4:])
	return &last
}

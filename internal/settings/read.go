package settings

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/viewer"
)

// A finding is the value of a setting and where it comes from. What is sealed has no value
// yet.
type finding struct {
	value  string
	source enum.SettingSource
	row    row
	vendor uuid.UUID // who has set it; zero: the staff, or nobody
}

// Int returns a number for the vendor of the context, or for the platform where it has none.
func (s *Service) Int(ctx context.Context, key Key) (int, error) {
	value, err := s.Text(ctx, key)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", key, err)
	}
	return n, nil
}

// Days is Int for a number of days.
func (s *Service) Days(ctx context.Context, key Key) (time.Duration, error) {
	n, err := s.Int(ctx, key)
	return time.Duration(n) * 24 * time.Hour, err
}

// Duration returns a time, as Int does.
func (s *Service) Duration(ctx context.Context, key Key) (time.Duration, error) {
	value, err := s.Text(ctx, key)
	if err != nil {
		return 0, err
	}
	t, err := time.ParseDuration(value)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", key, err)
	}
	return t, nil
}

// Bool returns whether something is so, as Int does.
func (s *Service) Bool(ctx context.Context, key Key) (bool, error) {
	value, err := s.Text(ctx, key)
	return value == "true", err
}

// Text returns a value as it is written, secrets too; "" where nobody has set any and there
// is no default.
func (s *Service) Text(ctx context.Context, key Key) (string, error) {
	d := find(key)
	if s == nil {
		return d.Default, nil
	}
	if d.Sensitive() {
		return s.secret(ctx, d)
	}
	f, err := s.find(ctx, d, vendorOf(ctx))
	return f.value, err
}

func vendorOf(ctx context.Context) uuid.UUID {
	if v := viewer.From(ctx); v != nil {
		return v.VendorID
	}
	return uuid.Nil
}

// find returns the value that goes for a vendor, or for the platform where it is none.
func (s *Service) find(ctx context.Context, d *Definition, vendor uuid.UUID) (finding, error) {
	if d.Scope == enum.SettingScopeVendor && vendor != uuid.Nil {
		rows, err := s.rowsOf(ctx, vendor)
		if r, ok := rows[d.Key]; ok || err != nil {
			return found(r, enum.SettingSourceVendor, vendor), err
		}
	}
	if value := s.environment[d.Variable]; value != "" {
		return finding{value: value, source: enum.SettingSourceEnvironment}, nil
	}
	rows, err := s.rowsOf(ctx, uuid.Nil)
	if r, ok := rows[d.Key]; ok || err != nil {
		return found(r, enum.SettingSourcePlatform, uuid.Nil), err
	}
	return finding{value: d.Default, source: enum.SettingSourceDefault}, nil
}

func found(r row, source enum.SettingSource, vendor uuid.UUID) finding {
	f := finding{source: source, row: r, vendor: vendor}
	if r.value != nil {
		f.value = *r.value
	}
	return f
}

// secret returns what is sealed. A seal that does not open is read once more with its keys:
// they may have been replaced between the one reading and the other.
func (s *Service) secret(ctx context.Context, d *Definition) (string, error) {
	plain, err := s.open(ctx, d)
	if err != nil {
		s.heard("")
		plain, err = s.open(ctx, d)
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", d.Key, err)
	}
	return plain, nil
}

func (s *Service) open(ctx context.Context, d *Definition) (string, error) {
	f, err := s.find(ctx, d, vendorOf(ctx))
	if err != nil || f.row.sealed == nil {
		return f.value, err
	}
	r, err := s.ring(ctx)
	if err != nil {
		return "", err
	}
	return r.open(f.row.sealed, owner(f.vendor, d.Key))
}

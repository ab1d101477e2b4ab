package settings

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent/vendorsetting"
	"orion/internal/enum"
	"orion/internal/store"
)

// Span returns how long something is kept, for the vendor of the context or for the platform
// where it has none: a number of days, or a time.
func (s *Service) Span(ctx context.Context, key Key) (time.Duration, error) {
	value, err := s.Text(ctx, key)
	if err != nil {
		return 0, err
	}
	return find(key).span(value)
}

func (d *Definition) span(value string) (time.Duration, error) {
	if d.Type == enum.SettingTypeDuration {
		t, err := time.ParseDuration(value)
		return t, unread(d.Key, err)
	}
	n, err := strconv.Atoi(value)
	return time.Duration(n) * 24 * time.Hour, unread(d.Key, err)
}

func unread(key Key, err error) error {
	if err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	return nil
}

// An OwnSpan is how long a vendor keeps something, in place of what the platform says.
type OwnSpan struct {
	Vendor uuid.UUID
	Key    Key
	Span   time.Duration
}

// OwnSpans returns what vendors have set of numbers of days and of times, in one statement.
// It is for what is done for all vendors at once.
func (s *Service) OwnSpans(ctx context.Context) ([]OwnSpan, error) {
	var keys []string
	for _, d := range registry {
		if d.spans() && d.Scope == enum.SettingScopeVendor {
			keys = append(keys, string(d.Key))
		}
	}
	rows, err := s.db.VendorSetting.Query().Where(vendorsetting.KeyIn(keys...)).All(store.AcrossVendors(ctx, store.ReasonSettings))
	if err != nil {
		return nil, reading(err)
	}
	out := make([]OwnSpan, 0, len(rows))
	for _, r := range rows {
		o := OwnSpan{Vendor: r.VendorID, Key: Key(r.Key)}
		if o.Span, err = find(o.Key).span(*r.Value); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

func (d *Definition) spans() bool { return d.Type == enum.SettingTypeDuration || d.Counts == "days" }

// Find returns one setting as it stands for the vendor of the context, or for the platform
// where it has none.
func (s *Service) Find(ctx context.Context, key Key) (*Setting, error) {
	return s.view(ctx, find(key), vendorOf(ctx))
}

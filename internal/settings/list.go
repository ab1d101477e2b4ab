package settings

import (
	"context"
	"time"

	"github.com/google/uuid"

	"orion/internal/enum"
)

// A Setting is one setting as it stands, for those who may see it.
type Setting struct {
	*Definition

	// Value is nil for a secret and where nothing is set.
	Value *string
	// Inherited is what would go without what was set here: of a vendor what the platform
	// says, of the platform what the environment or the program says. Nil for a secret.
	Inherited *string
	Source    enum.SettingSource
	IsSet     bool
	// Hint is the last four characters of a long secret.
	Hint *string
	// Locked says that the environment has set it, and nobody else can.
	Locked bool
	// Version and ChangedAt are those of what was set here; 0 and nil where nothing was.
	Version   int
	ChangedAt *time.Time
	// ChangedByID is who has set it; nil for the program, and for API keys.
	ChangedByID *uuid.UUID
}

// Name is the key as text.
func (s *Setting) Name() string { return string(s.Key) }

// Default is what the program says; nil where it says nothing.
func (s *Setting) Default() *string { return given(s.Definition.Default) }

// EnvironmentName is the variable that sets it; nil for none.
func (s *Setting) EnvironmentName() *string { return given(s.Variable) }

// Minimum and Maximum bound numbers, and times in seconds; nil for everything else.
func (s *Setting) Minimum() *float64 { return s.bound(s.Definition.Minimum) }

// Maximum is the other end: see Minimum.
func (s *Setting) Maximum() *float64 { return s.bound(s.Definition.Maximum) }

func (s *Setting) bound(n int) *float64 {
	if s.Type != enum.SettingTypeInt && s.Type != enum.SettingTypeDuration {
		return nil
	}
	return new(float64(n))
}

func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// List returns all settings as they stand for the platform.
func (s *Service) List(ctx context.Context) ([]*Setting, error) { return s.list(ctx, uuid.Nil) }

// ListVendor returns the settings that the vendor of the context may set, as they stand for
// it.
func (s *Service) ListVendor(ctx context.Context) ([]*Setting, error) {
	return s.list(ctx, vendorOf(ctx))
}

func (s *Service) list(ctx context.Context, vendor uuid.UUID) ([]*Setting, error) {
	out := []*Setting{}
	for _, d := range registry {
		if vendor != uuid.Nil && d.Scope != enum.SettingScopeVendor {
			continue
		}
		view, err := s.view(ctx, d, vendor)
		if err != nil {
			return nil, err
		}
		out = append(out, view)
	}
	return out, nil
}

func (s *Service) view(ctx context.Context, d *Definition, vendor uuid.UUID) (*Setting, error) {
	f, err := s.find(ctx, d, vendor)
	if err != nil {
		return nil, err
	}
	beneath, err := s.beneath(ctx, d, vendor)
	if err != nil {
		return nil, err
	}
	rows, err := s.rowsOf(ctx, vendor)
	if err != nil {
		return nil, err
	}
	out := &Setting{
		Definition: d, Source: f.source, IsSet: f.value != "" || f.row.sealed != nil,
		Locked: vendor == uuid.Nil && s.environment[d.Variable] != "",
	}
	if !d.Sensitive() {
		out.Value, out.Inherited = given(f.value), given(beneath.value)
	}
	if r, ok := rows[d.Key]; ok {
		out.Hint, out.Version, out.ChangedAt, out.ChangedByID = r.hint, r.version, &r.at, r.setBy
	}
	return out, nil
}

// beneath is what would go without what a vendor, or the staff, have set.
func (s *Service) beneath(ctx context.Context, d *Definition, vendor uuid.UUID) (finding, error) {
	if vendor != uuid.Nil {
		return s.find(ctx, d, uuid.Nil)
	}
	if value := s.environment[d.Variable]; value != "" {
		return finding{value: value, source: enum.SettingSourceEnvironment}, nil
	}
	return finding{value: d.Default, source: enum.SettingSourceDefault}, nil
}

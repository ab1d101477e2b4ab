package audit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/enum"
)

func ptr[T any](v T) *T { return &v }

func TestDiff(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct{ got, want []enum.Change }{
		"a text": {
			audit.Diff(&ent.Vendor{Name: "A"}, &ent.Vendor{Name: "B"}),
			[]enum.Change{{Field: "name", Before: ptr("A"), After: ptr("B")}},
		},
		"nothing": {audit.Diff(&ent.Vendor{Name: "A"}, &ent.Vendor{Name: "A", UpdatedAt: at}), nil},
		"a row that was made, without its id and times": {
			audit.Diff(nil, &ent.Role{ID: uuid.New(), CreatedAt: at, Name: "Packers", Permissions: []string{"order.read"}}),
			[]enum.Change{{Field: "name", After: ptr("Packers")}, {Field: "permissions", After: ptr(`["order.read"]`)}},
		},
		"a row that was removed": {
			audit.Diff(&ent.Counter{Name: "order"}, nil),
			[]enum.Change{{Field: "vendor_id", Before: ptr(uuid.Nil.String())}, {Field: "name", Before: ptr("order")}, {Field: "value", Before: ptr("0")}},
		},
		"a time that was set": {
			audit.Diff(&ent.Vendor{}, &ent.Vendor{ClosedAt: &at}),
			[]enum.Change{{Field: "closed_at", After: ptr("2026-11-23T10:00:00Z")}},
		},
		"a secret": {
			audit.Diff(&ent.User{PasswordHash: ptr("old")}, &ent.User{PasswordHash: ptr("new")}),
			[]enum.Change{{Field: "password_hash", Redacted: true}},
		},
		"something of a person": {
			audit.Diff(&ent.Customer{Email: "a@b.c", Language: "en"}, &ent.Customer{Email: "d@e.f", Language: "fr"}),
			[]enum.Change{{Field: "email", Redacted: true}, {Field: "language", Before: ptr("en"), After: ptr("fr")}},
		},
		"a long text is cut": {
			audit.Diff(&ent.Vendor{}, &ent.Vendor{Imprint: ptr(strings.Repeat("ä", 501))}),
			[]enum.Change{{Field: "imprint", After: ptr(strings.Repeat("ä", 500) + "…")}},
		},
		"a long text that differs behind the cut": {
			audit.Diff(&ent.Vendor{Imprint: ptr(strings.Repeat("a", 500) + "b")}, &ent.Vendor{Imprint: ptr(strings.Repeat("a", 500) + "c")}),
			[]enum.Change{{Field: "imprint", Before: ptr(strings.Repeat("a", 500) + "…"), After: ptr(strings.Repeat("a", 500) + "…")}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, row.got)
		})
	}
}

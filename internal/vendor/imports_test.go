package vendor_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/auditentry"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
)

func TestStaffPauseAVendorsImports(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v, team := fixture.Vendor(t, db)
	staff := fixture.Admin(t)

	_, err := s.PauseImports(team, v.ID, "as it must be")
	require.Equal(t, errs.Forbidden, code(err))
	_, err = s.PauseImports(staff, v.ID, " ")
	require.Equal(t, errs.Required, code(err))
	_, err = s.PauseImports(staff, uuid.New(), "as it must be")
	require.Equal(t, errs.NotFound, code(err))

	paused, err := s.PauseImports(staff, v.ID, "as it must be")
	require.NoError(t, err)
	require.NotNil(t, paused.ImportsPausedAt)
	require.Equal(t, "as it must be", *paused.ImportsPausedReason)
	kept, err := s.ByID(fixture.Platform(t), v.ID)
	require.NoError(t, err)
	require.NotNil(t, kept.ImportsPausedAt, "workers see it at once")
	again, err := s.PauseImports(staff, v.ID, "another")
	require.NoError(t, err)
	require.Equal(t, "as it must be", *again.ImportsPausedReason, "twice is no change")

	_, err = s.ResumeImports(team, v.ID)
	require.Equal(t, errs.Forbidden, code(err))
	on, err := s.ResumeImports(staff, v.ID)
	require.NoError(t, err)
	require.Nil(t, on.ImportsPausedAt)
	require.Nil(t, on.ImportsPausedReason)
	_, err = s.ResumeImports(staff, v.ID)
	require.NoError(t, err)
	n, err := db.AuditEntry.Query().Where(auditentry.ActionIn("vendor.imports-pause", "vendor.imports-resume")).Count(fixture.Platform(t))
	require.NoError(t, err)
	require.Equal(t, 2, n)
}

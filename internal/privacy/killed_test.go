package privacy

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/failpoint"
)

// Not parallel: one place of a program is armed at a time.
func TestWhatIsKilledInTheMiddleIsDoneOnce(t *testing.T) {
	defer failpoint.Arm("", nil)
	s := open(t)
	c, ctx, _ := s.marked(t)
	system := fixture.System(t, s.vendor)
	die := func() { panic("killed") }

	file, err := s.RequestExport(ctx)
	require.NoError(t, err)
	failpoint.Arm("privacy/after-file", die)
	require.Panics(t, func() { _ = s.Make(system, file.ID) })
	require.Equal(t, enum.PrivacyRequestStatusPending, s.get(t, file.ID).Status)
	failpoint.Arm("", nil)
	require.NoError(t, s.Make(system, file.ID))
	require.Equal(t, 1, s.actions(t, "privacy.export"))

	r, err := s.RequestErasure(ctx, password)
	require.NoError(t, err)
	s.clock.at = r.DueAt
	before := s.found(t)
	failpoint.Arm("privacy/erasing", die)
	require.Panics(t, func() { _ = s.Sweep(fixture.Platform(t)) })
	require.Equal(t, before, s.found(t), "all or nothing")
	require.Nil(t, s.db.Customer.GetX(system, c.ID).ErasedAt)
	failpoint.Arm("", nil)
	s.sweep(t)
	s.sweep(t)
	require.NotNil(t, s.db.Customer.GetX(system, c.ID).ErasedAt)
	require.Equal(t, 1, s.actions(t, "privacy.erase"))
}

// Every column that says something of a person is erased, or spared with a reason.
func TestEveryPersonalColumnIsErasedOrSpared(t *testing.T) {
	t.Parallel()
	wiped := map[string]bool{}
	for _, one := range erasure {
		if strings.HasPrefix(strings.TrimSpace(one.statement), "delete") && one.table != "carts" {
			wiped[one.table] = true
		}
		for column := range strings.FieldsSeq(one.columns) {
			require.Regexp(t, `\b`+column+` = `, one.statement, one.table)
			wiped[one.table+"."+column] = true
		}
	}
	src, err := os.ReadFile("../../ent/gen/ent/graph.go")
	require.NoError(t, err)
	seen := 0
	for _, m := range regexp.MustCompile(`func \(\*(\w+)\) PersonalFields\(\) \[\]string {\n\treturn \[\]string{([^}]*)}`).FindAllStringSubmatch(string(src), -1) {
		table := tableOf(t, m[1])
		for _, column := range regexp.MustCompile(`"(\w+)"`).FindAllStringSubmatch(m[2], -1) {
			name := table + "." + column[1]
			seen++
			require.True(t, wiped[table] || wiped[name] || spared[name] != "", "%s is neither erased nor spared: see erase_sql.go", name)
			require.False(t, (wiped[table] || wiped[name]) && spared[name] != "", name)
		}
	}
	require.Greater(t, seen, 30)
}

func tableOf(t *testing.T, entity string) string {
	t.Helper()
	pkg := strings.ToLower(entity)
	src, err := os.ReadFile("../../ent/gen/ent/" + pkg + "/" + pkg + ".go")
	require.NoError(t, err)
	m := regexp.MustCompile(`\tTable = "(\w+)"`).FindSubmatch(src)
	require.NotNil(t, m, entity)
	return string(m[1])
}

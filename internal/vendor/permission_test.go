package vendor_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/role"
	"orion/ent/migrations"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/i18n"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

func TestEveryPermissionIsDescribed(t *testing.T) {
	t.Parallel()
	for audience, all := range map[viewer.Audience][]enum.Permission{
		viewer.Vendor: enum.VendorPermissions(), viewer.Admin: enum.PlatformPermissions(),
	} {
		infos := vendor.Permissions(audience)
		require.Len(t, infos, len(all))
		for i, info := range infos {
			require.Equal(t, all[i], info.Permission)
			require.NotEmpty(t, info.Group)
			require.True(t, strings.HasSuffix(info.Description, "."), "%s: %q", info.Permission, info.Description)
			for _, tag := range i18n.Languages[1:] {
				texts, err := i18n.Translations(tag)
				require.NoError(t, err)
				require.NotEmpty(t, texts[info.Description], "%s in %s", info.Permission, tag)
			}
		}
	}
}

func TestWhatAMemberCanDo(t *testing.T) {
	t.Parallel()
	r := &ent.Role{Permissions: []string{"order.read", "vendor.write", "later.thing", "catalog.read"}}
	v, now := &ent.Vendor{}, time.Now()
	strict := &ent.Vendor{RequireTwoFactor: true}
	for name, tc := range map[string]struct {
		u    *ent.User
		v    *ent.Vendor
		want []enum.Permission
	}{
		"what the role allows in a team":       {&ent.User{}, v, []enum.Permission{"catalog.read", "order.read"}},
		"what it allows among the staff":       {&ent.User{}, nil, []enum.Permission{"vendor.write"}},
		"nothing for one who was deactivated":  {&ent.User{DisabledAt: &now}, v, []enum.Permission{}},
		"nothing without the factor in demand": {&ent.User{}, strict, []enum.Permission{}},
		"all with it":                          {&ent.User{TotpConfirmedAt: &now}, strict, []enum.Permission{"catalog.read", "order.read"}},
	} {
		require.Equal(t, tc.want, vendor.CanDo(r, tc.u, tc.v), name)
	}
}

// The migration for databases that exist says the same as the program.
func TestRolesOfOldDatabases(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	_, err := c.a.CreateAdmin(t.Context(), "boss@orion.example", password)
	require.NoError(t, err)
	ctx := fixture.Platform(t)
	read := func() map[string][]string {
		out := map[string][]string{}
		for _, r := range c.db.Role.Query().Where(role.TemplateNotNil()).AllX(ctx) {
			kind := "vendor "
			if r.VendorID == nil {
				kind = "staff "
			}
			out[kind+*r.Template] = append([]string{r.Name, r.Description}, r.Permissions...)
		}
		return out
	}
	want := read()
	require.Len(t, want, 9)
	c.db.Role.Delete().Where(role.VendorIDIsNil(), role.TemplateIn("support", "auditor")).ExecX(ctx)
	c.db.Role.Update().SetPermissions([]string{"audit.read"}).SetDescription("").ExecX(ctx)
	sql, err := migrations.FS.ReadFile("20261123102000_team_permissions.sql")
	require.NoError(t, err)
	up, _, _ := strings.Cut(string(sql), "-- A role that is removed")
	_, err = c.db.Platform.Exec(ctx, up)
	require.NoError(t, err)
	sql, err = migrations.FS.ReadFile("20261130102900_selling_walls.sql")
	require.NoError(t, err)
	_, roles, _ := strings.Cut(string(sql), "-- What the roles")
	up, _, _ = strings.Cut(roles, "-- +goose Down")
	_, err = c.db.Platform.Exec(ctx, "-- "+up)
	require.NoError(t, err)
	require.Equal(t, want, read())
}

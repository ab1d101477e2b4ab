package vendor_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/vendor"
)

func TestList(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	slugs := []string{"alpine", "lumiere", "papyrus", "per-cent"}
	made := map[string]*ent.Vendor{}
	for _, slug := range slugs {
		made[slug] = create(t, s, slug)
	}
	_, err := s.Suspend(fixture.Admin(t), made["papyrus"].ID, "x")
	require.NoError(t, err)

	for name, tc := range map[string]struct {
		by    context.Context
		where *vendor.Where
		want  []string
		code  errs.Code
	}{
		"all, newest first":             {want: []string{"per-cent", "papyrus", "lumiere", "alpine"}},
		"an empty filter":               {where: &vendor.Where{}, want: []string{"per-cent", "papyrus", "lumiere", "alpine"}},
		"by name, whatever the case":    {where: &vendor.Where{Search: ptr(" LUMI ")}, want: []string{"lumiere"}},
		"a wildcard is a character":     {where: &vendor.Where{Search: ptr("%")}, want: []string{}},
		"a NUL is in no name":           {where: &vendor.Where{Search: ptr("a\x00")}, want: []string{}},
		"by status":                     {where: &vendor.Where{Status: []enum.VendorStatus{enum.VendorStatusSuspended}}, want: []string{"papyrus"}},
		"an empty list matches none":    {where: &vendor.Where{Status: []enum.VendorStatus{}}, want: []string{}},
		"a search that is too long":     {where: &vendor.Where{Search: ptr(strings.Repeat("x", 101))}, code: errs.TooLong},
		"a team sees its own alone":     {by: fixture.Staff(t, made["alpine"]), want: []string{"alpine"}},
		"a shopper sees the shop's":     {by: fixture.Shopper(t, made["alpine"]), want: []string{"alpine"}},
		"a stranger's vendor sees none": {by: fixture.Staff(t, &ent.Vendor{ID: uuid.New()}), want: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.by == nil {
				tc.by = fixture.Admin(t)
			}
			c, err := s.List(tc.by, page.Arg{}, tc.where)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				return
			}
			got := []string{}
			for _, v := range c.Nodes {
				got = append(got, v.Slug)
			}
			require.Equal(t, tc.want, got)
			count, err := c.Count(tc.by)
			require.NoError(t, err)
			require.Equal(t, &page.Count{Value: len(tc.want), Precision: page.Exact}, count)
		})
	}
	t.Run("page by page, there and back", func(t *testing.T) {
		ctx := fixture.Admin(t)
		first, err := s.List(ctx, page.Arg{First: ptr(3)}, nil)
		require.NoError(t, err)
		require.True(t, first.PageInfo.HasNextPage)
		second, err := s.List(ctx, page.Arg{First: ptr(3), After: first.PageInfo.EndCursor}, nil)
		require.NoError(t, err)
		require.Equal(t, "alpine", second.Nodes[0].Slug)
		require.False(t, second.PageInfo.HasNextPage)
		back, err := s.List(ctx, page.Arg{Last: ptr(3), Before: second.PageInfo.StartCursor}, nil)
		require.NoError(t, err)
		require.Equal(t, "per-cent", back.Nodes[0].Slug)
		_, err = s.List(ctx, page.Arg{After: first.PageInfo.EndCursor}, &vendor.Where{Search: ptr("a")})
		require.Equal(t, errs.Invalid, code(err), "a cursor fits its own list alone")
		_, err = s.Users(ctx, page.Arg{After: first.PageInfo.EndCursor}, nil)
		require.Equal(t, errs.Invalid, code(err))
	})
}

func TestFind(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v, other := create(t, s, "here"), create(t, s, "there")
	user := publicid.New("User", v.ID)
	for name, tc := range map[string]struct {
		slug *string
		id   *publicid.ID
		by   context.Context
		want bool
	}{
		"by slug":                      {slug: &v.Slug, want: true},
		"by id":                        {id: ptr(v.PublicID()), want: true},
		"an id of another type":        {id: &user},
		"an id of nothing":             {id: ptr(publicid.ID(""))},
		"a slug of nobody":             {slug: ptr("nowhere")},
		"text that is no slug":         {slug: ptr("a\x00")},
		"neither":                      {},
		"another vendor's team":        {slug: &v.Slug, by: fixture.Staff(t, other)},
		"another vendor's team, by id": {id: ptr(v.PublicID()), by: fixture.Staff(t, other)},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.by == nil {
				tc.by = fixture.Admin(t)
			}
			got, err := s.Find(tc.by, tc.slug, tc.id)
			require.NoError(t, err)
			require.Equal(t, tc.want, got != nil && got.ID == v.ID)
		})
	}
}

func TestMembersAndUsers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v, other := create(t, s, "here"), create(t, s, "there")
	for _, email := range []string{"b@here.example", "a@here.example"} {
		_, err := s.AddMember(fixture.Platform(t), v, vendor.MemberInput{Email: email, Template: "support"})
		require.NoError(t, err)
	}
	_, err := s.AddMember(fixture.Platform(t), other, vendor.MemberInput{Email: "a@here.example", Template: "support"})
	require.NoError(t, err)

	emails := func(ctx context.Context, c *vendor.MemberConnection) (out []string) {
		for _, m := range c.Nodes {
			out = append(out, db.User.GetX(ctx, m.UserID).Email)
		}
		return out
	}
	team := fixture.Staff(t, v, enum.PermissionTeamRead)
	first, err := s.Members(team, v.ID, page.Arg{First: ptr(2)})
	require.NoError(t, err)
	require.Equal(t, []string{"owner@here.example", "b@here.example"}, emails(team, first), "longest there first")
	count, err := first.Count(team)
	require.NoError(t, err)
	require.Equal(t, 3, count.Value)
	rest, err := s.Members(team, v.ID, page.Arg{First: ptr(2), After: first.PageInfo.EndCursor})
	require.NoError(t, err)
	require.Equal(t, []string{"a@here.example"}, emails(team, rest))
	_, err = s.Members(fixture.Staff(t, other), other.ID, page.Arg{After: first.PageInfo.EndCursor})
	require.Equal(t, errs.Invalid, code(err), "another vendor's cursor is refused")

	users := func(ctx context.Context) (out []string) {
		c, err := s.Users(ctx, page.Arg{}, nil)
		require.NoError(t, err)
		for _, u := range c.Nodes {
			out = append(out, u.Email)
		}
		n, err := c.Count(ctx)
		require.NoError(t, err)
		require.Equal(t, len(out), n.Value)
		slices.Sort(out)
		return out
	}
	require.Equal(t, []string{"a@here.example", "b@here.example", "owner@here.example", "owner@there.example"}, users(fixture.Admin(t)))
	require.Equal(t, []string{"a@here.example", "owner@there.example"}, users(fixture.Staff(t, other)))
	_, err = s.Users(fixture.Shopper(t, v), page.Arg{}, nil)
	require.Equal(t, errs.NotFound, code(err))
}

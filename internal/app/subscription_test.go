package app

import (
	"bufio"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/config"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// subscribe listens to an import and returns what reads the lines of its events.
func (p *Platform) subscribe(t *testing.T, bearer string, job publicid.ID) func() (string, error) {
	t.Helper()
	return p.hear(t, bearer, fmt.Sprintf(`subscription{importProgress(id:\"%s\"){sequence}}`, job))
}

// hear begins a subscription; quotes in the document are escaped for JSON.
func (p *Platform) hear(t *testing.T, bearer, doc string) func() (string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+"/graphql", strings.NewReader(`{"query":"`+doc+`"}`))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+bearer)
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	require.Equal(t, http.StatusOK, res.StatusCode)
	lines := bufio.NewReader(res.Body)
	return func() (string, error) { return lines.ReadString('\n') }
}

// first reads the first event of a subscription.
func first(t *testing.T, next func() (string, error)) string {
	t.Helper()
	for {
		line, err := next()
		require.NoError(t, err)
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			return data
		}
	}
}

var token = regexp.MustCompile(`"accessToken":"([^"]+)"`)

// signedIn makes a member of a team who may see imports, and signs them in.
func (p *Platform) signedIn(t *testing.T, v *ent.Vendor) (*ent.Membership, string) {
	t.Helper()
	ctx, db := fixture.Platform(t), p.world.db
	hash, err := p.services.auth.HashPassword(ctx, "correct-horse-9", "password")
	require.NoError(t, err)
	u, err := db.User.Create().SetEmail(uuid.NewString() + "@team.example").SetPasswordHash(hash).Save(ctx)
	require.NoError(t, err)
	r, err := db.Role.Create().SetVendorID(v.ID).SetName(uuid.NewString()).SetPermissions([]string{string(enum.PermissionImportRead)}).Save(ctx)
	require.NoError(t, err)
	m, err := db.Membership.Create().SetVendorID(v.ID).SetUserID(u.ID).SetRoleID(r.ID).Save(ctx)
	require.NoError(t, err)
	_, _, answer := p.post(t, "", fmt.Sprintf(`mutation{signIn(input:{audience:VENDOR,email:%q,password:"correct-horse-9",vendor:%q}){accessToken userErrors{code}}}`, u.Email, v.Slug))
	found := token.FindStringSubmatch(answer)
	require.NotNil(t, found, answer)
	return m, found[1]
}

// underWay is an import that is under way.
func underWay(t *testing.T, db *store.DB, v *ent.Vendor) publicid.ID {
	t.Helper()
	rows := fixture.Everything(t, db, v)
	job, err := db.MarketplaceImportJob.UpdateOneID(rows["marketplace_import_jobs"]).SetStatus(enum.ImportStatusApplying).Save(fixture.System(t, v))
	require.NoError(t, err)
	return job.PublicID()
}

// B1.16, B1.17, B1.27, B2.46: whatever ends somebody's stay, in whatever process, ends
// what they listen to within a second.
func TestB1_16_17_27_B2_46SubscriptionsEndWithTheStay(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true})
	elsewhere := start(t, Options{}, func(c *config.Config) { c.DatabaseURL, c.SecretKey = p.cfg.DatabaseURL, p.cfg.SecretKey })
	for name, end := range map[string]func(t *testing.T, v *ent.Vendor, m *ent.Membership, bearer string){
		"signing out": func(t *testing.T, _ *ent.Vendor, _ *ent.Membership, bearer string) {
			_, _, answer := p.post(t, bearer, `mutation{signOut{userErrors{code}}}`)
			require.NotContains(t, answer, `"code"`)
		},
		"the vendor's suspension": func(t *testing.T, v *ent.Vendor, _ *ent.Membership, _ string) {
			_, err := elsewhere.services.vendors.Suspend(fixture.Admin(t), v.ID, "not paid")
			require.NoError(t, err)
		},
		"leaving the team": func(t *testing.T, v *ent.Vendor, m *ent.Membership, _ string) {
			ctx := fixture.Platform(t)
			require.NoError(t, elsewhere.world.db.Tx(ctx, func(tx *store.Tx) error {
				if err := tx.Membership.DeleteOne(m).Exec(ctx); err != nil {
					return err
				}
				return elsewhere.services.auth.RevokeMember(ctx, tx, v.ID, m.UserID)
			}))
		},
		"a right taken away": func(t *testing.T, _ *ent.Vendor, m *ent.Membership, _ string) {
			ctx := fixture.Platform(t)
			require.NoError(t, elsewhere.world.db.Tx(ctx, func(tx *store.Tx) error {
				if err := tx.Role.UpdateOneID(m.RoleID).SetPermissions([]string{}).Exec(ctx); err != nil {
					return err
				}
				return elsewhere.services.auth.GrantsChanged(ctx, tx)
			}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := fixture.Vendor(t, p.world.db)
			job := underWay(t, p.world.db, v)
			m, bearer := p.signedIn(t, v)
			next := p.subscribe(t, bearer, job)
			require.Contains(t, first(t, next), `"sequence"`)
			end(t, v, m, bearer)
			began, err := time.Now(), error(nil)
			for err == nil {
				_, err = next()
			}
			require.Less(t, time.Since(began), time.Second)
		})
	}
}

func TestB1_17_B2_46SubscriptionsOfKeysEndWithTheKey(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true})
	v, owner := fixture.Vendor(t, p.world.db)
	job := underWay(t, p.world.db, v)
	k, key, err := p.services.auth.CreateKey(owner, auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionImportRead}})
	require.NoError(t, err)
	next := p.subscribe(t, key, job)
	require.Contains(t, first(t, next), `"sequence"`)
	_, err = p.services.auth.RevokeKey(owner, k.PublicID())
	require.NoError(t, err)
	began := time.Now()
	for err == nil {
		_, err = next()
	}
	require.Less(t, time.Since(began), time.Second)

	other, _ := fixture.Vendor(t, p.world.db)
	foreign := underWay(t, p.world.db, other)
	_, key, err = p.services.auth.CreateKey(owner, auth.KeyCreateInput{Name: "Till 2", Permissions: []enum.Permission{enum.PermissionImportRead}})
	require.NoError(t, err)
	strange := first(t, p.subscribe(t, key, foreign))
	missing := first(t, p.subscribe(t, key, publicid.New("MarketplaceImportJob", uuid.New())))
	id := regexp.MustCompile(`"requestId":"[^"]*"`)
	require.Contains(t, strange, "NOT_FOUND")
	require.Equal(t, id.ReplaceAllString(missing, ""), id.ReplaceAllString(strange, ""), "B2.46 another vendor's is as none")
}

package vendor_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
)

// zone answers for the name servers.
type zone struct {
	mu      sync.Mutex
	records map[string][]string
	away    bool
}

func (z *zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	switch records := z.records[name]; {
	case z.away:
		return nil, errors.New("i/o timeout")
	case records == nil:
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	default:
		return records, nil
	}
}

func (z *zone) set(d *ent.VendorDomain, records ...string) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.records == nil {
		z.records = map[string][]string{}
	}
	z.records["_orion."+d.Host+"."] = records
}

func TestHostNames(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	ctx := fixture.Staff(t, create(t, s, "shop1"), enum.PermissionSettingsWrite)
	for host, want := range map[string]string{
		"shop.example.com":                "shop.example.com",
		" Shop.Example.COM. ":             "shop.example.com",
		"example.lu":                      "example.lu",
		"bücher.example":                  "xn--bcher-kva.example",
		"":                                "",
		"localhost":                       "",
		"shop":                            "",
		"shop.localhost":                  "",
		"printer.local":                   "",
		"1.0.0.127.in-addr.arpa":          "",
		"127.0.0.1":                       "",
		"2130706433":                      "",
		"1.2.3":                           "",
		"[::1]":                           "",
		"::1":                             "",
		"orion.example":                   "",
		"other.orion.example":             "",
		"ORION.example":                   "",
		"co.uk":                           "",
		"github.io":                       "",
		"https://shop.example.com":        "",
		"shop.example.com:443":            "",
		"shop.example.com/path":           "",
		"me@shop.example.com":             "",
		"-shop.example.com":               "",
		"shop_.example.com":               "",
		"*.example.com":                   "",
		"shop..example.com":               "",
		"a b.example.com":                 "",
		"shop.example.com\x00":            "",
		strings.Repeat("a.", 130) + "com": "",
		strings.Repeat("a", 64) + ".com":  "",
	} {
		d, err := s.AddDomain(ctx, host)
		if want == "" {
			require.Equal(t, errs.Invalid, code(err), "%q: %v", host, d)
			require.Equal(t, "host", store.Public(err).Field())
			continue
		}
		if code(err) == errs.AlreadyExists {
			continue // the same in another writing
		}
		require.NoError(t, err, host)
		require.Equal(t, want, d.Host)
		require.Regexp(t, "^orion-verification=[a-z2-7]{32}$", d.Challenge)
		require.Equal(t, "_orion."+want, vendor.RecordName(d))
		require.Equal(t, enum.DomainStatusPending, vendor.DomainStatusOf(d))
	}
}

func TestB2_41Claims(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v, other := create(t, s, "shop1"), create(t, s, "shop2")
	ctx, theirs := fixture.Staff(t, v, enum.PermissionSettingsWrite), fixture.Staff(t, other, enum.PermissionSettingsWrite)
	d, err := s.AddDomain(ctx, "shop.example.com")
	require.NoError(t, err)
	_, err = s.AddDomain(ctx, "SHOP.example.com")
	require.Equal(t, errs.AlreadyExists, code(err))
	_, err = s.AddDomain(theirs, "shop.example.com")
	require.NoError(t, err, "a claim says nothing of others' claims")
	_, err = s.AddDomain(fixture.Staff(t, v, enum.PermissionSettingsRead), "b.example.com")
	require.Equal(t, errs.Forbidden, code(err))
	_, err = s.VerifyDomain(theirs, d.ID)
	require.Equal(t, errs.NotFound, code(err))
	require.Equal(t, errs.NotFound, code(s.RemoveDomain(theirs, d.ID)))
	for i := range 19 {
		_, err = s.AddDomain(ctx, strings.Repeat("a", i+1)+".example.com")
		require.NoError(t, err)
	}
	_, err = s.AddDomain(ctx, "one-too-many.example.com")
	require.Equal(t, errs.QuotaExceeded, code(err))
	list, err := s.Domains(ctx, v.ID, pageOf(50))
	require.NoError(t, err)
	require.Len(t, list.Nodes, 20)
	list, err = s.Domains(theirs, v.ID, pageOf(50))
	require.NoError(t, err)
	require.Empty(t, list.Nodes, "another vendor's")
	require.NoError(t, s.RemoveDomain(ctx, d.ID))
	require.Equal(t, errs.NotFound, code(s.RemoveDomain(ctx, d.ID)))
}

func TestProof(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	z := &zone{}
	s, _ := service(t, db, nil, func(o *vendor.Options) { o.Resolver = z })
	v, other := create(t, s, "shop1"), create(t, s, "shop2")
	ctx, theirs := fixture.Staff(t, v, enum.PermissionSettingsWrite), fixture.Staff(t, other, enum.PermissionSettingsWrite)
	d, err := s.AddDomain(ctx, "shop.example.com")
	require.NoError(t, err)
	rival, err := s.AddDomain(theirs, "shop.example.com")
	require.NoError(t, err)
	check := func(ctx context.Context, id uuid.UUID) (string, string) {
		t.Helper()
		s, _ := service(t, db, nil, func(o *vendor.Options) { o.Resolver = z }) // with a count of its own
		got, err := s.VerifyDomain(ctx, id)
		require.NoError(t, err)
		require.NotNil(t, got.CheckedAt)
		problem := ""
		if got.Problem != nil {
			problem = *got.Problem
		}
		return string(vendor.DomainStatusOf(got)), problem
	}
	expect := func(ctx context.Context, id uuid.UUID, status, problem string) {
		t.Helper()
		gotStatus, gotProblem := check(ctx, id)
		require.Equal(t, status+" "+problem, gotStatus+" "+gotProblem)
	}
	serves := func() string {
		fresh, _ := service(t, db, nil)
		v, err := fresh.ByHost(t.Context(), "shop.example.com")
		if code(err) == errs.NotFound {
			return ""
		}
		require.NoError(t, err)
		return v.Slug
	}

	expect(ctx, d.ID, "FAILED", "NO_RECORD")
	z.set(d, "v=spf1", "orion-verification=guess")
	expect(ctx, d.ID, "FAILED", "WRONG_RECORD")
	z.away = true
	expect(ctx, d.ID, "FAILED", "NO_ANSWER")
	z.away = false
	z.set(d, rival.Challenge)
	expect(ctx, d.ID, "FAILED", "WRONG_RECORD")
	require.Empty(t, serves())

	z.set(d, "v=spf1", d.Challenge)
	before, err := s.ByHost(t.Context(), "shop.example.com")
	require.Equal(t, errs.NotFound, code(err), "%v", before)
	got, err := s.VerifyDomain(ctx, d.ID)
	require.NoError(t, err)
	require.Equal(t, enum.DomainStatusVerified, vendor.DomainStatusOf(got))
	after, err := s.ByHost(t.Context(), "shop.example.com")
	require.NoError(t, err, "known at once")
	require.Equal(t, v.ID, after.ID)
	z.away = true
	expect(ctx, d.ID, "VERIFIED", "NO_ANSWER")
	z.away = false

	z.set(d, d.Challenge, rival.Challenge)
	expect(theirs, rival.ID, "FAILED", "IN_USE")
	require.Equal(t, "shop1", serves(), "a domain belongs to one vendor")
	z.set(d, rival.Challenge)
	expect(theirs, rival.ID, "VERIFIED", "")
	require.Equal(t, "shop2", serves(), "the proof of the first is gone")
	expect(ctx, d.ID, "FAILED", "WRONG_RECORD")

	lost := db.AuditEntry.Query().Where(auditentry.Action("domain.lose"), auditentry.VendorID(v.ID)).OnlyX(fixture.Platform(t))
	require.Nil(t, lost.ActorID, "B2.60 nothing of who has it now")
	require.NoError(t, s.RemoveDomain(theirs, rival.ID))
	require.Empty(t, serves())
}

func TestOneOfTwoProvesADomain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	z := &zone{}
	s, _ := service(t, db, nil, func(o *vendor.Options) { o.Resolver = z })
	var all []*ent.VendorDomain
	var teams []context.Context
	var records []string
	for _, slug := range []string{"shop1", "shop2", "shop3"} {
		ctx := fixture.Staff(t, create(t, s, slug), enum.PermissionSettingsWrite)
		d, err := s.AddDomain(ctx, "shop.example.com")
		require.NoError(t, err)
		all, teams, records = append(all, d), append(teams, ctx), append(records, d.Challenge)
	}
	z.set(all[0], records...)
	var wg sync.WaitGroup
	answers := make(chan enum.DomainStatus, 3)
	for i, d := range all {
		wg.Go(func() {
			got, err := s.VerifyDomain(teams[i], d.ID)
			if err != nil {
				answers <- enum.DomainStatus(err.Error())
				return
			}
			answers <- vendor.DomainStatusOf(got)
		})
	}
	wg.Wait()
	require.ElementsMatch(t, []enum.DomainStatus{"VERIFIED", "FAILED", "FAILED"}, []enum.DomainStatus{<-answers, <-answers, <-answers})
}

func TestChecksAreCounted(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil, func(o *vendor.Options) { o.Resolver, o.Clock = &zone{}, clock.Fixed(time.Now()) })
	ctx := fixture.Staff(t, create(t, s, "shop1"), enum.PermissionSettingsWrite)
	d, err := s.AddDomain(ctx, "shop.example.com")
	require.NoError(t, err)
	for range 5 {
		_, err = s.VerifyDomain(ctx, d.ID)
		require.NoError(t, err)
	}
	_, err = s.VerifyDomain(ctx, d.ID)
	require.Equal(t, errs.Throttled, code(err))
}

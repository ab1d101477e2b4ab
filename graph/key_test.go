package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/graph/gate"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// memberOf returns a context of a member of the vendor's team who exists.
func memberOf(t *testing.T, w *world, v *ent.Vendor) (context.Context, *ent.Membership) {
	t.Helper()
	ctx := fixture.Platform(t)
	u := w.DB.User.Create().SetEmail("owner@" + v.Slug + ".example").SaveX(ctx)
	r := w.DB.Role.Create().SetName("Owner").SetVendorID(v.ID).SaveX(ctx)
	m := w.DB.Membership.Create().SetVendorID(v.ID).SetUserID(u.ID).SetRoleID(r.ID).SaveX(ctx)
	owner := *viewer.From(fixture.Staff(t, v, enum.VendorPermissions()...))
	owner.UserID = u.ID
	return viewer.NewContext(context.WithoutCancel(t.Context()), &owner), m
}

type keyAnswer struct {
	APIKey struct {
		ID, Prefix, Status string
		Permissions        []string
		CreatedBy          *struct{ ID string }
	}
	Secret     *string
	UserErrors []struct {
		Code string
		Path []string
	}
}

const keyFields = `{apiKey{id prefix status permissions createdBy{id}} secret userErrors{code path}}`

func (w *world) key(t *testing.T, ctx context.Context, call string) keyAnswer {
	t.Helper()
	got := w.ask(t, ctx, "mutation{it:"+call+keyFields+"}", nil)
	require.Empty(t, got.Errors, got.body)
	var out struct{ It keyAnswer }
	require.NoError(t, json.Unmarshal(got.Data, &out))
	return out.It
}

// The life of a key, as an integrator's owner sees it.
func TestKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	owner, member := memberOf(t, w, v)

	made := w.key(t, owner, `apiKeyCreate(input:{name:"Till",permissions:[CATALOG_READ,ORDER_READ]})`)
	require.Equal(t, "ACTIVE", made.APIKey.Status)
	require.Equal(t, []string{"CATALOG_READ", "ORDER_READ"}, made.APIKey.Permissions)
	require.Equal(t, string(member.PublicID()), made.APIKey.CreatedBy.ID)
	require.True(t, strings.HasPrefix(*made.Secret, made.APIKey.Prefix+"_"))

	refused := w.key(t, owner, `apiKeyCreate(input:{name:"Till",permissions:[KEY_WRITE]})`)
	require.Equal(t, "INVALID", refused.UserErrors[0].Code)
	require.Equal(t, []string{"input", "permissions"}, refused.UserErrors[0].Path)

	next := w.key(t, owner, `apiKeyRotate(id:"`+made.APIKey.ID+`")`)
	require.NotEqual(t, *made.Secret, *next.Secret)
	require.Equal(t, []string{"id"}, w.key(t, owner, `apiKeyRotate(id:"`+made.APIKey.ID+`",overlapHours:null)`).UserErrors[0].Path)
	gone := w.key(t, owner, `apiKeyRevoke(id:"`+next.APIKey.ID+`")`)
	require.Equal(t, "REVOKED", gone.APIKey.Status)
	require.Nil(t, gone.Secret)

	w.DB.Membership.DeleteOne(member).ExecX(fixture.Platform(t))
	var list struct {
		Vendor struct {
			APIKeys struct {
				Nodes []struct {
					ID, Status string
					CreatedBy  *struct{ ID string }
				}
				Count struct{ Value int }
			}
		}
		Node *struct{ Status string }
	}
	got := w.ask(t, owner, `query($id:ID!){vendor{apiKeys{nodes{id status createdBy{id}} count{value}}} node(id:$id){...on ApiKey{status}}}`,
		map[string]any{"id": made.APIKey.ID})
	require.Empty(t, got.Errors, got.body)
	require.NoError(t, json.Unmarshal(got.Data, &list))
	require.Equal(t, 2, list.Vendor.APIKeys.Count.Value)
	require.Equal(t, "REVOKED", list.Vendor.APIKeys.Nodes[0].Status)
	require.Equal(t, "RETIRING", list.Vendor.APIKeys.Nodes[1].Status)
	require.Nil(t, list.Vendor.APIKeys.Nodes[1].CreatedBy, "who made it has left")
	require.Equal(t, "RETIRING", list.Node.Status)
	require.NotContains(t, got.body, *made.Secret)
}

// B1.18: a key opens what is its vendor's team's and it may, and no other door.
func TestB1_18WhatAKeyOpens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	key := viewer.NewContext(context.WithoutCancel(t.Context()), &viewer.Viewer{
		Audience: viewer.Vendor, VendorID: v.ID, KeyID: uuid.New(), Grants: map[string]bool{"catalog.read": true},
	})
	for doc, code := range map[string]string{
		"{vendor{products{nodes{id}}}}":                              "",
		"{viewer{email permissions vendor{slug} impersonation{by}}}": "",
		"{vendor{orders{nodes{id}}}}":                                "FORBIDDEN",
		"{vendor{apiKeys{nodes{id}}}}":                               "FORBIDDEN",
		"{admin{vendors{nodes{id}}}}":                                "FORBIDDEN",
		"{shop{name}}":                                               "FORBIDDEN",
		`mutation{apiKeyCreate(input:{name:"x",permissions:[CATALOG_READ]}){secret}}`:                       "FORBIDDEN",
		`mutation{customerUpdate(input:{firstName:"x"}){userErrors{code}}}`:                                 "FORBIDDEN",
		`mutation{impersonationStart(input:{vendorId:"` + string(v.PublicID()) + `",reason:"x"}){url}}`:     "FORBIDDEN",
		`mutation{apiKeyRevoke(id:"` + string(publicid.New("ApiKey", uuid.New())) + `"){userErrors{code}}}`: "FORBIDDEN",
	} {
		require.Equal(t, code, w.ask(t, key, doc, nil).code(), doc)
	}
}

// B2.45: nobody spends the points of another vendor's callers, nor of other callers, and
// nothing that a client may choose gives it new ones.
func TestB2_45BudgetsAreApart(t *testing.T) {
	t.Parallel()
	one, two, id := uuid.New(), uuid.New(), uuid.New()
	at := func(address string) func(context.Context) string {
		return func(context.Context) string { return address }
	}
	of := func(v *viewer.Viewer, address string) string {
		return callerOf(viewer.NewContext(t.Context(), v), at(address)).Key
	}
	apart := map[string]string{
		"a key":                        of(&viewer.Viewer{Audience: viewer.Vendor, VendorID: one, KeyID: id}, ""),
		"a user":                       of(&viewer.Viewer{Audience: viewer.Vendor, VendorID: one, UserID: id}, ""),
		"the same user elsewhere":      of(&viewer.Viewer{Audience: viewer.Vendor, VendorID: two, UserID: id}, ""),
		"the same user as staff":       of(&viewer.Viewer{Audience: viewer.Admin, UserID: id}, ""),
		"the same user acting for one": of(&viewer.Viewer{Audience: viewer.Vendor, VendorID: one, ImpersonatorID: id, SessionID: id}, ""),
		"a customer":                   of(&viewer.Viewer{Audience: viewer.Customer, VendorID: one, CustomerID: id}, ""),
		"an address":                   of(&viewer.Viewer{Audience: viewer.Shop, VendorID: one}, "192.0.2.1"),
		"another address":              of(&viewer.Viewer{Audience: viewer.Shop, VendorID: one}, "192.0.2.2"),
		"another network":              of(&viewer.Viewer{Audience: viewer.Shop, VendorID: one}, "2001:db8:1:3::1"),
		"no address":                   of(&viewer.Viewer{Audience: viewer.Shop, VendorID: one}, ""),
	}
	seen := map[string]string{}
	for name, key := range apart {
		require.NotContains(t, seen, key, name)
		seen[key] = name
	}
	for name, key := range map[string]string{
		"an address": of(&viewer.Viewer{Audience: viewer.Shop, VendorID: two}, "192.0.2.1"), // by naming other shops
		"a user":     of(&viewer.Viewer{Audience: viewer.Vendor, VendorID: one, UserID: id, SessionID: uuid.New()}, "192.0.2.7"),
	} {
		require.Equal(t, apart[name], key, name)
	}
	require.Equal(t, of(&viewer.Viewer{Audience: viewer.Shop}, "2001:db8:1:2::1"), of(nil, "2001:db8:1:2:3::4"), "one network is one caller")
}

// B2.45, over the handler: one vendor's key is dry, and the other's is full.
func TestB2_45ADryKeyIsItsOwn(t *testing.T) {
	t.Parallel()
	one := &viewer.Viewer{Audience: viewer.Vendor, VendorID: uuid.New(), KeyID: uuid.New()}
	d := openDesk(t, one, func(c *Config, _ *resolvers) {
		c.Buckets = gate.NewLocalBuckets(gate.Rate{Maximum: 3, PerSecond: 1}, gate.AnonymousRate)
	})
	text := "{nodes(ids:[]){id}}"
	spend := func(headers ...string) reply {
		return d.send(t, withHeaders(postQuery(t, text, nil), headers...))
	}
	var dry reply
	for range 10 {
		if dry = spend(); dry.code() != "" {
			break
		}
	}
	require.Equal(t, "THROTTLED", dry.code())
	require.Equal(t, http.StatusTooManyRequests, dry.status)
	require.Equal(t, "1", dry.header.Get("Retry-After"))
	require.Equal(t, 3, dry.Extensions.Cost.Throttle.Maximum)
	require.Equal(t, "THROTTLED", spend("X-Forwarded-For", "198.51.100.7", "Orion-Vendor", "other", "User-Agent", url.QueryEscape("x")).code())

	d.who.Store(&viewer.Viewer{Audience: viewer.Vendor, VendorID: uuid.New(), KeyID: uuid.New()})
	require.Empty(t, spend().code())
}

package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/cookiejar"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/kit/theme"
	"orion/internal/media"
	"orion/internal/viewer"
	"orion/server"
)

var (
	lumiere = shop("lumiere", "Lumière", "fr", enum.VendorStatusActive)
	alpine  = shop("alpine", "Alpine", "de", enum.VendorStatusActive)
	gone    = shop("gone", "Gone", "en", enum.VendorStatusSuspended)
	waiting = shop("waiting", "Waiting", "en", enum.VendorStatusPending)
	over    = shop("over", "Over", "en", enum.VendorStatusClosed)
)

func shop(slug, name, language string, status enum.VendorStatus) *ent.Vendor {
	return &ent.Vendor{
		ID: uuid.New(), Slug: slug, Name: name, Status: status, Currency: "EUR", Language: language, Country: "LU",
		Languages: []string{language, "en"}, Tagline: map[string]string{language: name + " & co"},
		Theme: theme.Theme{Accent: "#7a3b2e", Radius: 14},
	}
}

// vendors are those above; boutique.example is the domain of lumiere.
type vendors struct{ err error }

func (v vendors) BySlug(_ context.Context, slug string) (*ent.Vendor, error) {
	for _, one := range []*ent.Vendor{lumiere, alpine, gone, waiting, over} {
		if v.err == nil && one.Slug == slug {
			return one, nil
		}
	}
	return nil, v.not()
}

func (v vendors) ByHost(_ context.Context, host string) (*ent.Vendor, error) {
	if v.err == nil && host == "boutique.example" {
		return lumiere, nil
	}
	return nil, v.not()
}

func (v vendors) ByID(_ context.Context, id uuid.UUID) (*ent.Vendor, error) {
	if v.err == nil && id == shopID {
		return lumiere, nil
	}
	for _, one := range []*ent.Vendor{lumiere, alpine, gone, waiting, over} {
		if v.err == nil && one.ID == id {
			return one, nil
		}
	}
	return nil, v.not()
}

func (v vendors) not() error {
	if v.err != nil {
		return v.err
	}
	return errs.New(errs.NotFound, "not found")
}

// tokens are the words that the authenticator takes for tokens.
var tokens = map[string]*viewer.Viewer{
	"customer-of-lumiere": {Audience: viewer.Customer, VendorID: lumiere.ID, CustomerID: uuid.New()},
	"team-of-lumiere":     {Audience: viewer.Vendor, VendorID: lumiere.ID, UserID: uuid.New()},
	"team-of-alpine":      {Audience: viewer.Vendor, VendorID: alpine.ID, UserID: uuid.New()},
	"staff":               {Audience: viewer.Admin, UserID: uuid.New()},
}

// only is the one vendor there is.
type only struct{ v *ent.Vendor }

func (o only) BySlug(context.Context, string) (*ent.Vendor, error)  { return o.v, nil }
func (o only) ByHost(context.Context, string) (*ent.Vendor, error)  { return o.v, nil }
func (o only) ByID(context.Context, uuid.UUID) (*ent.Vendor, error) { return o.v, nil }

type authenticator struct{}

func (authenticator) Authenticate(_ context.Context, bearer string) (*viewer.Viewer, error) {
	if v := tokens[bearer]; v != nil {
		return v, nil
	}
	return nil, errs.New(errs.Unauthenticated, "sign in first")
}

// uploads keeps what was sent to an address signed "good".
type uploads struct {
	mu  sync.Mutex
	got map[string]string
}

func (u *uploads) ReceiveUpload(_ context.Context, t media.UploadTicket, body io.Reader) error {
	if t.Signature != "good" {
		return errs.New(errs.Forbidden, "the address of the upload is not valid")
	}
	b, err := io.ReadAll(body)
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "the file did not arrive whole")
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, twice := u.got[t.Upload]; twice {
		return errs.New(errs.InvalidState, "the file was received already")
	}
	u.got[t.Upload] = t.Vendor + " " + t.Expires + " " + string(b)
	return nil
}

// pictures lets those see private files whose signature is "good", and leads from
// med_1 to a file of lumiere.
type pictures struct{}

func (pictures) URL(m *ent.MediaFile) *string { return media.Path(m) }

func (pictures) Srcset(m *ent.MediaFile) *string {
	if m.Renditions == nil {
		return nil
	}
	return ptr("/small.jpg 400w, /large.jpg 800w")
}

func (pictures) Opens(t media.Ticket, vendor uuid.UUID, file string) bool {
	return t.Signature == "good" && vendor == lumiere.ID && file == "a.png"
}

func (pictures) Lead(_ context.Context, vendor uuid.UUID, id publicid.ID, _ media.Ticket) (string, error) {
	if vendor == lumiere.ID && id == "med_1" {
		return "/media/" + vendor.String() + "/now.png", nil
	}
	return "", errs.New(errs.NotFound, "not found")
}

// seen is what the graph of these tests answers: who asks, as the server understood it.
type seen struct {
	Audience viewer.Audience `json:"audience"`
	Vendor   uuid.UUID       `json:"vendor"`
	Request  viewer.Request  `json:"request"`
	Language string          `json:"language"`
	Refresh  string          `json:"refresh"`
}

// mirror stands for the graph. It signs a browser in by the way.
func mirror(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	s := seen{Request: viewer.RequestFrom(ctx), Language: i18n.From(ctx).String()}
	if v := viewer.From(ctx); v != nil {
		s.Audience, s.Vendor = v.Audience, v.VendorID
	}
	s.Refresh = cookiejar.Refresh(ctx, "CUSTOMER", s.Request.Vendor)
	cookiejar.SetRefresh(ctx, "CUSTOMER", s.Request.Vendor, "new", cookieEnd)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s)
}

// logs is a log that tests read.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func schema(t testing.TB) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../graph/schema/*.graphqls")
	require.NoError(t, err)
	var sources []*ast.Source
	for _, name := range append(files, "../schema.graphqls") {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		sources = append(sources, &ast.Source{Name: name, Input: string(b)})
	}
	s, err := gqlparser.LoadSchema(sources...)
	require.NoError(t, err)
	return s
}

// open returns a server of the base domain orion.example in development, and its log.
func open(t testing.TB, with ...func(*server.Deps)) (*server.Server, *logs) {
	t.Helper()
	out := &logs{}
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { _ = bucket.Close() })
	d := server.Deps{
		Log: slog.New(slog.NewJSONHandler(out, nil)), Graph: http.HandlerFunc(mirror), Schema: schema(t),
		Vendors: vendors{}, Auth: authenticator{}, Uploads: &uploads{got: map[string]string{}}, Exports: &exports{}, Imports: imports{}, Pictures: pictures{}, Catalogue: goods{}, Bucket: bucket,
		BaseDomain: "orion.example", ByPath: true, Playground: true,
	}
	for _, f := range with {
		f(&d)
	}
	s, err := server.New(d)
	require.NoError(t, err)
	return s, out
}

func production(d *server.Deps) { d.Production, d.ByPath, d.Playground = true, false, false }

func trusting(d *server.Deps) { d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} }

// ask sends a request. Headers are "Name: value"; "Host: …" sets the host, "From: …"
// the address of the peer.
func ask(s http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	var r *http.Request
	if body == "" {
		r = httptest.NewRequest(method, target, nil)
	} else {
		r = httptest.NewRequest(method, target, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
	}
	r.Host = "orion.example"
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		switch name {
		case "Host":
			r.Host = value
		case "From":
			r.RemoteAddr = value
		default:
			r.Header.Add(name, value)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func get(s http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	return ask(s, http.MethodGet, target, "", headers...)
}

// query asks the graph of these tests.
func query(t testing.TB, s http.Handler, headers ...string) seen {
	t.Helper()
	w := ask(s, http.MethodPost, "/graphql", "{}", headers...)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	var out seen
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
	return out
}

// refusal returns the code of the one error that w holds.
func refusal(t testing.TB, w *httptest.ResponseRecorder) errs.Code {
	t.Helper()
	var out struct {
		Errors []struct {
			Message    string
			Extensions struct {
				Code, Reason errs.Code
				RequestID    string
			}
		}
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out), w.Body)
	require.Len(t, out.Errors, 1)
	require.NotEmpty(t, out.Errors[0].Message)
	require.Equal(t, w.Header().Get("X-Request-Id"), out.Errors[0].Extensions.RequestID)
	if reason := out.Errors[0].Extensions.Reason; reason != "" {
		require.Equal(t, errs.BadRequest, out.Errors[0].Extensions.Code)
		return reason
	}
	return out.Errors[0].Extensions.Code
}

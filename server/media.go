package server

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/media"
)

// pictures are the types that are shown. Anything else in the bucket is not there.
var pictures = map[string]bool{"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true, "image/avif": true}

// pictureName is what we name pictures. Buckets differ in what they make of other names.
var pictureName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}(/[A-Za-z0-9_-]{1,80}){0,5}\.(jpe?g|png|gif|webp|avif)$`)

// Pictures knows what is not plain about pictures.
type Pictures interface {
	// URL returns where a picture is shown, a path on this host or an address of another;
	// nil while it cannot be.
	URL(m *ent.MediaFile) *string
	// Srcset lists its sizes for the attribute of that name; nil where there is but one.
	Srcset(m *ent.MediaFile) *string
	// Opens reports whether a ticket is good for a private file of a vendor.
	Opens(t media.Ticket, vendor uuid.UUID, file string) bool
	// Lead returns the address that a permalink leads to; NOT_FOUND where there is none.
	Lead(ctx context.Context, vendor uuid.UUID, id publicid.ID, t media.Ticket) (string, error)
}

// What caches may do: the address of a picture never has another content; a private one
// is for who asked.
const (
	forGood = "public, max-age=31536000, immutable"
	forNone = "private, no-store"
)

// media shows a picture of the bucket. Its address never has another content, so it is
// kept for good; ranges and conditions are answered.
func (s *Server) media(w http.ResponseWriter, r *http.Request) {
	name := chi.URLParam(r, "*")
	if !s.opened(w, r, name) {
		return
	}
	s.show(w, r, forGood, func() (*blob.Reader, string, error) { return s.picture(r.Context(), name, takesWebP(r)) })
}

// privateMedia shows a private picture to whoever has its address, which is signed and
// good for a while. To all others it is not there.
func (s *Server) privateMedia(w http.ResponseWriter, r *http.Request) {
	folder, file := chi.URLParam(r, "vendor"), chi.URLParam(r, "file")
	id, err := uuid.Parse(folder)
	if err != nil || !s.Pictures.Opens(ticketOf(r), id, file) {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	if !s.opened(w, r, folder+"/"+file) {
		return
	}
	s.show(w, r, forNone, func() (*blob.Reader, string, error) {
		return s.either(r.Context(), tenant.Key(id, "private", file), takesWebP(r))
	})
}

// permalink leads to where a picture is now.
func (s *Server) permalink(w http.ResponseWriter, r *http.Request) {
	vendor, err := uuid.Parse(chi.URLParam(r, "vendor"))
	if err != nil {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	to, err := s.Pictures.Lead(r.Context(), vendor, publicid.ID(chi.URLParam(r, "id")), ticketOf(r))
	if missing(err) {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, to, http.StatusFound) //nolint:gosec // an address of our own making
}

func ticketOf(r *http.Request) media.Ticket {
	q := r.URL.Query()
	return media.Ticket{Expires: q.Get("expires"), Signature: q.Get("signature")}
}

// opened reports whether a name is that of a picture of a vendor that is open; where it is
// not, it has been answered.
func (s *Server) opened(w http.ResponseWriter, r *http.Request, name string) bool {
	if !pictureName.MatchString(name) {
		refuse(w, r, http.StatusNotFound, errNothing)
		return false
	}
	shut, err := s.shut(r, name)
	if err != nil {
		s.fail(w, r, err)
		return false
	}
	if shut {
		refuse(w, r, http.StatusNotFound, errNothing)
	}
	return !shut
}

// show answers with a picture that open finds.
func (s *Server) show(w http.ResponseWriter, r *http.Request, keep string, open func() (*blob.Reader, string, error)) {
	f, key, err := open()
	if gcerrors.Code(err) == gcerrors.NotFound {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	if err != nil {
		s.fail(w, r, errs.Wrap(err, errs.Unavailable, "the picture cannot be had now; try again"))
		return
	}
	defer f.Close()
	kind := mediaType(f.ContentType(), key)
	if !pictures[kind] {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", policyMedia)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // a vendor's site elsewhere shows it too
	h.Set("Cache-Control", keep)
	h.Set("ETag", tagOf([]byte(key)))
	if asWebP.MatchString(key) || strings.HasSuffix(key, webP) {
		h.Add("Vary", "Accept")
	}
	http.ServeContent(newPatient(w), r, "", f.ModTime(), f)
}

// webP ends the names of copies for those who take them.
const webP = ".webp"

// asWebP are pictures whose copies are there as WebP too: their names say so.
var asWebP = regexp.MustCompile(`-[0-9a-f]{8}w-[0-9]+\.(jpg|png)$`)

func takesWebP(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "image/webp") }

// either opens a picture as WebP where it is there and welcome, else as it is named.
func (s *Server) either(ctx context.Context, key string, welcome bool) (*blob.Reader, string, error) {
	if welcome && asWebP.MatchString(key) {
		small := strings.TrimSuffix(key, path.Ext(key)) + webP
		if f, err := s.Bucket.NewReader(ctx, small, nil); gcerrors.Code(err) != gcerrors.NotFound {
			return f, small, err
		}
	}
	f, err := s.Bucket.NewReader(ctx, key, nil)
	return f, key, err
}

// picture opens a picture by its name, <vendor>/<file>; those that were kept before keys
// named their vendor first lie under their name.
func (s *Server) picture(ctx context.Context, name string, welcome bool) (f *blob.Reader, key string, err error) {
	folder, file, _ := strings.Cut(name, "/")
	if vendor, err := uuid.Parse(folder); err == nil && vendor.String() == folder {
		if f, key, err = s.either(ctx, tenant.Key(vendor, "media", file), welcome); gcerrors.Code(err) != gcerrors.NotFound {
			return f, key, err
		}
	}
	key = "media/" + name
	f, err = s.Bucket.NewReader(ctx, key, nil)
	return f, key, err
}

// shut reports whether a picture is of a vendor that is not open: closed for good, or for
// now. Pictures name their vendor first.
func (s *Server) shut(r *http.Request, name string) (bool, error) {
	first, _, _ := strings.Cut(name, "/")
	id, err := uuid.Parse(first)
	if err != nil {
		return false, nil //nolint:nilerr // of no vendor
	}
	v, err := s.Vendors.ByID(r.Context(), id)
	if missing(err) {
		return true, nil
	}
	return !active(v) && !waits(v), err
}

// mediaType is what the bucket says or, for a bucket that keeps no types, the name.
func mediaType(stored, key string) string {
	if stored == "" || stored == "application/octet-stream" {
		stored = mime.TypeByExtension(path.Ext(key))
	}
	kind, _, err := mime.ParseMediaType(stored)
	if err != nil {
		return ""
	}
	return kind
}

// tagOf returns an ETag for what b identifies.
func tagOf(b []byte) string { return `"` + hashOf(b) + `"` }

// hashOf is short enough for an address and long enough that no two meet.
func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

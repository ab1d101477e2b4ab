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

	"orion/internal/kit/errs"
	"orion/internal/kit/tenant"
)

// pictures are the types that are shown. Anything else in the bucket is not there.
var pictures = map[string]bool{"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true, "image/avif": true}

// pictureName is what we name pictures. Buckets differ in what they make of other names.
var pictureName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}(/[A-Za-z0-9_-]{1,80}){0,5}\.(jpe?g|png|gif|webp|avif)$`)

// media shows a picture of the bucket. Its address never has another content, so it is
// kept for good; ranges and conditions are answered.
func (s *Server) media(w http.ResponseWriter, r *http.Request) {
	name := chi.URLParam(r, "*")
	if !pictureName.MatchString(name) {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	shut, err := s.shut(r, name)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if shut {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	f, key, err := s.picture(r.Context(), name)
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
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", tagOf([]byte(key)))
	http.ServeContent(newPatient(w), r, "", f.ModTime(), f)
}

// picture opens a picture by its name, <vendor>/<file>; those that were kept before keys
// named their vendor first lie under their name.
func (s *Server) picture(ctx context.Context, name string) (f *blob.Reader, key string, err error) {
	folder, file, _ := strings.Cut(name, "/")
	if vendor, err := uuid.Parse(folder); err == nil && vendor.String() == folder {
		key = tenant.Key(vendor, "media", file)
		if f, err = s.Bucket.NewReader(ctx, key, nil); gcerrors.Code(err) != gcerrors.NotFound {
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

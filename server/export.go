package server

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"orion/internal/audit"
)

// Exports opens the files that signed addresses name. It alone knows what makes an address
// good; it returns NOT_FOUND for one that is not.
type Exports interface {
	Download(ctx context.Context, t audit.ExportTicket) (*audit.File, error)
}

// export sends the file that its address names, to be kept and never shown. The address
// stands for a sign-in.
func (s *Server) export(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	f, err := s.Exports.Download(r.Context(), audit.ExportTicket{
		Export: chi.URLParam(r, "id"), By: q.Get("by"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", f.ContentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Security-Policy", policyMedia)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	_, _ = io.Copy(newPatient(w), f) // who goes away in the middle is not told
}

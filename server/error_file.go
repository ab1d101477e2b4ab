package server

import (
	"context"
	"io"
	"mime"
	"net/http"

	"github.com/go-chi/chi/v5"

	"orion/internal/audit"
	"orion/internal/marketplace"
)

// Imports opens the failed rows of imports that signed addresses name. It alone knows
// what makes an address good; it returns NOT_FOUND for one that is not.
type Imports interface {
	ErrorFile(ctx context.Context, t marketplace.ErrorTicket) (*marketplace.ErrorFile, error)
}

// errorFile streams the rows of an import that failed, to be kept and never shown. The
// address stands for a sign-in.
func (s *Server) errorFile(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	f, err := s.Imports.ErrorFile(r.Context(), marketplace.ErrorTicket{
		Job: chi.URLParam(r, "id"), Vendor: q.Get("vendor"), Language: q.Get("language"),
		Expires: q.Get("expires"), Signature: q.Get("signature"),
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", audit.CSV)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", policyMedia)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if err := write(f, newPatient(w)); err != nil && r.Context().Err() == nil {
		s.Log.ErrorContext(r.Context(), "a file of errors broke off", "error", err)
		panic(http.ErrAbortHandler) // a file cut short must not look whole
	}
}

func write(f io.WriterTo, w io.Writer) error {
	_, err := f.WriteTo(w)
	return err
}

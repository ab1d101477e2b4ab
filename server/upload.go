package server

import (
	"context"
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"

	"orion/internal/kit/errs"
	"orion/internal/media"
)

// Uploads takes the files that are sent to signed addresses. It alone knows what makes
// an address good; it returns FORBIDDEN, NOT_FOUND or INVALID_STATE for one that is not.
type Uploads interface {
	ReceiveUpload(ctx context.Context, t media.UploadTicket, body io.Reader) error
}

// uploadBytes is the largest file that there is an address for.
const uploadBytes = 1 << 30

// upload streams a file to where its address says. The address stands for a sign-in.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength > uploadBytes {
		w.Header().Set("Connection", "close")
		refuse(w, r, http.StatusRequestEntityTooLarge, errs.New(errs.TooLong, "is more than the %v bytes allowed", uploadBytes))
		return
	}
	q := r.URL.Query()
	err := s.Uploads.ReceiveUpload(r.Context(), media.UploadTicket{
		Upload: chi.URLParam(r, "id"), Vendor: q.Get("vendor"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	}, slow(w, http.MaxBytesReader(w, r.Body, uploadBytes), pause))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

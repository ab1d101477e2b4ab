package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/server"
)

const goodAddress = "/uploads/supl_1?vendor=vend_2&expires=99&signature=good"

func TestAnUploadIsHandedOn(t *testing.T) {
	t.Parallel()
	u := &uploads{got: map[string]string{}}
	s, log := open(t, func(d *server.Deps) { d.Uploads = u })
	w := ask(s, http.MethodPut, goodAddress, "id,title\n", "Content-Type: text/csv")
	require.Equal(t, http.StatusNoContent, w.Code)
	require.Equal(t, "vend_2 99 id,title\n", u.got["supl_1"])

	again := ask(s, http.MethodPut, goodAddress, "id,title\n")
	require.Equal(t, http.StatusConflict, again.Code)
	require.Equal(t, errs.InvalidState, refusal(t, again))
	require.NotContains(t, log.String(), "signature", "what opens a door is not written down")
	require.NotContains(t, log.String(), "good")
}

func TestUploadsThatAreRefused(t *testing.T) {
	t.Parallel()
	u := &uploads{got: map[string]string{}}
	s, _ := open(t, func(d *server.Deps) { d.Uploads = u })
	for name, tc := range map[string]struct {
		method, target string
		status         int
	}{
		"a forged signature":    {http.MethodPut, "/uploads/supl_1?vendor=vend_2&expires=99&signature=bad", http.StatusForbidden},
		"no signature":          {http.MethodPut, "/uploads/supl_1", http.StatusForbidden},
		"another method":        {http.MethodPost, goodAddress, http.StatusMethodNotAllowed},
		"reading it back":       {http.MethodGet, goodAddress, http.StatusMethodNotAllowed},
		"no id":                 {http.MethodPut, "/uploads/?signature=good", http.StatusNotFound},
		"a path for an id":      {http.MethodPut, "/uploads/a/b?signature=good", http.StatusNotFound},
		"a folder above":        {http.MethodPut, "/uploads/../media/a.png?signature=good", http.StatusNotFound},
		"a folder above hidden": {http.MethodPut, "/uploads/..%2fmedia%2fa.png?signature=good", http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.status, ask(s, tc.method, tc.target, "x").Code)
		})
	}
	require.Empty(t, u.got)

	large := httptest.NewRequest(http.MethodPut, goodAddress, strings.NewReader("x"))
	large.ContentLength = 1<<30 + 1
	w := httptest.NewRecorder()
	s.ServeHTTP(w, large)
	require.Equal(t, http.StatusRequestEntityTooLarge, w.Code, "what is said to be too large is not read")
	require.Empty(t, u.got)
}

func TestAPageMayUpload(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := ask(s, http.MethodOptions, goodAddress, "", "Origin: http://orion.example", "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: content-type")
	require.Equal(t, http.StatusNoContent, w.Code)
	require.Equal(t, "http://orion.example", w.Header().Get("Access-Control-Allow-Origin"))
}

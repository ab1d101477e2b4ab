package server_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/server"
)

func TestWhichHostsGetACertificate(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ask := func(host string) int {
		w := httptest.NewRecorder()
		s.Certificate(w, httptest.NewRequest(http.MethodGet, "/certificate?domain="+host, nil))
		return w.Code
	}
	for host, want := range map[string]int{
		"orion.example": 200, "admin.orion.example": 200, "api.orion.example": 200, "lumiere.orion.example": 200, "boutique.example": 200,
		"gone.orion.example": 200, "waiting.orion.example": 200, // they have a page
		"over.orion.example": 404, "nobody.orion.example": 404, "a.lumiere.orion.example": 404, "stranger.example": 404, "": 404,
	} {
		require.Equal(t, want, ask(host), host)
	}
	require.Equal(t, http.StatusNotFound, get(s, "/certificate?domain=orion.example").Code, "it is not for everybody")
}

func TestNoCertificateWithoutADatabase(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) { d.Vendors = vendors{err: errors.New("down")} })
	w := httptest.NewRecorder()
	s.Certificate(w, httptest.NewRequest(http.MethodGet, "/certificate?domain=lumiere.orion.example", nil))
	require.Equal(t, http.StatusInternalServerError, w.Code)
}

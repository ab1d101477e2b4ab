package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/publicid"
	"orion/server"
)

// words are what was said of test payments.
type words map[uuid.UUID]bool

// Confirm implements server.Trial.
func (w words) Confirm(payment uuid.UUID, pay bool) bool {
	w[payment] = pay
	return true
}

func TestTestPaymentsAreConfirmedOnTheirPage(t *testing.T) {
	t.Parallel()
	said := words{}
	s, _ := open(t, func(d *server.Deps) { d.Trial = said })
	page := ask(s, "GET", "/shop/lumiere/pay/fake?payment=x", "")
	require.Equal(t, http.StatusOK, page.Code)
	require.Contains(t, page.Body.String(), "Confirm payment")
	for answer, pays := range map[string]bool{"pay": true, "refuse": false, "": false} {
		id := uuid.Must(uuid.NewV7())
		r := httptest.NewRequest("POST", "/shop/lumiere/pay/fake?payment="+string(publicid.New("Payment", id)), strings.NewReader("answer="+answer))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Host = "orion.example"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		require.Equal(t, http.StatusSeeOther, w.Code)
		require.Equal(t, "/shop/lumiere/checkout", w.Header().Get("Location"))
		require.Equal(t, pays, said[id])
		require.Contains(t, said, id)
	}
}

func TestThereAreNoTestPaymentsInProduction(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*server.Deps){
		"in production":  func(d *server.Deps) { d.Trial, d.Production = words{}, true },
		"where none are": func(*server.Deps) {},
	} {
		s, _ := open(t, change)
		for _, method := range []string{"GET", "POST"} {
			require.NotEqual(t, http.StatusOK, ask(s, method, "/shop/lumiere/pay/fake", "").Code, name)
			require.NotEqual(t, http.StatusSeeOther, ask(s, method, "/shop/lumiere/pay/fake", "").Code, name)
		}
	}
}

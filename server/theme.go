package server

import (
	"net/http"
	"strings"
	"sync"

	"orion/ent/gen/ent"
	"orion/internal/vendor"
)

// A style is the theme.css of a shop and what names this very text.
type style struct{ css, hash string }

// styles keeps the styles that were made: making one takes longer than all else of a
// page. There are as many as vendors have chosen.
type styles struct{ made sync.Map } // theme.Theme → style

func (s *styles) of(v *ent.Vendor) style {
	if made, ok := s.made.Load(v.Theme); ok {
		return made.(style)
	}
	css := vendor.Stylesheet(v)
	made := style{css: css, hash: hashOf([]byte(css))}
	s.made.Store(v.Theme, made)
	return made
}

// theme answers with the colours and shapes that the vendor has chosen.
func (p *pages) theme(w http.ResponseWriter, r *http.Request) {
	made := p.styles.of(placeOf(r.Context()).vendor)
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	keep(w, r, made.hash)
	http.ServeContent(w, r, "", noTime, strings.NewReader(made.css))
}

package server

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed playground
var playgroundFiles embed.FS

// playground answers with an editor for the graph. All that it is made of is on this host.
func (p *pages) playground(w http.ResponseWriter, r *http.Request) {
	page, err := fs.ReadFile(playgroundFiles, "playground/index.html")
	if err != nil {
		panic(err) // built in
	}
	guard(w, policyPlayground)
	answer(w, r, http.StatusOK, string(page))
}

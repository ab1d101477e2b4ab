package server

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"
)

// assets finds the files behind /assets/. Those built in are compressed once, modules without what only readers need.
type assets struct {
	roots map[string]root
	lib   map[string][]byte
	known *sync.Map // address → *asset; nil where files may change
}

// A root is where the files of one part of /assets/ are, and which folders of it.
type root struct {
	files   fs.FS
	dir     string
	folders []string // nil allows all below dir
}

func newAssets(shop, admin fs.FS, lib map[string][]byte, fixed bool) assets {
	own := []string{"css/", "js/", "locales/"}
	a := assets{lib: lib, roots: map[string]root{
		"shared":  {files: shop, dir: "shared"},
		"shop":    {files: shop, dir: ".", folders: own},
		"console": {files: admin, dir: ".", folders: own},
		// the page itself is not below /assets/, and its files are no secret
		"playground": {files: playgroundFiles, dir: "playground"},
		"mailbox":    {files: mailboxFiles, dir: "mailbox"},
	}}
	if fixed {
		a.known = &sync.Map{}
	}
	return a
}

// assetTypes are the files that pages are made of; no others are served.
var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2",
}

type asset struct {
	plain, packed []byte
	hash, kind    string
	forGood       bool // its address names its version
}

// find returns what is at an address below /assets/, nil where nothing is.
func (a assets) find(address string) *asset {
	if a.known == nil {
		return a.read(address)
	}
	if f, ok := a.known.Load(address); ok {
		return f.(*asset)
	}
	f := a.read(address)
	if f != nil { // else anybody could fill the memory
		a.known.Store(address, f)
	}
	return f
}

func (a assets) read(address string) *asset {
	part, name, _ := strings.Cut(address, "/")
	kind := assetTypes[path.Ext(name)]
	if part == "lib" && kind != "" && a.lib[name] != nil {
		return newAsset(a.lib[name], kind, strings.Contains(name, "@"))
	}
	at, ok := a.roots[part]
	if !ok || kind == "" || !at.allows(name) {
		return nil
	}
	content, err := fs.ReadFile(at.files, path.Join(at.dir, name))
	if err != nil {
		return nil
	}
	if a.known != nil && path.Ext(name) == ".js" {
		content = lean(content)
	}
	return newAsset(content, kind, false)
}

func (t root) allows(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	for _, folder := range t.folders {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return t.folders == nil
}

func newAsset(content []byte, kind string, forGood bool) *asset {
	f := &asset{plain: content, hash: hashOf(content), kind: kind, forGood: forGood}
	if strings.HasPrefix(kind, "text/") || kind == "application/json" || kind == "image/svg+xml" {
		f.packed = pack(content)
	}
	return f
}

func pack(content []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression) // it is done once
	if err != nil {
		panic(err) // the level is a constant
	}
	_, _ = z.Write(content) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// asset answers with a file that pages are made of.
func (p *pages) asset(w http.ResponseWriter, r *http.Request) {
	f := p.assets.find(chi.URLParam(r, "*"))
	if f == nil {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	h, content := w.Header(), f.plain
	h.Set("Content-Type", f.kind)
	h.Add("Vary", "Accept-Encoding")
	keep(w, r, f.hash)
	if f.forGood {
		h.Set("Cache-Control", immutable)
	}
	if f.packed != nil && r.Header.Get("Range") == "" && takesGzip(r.Header.Get("Accept-Encoding")) {
		content = f.packed
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(content)))
	}
	http.ServeContent(w, r, "", noTime, bytes.NewReader(content))
}

func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, q, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		if weight, err := strconv.ParseFloat(q, 64); coding == "gzip" && (q == "" || err == nil && weight > 0) {
			return true
		}
	}
	return false
}

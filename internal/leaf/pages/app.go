package pages

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"

	"felt/internal/problem"
)

// App is one built single page app. Its files are held in memory; it is safe for
// concurrent use.
type App struct {
	base   string
	files  map[string]*file // by path below base, without leading slash
	hashes []string
}

type file struct {
	body, br, gz []byte
	kind         string // media type
	etag         string
	cache        string
}

const (
	forever = "public, max-age=31536000, immutable" // the name carries a hash of the content
	ask     = "no-cache"                            // kept, but asked for again each time
)

// Load reads an app that answers below base ("" for the root, else "/play").
// A folder that is missing or empty gives an app that is not built.
func Load(from fs.FS, base string) *App {
	a := &App{base: base, files: map[string]*file{}}
	fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || compressed(name) {
			return nil // a folder that is not there leaves the app unbuilt
		}
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return nil
		}
		sum := sha256.Sum256(body)
		f := &file{body: body, kind: mediaType(name), etag: `"` + hex.EncodeToString(sum[:8]) + `"`, cache: ask}
		f.br, _ = fs.ReadFile(from, name+".br")
		f.gz, _ = fs.ReadFile(from, name+".gz")
		if strings.HasPrefix(name, "_app/immutable/") {
			f.cache = forever
		}
		a.files[name] = f
		return nil
	})
	if index := a.files[indexFile]; index != nil {
		a.hashes = scriptHashes(index.body)
	}
	return a
}

const indexFile = "index.html"

// Built tells whether the app is in the binary.
func (a *App) Built() bool { return a.files[indexFile] != nil }

// ScriptHashes are the sources for script-src that allow the inline scripts of
// the app's page, each with its quotes: 'sha256-…'.
func (a *App) ScriptHashes() []string { return a.hashes }

// ServeHTTP sends the file that is asked for, or the page for every path that is
// none: the app finds its own way from there.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		problem.Write(w, problem.New(http.StatusMethodNotAllowed, "method_not_allowed", "Pages are only read."))
		return
	}
	if !a.Built() {
		notBuilt(w)
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, a.base)
	if !ok || name != "" && name[0] != '/' {
		notFound(w)
		return
	}
	name = strings.TrimPrefix(name, "/")
	f := a.files[name]
	if f == nil {
		if strings.HasPrefix(name, "_app/") || path.Ext(name) != "" { // a file of another version, not a page
			notFound(w)
			return
		}
		f = a.files[indexFile]
	}
	f.send(w, r)
}

func (f *file) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", f.cache)
	body, etag := f.body, f.etag
	if f.br != nil || f.gz != nil {
		h.Set("Vary", "Accept-Encoding")
		switch accepts := r.Header.Get("Accept-Encoding"); {
		case f.br != nil && takes(accepts, "br"):
			body, etag = f.br, etag[:len(etag)-1]+`-br"`
			h.Set("Content-Encoding", "br")
		case f.gz != nil && takes(accepts, "gzip"):
			body, etag = f.gz, etag[:len(etag)-1]+`-gz"`
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", etag)
	if has(r.Header.Get("If-None-Match"), etag) {
		h.Del("Content-Type")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the client is gone: nobody to tell
	}
}

// takes tells whether an Accept-Encoding header allows a coding.
func takes(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q, weighted := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !weighted || err == nil && weight > 0
		}
	}
	return false
}

// has tells whether an If-None-Match header names the tag.
func has(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == etag {
			return true
		}
	}
	return false
}

var inlineScript = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)

func scriptHashes(page []byte) []string {
	var hashes []string
	for _, m := range inlineScript.FindAllSubmatch(page, -1) {
		if strings.Contains(string(m[1]), "src=") {
			continue
		}
		sum := sha256.Sum256(m[2])
		hashes = append(hashes, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return hashes
}

func compressed(name string) bool {
	return strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
}

// mediaType is fixed here, so that a file has the same type on every machine.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}

func notFound(w http.ResponseWriter) {
	problem.Write(w, problem.New(http.StatusNotFound, "not_found", "There is no such page."))
}

func notBuilt(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte("This box was built without its pages. Run frontend/build.sh and build it again.\n"))
}

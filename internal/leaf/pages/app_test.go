package pages

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

var tree = fstest.MapFS{
	"index.html":                  {Data: []byte("<html><script>start()</script><script src=\"/x.js\"></script></html>")},
	"index.html.br":               {Data: []byte("BR")},
	"index.html.gz":               {Data: []byte("GZ")},
	"mark.svg":                    {Data: []byte("<svg/>")},
	"_app/immutable/a.CL9Y.js":    {Data: []byte("js")},
	"_app/immutable/a.CL9Y.js.gz": {Data: []byte("GZ")},
}

func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAFileIsSentWithItsTypeAndAnUnknownPathGetsThePage(t *testing.T) {
	app := Load(tree, "/play")
	for path, want := range map[string]struct{ kind, cache, body string }{
		"/play":                          {"text/html; charset=utf-8", ask, string(tree["index.html"].Data)},
		"/play/":                         {"text/html; charset=utf-8", ask, string(tree["index.html"].Data)},
		"/play/payouts":                  {"text/html; charset=utf-8", ask, string(tree["index.html"].Data)},
		"/play/mark.svg":                 {"image/svg+xml", ask, "<svg/>"},
		"/play/_app/immutable/a.CL9Y.js": {"text/javascript; charset=utf-8", forever, "js"},
	} {
		w := get(app, path)
		if w.Code != 200 || w.Header().Get("Content-Type") != want.kind ||
			w.Header().Get("Cache-Control") != want.cache || w.Body.String() != want.body {
			t.Errorf("%s: %d %v %q", path, w.Code, w.Header(), w.Body)
		}
	}
}

func TestAFileThatIsNotThereIsNotThePage(t *testing.T) {
	app := Load(tree, "/play")
	for _, path := range []string{"/play/_app/immutable/old.js", "/play/logo.png", "/playing", "/other", "/play/mark.svg.gz"} {
		if w := get(app, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestTheBestCodingTheClientTakesIsSent(t *testing.T) {
	app := Load(tree, "")
	for accepts, want := range map[string]string{
		"":                  "",
		"gzip, deflate, br": "br",
		"gzip":              "gzip",
		"br;q=0, gzip":      "gzip",
		"gzip;q=0":          "",
		"br;q=0.5":          "br",
	} {
		w := get(app, "/", "Accept-Encoding", accepts)
		if got := w.Header().Get("Content-Encoding"); got != want {
			t.Errorf("%q: %q, want %q", accepts, got, want)
		}
		if w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: a cache is not told that the answer varies", accepts)
		}
	}
}

func TestWhatTheClientHasIsNotSentAgain(t *testing.T) {
	app := Load(tree, "")
	tag := get(app, "/").Header().Get("ETag")
	w := get(app, "/", "If-None-Match", `"other", W/`+tag)
	if w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if w := get(app, "/", "If-None-Match", tag, "Accept-Encoding", "br"); w.Code != 200 {
		t.Error("another coding of the file is another thing")
	}
}

func TestTheHashOfEachInlineScriptIsKnown(t *testing.T) {
	// printf 'start()' | openssl dgst -sha256 -binary | base64
	const want = "'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='"
	hashes := Load(tree, "").ScriptHashes()
	if len(hashes) != 1 || hashes[0] != want {
		t.Errorf("%v", hashes)
	}
}

func TestABoxWithoutPagesSaysSo(t *testing.T) {
	app := Load(fstest.MapFS{}, "")
	if w := get(app, "/"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", w.Code)
	}
}

func TestPagesAreOnlyRead(t *testing.T) {
	w := httptest.NewRecorder()
	Load(tree, "").ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestTheRoomSendsAPhoneToPlayAndKnowsNoStaffPages(t *testing.T) {
	room := Room()
	if w := get(room, "/"); w.Code != http.StatusFound || w.Header().Get("Location") != "/play" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, path := range []string{"/live", "/money", "/_app/version.json"} {
		if w := get(room, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

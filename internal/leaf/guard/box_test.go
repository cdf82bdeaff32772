package guard_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
	"felt/internal/leaf/store"
	"felt/internal/problem"
)

// box is a real store with a real door behind a guard, and a handler that says
// what reached it.
type box struct {
	t       testing.TB
	door    *access.Door
	done    access.SetUpDone
	handler map[routes.Listener]http.Handler
	reached []string
	log     *bytes.Buffer
}

const openRoutes = `
room  GET  /{$}              -
room  GET  /api/clock        level
room  POST /api/count        -
staff GET  /{$}              -
staff GET  /_app/            -
staff GET  /api/access       state
staff POST /api/access/pair  device_name
`

func newBox(t testing.TB, change ...func(*guard.Config)) *box {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(dir, "felt.db"), Venue: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	b := &box{t: t, log: &bytes.Buffer{}, handler: map[routes.Listener]http.Handler{}}
	if b.door, err = access.New(context.Background(), s.Access(), access.Options{PepperFile: filepath.Join(dir, "pepper")}); err != nil {
		t.Fatal(err)
	}
	b.done, err = b.door.SetUp(context.Background(), access.FirstRun{AtBox: true, OwnerName: "Liv Madsen", PIN: "408271",
		Venue: access.Venue{Name: "Kløver", Language: "da", Currency: "DKK", Tables: 8}}, "")
	if err != nil {
		t.Fatal(err)
	}
	open, err := routes.Parse(openRoutes)
	if err != nil {
		t.Fatal(err)
	}
	hosts := &guard.Hosts{}
	hosts.Set([]string{"leaf.local", "leaf-kloever.local"}, []netip.Addr{netip.MustParseAddr("192.168.1.20"), netip.MustParseAddr("fd00::20")})
	for _, l := range []routes.Listener{routes.Room, routes.Staff, routes.Local} {
		c := guard.Config{Listener: l, Hosts: hosts, Open: open, Door: b.door, Policy: "default-src 'self'",
			Bodies: []guard.Body{{Method: "POST", Path: "/api/structures/import", Limit: guard.ImportLimit}},
			Log:    slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
		if l == routes.Local {
			c.Hosts = guard.LocalHosts()
		}
		for _, f := range change {
			f(&c)
		}
		b.handler[l] = c.Wrap(b.routes())
	}
	return b
}

func (b *box) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b.reached = append(b.reached, r.Method+" "+r.URL.Path+" "+string(body))
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "{}")
	})
	mux.HandleFunc("POST /api/json", func(w http.ResponseWriter, r *http.Request) {
		var v struct{ Name string }
		d := json.NewDecoder(r.Body)
		d.DisallowUnknownFields()
		if err := d.Decode(&v); err != nil {
			problem.Write(w, problem.New(400, "bad_json", "That is not what this address takes."))
		}
	})
	mux.HandleFunc("GET /api/none", func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) })
	mux.HandleFunc("GET /api/player/{name}", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("GET /api/broken", func(w http.ResponseWriter, r *http.Request) { panic("Liv Madsen 408271") })
	mux.HandleFunc("GET /api/index", func(w http.ResponseWriter, r *http.Request) { _ = []int{}[len(r.URL.Path)] })
	return mux
}

// request is one from our own page on the staff listener, signed in.
func (b *box) request(method, target, body string) *http.Request {
	r := httptest.NewRequest(method, "https://leaf.local:8443"+target, strings.NewReader(body))
	r.RemoteAddr = "192.168.1.77:50000"
	r.Header.Set("Origin", "https://leaf.local:8443")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	r.AddCookie(guard.DeviceCookie(routes.Staff, b.done.DeviceToken))
	r.AddCookie(guard.SessionCookie(routes.Staff, b.done.SessionToken))
	return r
}

// ask sends a request in and returns the answer with its problem, if it is one.
func (b *box) ask(l routes.Listener, r *http.Request) (*httptest.ResponseRecorder, problem.Problem) {
	b.t.Helper()
	w := httptest.NewRecorder()
	b.handler[l].ServeHTTP(w, r)
	var p problem.Problem
	if w.Code >= 400 {
		if kind := w.Header().Get("Content-Type"); kind != problem.MediaType {
			b.t.Errorf("%s %s: %d as %q: %s", r.Method, r.URL, w.Code, kind, w.Body)
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != w.Code || p.Code == "" || p.Detail == "" || p.Instance == "" {
			b.t.Errorf("%s %s: %v, %+v", r.Method, r.URL, err, p)
		}
	}
	for _, h := range []string{"Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Resource-Policy", "X-Request-Id"} {
		if w.Header().Get(h) == "" {
			b.t.Errorf("%s %s: no %s", r.Method, r.URL, h)
		}
	}
	// Browsers ignore it on plain HTTP and print an error for it on every page of the room.
	if has := w.Header().Get("Cross-Origin-Opener-Policy") != ""; has != (l != routes.Room) {
		b.t.Errorf("%s %s: opener policy on %s: %v", r.Method, r.URL, l, has)
	}
	if w.Header().Get("X-Content-Type-Options") != "nosniff" {
		b.t.Errorf("%s %s: %v", r.Method, r.URL, w.Header())
	}
	return w, p
}

// refused asks and fails the test unless it was refused so and nothing got through.
func (b *box) refused(l routes.Listener, r *http.Request, status int, code string) {
	b.t.Helper()
	before := len(b.reached)
	w, p := b.ask(l, r)
	if w.Code != status || p.Code != code {
		b.t.Errorf("%s %s on %s (Host %q): %d %s, want %d %s", r.Method, r.URL, l, r.Host, w.Code, p.Code, status, code)
	}
	if len(b.reached) != before {
		b.t.Errorf("%s %s on %s got through: %v", r.Method, r.URL, l, b.reached[before:])
	}
}

// passes asks and fails the test unless it got through.
func (b *box) passes(l routes.Listener, r *http.Request) {
	b.t.Helper()
	before := len(b.reached)
	if w, p := b.ask(l, r); w.Code != 200 || len(b.reached) != before+1 {
		b.t.Errorf("%s %s on %s: %d %s", r.Method, r.URL, l, w.Code, p.Code)
	}
}

func later(t testing.TB) func(*guard.Config) {
	now := time.Now()
	return func(c *guard.Config) { c.Now = func() time.Time { return now } }
}

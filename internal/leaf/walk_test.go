package leaf

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
	"felt/internal/leaf/store"
	"felt/internal/poker/script"
	"felt/testdata"
)

// evening is a box on which the recorded evening was played, to its end or up to
// a line of the recording, so that every topic has something to show.
func evening(t testing.TB, upTo int) (l *Leaf, night string) {
	t.Helper()
	dir := t.TempDir()
	l, err := New(t.Context(), Config{Data: dir, Room: "127.0.0.1:0", Staff: "127.0.0.1:0", Local: "127.0.0.1:0", RelayOff: true})
	if err != nil {
		t.Fatal(err)
	}
	done, err := l.door.SetUp(t.Context(), access.FirstRun{Venue: access.Venue{Name: "Kløver", Language: "en", Currency: "DKK", Tables: 7}, OwnerName: "Olga", PIN: "274916", AtBox: true}, "here")
	if err != nil {
		t.Fatal(err)
	}
	l.demo = &done // so that all routes there are exist
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- l.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ran; err != nil {
			t.Error(err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	recorded, err := script.Evening(testdata.Evening)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range recorded.Players {
		made, err := l.store.CreatePlayer(ctx, store.Player{ID: string(p.ID), Name: p.Name})
		if err != nil {
			t.Fatal(err)
		}
		l.roster.Put(made)
	}
	l.box.Demo(recorded.Start().UnixMilli(), 1)
	for _, s := range recorded.Steps {
		if upTo > 0 && s.Line > upTo {
			break
		}
		l.box.Demo(s.At.UnixMilli(), 1)
		if err := l.step(ctx, "night", recorded.Name, s); err != nil {
			t.Fatal(err)
		}
	}
	return l, "night"
}

var idAsKey = regexp.MustCompile(`^([0-9]+|night)$`)

// shown takes ids that stand as keys out of an answer: they are data, not fields.
func shown(t *testing.T, body []byte) []byte {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return body
	}
	var strip func(any) any
	strip = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			out := map[string]any{}
			var rows []any
			for k, inner := range v {
				if idAsKey.MatchString(k) {
					rows = append(rows, strip(inner))
				} else {
					out[k] = strip(inner)
				}
			}
			if len(rows) > 0 {
				return []any{out, rows}
			}
			return out
		case []any:
			for i := range v {
				v[i] = strip(v[i])
			}
		}
		return v
	}
	b, err := json.Marshal(strip(v))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNoRouteIsOpenThatTheListDoesNotName(t *testing.T) {
	l, night := evening(t, 0)
	open, err := routes.Committed()
	if err != nil {
		t.Fatal(err)
	}
	var served []routes.Route
	handlers := map[routes.Listener]http.Handler{}
	for side, m := range map[routes.Listener]*mux{routes.Staff: l.staffMux(), routes.Room: l.roomMux()} {
		g, err := l.guard()
		if err != nil {
			t.Fatal(err)
		}
		g.Listener, g.Hosts = side, guard.LocalHosts()
		handlers[side] = g.Wrap(m)
		for _, p := range m.patterns {
			method, pattern, ok := strings.Cut(p, " ")
			if !ok {
				t.Errorf("%s %s is served for every method", side, p)
				continue
			}
			served = append(served, routes.Route{Listener: side, Method: method, Pattern: pattern})
		}
	}
	// The pages have routes of their own behind "/".
	for side, pages := range map[routes.Listener]string{
		routes.Staff: "/{$} /_app/ /t/ /new /more /fonts/ /favicon.svg",
		routes.Room:  "/{$} /_app/ /fonts/ /favicon.svg /play /play/ /display /display/",
	} {
		for _, p := range strings.Fields(pages) {
			served = append(served, routes.Route{Listener: side, Method: "GET", Pattern: p})
		}
	}
	wildcard := regexp.MustCompile(`\{[a-z]+\}`)
	try := func(r routes.Route) routes.Answer {
		path := strings.ReplaceAll(r.Pattern, "{$}", "")
		path = strings.ReplaceAll(path, "{id}", night)
		path = wildcard.ReplaceAllString(path, "1")
		if path == "/" && r.Pattern == "/" {
			path = "/any-other-page"
		}
		req := httptest.NewRequest(r.Method, path, nil)
		req.Host, req.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
		w := httptest.NewRecorder()
		handlers[r.Listener].ServeHTTP(w, req)
		kind, _, _ := mime.ParseMediaType(w.Header().Get("Content-Type"))
		body := w.Body.Bytes()
		if kind == "application/json" && r.Pattern != "/openapi.json" {
			body = shown(t, body)
		} else if r.Pattern == "/openapi.json" {
			kind = "application/openapi+json"
		}
		return routes.Answer{Status: w.Code, Type: kind, Body: body}
	}
	for _, wrong := range routes.Walk(open, served, try) {
		t.Error(wrong)
	}
	if len(served) < 100 {
		t.Errorf("only %d routes were walked", len(served))
	}

	// What is for staff does not exist in the room.
	for _, r := range served {
		if r.Listener != routes.Staff {
			continue
		}
		in := routes.Route{Listener: routes.Room, Method: r.Method, Pattern: r.Pattern}
		named := false
		for _, o := range open.All() {
			named = named || o.Listener == routes.Room && o.Pattern == r.Pattern
		}
		if a := try(in); !named && a.Status != 404 {
			t.Errorf("%s %s answers the room with %d", r.Method, r.Pattern, a.Status)
		}
	}
}

func TestTheRoomLearnsNoNameThatIsNotToBeShown(t *testing.T) {
	l, night := evening(t, 0)
	p, err := l.store.Player(t.Context(), "p01")
	if err != nil {
		t.Fatal(err)
	}
	p.ShownAs = store.ShownHidden
	if p, err = l.store.ChangePlayer(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	l.roster.Put(p)
	if err := l.floor.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, topic := range []string{"room", "seats"} {
		doc, ok := l.hub.Doc(floor.Topic(night, topic))
		if !ok || strings.Contains(string(doc.JSON), p.Name) {
			t.Errorf("%s shows %q: %s", topic, p.Name, doc.JSON)
		}
	}
	doc, _ := l.hub.Doc(floor.Topic(night, "entries"))
	if !strings.Contains(string(doc.JSON), p.Name) {
		t.Error("staff do not see it either")
	}
}

package leaf

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"net/http"

	"github.com/oklog/ulid/v2"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"felt/internal/leaf/api"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
	"felt/internal/leaf/pages"
	"felt/internal/live"
	"felt/internal/problem"
)

// serve starts the listeners: the room's, and the staff's twice, once with TLS
// and once in plain for the machine itself.
func (l *Leaf) serve(run func(string, func() error)) error {
	g, err := l.guard()
	if err != nil {
		return err
	}
	staffMux, roomMux := l.staffMux(), l.roomMux()
	for _, s := range []struct {
		listener routes.Listener
		ln       net.Listener
		hosts    *guard.Hosts
		mux      http.Handler
	}{
		{routes.Room, l.room, l.roomHosts, roomMux},
		{routes.Staff, tls.NewListener(l.staff, l.certs.Config()), l.staffHosts, staffMux},
		{routes.Local, l.local, guard.LocalHosts(), staffMux},
	} {
		g.Listener, g.Hosts = s.listener, s.hosts
		server := guard.Server(g.Wrap(s.mux))
		l.servers = append(l.servers, server)
		run(string(s.listener)+" listener", func() error {
			if err := server.Serve(s.ln); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		})
	}
	return nil
}

// guard is what stands in front of every listener, but for its name and hosts.
func (l *Leaf) guard() (guard.Config, error) {
	open, err := routes.Committed()
	if err != nil {
		return guard.Config{}, err
	}
	policy, err := guard.Policy(pages.Files()...)
	return guard.Config{Open: open, Door: l.door, Policy: policy, Log: l.log, Bodies: []guard.Body{
		{Method: "POST", Path: "/api/structures/", Limit: 1 << 20}, {Method: "PUT", Path: "/api/", Limit: 1 << 20}, {Method: "POST", Path: "/api/templates", Limit: 1 << 20}, {Method: "POST", Path: "/api/tournaments", Limit: 1 << 20},
	}}, err
}

// mux is http.ServeMux that remembers its patterns: a test walks all of them.
type mux struct {
	http.ServeMux
	patterns []string
}

// Handle adds a route.
func (m *mux) Handle(pattern string, h http.Handler) {
	m.patterns = append(m.patterns, pattern)
	m.ServeMux.Handle(pattern, h)
}

// HandleFunc adds a route.
func (m *mux) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	m.Handle(pattern, http.HandlerFunc(h))
}

func (l *Leaf) deps() api.Deps {
	return api.Deps{
		Floor: l.floor, Store: l.store, Door: l.door, Hub: l.hub, Roster: l.roster, Templates: templates{l.store}, House: l.house, Restores: restores{l},
		Version: l.cfg.Version, NewID: func() string { return ulid.Make().String() }, Now: l.cfg.Machine.Wall, Box: l.box.NowMS,
	}
}

// staffMux is all routes of the staff's side.
func (l *Leaf) staffMux() *mux {
	mux := &mux{}
	a := api.New(mux, l.deps())
	mux.Handle("GET /docs", a.Docs())
	mux.HandleFunc("GET /api/live", l.liveStaff)
	mux.Handle("GET /metrics", promhttp.Handler())
	if l.demo != nil {
		mux.HandleFunc("GET /demo", l.enterDemo)
	}
	l.common(mux)
	mux.Handle("GET /", pages.Staff())
	return mux
}

// roomMux is all routes of the room's side.
func (l *Leaf) roomMux() *mux {
	mux := &mux{}
	api.NewRoom(mux, l.deps())
	mux.HandleFunc("GET /api/live", l.liveRoom)
	l.common(mux)
	mux.Handle("GET /", pages.Room())
	return mux
}

func (l *Leaf) common(mux *mux) {
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, map[string]string{"status": "ok"}) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		select {
		case <-l.ready:
			answer(w, 200, map[string]string{"status": "ready"})
		default:
			answer(w, 503, map[string]string{"status": "starting"})
		}
	})
	mux.HandleFunc("GET /version", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, map[string]string{"version": l.cfg.Version, "commit": l.cfg.Commit, "built": l.cfg.Built})
	})
	mux.HandleFunc("GET /ca.crt", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-x509-ca-cert")
		w.Header().Set("Content-Disposition", `attachment; filename="felt-ca.crt"`)
		_, _ = w.Write(l.certs.Authority())
	})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// liveStaff is the one socket of an operator's page. It closes with the session.
func (l *Leaf) liveStaff(w http.ResponseWriter, r *http.Request) {
	who := guard.From(r.Context())
	signedIn := func() bool {
		select {
		case <-who.Ended:
			return false
		default:
			return true
		}
	}
	client := live.Client{ID: who.Session, Kind: live.KindStaff, Address: who.Address, Presence: map[string]string{"staff": who.Staff, "device": who.Device}, Valid: signedIn}
	if !l.upgrade(w, r, client) {
		return
	}
	if _, already := l.watched.LoadOrStore(who.Session, true); already {
		return
	}
	go func() {
		select {
		case <-who.Ended:
			l.hub.Kick(who.Session)
		case <-l.stopped:
		}
		l.watched.Delete(who.Session)
	}()
}

// liveRoom is the socket of a phone, or with a node id of a screen. A node id
// identifies and never authorises: both see what everybody may see.
func (l *Leaf) liveRoom(w http.ResponseWriter, r *http.Request) {
	client := live.Client{ID: "guest", Kind: live.KindGuest, Address: guard.From(r.Context()).Address}
	if node := r.URL.Query().Get("node-id"); node != "" {
		if !nodeID(node) {
			problem.Write(w, problem.New(422, "bad_value", "A node id is up to 60 letters, digits, dots and dashes."))
			return
		}
		client.ID, client.Kind, client.Presence = "screen "+node, live.KindDisplay, map[string]string{"node": node}
		if l.upgrade(w, r, client) {
			if err := l.house.Seen(context.WithoutCancel(r.Context()), node); err != nil {
				l.log.Warn("a screen could not be noted", "error", err)
			}
		}
		return
	}
	l.upgrade(w, r, client)
}

func (l *Leaf) upgrade(w http.ResponseWriter, r *http.Request, client live.Client) bool {
	err := l.hub.Serve(w, r, client)
	var no *live.Rejection
	if errors.As(err, &no) {
		problem.Write(w, problem.New(no.Status, "live_refused", no.Detail))
	}
	return err == nil
}

func nodeID(s string) bool {
	if len(s) > 60 {
		return false
	}
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' && c != ':' {
			return false
		}
	}
	return true
}

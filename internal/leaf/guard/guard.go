package guard

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/netip"
	"runtime"
	"runtime/debug"
	"time"

	"felt/internal/access"
	"felt/internal/access/pace"
	"felt/internal/leaf/guard/routes"
	"felt/internal/problem"
)

// Config of one listener's guard.
type Config struct {
	Listener routes.Listener
	Hosts    *Hosts
	Open     routes.List
	Door     *access.Door   // who is who; not asked on the room listener
	Policy   string         // Content-Security-Policy, from Policy
	Bodies   []Body         // routes with larger or other bodies
	Proxies  []netip.Prefix // whose X-Forwarded-For is believed; none for most boxes
	Pace     Pace
	Log      *slog.Logger
	Now      func() time.Time
}

// Pace bounds how often requests come. Zero values mean the defaults below.
type Pace struct {
	Session  pace.Limit // each session
	Stranger pace.Limit // each address without a session, staff listener
	Room     pace.Limit // each address, room listener
}

// A room may sit behind one address (the venue's NAT, in front of a proxied or
// hosted box), and a thousand phones that come back after a power cut must all get
// in within seconds.
var defaultPace = Pace{
	Session:  pace.Limit{Burst: 1000, Every: 2 * time.Millisecond},
	Stranger: pace.Limit{Burst: 200, Every: 50 * time.Millisecond},
	Room:     pace.Limit{Burst: 3000, Every: 2 * time.Millisecond},
}

const (
	sourcesMost = 20_000           // addresses and sessions remembered for pacing
	handleLimit = 30 * time.Second // how long a handler may take
)

type guard struct {
	Config
	next     http.Handler
	sessions pace.Sources
	strange  pace.Sources
}

// Wrap puts the guard in front of everything a listener serves.
func (c Config) Wrap(next http.Handler) http.Handler {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	limit := func(l, otherwise pace.Limit) pace.Limit {
		if l == (pace.Limit{}) {
			return otherwise
		}
		return l
	}
	g := &guard{Config: c, next: next}
	g.sessions = pace.Sources{Limit: limit(c.Pace.Session, defaultPace.Session), Most: sourcesMost}
	g.strange = pace.Sources{Limit: limit(c.Pace.Stranger, defaultPace.Stranger), Most: sourcesMost}
	if c.Listener == routes.Room {
		g.strange.Limit = limit(c.Pace.Room, defaultPace.Room)
	}
	return g
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := g.Now()
	caller := Caller{Listener: g.Listener, RequestID: newRequestID()}
	a := &answer{ResponseWriter: w, id: caller.RequestID}
	setHeaders(w.Header(), g.Listener, g.Policy)
	w.Header().Set("X-Request-Id", caller.RequestID)
	routed := r
	defer func() {
		broken := recover()
		if broken != nil && broken != http.ErrAbortHandler {
			g.logBroken(caller, routed, broken)
			if !a.started() {
				broken = nil
				a.refuse(problem.New(500, "internal", "Something went wrong in the box.").
					WithNext("Look whether it was done before you try again, and tell whoever looks after the box the id of this request."))
			} else {
				broken = http.ErrAbortHandler
			}
		}
		g.logAccess(caller, routed, a, begin)
		if broken != nil {
			panic(broken) // half an answer went out: break the connection off
		}
	}()
	if p := g.pass(w, r, &caller); p != nil {
		a.refuse(p)
		return
	}
	ctx := context.WithValue(r.Context(), callerKey{}, caller)
	if r.Header.Get("Upgrade") == "" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, handleLimit)
		defer cancel()
	}
	routed = r.WithContext(ctx)
	g.next.ServeHTTP(a, routed)
}

// pass returns nil if the request may go on to be routed, with the caller filled
// in and the body read.
func (g *guard) pass(w http.ResponseWriter, r *http.Request, c *Caller) *problem.Problem {
	if !g.Hosts.Allows(r.Host) {
		return problem.New(421, "host_foreign", "This box does not go by that name.").
			WithNext("Use the address on the box's own screen.")
	}
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	if g.Listener == routes.Local && !peer.Addr().Unmap().IsLoopback() {
		return problem.New(403, "not_local", "This address answers only on the machine itself.")
	}
	switch r.Method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE":
	default:
		return problem.New(405, "method", "The box does not know this kind of request.")
	}
	if !plainPath(r) {
		return problem.New(400, "path", "The address is not written in its plain form.")
	}
	c.Address = source(address(r, g.Proxies))

	_, open := g.Open.Match(g.Listener, r)
	var refused *problem.Problem
	if g.Listener == routes.Room {
		if !open {
			refused = problem.New(404, "not_found", "There is no such page here.")
		}
	} else if p := g.identify(r, c); p != nil && !open {
		refused = p
	}
	// Strangers are slowed by address before they hear anything about sessions;
	// whoever is signed in is not slowed by his neighbours behind the same NAT.
	wait := time.Duration(0)
	if c.SignedIn {
		wait = g.sessions.Take(c.Session, g.Now())
	} else {
		wait = g.strange.Take(c.Address, g.Now())
	}
	if wait > 0 {
		p := problem.New(429, "too_often", "Too many requests from here.").WithNext("Wait a moment.")
		p.Retry = int(math.Ceil(wait.Seconds()))
		return p
	}
	if refused != nil {
		return refused
	}
	if p := checkOrigin(r, c.Bearer, within(peer.Addr().Unmap(), g.Proxies)); p != nil {
		return p
	}
	return takeBody(w, r, g.Bodies, !c.SignedIn)
}

// identify fills in who asks and returns why nobody is signed in, if so.
func (g *guard) identify(r *http.Request, c *Caller) *problem.Problem {
	c.DeviceToken, c.SessionToken, c.Bearer = credentials(r, g.Listener)
	if _, paired := g.Door.Paired(c.DeviceToken); paired {
		c.Paired = true
	} else {
		c.Bearer = false // a made-up token is no proof of anything
	}
	who, err := g.Door.Who(c.DeviceToken, c.SessionToken)
	if err == nil {
		c.Identity, c.SignedIn = who, true
		return nil
	}
	if p, ok := err.(*problem.Problem); ok {
		return p
	}
	return problem.New(401, "not_signed_in", "Nobody is signed in on this device.")
}

// logAccess writes one line: which route by its pattern, never its path, query,
// name, PIN, token or address.
func (g *guard) logAccess(c Caller, r *http.Request, a *answer, begin time.Time) {
	g.Log.LogAttrs(r.Context(), slog.LevelDebug, "request", slog.String("id", c.RequestID),
		slog.String("listener", string(c.Listener)), slog.String("method", method(r)), slog.String("route", r.Pattern),
		slog.Int("status", a.status), slog.String("code", a.code), slog.Int64("bytes", a.bytes),
		slog.Duration("took", g.Now().Sub(begin)), slog.String("staff", c.Staff), slog.String("device", c.Device))
}

// logBroken writes where a handler broke. The text of a panic may hold anything,
// so only that of a runtime error is written.
func (g *guard) logBroken(c Caller, r *http.Request, broken any) {
	what := fmt.Sprintf("%T", broken)
	if e, ok := broken.(runtime.Error); ok {
		what = e.Error()
	}
	g.Log.LogAttrs(r.Context(), slog.LevelError, "handler broke", slog.String("id", c.RequestID),
		slog.String("route", r.Pattern), slog.String("what", what), slog.String("stack", string(debug.Stack())))
}

// method is safe to write to a log.
func method(r *http.Request) string {
	if len(r.Method) > 10 {
		return "?"
	}
	return r.Method
}

func newRequestID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails
	return base32.HexEncoding.EncodeToString(b[:])
}

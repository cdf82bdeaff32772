package guard

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"felt/internal/access"
	"felt/internal/leaf/guard/routes"
)

// Caller is who asks, as the guard found out.
type Caller struct {
	access.Identity        // zero unless SignedIn
	SignedIn        bool   //
	Paired          bool   // the device is known, whether or not somebody is signed in
	DeviceToken     string // as shown by the device; "" if none
	SessionToken    string // as shown by the device; "" if none
	Bearer          bool   // shown in the Authorization header; no cookie was looked at
	Address         string // source for pacing guesses: an IPv4 address or an IPv6 /64
	Listener        routes.Listener
	RequestID       string
}

type callerKey struct{}

// From returns who asks; every request that passed the guard has one.
func From(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// credentials reads what the device shows. With an Authorization header only that
// is looked at: Bearer with the device token, and the session token in
// Felt-Session. Otherwise the cookies of this listener.
func credentials(r *http.Request, l routes.Listener) (device, session string, bearer bool) {
	if auth := r.Header.Values("Authorization"); len(auth) > 0 {
		scheme, token, _ := strings.Cut(auth[0], " ")
		if len(auth) == 1 && strings.EqualFold(scheme, "Bearer") && access.LooksLikeToken(token) {
			return token, r.Header.Get("Felt-Session"), true
		}
		return "", "", false
	}
	return oneCookie(r, deviceCookie(l)), oneCookie(r, sessionCookie(l)), false
}

// oneCookie returns the cookie if there is exactly one of the name: of two, one
// was planted.
func oneCookie(r *http.Request, name string) string {
	if found := r.CookiesNamed(name); len(found) == 1 {
		return found[0].Value
	}
	return ""
}

// Cookie names. On HTTPS the __Host- prefix makes browsers refuse a cookie of
// this name that was set over plain HTTP, by another host or for another path, so
// that nobody on the Wi-Fi plants a session. The machine's own listener is plain
// HTTP, where the prefix is not allowed; its names differ, because a browser
// shares cookies between the ports of a host.
func deviceCookie(l routes.Listener) string {
	if l == routes.Staff {
		return "__Host-felt-device"
	}
	return "felt-local-device"
}

func sessionCookie(l routes.Listener) string {
	if l == routes.Staff {
		return "__Host-felt-session"
	}
	return "felt-local-session"
}

const (
	deviceAge  = 400 * 24 * 60 * 60 // seconds; the most that browsers keep
	sessionAge = 7 * 24 * 60 * 60   // seconds; the box itself ends it sooner when idle
)

// DeviceCookie is what a newly paired device gets.
func DeviceCookie(l routes.Listener, token string) *http.Cookie {
	return cookie(l, deviceCookie(l), token, deviceAge)
}

// SessionCookie is what somebody who signed in gets.
func SessionCookie(l routes.Listener, token string) *http.Cookie {
	return cookie(l, sessionCookie(l), token, sessionAge)
}

// NoSessionCookie takes the session's cookie back.
func NoSessionCookie(l routes.Listener) *http.Cookie {
	return cookie(l, sessionCookie(l), "", -1)
}

func cookie(l routes.Listener, name, value string, age int) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: l == routes.Staff, SameSite: http.SameSiteStrictMode}
}

// address is where the request really comes from: the peer, or what a trusted
// proxy says, read from the right so that a sender cannot put his own in front.
func address(r *http.Request, proxies []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := peer.Addr().Unmap()
	if !within(at, proxies) {
		return at
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return at
		}
		if at = hop.Unmap(); !within(at, proxies) {
			return at
		}
	}
	return at
}

func within(a netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// source names an address for pacing. A host owns a whole IPv6 /64.
func source(a netip.Addr) string {
	if a.Is6() {
		p, _ := a.WithZone("").Prefix(64)
		return p.String()
	}
	return a.String()
}

package guard_test

import (
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"felt/internal/access/pace"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
)

func TestOnlyTheBoxsOwnNamesAreAnswered(t *testing.T) {
	b := newBox(t)
	for _, host := range []string{"leaf.local", "leaf.local:8443", "LEAF.local.:8443", "leaf-kloever.local", "192.168.1.20:8443", "192.168.1.20",
		"[fd00::20]:8443", "[fd00:0::20]", "localhost:8443", "127.0.0.1", "[::1]:8443"} {
		r := b.request("GET", "/api/log", "")
		r.Host = host
		b.passes(routes.Staff, r)
	}
	for _, host := range []string{"", "evil.example", "evil.example:8443", "leaf.local.evil.example", "xleaf.local", "leaf.local:8443@evil.example",
		"leaf.local:evil", "192.168.1.21", "192.168.1.20.evil.example", "[fd00::21]", "0.0.0.0", "169.254.169.254", "2130706433", "0x7f.1",
		"leaf.local/", "leaf.local, evil.example", "leaf.local\x00", "[leaf.local]x", ".", ":8443"} {
		for _, l := range []routes.Listener{routes.Room, routes.Staff, routes.Local} {
			r := b.request("GET", "/", "")
			r.Host = host
			b.refused(l, r, 421, "host_foreign")
		}
	}
}

func TestAPageOnAReboundNameGetsNothing(t *testing.T) {
	// DNS rebinding: evil.example now points at the box, so the browser takes
	// Host, Origin and Sec-Fetch-Site for one and the same site.
	b := newBox(t)
	r := b.request("POST", "/api/log", `{}`)
	r.Host = "evil.example:8443"
	r.Header.Set("Origin", "https://evil.example:8443")
	b.refused(routes.Staff, r, 421, "host_foreign")
}

func TestTheMachinesOwnListenerAnswersOnlyTheMachine(t *testing.T) {
	b := newBox(t)
	r := b.request("GET", "/", "")
	r.Host, r.RemoteAddr = "localhost:8081", "192.168.1.77:50000"
	b.refused(routes.Local, r, 403, "not_local")
	r.RemoteAddr = "127.0.0.1:50000"
	b.passes(routes.Local, r)
	r.Host = "leaf.local:8081" // another site's page may know the name
	b.refused(routes.Local, r, 421, "host_foreign")
}

func TestAStaffRouteAsksForASession(t *testing.T) {
	b := newBox(t)
	plain := func(target string) *http.Request {
		r := b.request("GET", target, "")
		r.Header.Del("Cookie")
		return r
	}
	for _, target := range []string{"/api/log", "/api/access/", "/api/access/pair", "/nowhere", "/openapi.json"} {
		b.refused(routes.Staff, plain(target), 401, "not_paired")
	}
	b.passes(routes.Staff, plain("/api/access"))
	b.passes(routes.Staff, plain("/_app/start.js"))
	b.passes(routes.Staff, b.request("GET", "/api/log", ""))

	onlyDevice := plain("/api/log")
	onlyDevice.AddCookie(guard.DeviceCookie(routes.Staff, b.done.DeviceToken))
	b.refused(routes.Staff, onlyDevice, 401, "not_signed_in")
	onlySession := plain("/api/log")
	onlySession.AddCookie(guard.SessionCookie(routes.Staff, b.done.SessionToken))
	b.refused(routes.Staff, onlySession, 401, "not_paired")
	swapped := plain("/api/log")
	swapped.AddCookie(guard.DeviceCookie(routes.Staff, b.done.SessionToken))
	swapped.AddCookie(guard.SessionCookie(routes.Staff, b.done.DeviceToken))
	b.refused(routes.Staff, swapped, 401, "not_paired")
	planted := b.request("GET", "/api/log", "")
	planted.AddCookie(guard.SessionCookie(routes.Staff, strings.Repeat("A", 43)))
	b.refused(routes.Staff, planted, 401, "not_signed_in")
	// The cookies of the machine's own listener open nothing on the other.
	local := plain("/api/log")
	local.AddCookie(guard.DeviceCookie(routes.Local, b.done.DeviceToken))
	local.AddCookie(guard.SessionCookie(routes.Local, b.done.SessionToken))
	b.refused(routes.Staff, local, 401, "not_paired")
}

func TestOnTheRoomListenerOnlyListedRoutesExist(t *testing.T) {
	b := newBox(t)
	for _, target := range []string{"/api/log", "/api/access", "/api/access/pair", "/_app/x.js", "/metrics", "/debug/pprof/"} {
		r := b.request("GET", target, "") // even with the cookies of a director
		b.refused(routes.Room, r, 404, "not_found")
	}
	b.refused(routes.Room, b.request("POST", "/api/clock", `{}`), 404, "not_found")
	b.passes(routes.Room, b.request("GET", "/api/clock", ""))
}

func TestAPathHasOneSpellingOnly(t *testing.T) {
	b := newBox(t)
	for _, target := range []string{"/api//log", "//api/log", "/_app/../api/log", "/_app/./x", "/..", "/_app/..", "/_app/%2e%2e/api/log",
		"/_app/%2E%2E%2Fapi/log", "/_app%2f..%2fapi/log", "/%61pi/log", "/_app/..%5capi", "/_app/%00", "/_app/a%0d%0ab", "/_app/;x", "/_app/%252e",
		"/_app/caf%C3%A9", "/_app/x%", "/" + strings.Repeat("a", 2000)} {
		sent, err := parseAsSent(target)
		if err != nil {
			continue // net/http answers 400 by itself
		}
		r := b.request("GET", "/", "")
		r.URL = sent
		r.Header.Del("Cookie")
		b.refused(routes.Staff, r, 400, "path")
		b.refused(routes.Room, r, 400, "path")
	}
	b.passes(routes.Staff, b.request("GET", "/_app/immutable/start.9xY-z_1.js", ""))
}

func TestAStateChangeFromAnotherSiteIsRefused(t *testing.T) {
	b := newBox(t)
	change := func(origin, site string) *http.Request {
		r := b.request("POST", "/api/bust", `{}`)
		r.Header.Del("Origin")
		r.Header.Del("Sec-Fetch-Site")
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		if site != "" {
			r.Header.Set("Sec-Fetch-Site", site)
		}
		return r
	}
	own := "https://leaf.local:8443"
	b.passes(routes.Staff, change(own, "same-origin"))
	b.passes(routes.Staff, change(own, "")) // an older browser
	for _, c := range [][2]string{
		{"https://evil.example", "cross-site"}, {"https://evil.example", ""}, {"https://evil.example", "same-origin"},
		{own, "cross-site"}, {own, "same-site"}, {"", "cross-site"}, {"", "same-site"}, {"null", ""}, {"null", "same-origin"},
		{"http://leaf.local:8080", "same-site"}, {"http://leaf.local:8443", ""}, {"https://leaf.local:8444", ""},
		{"https://leaf.local", ""}, {"https://leaf.local:8443.evil.example", ""}, {"https://evil@leaf.local:8444", ""}, {"leaf.local:8443", ""},
	} {
		b.refused(routes.Staff, change(c[0], c[1]), 403, "origin_foreign")
	}
	two := change(own, "")
	two.Header.Add("Origin", "https://evil.example")
	b.refused(routes.Staff, two, 403, "origin_foreign")
	for _, m := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		r := change("", "")
		r.Method = m
		b.refused(routes.Staff, r, 403, "origin_missing")
	}
}

func TestAWebSocketFromAnotherSiteIsRefused(t *testing.T) {
	b := newBox(t)
	for _, l := range []routes.Listener{routes.Room, routes.Staff} {
		r := b.request("GET", "/", "")
		if l == routes.Room {
			r = b.request("GET", "/api/clock", "")
			r.TLS = nil
			r.Host = "leaf.local:8080"
		}
		r.Header.Set("Connection", "Upgrade")
		r.Header.Set("Upgrade", "websocket")
		r.Header.Set("Origin", "https://evil.example")
		r.Header.Del("Sec-Fetch-Site")
		b.refused(l, r, 403, "origin_foreign")
		r.Header.Del("Origin")
		b.refused(l, r, 403, "origin_missing")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		b.refused(l, r, 403, "origin_foreign")
	}
	r := b.request("GET", "/api/live", "")
	r.Header.Set("Upgrade", "websocket")
	b.passes(routes.Staff, r)
}

func TestAProgramShowsItsDeviceTokenInsteadOfAnOrigin(t *testing.T) {
	b := newBox(t)
	program := func(device, session string) *http.Request {
		r := b.request("POST", "/api/bust", `{}`)
		for _, h := range []string{"Origin", "Sec-Fetch-Site", "Cookie"} {
			r.Header.Del(h)
		}
		r.Header.Set("Authorization", "Bearer "+device)
		r.Header.Set("Felt-Session", session)
		return r
	}
	b.passes(routes.Staff, program(b.done.DeviceToken, b.done.SessionToken))
	b.refused(routes.Staff, program(b.done.DeviceToken, ""), 401, "not_signed_in")
	b.refused(routes.Staff, program(b.done.SessionToken, b.done.SessionToken), 401, "not_paired")
	b.refused(routes.Staff, program("", ""), 401, "not_paired")
	foreign := program(b.done.DeviceToken, b.done.SessionToken)
	foreign.Header.Set("Origin", "https://evil.example")
	b.refused(routes.Staff, foreign, 403, "origin_foreign")

	// With an Authorization header the cookies do not count, and a made-up token
	// is no way round the Origin of an open route.
	mixed := b.request("POST", "/api/bust", `{}`)
	mixed.Header.Set("Authorization", "Bearer "+strings.Repeat("A", 43))
	b.refused(routes.Staff, mixed, 401, "not_paired")
	pair := program(strings.Repeat("A", 43), "")
	pair.URL.Path = "/api/access/pair"
	b.refused(routes.Staff, pair, 403, "origin_missing")
}

func TestBodiesAreJSONAndBounded(t *testing.T) {
	b := newBox(t)
	with := func(kind, body string) *http.Request {
		r := b.request("POST", "/api/bust", body)
		r.Header.Del("Content-Type")
		if kind != "" {
			r.Header.Set("Content-Type", kind)
		}
		return r
	}
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx",
		"text/plain; application/json", "application/json; charset=utf-16", "application/json, text/plain", "application/json;", "*/*"} {
		if kind == "application/json;" {
			b.passes(routes.Staff, with(kind, "{}")) // an empty parameter is allowed
			continue
		}
		b.refused(routes.Staff, with(kind, "{}"), 415, "not_json")
	}
	b.passes(routes.Staff, with("application/json; charset=UTF-8", "{}"))
	b.passes(routes.Staff, with("", ""))
	two := with("application/json", "{}")
	two.Header.Add("Content-Type", "text/plain")
	b.refused(routes.Staff, two, 415, "not_json")
	packed := with("application/json", "{}")
	packed.Header.Set("Content-Encoding", "gzip")
	b.refused(routes.Staff, packed, 415, "not_json")

	full, over := strings.Repeat(" ", guard.BodyLimit), strings.Repeat(" ", guard.BodyLimit+1)
	b.passes(routes.Staff, with("application/json", full))
	b.refused(routes.Staff, with("application/json", over), 413, "too_large")
	liar := with("application/json", "x")
	liar.Body, liar.ContentLength = io.NopCloser(strings.NewReader(over)), -1 // chunked, no length told
	b.refused(routes.Staff, liar, 413, "too_large")
	imported := with("application/json", over)
	imported.URL.Path = "/api/structures/import"
	b.passes(routes.Staff, imported)
	imported = with("application/json", strings.Repeat(" ", guard.ImportLimit+1))
	imported.URL.Path = "/api/structures/import"
	b.refused(routes.Staff, imported, 413, "too_large")
	stranger := with("application/json", strings.Repeat(" ", guard.StrangerLimit+1))
	stranger.URL.Path = "/api/access/pair"
	b.passes(routes.Staff, stranger)
	stranger = with("application/json", strings.Repeat(" ", guard.StrangerLimit+1))
	stranger.URL.Path = "/api/access/pair"
	stranger.Header.Del("Cookie")
	b.refused(routes.Staff, stranger, 413, "too_large")
	get := b.request("GET", "/api/log", "{}")
	b.refused(routes.Staff, get, 400, "body_unexpected")
	cut := with("application/json", "x")
	cut.Body, cut.ContentLength = io.NopCloser(io.MultiReader(strings.NewReader("{"), broken{})), 10
	b.refused(routes.Staff, cut, 400, "body_broken")
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAHandlerThatBreaksAnswersWithoutAWordAboutPeople(t *testing.T) {
	b := newBox(t)
	w, p := b.ask(routes.Staff, b.request("GET", "/api/broken", ""))
	if w.Code != 500 || p.Code != "internal" {
		t.Errorf("%d %s", w.Code, p.Code)
	}
	b.ask(routes.Staff, b.request("GET", "/api/index", ""))
	log := b.log.String()
	for _, secret := range []string{"Liv", "Madsen", "408271"} {
		if strings.Contains(log+w.Body.String(), secret) {
			t.Errorf("%q stands in the log or the answer", secret)
		}
	}
	for _, useful := range []string{p.Instance, "GET /api/broken", "what=string", "index out of range", "guard_test"} {
		if !strings.Contains(log, useful) {
			t.Errorf("%q is not in the log", useful)
		}
	}
}

func TestTheLogNamesRoutesAndNeverPathsQueriesOrTokens(t *testing.T) {
	b := newBox(t)
	b.ask(routes.Staff, b.request("GET", "/api/player/viktor?phone=12345678", ""))
	r := b.request("GET", "/viktor", "")
	r.Method = "VIKTORVIKTORVIKTOR"
	b.ask(routes.Staff, r)
	log := strings.ToLower(b.log.String())
	for _, secret := range []string{"viktor", "12345678", strings.ToLower(b.done.SessionToken), strings.ToLower(b.done.DeviceToken), "192.168.1.77"} {
		if strings.Contains(log, secret) {
			t.Errorf("%q stands in the log:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, `route="get /api/player/{name}"`) || !strings.Contains(log, "staff="+strings.ToLower(b.done.Who.Staff)) {
		t.Error(log)
	}
}

func TestRefusalsInPlainTextGoOutAsProblems(t *testing.T) {
	b := newBox(t)
	if w, p := b.ask(routes.Staff, b.request("GET", "/api/none", "")); w.Code != 404 || p.Code != "not_found" || strings.Contains(w.Body.String(), "page not found") {
		t.Errorf("%d %s %s", w.Code, p.Code, w.Body)
	}
	b.refused(routes.Staff, func() *http.Request { r := b.request("GET", "/", ""); r.Method = "TRACE"; return r }(), 405, "method")
	b.refused(routes.Staff, func() *http.Request { r := b.request("GET", "/", ""); r.Method = "OPTIONS"; return r }(), 405, "method")
}

func TestStrangersAreSlowedByAddressAndStaffBySession(t *testing.T) {
	b := newBox(t, later(t), func(c *guard.Config) {
		c.Pace = guard.Pace{Session: pace.Limit{Burst: 5, Every: time.Second}, Stranger: pace.Limit{Burst: 3, Every: time.Second}, Room: pace.Limit{Burst: 4, Every: time.Second}}
	})
	stranger := func(from string) *http.Request {
		r := b.request("GET", "/_app/x", "")
		r.Header.Del("Cookie")
		r.RemoteAddr = from
		return r
	}
	for range 3 {
		b.passes(routes.Staff, stranger("10.0.0.9:1"))
	}
	b.refused(routes.Staff, stranger("10.0.0.9:2"), 429, "too_often")
	b.passes(routes.Staff, stranger("10.0.0.10:1"))
	for i := range 3 {
		b.passes(routes.Staff, stranger([]string{"[fd00:0:0:1::1]:1", "[fd00:0:0:1::2]:1", "[fd00:0:0:1:ffff::3]:1"}[i]))
	}
	b.refused(routes.Staff, stranger("[fd00:0:0:1:abcd::4]:1"), 429, "too_often") // one /64 is one host
	for range 5 {
		r := b.request("GET", "/api/log", "")
		r.RemoteAddr = "10.0.0.9:3" // the same NAT as the stranger
		b.passes(routes.Staff, r)
	}
	b.refused(routes.Staff, b.request("GET", "/api/log", ""), 429, "too_often")
	for range 4 {
		b.passes(routes.Room, b.request("GET", "/api/clock", ""))
	}
	b.refused(routes.Room, b.request("GET", "/api/clock", ""), 429, "too_often")
}

func TestOnlyTheProxysWordCountsForAnAddress(t *testing.T) {
	b := newBox(t, later(t), func(c *guard.Config) {
		c.Pace = guard.Pace{Room: pace.Limit{Burst: 1, Every: time.Second}}
		c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.9.0.1/32")}
	})
	from := func(peer, forwarded string) *http.Request {
		r := b.request("GET", "/api/clock", "")
		r.RemoteAddr = peer
		r.Header.Set("X-Forwarded-For", forwarded)
		return r
	}
	b.passes(routes.Room, from("10.0.0.5:1", "1.1.1.1"))
	b.refused(routes.Room, from("10.0.0.5:1", "2.2.2.2"), 429, "too_often") // not the proxy: his word is nothing
	b.passes(routes.Room, from("10.9.0.1:1", "3.3.3.3"))
	b.passes(routes.Room, from("10.9.0.1:1", "4.4.4.4"))
	b.refused(routes.Room, from("10.9.0.1:1", "9.9.9.9, 3.3.3.3"), 429, "too_often") // he put one in front
}

func TestCookiesCannotBeReadPlantedOrSentAlong(t *testing.T) {
	for _, c := range []*http.Cookie{guard.DeviceCookie(routes.Staff, "x"), guard.SessionCookie(routes.Staff, "x"), guard.NoSessionCookie(routes.Staff)} {
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("%+v", c)
		}
	}
	for _, c := range []*http.Cookie{guard.DeviceCookie(routes.Local, "x"), guard.SessionCookie(routes.Local, "x")} {
		if !c.HttpOnly || c.Secure || c.SameSite != http.SameSiteStrictMode || strings.HasPrefix(c.Name, "__") || c.Name == guard.SessionCookie(routes.Staff, "").Name {
			t.Errorf("%+v", c)
		}
	}
	if guard.NoSessionCookie(routes.Staff).MaxAge >= 0 {
		t.Error("the cookie is not taken back")
	}
}

func TestThePolicyAllowsOnlyTheScriptsOfTheBuiltPages(t *testing.T) {
	pages := fstest.MapFS{"index.html": {Data: []byte("<html><script src=\"/a.js\"></script><script>\r\n\talert(1)\r\n</script><style>a{}</style>" +
		"<SCRIPT type=\"module\">alert(1)</SCRIPT></html>")}, "x/200.html": {Data: []byte("<script>\n\talert(1)\n</script>")}, "a.js": {Data: []byte("<script>no</script>")}}
	got, err := guard.Policy(pages)
	if err != nil {
		t.Fatal(err)
	}
	// printf 'alert(1)' | openssl dgst -sha256 -binary | base64, and the like.
	want := "default-src 'self'; script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'sha256-zJ9j8ZNh4YjHkqESkHprxY8KEWhVJbI6hzl1yBId/4E='; " +
		"style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='; style-src-attr 'unsafe-hashes' 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

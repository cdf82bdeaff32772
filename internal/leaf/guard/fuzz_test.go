package guard_test

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
	"felt/internal/problem"
)

// FuzzNothingAStrangerSendsIsA500 sends whole requests as bytes, signed in and
// not, to every listener.
func FuzzNothingAStrangerSendsIsA500(f *testing.F) {
	own := "Host: leaf.local:8443\r\nOrigin: https://leaf.local:8443\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n"
	for _, s := range []string{
		"GET / HTTP/1.1\r\nHost: leaf.local\r\n\r\n",
		"GET http://evil.example/ HTTP/1.1\r\nHost: leaf.local\r\n\r\n",
		"POST /api/json HTTP/1.1\r\n" + own + "Content-Length: 10\r\n\r\n{\"Name\":1}",
		"POST /api/json HTTP/1.1\r\n" + own + "Content-Length: 99\r\n\r\n{\"Name\":",
		"POST /api/json HTTP/1.1\r\n" + own + "Content-Length: 5\r\n\r\n\xff\xfe\x00[{",
		"POST /api/json HTTP/1.1\r\n" + own + "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\nzz\r\n",
		"POST /api/json HTTP/1.1\r\n" + own + "Content-Length: 9000\r\n\r\n" + strings.Repeat("[", 9000),
		"GET /%2e%2e/api HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n",
		"GET /api/live HTTP/1.1\r\n" + own + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
		"DELETE /api/x HTTP/1.0\r\nCookie: __Host-felt-session=a; __Host-felt-session=b\r\n\r\n",
		"POST /api/json HTTP/1.1\r\n" + own + "Authorization: Bearer \x7f\r\nContent-Length: 0\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: leaf.local\r\n\r\n",
		"CONNECT leaf.local:22 HTTP/1.1\r\nHost: leaf.local:22\r\n\r\n",
	} {
		f.Add([]byte(s))
	}
	b := newBox(f) // one for all examples
	f.Fuzz(func(t *testing.T, sent []byte) {
		for _, signedIn := range []bool{false, true} {
			for l, h := range b.handler {
				r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(sent)))
				if err != nil {
					return // net/http answers 400 by itself
				}
				r.RemoteAddr = "127.0.0.1:50000"
				if signedIn {
					r.AddCookie(guard.DeviceCookie(l, b.done.DeviceToken))
					r.AddCookie(guard.SessionCookie(l, b.done.SessionToken))
				}
				if strings.HasPrefix(r.URL.Path, "/api/broken") || strings.HasPrefix(r.URL.Path, "/api/index") {
					return // handlers that are broken on purpose
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code >= 500 || w.Code >= 400 && w.Header().Get("Content-Type") != problem.MediaType {
					t.Fatalf("%s: %d %v %s", l, w.Code, w.Header(), w.Body)
				}
				if l == routes.Room && len(w.Result().Cookies()) > 0 {
					t.Fatal("the room listener set a cookie")
				}
			}
		}
	})
}

package guard_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
)

// serve runs a listener of the box for real and returns its address.
func (b *box) serve(l routes.Listener) string {
	b.t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.t.Fatal(err)
	}
	s := guard.Server(b.handler[l])
	go s.Serve(at)
	b.t.Cleanup(func() { s.Close() })
	return at.Addr().String()
}

func TestAWebSocketOfOurOwnPageGoesThroughTheGuard(t *testing.T) {
	var asked guard.Caller
	b := newBox(t)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/live", func(w http.ResponseWriter, r *http.Request) {
		asked = guard.From(r.Context())
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		if _, limited := r.Context().Deadline(); limited {
			t.Error("a WebSocket has a deadline")
		}
		_ = c.Write(r.Context(), websocket.MessageText, []byte("12:47"))
		c.Close(websocket.StatusNormalClosure, "")
	})
	hosts := guard.LocalHosts()
	b.handler[routes.Local] = guard.Config{Listener: routes.Local, Hosts: hosts, Door: b.door}.Wrap(mux)
	at := b.serve(routes.Local)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cookies := guard.DeviceCookie(routes.Local, b.done.DeviceToken).String() + "; " + guard.SessionCookie(routes.Local, b.done.SessionToken).String()
	cookies = strings.ReplaceAll(cookies, "; Path=/", "")
	header := http.Header{"Cookie": {cookies}, "Origin": {"http://" + at}}
	c, _, err := websocket.Dial(ctx, "ws://"+at+"/api/live", &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		t.Fatal(err)
	}
	if _, text, err := c.Read(ctx); err != nil || string(text) != "12:47" {
		t.Errorf("%q, %v", text, err)
	}
	if !asked.SignedIn || asked.Staff != b.done.Who.Staff || asked.Ended == nil || asked.Address != "127.0.0.1" {
		t.Errorf("%+v", asked)
	}
	header.Del("Cookie")
	if _, r, err := websocket.Dial(ctx, "ws://"+at+"/api/live", &websocket.DialOptions{HTTPHeader: header}); err == nil || r.StatusCode != 401 {
		t.Errorf("a stranger got a socket: %v", err)
	}
}

func TestRawRequestsToARunningListener(t *testing.T) {
	b := newBox(t)
	at := b.serve(routes.Room)
	for _, c := range []struct{ sent, want string }{
		{"GET / HTTP/1.1\r\nHost: leaf.local\r\nConnection: close\r\n\r\n", "200"},
		{"GET / HTTP/1.0\r\n\r\n", "421"},
		{"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421"},
		{"GET http://evil.example/ HTTP/1.1\r\nHost: leaf.local\r\nConnection: close\r\n\r\n", "421"},
		{"GET /../etc/passwd HTTP/1.1\r\nHost: leaf.local\r\nConnection: close\r\n\r\n", "400"},
		{"GET /_app/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: leaf.local\r\nConnection: close\r\n\r\n", "400"},
		{"CONNECT leaf.local:22 HTTP/1.1\r\nHost: leaf.local:22\r\nConnection: close\r\n\r\n", "405"},
		{"GET / HTTP/1.1\r\nHost: leaf.local\r\nX: " + strings.Repeat("a", 40<<10) + "\r\nConnection: close\r\n\r\n", "431"},
	} {
		conn, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		io.WriteString(conn, c.sent)
		answer, _ := io.ReadAll(conn)
		conn.Close()
		if _, status, _ := strings.Cut(string(answer), " "); !strings.HasPrefix(status, c.want) {
			t.Errorf("%.60q: %.40q, want %s", c.sent, answer, c.want)
		}
	}
}

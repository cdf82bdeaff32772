package live

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// venue is a hub behind a real HTTP server on loopback.
type venue struct {
	*Hub
	t      *testing.T
	server *httptest.Server
	who    func(r *http.Request) Client
}

func open(t *testing.T, opt Options) *venue { return openOn(t, opt, false) }

func openOn(t *testing.T, opt Options, secure bool) *venue {
	t.Helper()
	if opt.Epoch == "" {
		opt.Epoch = "boot-1"
	}
	v := &venue{t: t, Hub: NewHub(opt)}
	v.who = func(r *http.Request) Client {
		kinds := map[string]Kind{"staff": KindStaff, "display": KindDisplay, "player": KindPlayer, "guest": KindGuest}
		q := r.URL.Query()
		return Client{ID: q.Get("id"), Kind: kinds[q.Get("kind")], Players: q["player"], Address: q.Get("address")}
	}
	v.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var no *Rejection
		if err := v.Serve(w, r, v.who(r)); errors.As(err, &no) {
			http.Error(w, no.Detail, no.Status)
		}
	}))
	if secure {
		v.server.StartTLS()
	} else {
		v.server.Start()
	}
	t.Cleanup(func() { v.Shutdown(); v.server.Close() })
	return v
}

// screen is a client that speaks raw frames, so that it can be as slow and as
// rude as a test wants.
type screen struct {
	t    rapid.TB
	conn net.Conn
	r    *bufio.Reader
	Mirror
}

func (v *venue) dial(query string) *screen {
	v.t.Helper()
	s, status := v.tryDial(query)
	if s == nil {
		v.t.Fatalf("upgrade refused with %d", status)
	}
	return s
}

func (v *venue) tryDial(query string) (*screen, int) {
	v.t.Helper()
	conn, err := net.Dial("tcp", v.server.Listener.Addr().String())
	if err != nil {
		v.t.Fatal(err)
	}
	return v.upgrade(conn, query)
}

func (v *venue) upgrade(conn net.Conn, query string) (*screen, int) {
	v.t.Cleanup(func() { conn.Close() })
	io.WriteString(conn, "GET /live?"+query+" HTTP/1.1\r\nHost: box\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	if res.StatusCode != http.StatusSwitchingProtocols {
		return nil, res.StatusCode
	}
	if got := res.Header.Get("Sec-WebSocket-Accept"); got != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" { // RFC 6455, section 1.3
		v.t.Fatalf("accept is %q", got)
	}
	return &screen{t: v.t, conn: conn, r: r}, res.StatusCode
}

func maskedFrame(first byte, payload []byte) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	mask := []byte{1, 2, 3, 4}
	b = append(b, mask...)
	for i, c := range payload {
		b = append(b, c^mask[i&3])
	}
	return b
}

func (s *screen) say(in Inbound) { s.send(maskedFrame(0x81, EncodeInbound(in))) }

func (s *screen) send(b []byte) {
	s.t.Helper()
	s.conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
	if _, err := s.conn.Write(b); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screen) hello(topics ...string) {
	m := map[string]*Position{}
	for _, t := range topics {
		m[t] = nil
	}
	s.say(Hello{m})
}

// frame reads one frame of the server.
func (s *screen) frame() (op byte, payload []byte, err error) {
	s.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	var h [2]byte
	if _, err := io.ReadFull(s.r, h[:]); err != nil {
		return 0, nil, err
	}
	if h[0]&0xf0 != 0x80 || h[1]&0x80 != 0 {
		s.t.Errorf("frame head %x: the server sends whole, unmasked frames", h)
	}
	n := uint64(h[1])
	switch n {
	case 126:
		var b [2]byte
		io.ReadFull(s.r, b[:])
		n = uint64(binary.BigEndian.Uint16(b[:]))
	case 127:
		var b [8]byte
		io.ReadFull(s.r, b[:])
		n = binary.BigEndian.Uint64(b[:])
	}
	payload = make([]byte, n)
	_, err = io.ReadFull(s.r, payload)
	return h[0] & 0x0f, payload, err
}

// next reads the next message and applies it to the mirror; pings are passed over.
func (s *screen) next() Outbound {
	s.t.Helper()
	for {
		op, payload, err := s.frame()
		if err != nil {
			s.t.Fatalf("no message: %v", err)
		}
		if op == opPing {
			continue
		}
		if op != opText {
			s.t.Fatalf("opcode %d: %q", op, payload)
		}
		out, err := DecodeOutbound(payload)
		if err != nil {
			s.t.Fatalf("%v in %s", err, payload)
		}
		if gaps := s.Apply(out); gaps != nil {
			s.t.Fatalf("gap in %v at %s", gaps, payload)
		}
		return out
	}
}

// closes reads on until the server closes, and gives the code.
func (s *screen) closes() uint16 {
	s.t.Helper()
	for {
		op, payload, err := s.frame()
		if err != nil {
			s.t.Fatalf("no close frame: %v", err)
		}
		if op == opClose {
			return binary.BigEndian.Uint16(payload)
		}
	}
}

// quiet shows that nothing was on its way: whatever was would come before the pong.
func (s *screen) quiet() {
	s.t.Helper()
	s.say(Ping{At: "1"})
	if out, ok := s.next().(Pong); !ok {
		s.t.Fatalf("a message that nobody expected: %+v", out)
	}
}

func doc(pairs ...string) map[string]json.RawMessage {
	d := map[string]json.RawMessage{}
	for i := 0; i < len(pairs); i += 2 {
		d[pairs[i]] = nil
		if pairs[i+1] != "" {
			d[pairs[i]] = json.RawMessage(pairs[i+1])
		}
	}
	return d
}

func (v *venue) change(topic string, pairs ...string) {
	v.Publish([]Change{{topic, doc(pairs...)}})
}

func equal(t rapid.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("-want +got\n%s", d)
	}
}

func (s *screen) shows(topic string, pairs ...string) {
	s.t.Helper()
	if s.Topics[topic] == nil {
		s.t.Fatalf("%s is not on the screen", topic)
	}
	equal(s.t, s.Topics[topic].Doc, doc(pairs...))
}

// eventually waits for what another goroutine is about to do.
func eventually(t rapid.TB, what string, is func() bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	for !is() {
		select {
		case <-ctx.Done():
			t.Fatalf("never: %s", what)
		case <-time.After(time.Millisecond):
		}
	}
}

func topicsOf(out Outbound) string {
	var names []string
	c, _ := out.(Changes)
	for _, c := range c.Changes {
		names = append(names, c.Topic)
	}
	return strings.Join(names, " ")
}

func (v *venue) dialTLS(query string) *screen {
	v.t.Helper()
	c, err := tls.Dial("tcp", v.server.Listener.Addr().String(), v.server.Client().Transport.(*http.Transport).TLSClientConfig)
	if err != nil {
		v.t.Fatal(err)
	}
	s, status := v.upgrade(c, query)
	if s == nil {
		v.t.Fatalf("upgrade refused with %d", status)
	}
	return s
}

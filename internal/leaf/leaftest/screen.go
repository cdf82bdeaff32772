package leaftest

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"felt/internal/live"
)

// Screen is one live connection with what it knows.
type Screen struct {
	t    testing.TB
	conn *websocket.Conn
	done chan struct{}

	mu     sync.Mutex
	mirror live.Mirror
	frames []live.Changes // after the snapshots
	news   chan struct{}
	ended  error
}

// Live opens the client's socket and follows topics.
func (c *Client) Live(topics ...string) *Screen {
	c.t.Helper()
	return Dial(c.t, c.box.Local, "/api/live", c.http, topics)
}

// Guest opens a phone's socket on the room listener.
func (b *Box) Guest(topics ...string) *Screen {
	b.t.Helper()
	return Dial(b.t, b.Room, "/api/live", http.DefaultClient, topics)
}

// TV opens a screen's socket on the room listener.
func (b *Box) TV(node string, topics ...string) *Screen {
	b.t.Helper()
	return Dial(b.t, b.Room, "/api/live?node-id="+node, http.DefaultClient, topics)
}

// Dial opens a socket at base+path and follows topics until the test ends.
func Dial(t testing.TB, base, path string, client *http.Client, topics []string) *Screen {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	conn, _, err := websocket.Dial(ctx, base+path, &websocket.DialOptions{HTTPClient: client, HTTPHeader: http.Header{"Origin": {base}}})
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	conn.SetReadLimit(64 << 20)
	s := &Screen{t: t, conn: conn, done: make(chan struct{}), news: make(chan struct{}, 1)}
	t.Cleanup(func() { cancel(); conn.CloseNow(); <-s.done })
	hello := live.Hello{Topics: map[string]*live.Position{}}
	for _, topic := range topics {
		hello.Topics[topic] = nil
	}
	if err := conn.Write(ctx, websocket.MessageText, live.EncodeInbound(hello)); err != nil {
		t.Fatal(err)
	}
	go s.listen(ctx)
	s.Until("every topic has answered", func(m *live.Mirror) bool { return len(m.Topics) == len(topics) })
	s.Frames()
	return s
}

func (s *Screen) listen(ctx context.Context) {
	defer close(s.done)
	for {
		_, b, err := s.conn.Read(ctx)
		var out live.Outbound
		if err == nil {
			out, err = live.DecodeOutbound(b)
		}
		s.mu.Lock()
		if err != nil {
			s.ended = err
		} else {
			if gaps := s.mirror.Apply(out); len(gaps) > 0 {
				s.t.Errorf("a gap in %v", gaps)
			}
			if c, ok := out.(live.Changes); ok {
				s.frames = append(s.frames, c)
			}
		}
		s.mu.Unlock()
		select {
		case s.news <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// Until waits until what the screen knows is so.
func (s *Screen) Until(what string, so func(*live.Mirror) bool) {
	s.t.Helper()
	for end := time.After(20 * time.Second); ; {
		s.mu.Lock()
		ok, err := so(&s.mirror), s.ended
		s.mu.Unlock()
		if ok {
			return
		}
		if err != nil {
			s.t.Fatalf("the connection ended before %s: %v", what, err)
		}
		select {
		case <-s.news:
		case <-end:
			s.t.Fatalf("waited in vain: %s", what)
		}
	}
}

// Ended waits for the end of the connection.
func (s *Screen) Ended() {
	s.t.Helper()
	select {
	case <-s.done:
	case <-time.After(20 * time.Second):
		s.t.Fatal("the connection did not end")
	}
}

// Frames takes the frames that came since the last call.
func (s *Screen) Frames() []live.Changes {
	s.mu.Lock()
	defer s.mu.Unlock()
	frames := s.frames
	s.frames = nil
	return frames
}

// Refused is the code with which a topic was refused, "" if it was not.
func (s *Screen) Refused(topic string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mirror.Topics[topic].Refused
}

// Doc is a topic as the screen has it.
func (s *Screen) Doc(topic string) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := map[string]json.RawMessage{}
	if t := s.mirror.Topics[topic]; t != nil {
		for k, v := range t.Doc {
			doc[k] = v
		}
	}
	return doc
}

// Settle waits until a topic's version has the tournament's version in it: the
// meta of desk or room.
func (s *Screen) Settle(topic string, version int64) {
	s.t.Helper()
	if !strings.HasSuffix(topic, "/desk") && !strings.HasSuffix(topic, "/room") {
		s.t.Fatalf("%s has no meta", topic)
	}
	s.Until("the version is there", func(m *live.Mirror) bool {
		t := m.Topics[topic]
		if t == nil || t.Doc == nil {
			return false
		}
		var meta struct{ Version int64 }
		_ = json.Unmarshal(t.Doc["meta"], &meta)
		return meta.Version >= version
	})
}

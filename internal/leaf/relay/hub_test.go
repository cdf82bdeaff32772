package relay_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"felt/internal/event"
	"felt/internal/leaf/relay"
)

// hub is a core's NATS server that sources the stream of the box over a leaf
// connection, as the core will.
type hub struct {
	*testing.T
	server *server.Server
	leaf   *url.URL
	js     jetstream.JetStream
}

func newHub(t *testing.T) *hub {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	o := &server.Options{
		ServerName: "hub", DontListen: true, NoSigs: true, NoLog: true,
		JetStream: true, JetStreamDomain: "core", StoreDir: t.TempDir(),
	}
	o.LeafNode.Host, o.LeafNode.Port = "127.0.0.1", port
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	conn, err := nats.Connect("", nats.InProcessServer(s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{
		Name: "VENUE_aarhus", Duplicates: 10 * time.Minute,
		Sources: []*jetstream.StreamSource{{
			Name: "EV_aarhus", FilterSubject: "venue.aarhus.>",
			External: &jetstream.ExternalStream{APIPrefix: "$JS.leaf-aarhus.API"},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &hub{T: t, server: s, leaf: &url.URL{Scheme: "nats-leaf", Host: fmt.Sprintf("127.0.0.1:%d", port)}, js: js}
}

// startLinked starts the box with a line to the hub.
func (b *venueBox) startLinked(h *hub) {
	b.Helper()
	r, err := relay.New(relay.Options{Venue: venue, Dir: b.nats(), Events: b.table, Positions: b.table, Limits: b.limits})
	b.must(err)
	relay.Tune(relay.TransportOf(r), func(o *server.Options) {
		o.LeafNode.ReconnectInterval = 100 * time.Millisecond
		o.LeafNode.Remotes = []*server.RemoteLeafOpts{{URLs: []*url.URL{h.leaf}}}
	})
	b.run(r)
}

// gets waits until the hub's stream has, first seen in this order, exactly the
// wanted message ids. It takes the source out and in again meanwhile, as a core
// does with one that sleeps.
func (h *hub) gets(want []string) {
	h.Helper()
	ctx := context.Background()
	var got []string
	last := time.Now()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		s, err := h.js.Stream(ctx, "VENUE_aarhus")
		if err != nil {
			h.Fatal(err)
		}
		got = nil
		seen := map[string]bool{}
		state := s.CachedInfo().State
		for seq := state.FirstSeq; seq <= state.LastSeq && state.Msgs > 0; seq++ {
			m, err := s.GetMsg(ctx, seq)
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				continue
			} else if err != nil {
				h.Fatal(err)
			}
			if id := m.Header.Get(jetstream.MsgIDHeader); !seen[id] {
				seen[id] = true
				got = append(got, id)
			}
		}
		if len(got) >= len(want) {
			break
		}
		if time.Since(last) > 3*time.Second {
			config := s.CachedInfo().Config
			sources := config.Sources
			config.Sources = nil
			if _, err := h.js.UpdateStream(ctx, config); err != nil {
				h.Fatal(err)
			}
			config.Sources = sources
			if _, err := h.js.UpdateStream(ctx, config); err != nil {
				h.Fatal(err)
			}
			last = time.Now()
		}
	}
	if len(got) != len(want) {
		h.Fatalf("the hub has %d events, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			h.Fatalf("place %d: the hub has %s, want %s", i, got[i], want[i])
		}
	}
}

func ids(t *testing.T, events []event.Envelope) (ids []string) {
	t.Helper()
	for i := range events {
		m, err := relay.NewMessage(&events[i])
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	return ids
}

func (b *venueBox) ids() []string {
	b.Helper()
	all, err := b.table.all(context.Background())
	b.must(err)
	return ids(b.T, all)
}

// The case that lost events without a word: the stream goes back from 150 to
// 100, nothing shows it, and the hub is already at 150. As a message has the
// sequence of its event, the stream fills with what the hub has, and goes on.
func TestAHubGetsEverythingWhenTheStreamGoesBackUnseen(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	b := newBox(t, relay.Limits{})
	b.commit(100)
	b.startLinked(h)
	h.gets(b.ids())
	b.stop()
	old := filepath.Join(b.dir, "old")
	b.must(os.CopyFS(old, os.DirFS(b.nats())))
	b.startLinked(h)
	b.commit(50)
	h.gets(b.ids())
	b.stop()
	b.must(os.RemoveAll(b.nats()))
	b.must(os.Rename(old, b.nats()))
	b.must(os.Remove(b.nats() + ".mark")) // so that nothing shows it

	b.startLinked(h)
	b.commit(30)
	h.gets(b.ids())
	if s := b.untilCurrent(); s.Renewal != 1 {
		t.Errorf("renewal %d: the test is about a loss that nothing shows", s.Renewal)
	}
}

// And where it shows, the stream is renewed, and the hub takes the new one.
func TestAHubGetsEverythingFromARenewedStream(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	b := newBox(t, relay.Limits{})
	b.commit(100)
	b.startLinked(h)
	h.gets(b.ids())
	b.must(b.relay.Confirm(t.Context(), 1, 60))
	b.must(b.relay.Resend(t.Context(), 1, 60))
	b.commit(20)
	h.gets(b.ids())
}

// A restored box writes other events under the sequences that the hub has
// already passed. They must arrive all the same.
func TestAHubGetsBothBranchesOfARestoredBox(t *testing.T) {
	t.Parallel()
	h := newHub(t)
	b := newBox(t, relay.Limits{})
	b.commit(150)
	b.startLinked(h)
	lost := b.ids()
	h.gets(lost)
	b.stop()
	b.must(b.table.restore(100, 2))
	b.commit(30)
	b.startLinked(h)
	b.untilCurrent()
	h.gets(append(lost, b.ids()[100:]...))
}

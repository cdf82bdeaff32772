package relay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"felt/internal/event"
	"felt/internal/leaf/relay"
)

// venueBox is a box with a table in a file and an embedded transport, without
// the floor: the relay can be started and stopped over it.
type venueBox struct {
	*testing.T
	dir    string
	limits relay.Limits
	table  *table
	relay  *relay.Relay
	ended  chan error
}

func newBox(t *testing.T, limits relay.Limits) *venueBox {
	t.Helper()
	b := &venueBox{T: t, dir: t.TempDir(), limits: limits}
	b.openTable()
	t.Cleanup(func() {
		b.stop()
		b.table.close()
	})
	return b
}

func (b *venueBox) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *venueBox) openTable() {
	b.Helper()
	var err error
	b.table, err = openTable(filepath.Join(b.dir, "box.db"))
	b.must(err)
}

func (b *venueBox) nats() string { return filepath.Join(b.dir, "nats") }

func (b *venueBox) start() {
	b.Helper()
	r, err := relay.New(relay.Options{Venue: venue, Dir: b.nats(), Events: b.table, Positions: b.table, Limits: b.limits})
	b.must(err)
	b.run(r)
}

func (b *venueBox) run(r *relay.Relay) {
	b.relay, b.ended = r, make(chan error, 1)
	go func() { b.ended <- r.Run(context.Background()) }()
}

func (b *venueBox) stop() {
	b.Helper()
	if b.relay == nil {
		return
	}
	b.must(b.relay.Close())
	b.must(<-b.ended)
	b.relay = nil
}

func (b *venueBox) commit(n int) {
	b.Helper()
	b.must(b.table.commit(n))
	if b.relay != nil {
		b.relay.Wake()
	}
}

// until waits for the relay to come to a state that passes. It is no assertion
// about time: it only gives up when the test would hang.
func (b *venueBox) until(what string, passes func(relay.Status) bool) relay.Status {
	b.Helper()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if s := b.relay.Status(); passes(s) {
			return s
		}
	}
	b.Fatalf("never %s: %+v", what, b.relay.Status())
	return relay.Status{}
}

func (b *venueBox) untilCurrent() relay.Status {
	b.Helper()
	return b.until("current", func(s relay.Status) bool {
		return s.State == relay.Current && s.Published == s.Head
	})
}

// holds stops the relay and checks that the stream is exactly the table's events
// from first on: each once, in order, byte for byte, with its id. It returns
// what the stream says of itself.
func (b *venueBox) holds(first int64) relay.Tail {
	b.Helper()
	b.stop()
	return streamIsTable(b.T, b.nats(), b.table, first)
}

func streamIsTable(t *testing.T, dir string, table *table, first int64) relay.Tail {
	t.Helper()
	ctx := context.Background()
	tr := newEmbedded(t, dir)
	if err := tr.Open(ctx); err != nil {
		t.Fatal(err)
	}
	defer tr.Close()
	tail, err := tr.Tail(ctx)
	if err != nil {
		t.Fatal(err)
	}
	held, err := relay.Held(ctx, tr)
	if err != nil {
		t.Fatal(err)
	}
	all, err := table.all(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if first < 0 { // wherever it begins
		first = tail.First
	}
	var want []relay.Message
	for i := first - 1; i < int64(len(all)); i++ {
		m, err := relay.NewMessage(&all[i])
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, m)
	}
	if tail.Broken != "" || tail.First != first || tail.Last != int64(len(all)) {
		t.Errorf("the stream has %d to %d, broken %q; the table goes to %d", tail.First, tail.Last, tail.Broken, len(all))
	}
	if len(held) != len(want) {
		t.Fatalf("the stream has %d messages, want %d", len(held), len(want))
	}
	for i := range want {
		if diff := cmp.Diff(want[i], held[i]); diff != "" {
			t.Fatalf("message %d (-want +got):\n%s", i, diff)
		}
	}
	return tail
}

func TestEveryEventIsPublishedOnceInOrderWithItsID(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(3) // before the relay runs
	b.start()
	for n := 1; n <= 40; n++ {
		b.commit(n % 5)
	}
	s := b.untilCurrent()
	if s.Waiting != 0 || s.Renewal != 1 || s.Confirmed != (relay.Point{}) {
		t.Errorf("status %+v", s)
	}
	b.holds(1)
}

func TestAFloorThatNeverRestsIsStillPublished(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.start()
	b.untilCurrent()
	stop, stopped := make(chan struct{}), make(chan struct{})
	r := b.relay
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				r.Wake() // a commit every moment
				time.Sleep(time.Millisecond)
			}
		}
	}()
	b.must(b.table.commit(200))
	b.untilCurrent()
	close(stop)
	<-stopped
	b.holds(1)
}

func TestAnEmptyTableIsCurrentAndItsFirstEventGoesOut(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.start()
	b.untilCurrent()
	b.commit(1)
	b.untilCurrent()
	b.holds(1)
}

func TestARestartPublishesOnlyWhatIsMissing(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(10)
	b.start()
	b.untilCurrent()
	b.stop()
	b.commit(7)
	b.start()
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 1 {
		t.Errorf("renewal %d: the stream was fit", tail.Renewal)
	}
}

func TestPublishedIsReadFromTheStreamAndNeverFromTheTable(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(20)
	b.start()
	b.untilCurrent()
	b.stop()
	b.must(os.Remove(b.nats() + ".mark"))
	b.commit(5)
	b.start()
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 1 {
		t.Errorf("renewal %d: the stream was fit", tail.Renewal)
	}
}

// A power cut that takes the end of the stream's files: the folder as it was at
// 100 comes back after 150 were published.
func TestAStreamThatLostItsEndIsRenewedAndLosesNothing(t *testing.T) {
	for _, c := range []struct{ core, mark bool }{{false, true}, {true, true}, {true, false}} {
		t.Run(fmt.Sprintf("core %t, mark %t", c.core, c.mark), func(t *testing.T) {
			b := newBox(t, relay.Limits{})
			b.commit(100)
			b.start()
			b.untilCurrent()
			b.stop()
			old := filepath.Join(b.dir, "old")
			b.must(os.CopyFS(old, os.DirFS(b.nats())))

			b.start()
			b.commit(50)
			b.untilCurrent()
			first := int64(1)
			if c.core {
				b.must(b.relay.Confirm(t.Context(), 1, 130))
				first = 131
			}
			b.stop()
			b.must(os.RemoveAll(b.nats()))
			b.must(os.Rename(old, b.nats()))
			if !c.mark {
				b.must(os.Remove(b.nats() + ".mark"))
			}

			b.commit(30)
			b.start()
			b.untilCurrent()
			if tail := b.holds(first); tail.Renewal != 2 {
				t.Errorf("renewal %d, want 2", tail.Renewal)
			}
		})
	}
}

func TestAStreamThatIsGoneIsBuiltAgainUnderTheNextNumber(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(60)
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 40))
	b.stop()
	b.must(os.RemoveAll(b.nats()))
	b.start()
	b.untilCurrent()
	if tail := b.holds(41); tail.Renewal != 2 {
		t.Errorf("renewal %d, want 2", tail.Renewal)
	}
}

func TestARestoredBoxRenewsTheStreamForItsNewEpoch(t *testing.T) {
	for name, c := range map[string]struct {
		published int // before the restore to 100
		more      int // in the new epoch
		confirmed relay.Point
		first     int64
	}{
		"without a core":                               {150, 30, relay.Point{}, 1},
		"the stream ended at the fork":                 {100, 30, relay.Point{}, 1},
		"confirmed before the fork":                    {150, 30, relay.Point{Epoch: 1, Seq: 80}, 81},
		"confirmed past the fork":                      {150, 30, relay.Point{Epoch: 1, Seq: 130}, 101},
		"confirmed past the fork and past the new end": {150, 5, relay.Point{Epoch: 1, Seq: 150}, 101},
		"nothing new yet":                              {150, 0, relay.Point{Epoch: 1, Seq: 150}, 101},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBox(t, relay.Limits{})
			b.commit(c.published)
			b.start()
			b.untilCurrent()
			if c.confirmed.Epoch > 0 {
				b.must(b.relay.Confirm(t.Context(), c.confirmed.Epoch, c.confirmed.Seq))
			}
			b.stop()
			b.must(b.table.restore(100, 2))
			b.commit(c.more)
			b.start()
			b.untilCurrent()
			tail := b.holds(c.first)
			if tail.Renewal != 2 || tail.Epoch != 2 {
				t.Errorf("renewal %d of epoch %d, want 2 of 2", tail.Renewal, tail.Epoch)
			}
		})
	}
}

func TestAnEpochThatBeginsWhileTheRelayRunsRenewsTheStream(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(100)
	b.start()
	b.untilCurrent()
	b.must(b.table.restore(60, 2))
	b.commit(10)
	b.until("in epoch 2", func(s relay.Status) bool {
		return s.State == relay.Current && s.Published == relay.Point{Epoch: 2, Seq: 70}
	})
	if tail := b.holds(1); tail.Epoch != 2 {
		t.Errorf("epoch %d", tail.Epoch)
	}
}

func TestATableThatWentBackWithoutANewEpochRenewsTheStream(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(100)
	b.start()
	b.untilCurrent()
	b.stop()
	b.must(b.table.restore(60, 1))
	b.start()
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 2 {
		t.Errorf("renewal %d, want 2", tail.Renewal)
	}
}

func TestAStreamWithForeignContentIsRenewed(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(50)
	b.start()
	b.untilCurrent()
	b.stop()
	b.harm(func(tr relay.Transport) {
		_, err := relay.Conn(tr).Request("venue.aarhus.x.entry.busted.v1", []byte("not an event"), 5*time.Second)
		b.must(err)
	})
	b.commit(5)
	b.start()
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 2 {
		t.Errorf("renewal %d, want 2", tail.Renewal)
	}
}

func TestAStreamOfAnotherChainIsRenewed(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(50)
	b.start()
	b.untilCurrent()
	b.stop()
	// Another table, as long, of the same epoch, with other events.
	b.must(b.table.restore(1, 7))
	b.commit(49)
	b.must(b.table.relabel(1))
	b.start()
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 2 {
		t.Errorf("renewal %d, want 2", tail.Renewal)
	}
}

func TestAStreamThatWasEmptiedIsRenewed(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(50)
	b.start()
	b.untilCurrent()
	b.stop()
	b.harm(func(tr relay.Transport) {
		_, err := relay.Conn(tr).Request("$JS.API.STREAM.PURGE.EV_aarhus", nil, 5*time.Second)
		b.must(err)
	})
	b.start()
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 2 {
		t.Errorf("renewal %d, want 2", tail.Renewal)
	}
}

// The server writes a new stream's files one after another, and takes an old
// one's away so. A power cut or kill between leaves any of these.
func TestAStreamWithFilesMissingIsBuiltAgain(t *testing.T) {
	for _, gone := range []string{"meta.inf", "meta.sum", "msgs/*.blk", "msgs/index.db", "msgs"} {
		t.Run(gone, func(t *testing.T) {
			b := newBox(t, relay.Limits{})
			b.commit(15)
			b.start()
			b.untilCurrent()
			b.stop()
			b.must(os.RemoveAll(b.theOnly(filepath.Join(b.nats(), "jetstream", "$G", "streams", "EV_aarhus", gone))))
			b.commit(5)
			b.start()
			b.untilCurrent()
			b.holds(1)
		})
	}
}

// theOnly is the one path that matches.
func (b *venueBox) theOnly(pattern string) string {
	b.Helper()
	found, err := filepath.Glob(pattern)
	b.must(err)
	if len(found) != 1 {
		b.Fatalf("%s matches %v", pattern, found)
	}
	return found[0]
}

// A damaged card. What the relay reads itself, the first and the last message,
// it sees; of those between, the core finds the gap and asks again.
func TestAStreamWithDamagedBytesIsBuiltAgain(t *testing.T) {
	for _, c := range []struct {
		where   string
		seq     int64
		isIndex bool
	}{{"first", 1, true}, {"first, no index", 1, false}, {"last", 15, true}, {"last, no index", 15, false}, {"middle, no index", 8, false}} {
		t.Run(c.where, func(t *testing.T) {
			b := newBox(t, relay.Limits{})
			b.commit(15)
			b.start()
			b.untilCurrent()
			b.stop()
			msgs := filepath.Join(b.nats(), "jetstream", "$G", "streams", "EV_aarhus", "msgs")
			block := b.theOnly(filepath.Join(msgs, "*.blk"))
			raw, err := os.ReadFile(block)
			b.must(err)
			at := bytes.Index(raw, []byte(fmt.Sprintf(`"seq":%d,`, c.seq)))
			if at < 0 {
				t.Fatal("the event is not in the block")
			}
			raw[at+2] ^= 0x04
			b.must(os.WriteFile(block, raw, 0o600))
			if !c.isIndex {
				b.must(os.Remove(filepath.Join(msgs, "index.db")))
			}
			b.commit(5)
			b.start()
			b.untilCurrent()
			b.holds(1)
		})
	}
}

func TestWhatIsLeftOfADeletedStreamIsNotInTheWay(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(15)
	b.start()
	b.untilCurrent()
	b.stop()
	streams := filepath.Join(b.nats(), "jetstream", "$G", "streams")
	b.must(os.Rename(filepath.Join(streams, "EV_aarhus"), filepath.Join(streams, ".EV_aarhus")))
	b.commit(5)
	b.start()
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 2 {
		t.Errorf("renewal %d, want 2", tail.Renewal)
	}
}

func TestNoMessageCanBeDeletedFromTheMiddle(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(5)
	b.start()
	b.untilCurrent()
	b.stop()
	b.harm(func(tr relay.Transport) {
		_, err := relay.Conn(tr).Request("$JS.API.STREAM.MSG.DELETE.EV_aarhus", []byte(`{"seq":3}`), 5*time.Second)
		b.must(err) // it answers, and refuses
	})
	b.holds(1)
}

// harm opens the transport behind the relay's back.
func (b *venueBox) harm(f func(relay.Transport)) {
	b.Helper()
	tr := newEmbedded(b, b.nats())
	b.must(tr.Open(context.Background()))
	f(tr)
	b.must(tr.Close())
}

func TestReadingTheTableMayFailAndTheRelayGoesOn(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(5)
	b.start()
	b.untilCurrent()
	b.table.fail(errors.New("disk I/O error"))
	b.commit(5)
	s := b.until("retrying", func(s relay.Status) bool { return s.State == relay.Retrying })
	if s.Problem == "" || s.Waiting != 5 {
		t.Errorf("status %+v", s)
	}
	b.table.fail(nil)
	b.untilCurrent()
	if tail := b.holds(1); tail.Renewal != 1 {
		t.Errorf("renewal %d: the stream was fit", tail.Renewal)
	}
}

func TestARelayThatCannotStartReportsAndStartsWhenItCan(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(5)
	b.must(os.WriteFile(b.nats(), []byte("in the way"), 0o600)) // a file where the folder belongs
	b.start()
	s := b.until("retrying", func(s relay.Status) bool { return s.State == relay.Retrying })
	if s.Problem == "" || s.Waiting != 5 {
		t.Errorf("status %+v", s)
	}
	b.commit(1)
	b.must(os.Remove(b.nats()))
	b.untilCurrent()
	b.holds(1)
}

func TestAnEventTooLargeToCarryIsNamedAndNothingPassesIt(t *testing.T) {
	e := event.Envelope{Venue: venue, Seq: 7, Name: "x.v1", Data: []byte(`"` + string(make([]byte, 0)) + `"`)}
	big := make([]byte, relay.MaxBody)
	for i := range big {
		big[i] = 'a'
	}
	e.Data = []byte(`"` + string(big) + `"`)
	if _, err := relay.NewMessage(&e); err == nil {
		t.Fatal("it was taken")
	}
}

func TestARelayNeedsAVenueThatIsSafeInASubject(t *testing.T) {
	for _, bad := range []string{"", "a.b", "a b", "a*", ">", "å", "a/b", "..", string(make([]byte, 65))} {
		if _, err := relay.New(relay.Options{Venue: bad, Dir: "x", Events: &table{}, Positions: &table{}}); err == nil {
			t.Errorf("venue %q was taken", bad)
		}
	}
}

func TestAnySubjectIsOneThatNATSTakes(t *testing.T) {
	for _, c := range []struct{ stream, name, want string }{
		{"01JD", "entry.busted.v1", "venue.aarhus.01JD.entry.busted.v1"},
		{"", "clock.started.v1", "venue.aarhus.=.clock.started.v1"},
		{"a.b *", "x..>", "venue.aarhus.a=2Eb=20=2A.x.=.=3E"},
		{"é", "", "venue.aarhus.=C3=A9.="},
	} {
		m, err := relay.NewMessage(&event.Envelope{Venue: venue, Stream: c.stream, Name: c.name, Data: []byte("{}")})
		if err != nil {
			t.Fatal(err)
		}
		if m.Subject != c.want {
			t.Errorf("subject %q, want %q", m.Subject, c.want)
		}
	}
}

func TestARelayClosedBeforeItRunsNeverStarts(t *testing.T) {
	b := newBox(t, relay.Limits{})
	r, err := relay.New(relay.Options{Venue: venue, Dir: b.nats(), Events: b.table, Positions: b.table})
	b.must(err)
	b.must(r.Close())
	b.must(r.Run(t.Context()))
	if _, err := os.Stat(b.nats()); !os.IsNotExist(err) {
		t.Errorf("it made its folder: %v", err)
	}
}

func TestARelayRunsOnceAndClosesCleanly(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.start()
	b.untilCurrent()
	r := b.relay
	if r.Run(t.Context()) == nil {
		t.Error("it ran twice at a time")
	}
	b.stop()
	b.must(r.Close())
	if r.Run(t.Context()) == nil {
		t.Error("it ran again after Close")
	}
	if s := r.Status(); s.State != relay.Stopped {
		t.Errorf("state %q", s.State)
	}
}

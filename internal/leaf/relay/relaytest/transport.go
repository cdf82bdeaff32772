package relaytest

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"felt/internal/event"
	"felt/internal/leaf/relay"
)

// Place is where one test's transports keep their messages.
type Place struct {
	Venue string
	// New returns a transport over this place, closed. Only one is open at a time.
	New func() relay.Transport
	// Held reads back everything an open transport holds, in order.
	Held func(relay.Transport) ([]relay.Message, error)
	// Message makes the message of an event.
	Message func(*event.Envelope) (relay.Message, error)
}

// Transport runs the conformance suite; newPlace gives each test an empty place.
func Transport(t *testing.T, newPlace func(*testing.T) Place) {
	for _, c := range []struct {
		says string
		test func(*rig)
	}{
		{"an empty place has no stream", anEmptyPlaceHasNoStream},
		{"a new stream is empty and begins where it is told", aNewStreamBegins},
		{"a window arrives whole, in order, byte for byte", aWindowArrives},
		{"what was published is there after a restart", itSurvivesARestart},
		{"an empty stream is the same after a restart", anEmptyStreamSurvives},
		{"a window sent twice is refused and changes nothing", aRepeatIsRefused},
		{"a window that leaves a gap is refused and changes nothing", aGapIsRefused},
		{"a hole inside a window keeps only what comes before it", aHoleKeepsThePrefix},
		{"a window that overlaps is refused and changes nothing", anOverlapIsRefused},
		{"trimming drops what is below and never the last", trimmingKeepsTheLast},
		{"publishing goes on after trimming and a restart", publishingGoesOnAfterTrimming},
		{"a renewed stream holds nothing of the old one", renewalForgets},
		{"the same event may be published again after a renewal", renewalTakesTheSameEvents},
		{"renewing again and again leaves the last", renewalAgain},
		{"a cancelled context ends a publish and leaves a first part", cancelLeavesAPrefix},
		{"closing twice is allowed", closingTwice},
	} {
		t.Run(c.says, func(t *testing.T) {
			r := &rig{T: t, Place: newPlace(t), ctx: t.Context()}
			r.chain = Extend(nil, r.Venue, 1, 40)
			r.open()
			defer func() { r.must(r.tr.Close()) }()
			c.test(r)
		})
	}
}

type rig struct {
	*testing.T
	Place
	ctx   context.Context
	tr    relay.Transport
	chain []event.Envelope // sequences 1 to 40
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) open() {
	r.Helper()
	r.tr = r.New()
	r.must(r.tr.Open(r.ctx))
}

func (r *rig) reopen() {
	r.Helper()
	r.must(r.tr.Close())
	r.open()
}

func (r *rig) begin(number, epoch, first int64) {
	r.Helper()
	r.must(r.tr.Renew(r.ctx, relay.Renewal{Number: number, Epoch: epoch, First: first}))
}

// window makes the messages of these sequences.
func (r *rig) window(from, to int64) (w []relay.Message) {
	r.Helper()
	for seq := from; seq <= to; seq++ {
		m, err := r.Message(&r.chain[seq-1])
		r.must(err)
		w = append(w, m)
	}
	return w
}

func (r *rig) publish(from, to int64) {
	r.Helper()
	r.must(r.tr.Publish(r.ctx, r.window(from, to)))
}

func (r *rig) refuses(w []relay.Message) {
	r.Helper()
	if r.tr.Publish(r.ctx, w) == nil {
		r.Fatal("it was taken")
	}
}

// holds checks that the transport holds exactly these sequences, byte for byte,
// and that its tail says so.
func (r *rig) holds(number, epoch, first, last int64) {
	r.Helper()
	tail, err := r.tr.Tail(r.ctx)
	r.must(err)
	if tail.Broken != "" || !tail.Exists {
		r.Fatalf("exists %t, broken: %q", tail.Exists, tail.Broken)
	}
	want := []int64{number, epoch, first, last}
	if diff := cmp.Diff(want, []int64{tail.Renewal, tail.Epoch, tail.First, tail.Last}); diff != "" {
		r.Fatalf("renewal, epoch, first, last (-want +got):\n%s", diff)
	}
	held, err := r.Held(r.tr)
	r.must(err)
	if diff := cmp.Diff(r.window(first, last), held); diff != "" {
		r.Fatalf("held (-want +got):\n%s", diff)
	}
	for i := range held {
		var e event.Envelope
		r.must(json.Unmarshal(held[i].Body, &e))
		if diff := cmp.Diff(r.chain[held[i].Seq-1], e); diff != "" {
			r.Fatalf("event %d (-want +got):\n%s", held[i].Seq, diff)
		}
	}
	if last < first {
		if tail.FirstEvent != nil || tail.LastEvent != nil {
			r.Fatal("an empty stream shows events")
		}
		return
	}
	if tail.Bytes <= 0 {
		r.Error("a stream that holds something takes no bytes")
	}
	if diff := cmp.Diff([]*event.Envelope{&r.chain[first-1], &r.chain[last-1]}, []*event.Envelope{tail.FirstEvent, tail.LastEvent}); diff != "" {
		r.Fatalf("first and last event (-want +got):\n%s", diff)
	}
}

func anEmptyPlaceHasNoStream(r *rig) {
	tail, err := r.tr.Tail(r.ctx)
	r.must(err)
	if diff := cmp.Diff(relay.Tail{}, tail); diff != "" {
		r.Fatal(diff)
	}
	r.refuses(r.window(1, 3))
}

func aNewStreamBegins(r *rig) {
	r.begin(1, 1, 1)
	r.holds(1, 1, 1, 0)
	r.begin(7, 3, 21)
	r.holds(7, 3, 21, 20)
	r.publish(21, 22)
	r.holds(7, 3, 21, 22)
}

func aWindowArrives(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 1)
	r.publish(2, 30)
	r.holds(1, 1, 1, 30)
}

func itSurvivesARestart(r *rig) {
	r.begin(2, 1, 5)
	r.publish(5, 20)
	r.reopen()
	r.holds(2, 1, 5, 20)
	r.publish(21, 40)
	r.reopen()
	r.holds(2, 1, 5, 40)
}

func anEmptyStreamSurvives(r *rig) {
	r.begin(3, 1, 11)
	r.reopen()
	r.holds(3, 1, 11, 10)
	r.publish(11, 12)
	r.holds(3, 1, 11, 12)
}

func aRepeatIsRefused(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 10)
	r.refuses(r.window(1, 10))
	r.refuses(r.window(10, 10))
	r.reopen()
	r.refuses(r.window(6, 10))
	r.holds(1, 1, 1, 10)
}

func aGapIsRefused(r *rig) {
	r.begin(1, 1, 1)
	r.refuses(r.window(2, 5))
	r.publish(1, 10)
	r.refuses(r.window(12, 20))
	r.holds(1, 1, 1, 10)
}

func aHoleKeepsThePrefix(r *rig) {
	r.begin(1, 1, 1)
	r.refuses(append(r.window(1, 6), r.window(8, 20)...))
	r.holds(1, 1, 1, 6)
	r.publish(7, 20)
	r.holds(1, 1, 1, 20)
}

func anOverlapIsRefused(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 10)
	r.refuses(r.window(9, 9))
	tail, err := r.tr.Tail(r.ctx)
	r.must(err)
	if tail.Last != 10 {
		r.Fatalf("ends at %d", tail.Last)
	}
	r.publish(11, 15)
	r.holds(1, 1, 1, 15)
}

func trimmingKeepsTheLast(r *rig) {
	r.begin(1, 1, 1)
	r.must(r.tr.Trim(r.ctx, 1))
	r.holds(1, 1, 1, 0)
	r.publish(1, 20)
	r.must(r.tr.Trim(r.ctx, 1))
	r.holds(1, 1, 1, 20)
	r.must(r.tr.Trim(r.ctx, 6))
	r.holds(1, 1, 6, 20)
	r.must(r.tr.Trim(r.ctx, 3))
	r.holds(1, 1, 6, 20)
	r.must(r.tr.Trim(r.ctx, 21))
	r.holds(1, 1, 20, 20)
	r.must(r.tr.Trim(r.ctx, 500))
	r.holds(1, 1, 20, 20)
}

func publishingGoesOnAfterTrimming(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 20)
	r.must(r.tr.Trim(r.ctx, 20))
	r.publish(21, 25)
	r.reopen()
	r.publish(26, 30)
	r.holds(1, 1, 20, 30)
}

func renewalForgets(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 20)
	r.begin(2, 2, 15)
	r.holds(2, 2, 15, 14)
	r.reopen()
	r.holds(2, 2, 15, 14)
}

func renewalTakesTheSameEvents(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 20)
	r.begin(2, 1, 11)
	r.publish(11, 25)
	r.holds(2, 1, 11, 25)
}

func renewalAgain(r *rig) {
	for n := int64(1); n <= 10; n++ {
		r.begin(n, 1, n)
		if n%2 == 0 {
			r.publish(n, 30)
		}
	}
	r.holds(10, 1, 10, 30)
	r.reopen()
	r.holds(10, 1, 10, 30)
}

func cancelLeavesAPrefix(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 5)
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	if r.tr.Publish(ctx, r.window(6, 40)) == nil {
		r.Fatal("a cancelled publish said that all went well")
	}
	r.reopen() // what was on its way has now arrived or is gone
	tail, err := r.tr.Tail(r.ctx)
	r.must(err)
	r.holds(1, 1, 1, tail.Last)
	if tail.Last < 40 {
		r.publish(tail.Last+1, 40)
	}
	r.holds(1, 1, 1, 40)
}

func closingTwice(r *rig) {
	r.begin(1, 1, 1)
	r.publish(1, 2)
	r.must(r.tr.Close())
	r.must(r.tr.Close())
	r.open()
	r.holds(1, 1, 1, 2)
}

package relay_test

import (
	"errors"
	"testing"

	"felt/internal/leaf/relay"
)

func TestTheStreamIsTrimmedBelowConfirmed(t *testing.T) {
	b := newBox(t, relay.Limits{Messages: 400}) // trims in steps of 101
	b.commit(300)
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 100))
	b.commit(1)
	b.untilCurrent()
	b.stop()
	b.holds(1) // less than a step: not worth a rewrite
	b.start()
	b.must(b.relay.Confirm(t.Context(), 1, 250))
	b.commit(1)
	b.untilCurrent()
	b.holds(251)
}

func TestTheLastMessageStaysWhenEverythingIsConfirmed(t *testing.T) {
	b := newBox(t, relay.Limits{Messages: 400})
	b.commit(300)
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 300))
	b.commit(0)
	b.stop()
	b.start()
	b.untilCurrent()
	if tail := b.holds(300); tail.Renewal != 1 {
		t.Errorf("renewal %d: a trimmed stream is fit", tail.Renewal)
	}
}

func TestWithoutACoreTheStreamIsBoundedByNumber(t *testing.T) {
	b := newBox(t, relay.Limits{Messages: 200})
	b.start()
	b.commit(1000)
	b.untilCurrent()
	tail := b.holds(-1)
	if held := tail.Last - tail.First + 1; held > 200+1 || held < 100 {
		t.Errorf("%d messages are held, the limit is 200", held)
	}
}

func TestWithoutACoreTheStreamIsBoundedBySize(t *testing.T) {
	const limit = 100 << 10
	b := newBox(t, relay.Limits{Bytes: limit})
	b.start()
	for range 20 {
		b.commit(50)
		b.untilCurrent()
	}
	tail := b.holds(-1)
	if tail.First < 100 || tail.Bytes > 2*limit {
		t.Errorf("%d bytes from %d to %d are held, the limit is %d", tail.Bytes, tail.First, tail.Last, limit)
	}
}

func TestWithACoreNothingUnconfirmedIsDroppedAndTheTableKeepsTheRest(t *testing.T) {
	b := newBox(t, relay.Limits{Messages: 200})
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 0)) // a core is there, and has nothing
	b.commit(500)
	s := b.until("full", func(s relay.Status) bool { return s.State == relay.Full })
	if s.Published.Seq != 200 || s.Waiting != 500 {
		t.Errorf("status %+v, want 200 published and 500 waiting", s)
	}
	// The core takes what is there, and the rest follows.
	for confirmed := int64(150); confirmed < 500; confirmed += 100 {
		b.must(b.relay.Confirm(t.Context(), 1, confirmed))
		want := min(500, confirmed+200)
		b.until("further", func(s relay.Status) bool { return s.Published.Seq >= want })
	}
	b.untilCurrent()
	if tail := b.holds(-1); tail.First > 451 || tail.Renewal != 1 {
		t.Errorf("begins at %d in renewal %d", tail.First, tail.Renewal)
	}
}

func TestAFullStreamOfConfirmedMessagesTakesTheNext(t *testing.T) {
	b := newBox(t, relay.Limits{Messages: 1, Bytes: 1})
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 0))
	for seq := int64(1); seq <= 5; seq++ {
		b.commit(1)
		b.until("published", func(s relay.Status) bool { return s.Published.Seq == seq })
		b.must(b.relay.Confirm(t.Context(), 1, seq))
	}
	if tail := b.holds(-1); tail.First < 4 { // the last confirmation may have come too late
		t.Errorf("begins at %d", tail.First)
	}
}

func TestACoreThatIsNewToALongOfflineBoxGetsEverything(t *testing.T) {
	b := newBox(t, relay.Limits{Messages: 200})
	b.start()
	b.commit(700)
	b.untilCurrent() // trimmed by number: the first hundreds are gone from the stream
	b.must(b.relay.Confirm(t.Context(), 1, 0))
	b.until("full", func(s relay.Status) bool { return s.State == relay.Full && s.Published.Seq == 200 })
	b.stop()
	tail := b.peek()
	if tail.First != 1 || tail.Last != 200 || tail.Renewal != 2 {
		t.Errorf("renewal %d holds %d to %d", tail.Renewal, tail.First, tail.Last)
	}
}

// peek reads the tail of the stopped box's stream.
func (b *venueBox) peek() (tail relay.Tail) {
	b.Helper()
	b.harm(func(tr relay.Transport) {
		var err error
		tail, err = tr.Tail(b.Context())
		b.must(err)
	})
	return tail
}

func TestResendGoesBackAndBeginsANewStream(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(100)
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 90))
	b.must(b.relay.Resend(t.Context(), 1, 40))
	b.until("renewed", func(s relay.Status) bool { return s.Renewal == 2 && s.Published == s.Head })
	b.must(b.relay.Resend(t.Context(), 1, 40)) // and once more, from the same place
	s := b.until("renewed", func(s relay.Status) bool { return s.Renewal == 3 && s.Published == s.Head })
	if s.Confirmed.Seq != 40 || s.Waiting != 60 {
		t.Errorf("status %+v", s)
	}
	b.holds(41)
}

func TestAnOlderWordOfTheCoreIsIgnored(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(100)
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 90))
	b.must(b.relay.Confirm(t.Context(), 1, 40))
	if s := b.relay.Status(); s.Confirmed.Seq != 90 || s.Waiting != 10 {
		t.Errorf("status %+v", s)
	}
}

func TestAWordAboutEventsThatTheBoxDoesNotHoldIsRefused(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(10)
	b.start()
	for _, c := range []struct {
		epoch, seq int64
		want       error
	}{
		{1, 11, relay.ErrAhead}, {2, 0, relay.ErrAhead}, {0, 5, relay.ErrNoEpoch}, {1, -1, relay.ErrNoEpoch},
	} {
		if err := b.relay.Confirm(t.Context(), c.epoch, c.seq); !errors.Is(err, c.want) {
			t.Errorf("Confirm(%d, %d): %v, want %v", c.epoch, c.seq, err, c.want)
		}
		if err := b.relay.Resend(t.Context(), c.epoch, c.seq); !errors.Is(err, c.want) {
			t.Errorf("Resend(%d, %d): %v, want %v", c.epoch, c.seq, err, c.want)
		}
	}
	if s := b.relay.Status(); s.Confirmed != (relay.Point{}) {
		t.Errorf("a refused word was kept: %+v", s)
	}
}

func TestConfirmedIsKeptOverARestart(t *testing.T) {
	b := newBox(t, relay.Limits{})
	b.commit(10)
	b.start()
	b.untilCurrent()
	b.must(b.relay.Confirm(t.Context(), 1, 7))
	b.stop()
	b.table.close()
	b.openTable()
	b.start()
	if s := b.untilCurrent(); s.Confirmed != (relay.Point{Epoch: 1, Seq: 7}) || s.Waiting != 3 {
		t.Errorf("status %+v", s)
	}
}

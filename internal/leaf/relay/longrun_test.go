package relay_test

import (
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"felt/internal/leaf/relay"
)

// A box that was offline for weeks, at last with a core: FELT_SOAK_BACKLOG says
// how many events wait; the tests take a few.
func TestALongBacklogCatchesUp(t *testing.T) {
	waiting := 5_000
	if n, err := strconv.Atoi(os.Getenv("FELT_SOAK_BACKLOG")); err == nil {
		waiting = n
	}
	b := newBox(t, relay.Limits{Messages: 2_000})
	b.must(b.table.Confirm(t.Context(), 1, 0))
	b.commit(waiting)
	b.start()
	for {
		s := b.until("full or through", func(s relay.Status) bool {
			return s.State == relay.Full || s.Published == s.Head
		})
		b.must(b.relay.Confirm(t.Context(), 1, s.Published.Seq)) // the core takes what is there
		if s.Published == s.Head {
			break
		}
		at := s.Published.Seq
		b.until("further", func(s relay.Status) bool { return s.Published.Seq > at })
	}
	if tail := b.holds(-1); tail.Renewal != 1 || tail.Last-tail.First >= 2_000 {
		t.Errorf("renewal %d holds %d to %d", tail.Renewal, tail.First, tail.Last)
	}
}

func TestARelayLeavesNothingRunningBehind(t *testing.T) {
	life := func() {
		b := newBox(t, relay.Limits{})
		b.start()
		b.commit(50)
		b.untilCurrent()
		b.must(b.relay.Resend(t.Context(), 1, 10)) // with a server stopped and started
		b.until("renewed", func(s relay.Status) bool { return s.Renewal == 2 && s.Published == s.Head })
		b.stop()
		b.table.close()
	}
	life() // whatever the packages start once
	before := settledGoroutines(0)
	for range 3 {
		life()
	}
	if after := settledGoroutines(before); after > before {
		stacks := make([]byte, 1<<20)
		t.Errorf("%d goroutines before, %d after three lives:\n%s", before, after, stacks[:runtime.Stack(stacks, true)])
	}
}

// settledGoroutines counts when the number has come down to the wanted one, or
// does not change any more.
func settledGoroutines(wanted int) int {
	last, same := runtime.NumGoroutine(), 0
	for same < 100 && (wanted == 0 || last > wanted) {
		runtime.Gosched()
		time.Sleep(10 * time.Millisecond)
		if n := runtime.NumGoroutine(); n == last {
			same++
		} else {
			last, same = n, 0
		}
	}
	return last
}

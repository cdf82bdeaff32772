package relay

import (
	"sync"
	"time"
)

// State is what the relay is doing, in a word.
type State string

// The states.
const (
	Stopped    State = "stopped"    // not running
	Starting   State = "starting"   // opening the transport, reading where it is
	Publishing State = "publishing" // events are on their way into the transport
	Current    State = "current"    // every committed event is in the transport
	Full       State = "full"       // the transport holds all it may until the core confirms; the table keeps the rest
	Retrying   State = "retrying"   // something failed; Problem says what
)

// Status is the relay as an operator's screen shows it. Nothing in it holds up
// the floor.
type Status struct {
	State     State     `json:"state"`
	Since     time.Time `json:"since"`             // wall time at which this state began
	Problem   string    `json:"problem,omitempty"` // when retrying: what failed, for people
	Published Point     `json:"published"`         // in the transport, as far as known
	Confirmed Point     `json:"confirmed"`         // in the core; zero: no core has ever answered
	Head      Point     `json:"head"`              // the end of the event table
	Waiting   int64     `json:"waiting"`           // events the core has not confirmed; without a core, those not published
	Renewal   int64     `json:"renewal"`           // number of the transport stream, from 1; 0 before the first
}

// Status returns the present state. It never waits for the transport.
func (r *Relay) Status() Status {
	s := r.status.get()
	confirmed, m := r.place.peek()
	s.Published, s.Confirmed, s.Renewal = m.Reached, confirmed, m.Renewal
	epoch, head, _ := r.events.Head()
	s.Head = Point{epoch, head}
	if s.Confirmed != (Point{}) {
		s.Waiting = max(0, head-s.Confirmed.Seq)
	} else {
		s.Waiting = max(0, head-s.Published.Seq)
	}
	return s
}

type statusBoard struct {
	mu sync.Mutex
	s  Status
}

func (b *statusBoard) set(state State, problem string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.s.State != state {
		b.s.State, b.s.Since = state, time.Now()
	}
	b.s.Problem = problem
}

func (b *statusBoard) get() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.s
}

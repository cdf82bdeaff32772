package relay

import (
	"context"
	"errors"

	"felt/internal/event"
)

// Point is a place in a venue's history: a history epoch and a venue sequence.
// The zero Point is before everything.
type Point struct {
	Epoch int64 `json:"epoch"`
	Seq   int64 `json:"seq"`
}

// Before says whether p comes before q: an older epoch, or earlier in the same.
func (p Point) Before(q Point) bool {
	return p.Epoch < q.Epoch || p.Epoch == q.Epoch && p.Seq < q.Seq
}

// Events is the event table, the source of everything published.
type Events interface {
	// After returns the events whose venue sequence is above seq, in order,
	// at most limit of them.
	After(ctx context.Context, seq int64, limit int) ([]event.Envelope, error)
	// Head is the end of the committed chain: the current history epoch, the
	// sequence of the last event and its hash. An empty table has sequence 0.
	Head() (epoch, seq int64, hash string)
}

// Positions keeps what the core has confirmed, durably, in the database of the
// event table, so that a restored box has what belongs to its events.
type Positions interface {
	// Confirmed returns what was last kept. The zero place means that no core
	// has ever answered; an epoch with sequence 0, that one has, and holds
	// nothing yet.
	Confirmed(ctx context.Context) (epoch, seq int64, err error)
	Confirm(ctx context.Context, epoch, seq int64) error
}

// Message is one event on its way.
type Message struct {
	Seq     int64  // the event's venue sequence, and the transport's own
	ID      string // venue/epoch/event id; unique for ever
	Subject string // venue.<venue>.<stream>.<event name>
	Body    []byte // the envelope as JSON, as in the chain
}

// Tail is what a transport holds.
type Tail struct {
	Exists  bool  // false: there is no stream yet, and all else is zero
	Renewal int64 // which stream of this venue it is, from 1
	Epoch   int64 // the history epoch it was begun for

	First, Last int64 // event sequences held; Last is First-1 when there are none
	Bytes       int64 // what they take, about

	// FirstEvent and LastEvent are the events at First and Last as the
	// transport holds them, nil when there are none.
	FirstEvent, LastEvent *event.Envelope

	// Broken says why the stream cannot be gone on with, such as a gap or a
	// message that is no event. Empty: the transport sees nothing wrong.
	Broken string
}

// Renewal is how a stream begins.
type Renewal struct {
	Number int64 // from 1; higher than that of any stream before
	Epoch  int64 // the history epoch it carries
	First  int64 // the sequence of its first event, from 1
}

// Transport takes events out of the box. One goroutine uses it at a time.
// Package relaytest holds what an implementation has to pass.
type Transport interface {
	// Open makes the transport ready. It is called again after Close.
	Open(ctx context.Context) error
	// Tail reads what the transport holds, from the transport itself.
	Tail(ctx context.Context) (Tail, error)
	// Publish sends a window of messages and returns when all are durable.
	// Each must follow the last one held by exactly one, or it is refused.
	// After an error the stream holds some first part of the window; how
	// much, Tail tells.
	Publish(ctx context.Context, window []Message) error
	// Renew throws away the stream, if there is one, and begins a new one.
	Renew(ctx context.Context, r Renewal) error
	// Trim drops the messages below seq, but never the last message.
	Trim(ctx context.Context, seq int64) error
	// Close ends it; messages published stay. Closing twice is allowed.
	Close() error
}

// Refusals of the core's word.
var (
	// ErrAhead means that the core claims an event this box has not written:
	// the box was put back to an older state without a new history epoch.
	ErrAhead = errors.New("the core claims events that this box does not hold")
	// ErrNoEpoch means a confirmation without an epoch, or with a negative sequence.
	ErrNoEpoch = errors.New("a confirmed place needs an epoch from 1 and a sequence from 0")
)

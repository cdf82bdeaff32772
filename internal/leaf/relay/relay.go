package relay

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Limits bound what a transport holds. The event table holds everything, so
// they only say how much can wait in the stream.
type Limits struct {
	Messages int64 // 0 means 100,000
	Bytes    int64 // 0 means 64 MiB
}

func (l Limits) orDefault() Limits {
	if l.Messages <= 0 {
		l.Messages = 100_000
	}
	if l.Bytes <= 0 {
		l.Bytes = 64 << 20
	}
	return l
}

// Options of a relay.
type Options struct {
	Venue     string // 1 to 64 letters, digits, "-" and "_"
	Dir       string // folder of the embedded transport, such as data/nats; a small file <Dir>.mark lies beside it
	Events    Events
	Positions Positions
	Limits    Limits
	Logger    *slog.Logger // nil: silent

	// Transport takes the place of the embedded one. Dir then only says where
	// the mark is kept, and may be empty for one that cannot lose messages.
	Transport Transport
}

// Relay publishes the event table. All methods are safe from any goroutine.
type Relay struct {
	venue     string
	events    Events
	transport Transport
	limits    Limits
	trimStep  int64
	log       *slog.Logger

	wake      chan struct{} // of size 1: there is something to look at
	born      time.Time
	committed atomic.Int64 // when Wake was last called, in nanoseconds since born

	place  place
	status statusBoard

	life    sync.Mutex
	started bool
	closed  bool
	cancel  context.CancelFunc
	done    chan struct{} // closed when Run has returned

	// Known of the open stream. Only Run's goroutine touches these.
	open    bool
	tail    Tail
	sent    int64 // the last sequence published
	fork    forkPoint
	stalled error // the last problem logged, so that it is logged once
}

// New returns a relay that does nothing until Run. It touches no file and opens
// no connection.
func New(o Options) (*Relay, error) {
	if err := checkVenue(o.Venue); err != nil {
		return nil, err
	}
	if o.Events == nil || o.Positions == nil {
		return nil, errors.New("relay: needs the event table and the positions")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Limits = o.Limits.orDefault()
	if o.Transport == nil {
		t, err := NewEmbedded(Embedded{Venue: o.Venue, Dir: o.Dir, Limits: o.Limits, Logger: o.Logger})
		if err != nil {
			return nil, err
		}
		o.Transport = t
	}
	r := &Relay{
		venue:     o.Venue,
		events:    o.Events,
		transport: o.Transport,
		limits:    o.Limits,
		trimStep:  min(trimStep, 1+o.Limits.Messages/4),
		log:       o.Logger,
		wake:      make(chan struct{}, 1),
		born:      time.Now(),
		done:      make(chan struct{}),
	}
	r.place.positions = o.Positions
	if o.Dir != "" {
		r.place.path = filepath.Clean(o.Dir) + ".mark"
	}
	r.status.set(Stopped, "")
	return r, nil
}

// Waits between two attempts: doubling, never busy.
const (
	firstWait = 100 * time.Millisecond
	longWait  = 30 * time.Second
)

// Run starts the transport and publishes until ctx ends or Close is called, and
// then returns nil. Whatever goes wrong meanwhile is logged, shown in Status and
// tried again. A relay runs once; after Close it does not run at all.
func (r *Relay) Run(ctx context.Context) error {
	r.life.Lock()
	if r.started {
		r.life.Unlock()
		return errors.New("relay: it runs once")
	}
	if r.closed {
		r.life.Unlock()
		return nil
	}
	r.started = true
	ctx, r.cancel = context.WithCancel(ctx)
	r.life.Unlock()
	defer close(r.done)
	defer r.cancel()
	defer r.shut()

	r.status.set(Starting, "")
	wait := firstWait
	for {
		moved, err := r.session(ctx)
		if ctx.Err() != nil {
			return nil
		}
		r.report(err)
		if moved {
			wait = firstWait
		} else {
			r.closeTransport() // reading again was not enough: open it afresh
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = min(2*wait, longWait)
	}
}

// session reads where the transport is, sets it right and publishes until
// something fails. moved says whether it got as far as publishing or having
// nothing to publish. A panic below is an error here: a fault in transport must
// not end an evening.
func (r *Relay) session(ctx context.Context) (moved bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.closeTransport()
			err = fmt.Errorf("relay: panic: %v", p)
		}
	}()
	if !r.open {
		r.open = true // Close is due even when Open fails half way
		if err := r.transport.Open(ctx); err != nil {
			r.closeTransport()
			return false, fmt.Errorf("start: %w", err)
		}
	}
	if err := r.settle(ctx); err != nil {
		return false, err
	}
	return r.pump(ctx)
}

// Close stops Run and waits until it has returned. What was committed and not
// published is published after the next start. Closing twice is allowed.
func (r *Relay) Close() error {
	r.life.Lock()
	r.closed = true
	started, cancel := r.started, r.cancel
	r.life.Unlock()
	if started {
		cancel()
		<-r.done
	}
	return nil
}

// Wake says that events were committed. It never blocks, and it is cheap.
func (r *Relay) Wake() {
	r.committed.Store(int64(time.Since(r.born)))
	r.look()
}

// look makes the pump look again.
func (r *Relay) look() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Confirm keeps the core's word that it holds everything up to (epoch, seq);
// seq 0 says that it is there and holds nothing yet. An older word than the one
// kept is ignored. The errors are ErrNoEpoch, ErrAhead, or that of the database.
func (r *Relay) Confirm(ctx context.Context, epoch, seq int64) error {
	if err := r.checkWord(epoch, seq); err != nil {
		return err
	}
	err := r.place.confirm(ctx, Point{epoch, seq}, false)
	r.look()
	return err
}

// Resend goes back: the core holds everything up to (epoch, seq) and needs the
// rest once more, because it lost it or could not read what came. The stream is
// renewed and filled from there. The errors are those of Confirm.
func (r *Relay) Resend(ctx context.Context, epoch, seq int64) error {
	if err := r.checkWord(epoch, seq); err != nil {
		return err
	}
	err := r.place.confirm(ctx, Point{epoch, seq}, true)
	r.look()
	return err
}

func (r *Relay) checkWord(epoch, seq int64) error {
	if epoch < 1 || seq < 0 {
		return ErrNoEpoch
	}
	headEpoch, head, _ := r.events.Head()
	if epoch > headEpoch || epoch == headEpoch && seq > head {
		return fmt.Errorf("%w: it says epoch %d, sequence %d, and this box ends at epoch %d, sequence %d", ErrAhead, epoch, seq, headEpoch, head)
	}
	return nil
}

func (r *Relay) shut() {
	r.closeTransport()
	if err := r.place.close(); err != nil {
		r.log.Warn("relay: close the mark", "err", err)
	}
	r.status.set(Stopped, "")
}

func (r *Relay) closeTransport() {
	if !r.open {
		return
	}
	r.open = false
	if err := r.transport.Close(); err != nil {
		r.log.Warn("relay: close", "err", err)
	}
}

// report shows a problem and logs it when it is a new one.
func (r *Relay) report(err error) {
	r.status.set(Retrying, err.Error())
	if r.stalled == nil || r.stalled.Error() != err.Error() {
		r.log.Warn("relay: stopped, will try again", "err", err)
	}
	r.stalled = err
}

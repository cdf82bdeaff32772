package floor

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"felt/internal/event"
	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/store"
	"felt/internal/leaf/view"
	"felt/internal/live"
	"felt/internal/poker/tournament"
)

// Request is one command of one person on one device.
type Request struct {
	Tournament string
	Name       string             // of the tournament, when Command creates it
	Command    tournament.Command // or Undo
	Undo       *tournament.Undo
	By         By
	Key        *Key // nil: no Idempotency-Key
	// IfVersion refuses the command unless the tournament is at this version; 0 asks nothing.
	IfVersion int64
	// Note is free text about people: it is kept beside the events, erasable.
	Note string
	// Tables write rows of other tables in the same transaction.
	Tables []func(context.Context, *store.Tx) error
	// Committed is called on the writer goroutine after the commit and before
	// anybody is told; not for a repeated key. It must be short.
	Committed func()
	// Mine refuses an undo that would change what somebody else did since.
	Mine bool
}

// By says who acts, and on which device.
type By struct{ Actor, Device string }

// Box is the box itself, when a level ends or a power cut is over.
var Box = By{"box", "box"}

// Key is an Idempotency-Key and the request it came with.
type Key struct{ Scope, Key, Route, BodyHash string }

// Result is what a command did.
type Result struct {
	Done
	Happened []tournament.Event // nil for a repeated key
}

// Done is the body of every answer to a command.
type Done struct {
	Tournament string      `json:"tournament"`
	Action     string      `json:"action"`
	Version    int64       `json:"version"`
	At         int64       `json:"at"` // wall time, Unix milliseconds
	Events     []EventView `json:"events"`
}

// EventView is one event as the API shows it.
type EventView struct {
	Name string          `json:"name"`
	Data json.RawMessage `json:"data"`
}

// Errors of Do besides *tournament.Refusal and the store's.
var (
	ErrNoTournament  = errors.New("there is no such tournament")
	ErrKeyReused     = errors.New("the Idempotency-Key was used for another request")
	ErrStopped       = errors.New("the box is stopping")
	ErrNothingToUndo = errors.New("there is nothing to undo")
	ErrNotMine       = errors.New("somebody else's later action stands on it")
	errBroken        = errors.New("a mistake in the program")
	errNotInMemory   = errors.New("the tournament is not in memory")
)

// StaleError refuses a command that was decided on an older version.
type StaleError struct{ Current int64 }

func (e *StaleError) Error() string { return "the tournament has changed since" }

// Options of a floor.
type Options struct {
	Store   *store.Store
	Hub     *live.Hub
	Names   Names
	Seeds   Seeds
	Box     *boxtime.Source
	Now     func() time.Time                             // wall time, for people and the log
	Wake    func()                                       // called after each commit: the relay has work
	Closed  func(id string, history []tournament.Record) // called when a night closes; must not block
	Log     *slog.Logger
	NewID   func() string // ULIDs
	Entropy func() []byte // 32 fresh random bytes
	// Cut says that the box lost power since the last moment kept, at CutWallMS.
	Cut       bool
	CutWallMS int64
}

// Names gives the display names of players; names never enter events.
type Names interface {
	Name(id tournament.PlayerID) view.Name
}

// Seeds keeps the draw's seeds outside the database, by their commitment.
type Seeds interface {
	Put(commitment string, seed []byte) error
	Get(commitment string) ([]byte, error)
}

// Floor is the single writer of the box.
type Floor struct {
	opt      Options
	names    *event.Registry
	inbox    chan *job
	stop     chan struct{}
	done     chan struct{}
	loads    chan struct{} // one closed night is read from the store at a time
	previews chan struct{} // one preview of an undo at a time

	// Only the writer goroutine touches these.
	nights map[string]*Night // in memory: every open one, and a few closed ones
	uses   int64             // counts, for the order of last use
	cut    map[string]*job   // clocks that ran when the power went, until that is in the log
	hold   time.Time         // the box's own commands failed: not again before this
}

// New makes a floor; Run starts it.
func New(opt Options) *Floor {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Wake == nil {
		opt.Wake = func() {}
	}
	if opt.Closed == nil {
		opt.Closed = func(string, []tournament.Record) {}
	}
	return &Floor{opt: opt, names: event.Names(), inbox: make(chan *job, 4096), nights: map[string]*Night{}, cut: map[string]*job{}, loads: make(chan struct{}, 1), previews: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{})}
}

// Do hands a command to the writer and waits for its answer: the result, a
// *tournament.Refusal, or an error. When it returns without an error, everything
// survives a power cut.
func (f *Floor) Do(ctx context.Context, r Request) (Result, error) {
	j := &job{Request: r, done: make(chan outcome, 1)}
	return f.wait(ctx, j)
}

// Read runs a function on the writer goroutine, between two groups, with the
// night as it is committed. It must be short; long work takes Records and folds
// them elsewhere. A closed night that is not in memory is read and folded here,
// beside the writer, before.
func (f *Floor) Read(ctx context.Context, id string, fn func(*Night)) error {
	err := f.readNow(ctx, id, fn)
	if err != errNotInMemory {
		return err
	}
	t, err := f.opt.Store.Tournament(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return ErrNoTournament
	}
	if err != nil {
		return err
	}
	select {
	case f.loads <- struct{}{}:
		defer func() { <-f.loads }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		if err := f.readNow(ctx, id, fn); err != errNotInMemory { // somebody else was faster
			return err
		}
		n, err := f.load(ctx, t)
		if err != nil {
			return err
		}
		if err := f.between(ctx, func() { f.adopt(ctx, n) }); err != nil {
			return err
		}
	}
}

func (f *Floor) readNow(ctx context.Context, id string, fn func(*Night)) error {
	_, err := f.wait(ctx, &job{Request: Request{Tournament: id}, read: fn, done: make(chan outcome, 1)})
	return err
}

func (f *Floor) wait(ctx context.Context, j *job) (Result, error) {
	select {
	case f.inbox <- j:
	case <-f.stop:
		return Result{}, ErrStopped
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	// Once taken, the command happens; who gave up waiting asks again with his key.
	select {
	case o := <-j.done:
		return o.result, o.err
	case <-f.done:
		select {
		case o := <-j.done: // answered with the last group
			return o.result, o.err
		default:
			return Result{}, ErrStopped
		}
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
}

type job struct {
	Request
	read    func(*Night)
	between func() // runs on the writer goroutine; nothing else in the job counts
	done    chan outcome
	said    *outcome // what was answered; the writer's
}

func (j *job) answer(o outcome) {
	j.said = &o
	j.done <- o
}

// err is what an answered job was refused with.
func (j *job) err() error {
	if j.said == nil {
		return ErrStopped
	}
	return j.said.err
}

type outcome struct {
	result Result
	err    error
}

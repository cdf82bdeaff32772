package relay

import (
	"context"
	"sync"
	"time"
)

// markEvery is how often the place reached is written to the database while
// nothing is left to publish. It is a hint, and a write there costs a flush.
const markEvery = 10 * time.Second

// keeper holds the Position in memory, and writes it when it has to be durable.
type keeper struct {
	positions Positions

	mu     sync.Mutex
	loaded bool
	now    Position
	dirty  bool // Published moved since the last write
	saved  time.Time
	asked  int // how often the core asked for a new stream
	begun  int // how many of these a new stream has answered
}

// get returns the position, read from the database the first time.
func (k *keeper) get(ctx context.Context) (Position, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	err := k.load(ctx)
	return k.now, err
}

// peek returns the position without asking the database.
func (k *keeper) peek() Position {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

func (k *keeper) load(ctx context.Context) error {
	if k.loaded {
		return nil
	}
	p, err := k.positions.Position(ctx)
	if err != nil {
		return err
	}
	k.now, k.loaded = p, true
	return nil
}

// change edits the position and writes it. When that fails nothing has changed.
func (k *keeper) change(ctx context.Context, edit func(*Position)) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.load(ctx); err != nil {
		return err
	}
	next := k.now
	edit(&next)
	if next == k.now {
		return nil
	}
	if err := k.positions.SetPosition(ctx, next); err != nil {
		return err
	}
	k.now, k.dirty, k.saved = next, false, time.Now()
	return nil
}

// reached notes how far the transport is, in memory.
func (k *keeper) reached(p Point) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.dirty = k.dirty || k.now.Published != p
	k.now.Published = p
}

// due says in how long the place reached wants to be written; never, if ok is false.
func (k *keeper) due() (in time.Duration, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return max(0, markEvery-time.Since(k.saved)), k.dirty
}

// save writes the place reached, if it is not written yet.
func (k *keeper) save(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.dirty {
		return nil
	}
	k.saved = time.Now() // also after an error: no sooner again
	if err := k.positions.SetPosition(ctx, k.now); err != nil {
		return err
	}
	k.dirty = false
	return nil
}

// askRenewal makes the stream unfit, whatever it holds.
func (k *keeper) askRenewal() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked++
}

// renewalAsked returns a token for renewed, and whether a renewal is wanted.
func (k *keeper) renewalAsked() (token int, wanted bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.asked, k.asked > k.begun
}

// renewed answers what was asked up to the token; what came later still stands.
func (k *keeper) renewed(token int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.begun = token
}

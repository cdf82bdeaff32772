package feltctl

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/relay"
	"felt/internal/leaf/roster"
	"felt/internal/leaf/secret"
	"felt/internal/leaf/store"
	"felt/internal/live"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"
)

const (
	simulatedNight = "night"
	simulatedWall  = 1_772_193_600_000 // 2026-02-27 12:00 UTC, so that the same seed writes the same bytes
	patience       = 30 * time.Second
)

// soloFloor is the floor of a box, alone: with a store file, the draw's secrets
// and the embedded relay, without listeners. Its time is the caller's, and its ids
// and seeds follow from their order.
type soloFloor struct {
	store   *store.Store
	floor   *floor.Floor
	relay   *relay.Relay
	refused map[string]int
	err     error // what ended the night, nil if nothing did

	ctx   context.Context
	stop  context.CancelFunc
	all   sync.WaitGroup
	nowMS atomic.Int64
	ids   atomic.Int64
	seen  int // records handed out
	since time.Time
}

var _ pokertest.Engine = (*soloFloor)(nil)

func openFloor(ctx context.Context, dir string) (*soloFloor, error) {
	f := &soloFloor{refused: map[string]int{}}
	f.ctx, f.stop = context.WithCancel(ctx)
	err := f.open(dir)
	if err != nil {
		f.close()
	}
	return f, err
}

func (f *soloFloor) open(dir string) (err error) {
	secrets, err := secret.Open(filepath.Join(dir, "secrets"))
	if err != nil {
		return err
	}
	const venue = "simulation"
	if err := secrets.Put("venue", []byte(venue)); err != nil {
		return err
	}
	seeds, err := secret.Open(filepath.Join(dir, "secrets", "seeds"))
	if err != nil {
		return err
	}
	if f.store, err = store.Open(f.ctx, store.Options{Path: filepath.Join(dir, databaseName), Venue: venue, Now: f.wall}); err != nil {
		return err
	}
	names, err := roster.Load(f.ctx, f.store)
	if err != nil {
		return err
	}
	if f.relay, err = relay.New(relay.Options{Venue: venue, Dir: filepath.Join(dir, "nats"), Events: f.store, Positions: f.store}); err != nil {
		return err
	}
	machine := boxtime.Machine{Boot: venue, ClockMS: f.nowMS.Load, Wall: f.wall}
	box, _ := machine.Resume(boxtime.Moment{Boot: venue, WallMS: simulatedWall}) // box time begins at 0, as the night's
	hub := live.NewHub(live.Options{Epoch: venue, Load: func(string) (live.Topic, bool) { return live.Topic{}, false }})
	f.floor = floor.New(floor.Options{
		Store: f.store, Hub: hub, Names: names, Seeds: seeds, Box: box, Now: f.wall, Wake: f.relay.Wake,
		NewID:   func() string { return fmt.Sprintf("%026d", f.ids.Add(1)) },
		Entropy: func() []byte { s := sha256.Sum256(fmt.Appendf(nil, "simulated seed %d", f.ids.Load())); return s[:] },
	})
	f.all.Go(func() { _ = f.relay.Run(f.ctx) }) // its trouble shows in its status
	f.all.Go(func() { _ = f.floor.Run(f.ctx) }) // its trouble comes back with the next command
	return nil
}

func (f *soloFloor) wall() time.Time { return time.UnixMilli(simulatedWall + f.nowMS.Load()).UTC() }

func (f *soloFloor) close() {
	f.stop()
	f.all.Wait()
	if f.relay != nil {
		_ = f.relay.Close()
	}
	if f.store != nil {
		_ = f.store.Close()
	}
}

// Play implements pokertest.Engine.
func (f *soloFloor) Play(now int64, c tournament.Command, u *tournament.Undo) ([]tournament.Record, *tournament.Refusal) {
	if f.err != nil {
		return nil, &tournament.Refusal{Code: "stopped", Text: f.err.Error()}
	}
	f.nowMS.Store(now)
	_, creating := c.(tournament.Create)
	if !creating {
		f.settle()
	}
	_, err := f.floor.Do(f.ctx, floor.Request{Tournament: simulatedNight, Name: "Simulated night", Command: c, Undo: u, By: floor.By{Actor: "simulation", Device: "feltctl"}})
	var refused *tournament.Refusal
	if errors.As(err, &refused) {
		f.refused[refused.Code]++
	} else if err != nil {
		f.err = errors.Join(f.err, err)
		return nil, &tournament.Refusal{Code: "stopped", Text: err.Error()}
	}
	records := f.settle()
	f.seen += len(records)
	return records, refused
}

// settle waits until the box has appended the boundaries that its clock has come
// to, and returns what was recorded since the last Play.
func (f *soloFloor) settle() (records []tournament.Record) {
	f.since = time.Now()
	for due := true; due && f.err == nil; {
		f.err = f.floor.Read(f.ctx, simulatedNight, func(n *floor.Night) {
			due = boundaryDue(n.State, f.nowMS.Load())
			records = slices.Clone(n.Records[f.seen:])
		})
		if due && f.tired() {
			f.err = errors.Join(f.err, errors.New("the box does not pass a boundary that its clock has come to"))
		}
	}
	return records
}

// tired says that something was waited for too long, and else waits a little.
func (f *soloFloor) tired() bool {
	time.Sleep(time.Millisecond)
	return time.Since(f.since) > patience
}

func boundaryDue(s *tournament.State, now int64) bool {
	c := s.Clock
	if !c.Running || c.Ended || s.Interrupted != nil || s.Finished || s.Cancelled {
		return false
	}
	then := c.Settle(s.Config.Structure, now)
	return then.Item != c.Item || c.Inserted != nil && then.Inserted == nil
}

// same holds the floor's own state against another.
func (f *soloFloor) same(ctx context.Context, folded *tournament.State) (differs error) {
	err := f.floor.Read(ctx, simulatedNight, func(n *floor.Night) { differs = pokertest.Same(n.State, folded) })
	return errors.Join(err, differs)
}

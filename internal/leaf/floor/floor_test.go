package floor_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/leaftest"
	"felt/internal/leaf/secret"
	"felt/internal/leaf/store"
	"felt/internal/leaf/view"
	"felt/internal/live"
	"felt/internal/poker/tournament"
)

// box is a floor on a real store and hub, with a clock that the test moves.
type box struct {
	t     *testing.T
	path  string
	store *store.Store
	hub   *live.Hub
	floor *floor.Floor
	stop  func()

	now   atomic.Int64 // milliseconds since the boot
	boot  string
	asked atomic.Int64 // ids asked for: one for each decision at least
	full  atomic.Bool  // the disk has no room
}

type anybody struct{}

func (anybody) Name(id tournament.PlayerID) view.Name {
	return view.Name{Full: string(id), Public: string(id)}
}

func open(t *testing.T) *box {
	b := &box{t: t, path: filepath.Join(t.TempDir(), "felt.db"), boot: "first"}
	b.now.Store(1_000_000)
	b.start()
	t.Cleanup(func() { b.halt() })
	return b
}

func (b *box) start() {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	if b.store, err = store.Open(ctx, store.Options{Path: b.path, Venue: "venue"}); err != nil {
		b.t.Fatal(err)
	}
	kept, err := b.store.BoxTime(ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	source, cut := boxtime.Machine{Boot: b.boot, ClockMS: b.now.Load}.Resume(kept)
	seeds, err := secret.Open(filepath.Join(filepath.Dir(b.path), "seeds"))
	if err != nil {
		b.t.Fatal(err)
	}
	var f *floor.Floor
	b.hub = live.NewHub(live.Options{Epoch: ulid.Make().String(), Load: func(name string) (live.Topic, bool) {
		if name == floor.LobbyTopic {
			return f.LoadLobby()
		}
		return f.LoadTopic(name)
	}})
	f = floor.New(floor.Options{
		Store: b.store, Hub: b.hub, Names: anybody{}, Seeds: seeds, Box: source, Cut: cut, CutWallMS: kept.WallMS,
		NewID:   func() string { b.asked.Add(1); return ulid.Make().String() },
		Entropy: func() []byte { return []byte(rand.Text() + rand.Text())[:32] },
	})
	b.floor = f
	ran := make(chan error, 1)
	go func() { ran <- f.Run(ctx) }()
	b.stop = func() {
		b.hub.Shutdown()
		if err := b.store.KeepBoxTime(context.Background(), source.Moment()); err != nil && !errors.Is(err, store.ErrClosed) {
			b.t.Error(err)
		}
		cancel()
		if err := <-ran; err != nil {
			b.t.Error(err)
		}
		if err := b.store.Close(); err != nil {
			b.t.Error(err)
		}
	}
}

func (b *box) halt() {
	if b.stop != nil {
		b.stop()
		b.stop = nil
	}
}

func (b *box) restart() { b.halt(); b.start() }

func (b *box) do(id string, c tournament.Command) (floor.Result, error) {
	return b.floor.Do(context.Background(), floor.Request{Tournament: id, Name: "Night " + id, Command: c, By: floor.By{Actor: "olga", Device: "tablet"}})
}

func (b *box) must(id string, c tournament.Command) floor.Result {
	b.t.Helper()
	r, err := b.do(id, c)
	if err != nil {
		b.t.Fatalf("%T: %v", c, err)
	}
	return r
}

// night makes a tournament with a table.
func (b *box) night(id string) {
	b.t.Helper()
	b.must(id, tournament.Create{Config: leaftest.Rules()})
	b.must(id, tournament.OpenTable{Table: 1})
}

// together lets all requests wait for the writer, so that they are one group.
func (b *box) together(id string, requests []floor.Request) ([]floor.Result, []error) {
	b.t.Helper()
	holding, release := make(chan struct{}), make(chan struct{})
	go b.floor.Read(context.Background(), id, func(*floor.Night) { close(holding); <-release })
	<-holding
	results, errs := make([]floor.Result, len(requests)), make([]error, len(requests))
	var all sync.WaitGroup
	for i, r := range requests {
		all.Go(func() { results[i], errs[i] = b.floor.Do(context.Background(), r) })
		b.until("the request waits", func() bool { return b.floor.Waiting() == i+1 }) // in this order
	}
	close(release)
	all.Wait()
	return results, errs
}

func (b *box) until(what string, so func() bool) {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); !so(); time.Sleep(100 * time.Microsecond) {
		if time.Now().After(end) {
			b.t.Fatal("waited in vain: ", what)
		}
	}
}

func (b *box) version(id string) (v int64) {
	b.t.Helper()
	if err := b.floor.Read(context.Background(), id, func(n *floor.Night) { v = n.Version }); err != nil {
		b.t.Fatal(err)
	}
	return v
}

func (b *box) seq() int64 { _, seq, _ := b.store.Head(); return seq }

func register(id string, n, seat int) floor.Request {
	c := tournament.Register{Player: tournament.PlayerID(fmt.Sprintf("p%02d", n)), Method: "cash"}
	if seat > 0 {
		c.Seat = tournament.Place{Table: 1, Seat: seat}
	}
	return floor.Request{Tournament: id, Command: c, By: floor.By{Actor: "olga", Device: fmt.Sprintf("tablet %d", n)}}
}

func refused(err error) string {
	var no *tournament.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return ""
}

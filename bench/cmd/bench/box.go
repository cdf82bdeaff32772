package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"felt/bench/load"
	"felt/bench/nights"
	"felt/internal/live"
)

// box measures what has no bare floor: a box alone.
func (b *bench) box(ctx context.Context, history bool, field int) error {
	b.servers[felt].stop()
	b.servers[bare].stop()
	if history {
		if err := b.start(ctx); err != nil {
			return fmt.Errorf("a box with history: %w", err)
		}
	}
	if field > 0 {
		if err := b.rules(ctx, 300); err != nil {
			return err
		}
		for _, entries := range []int{nights.MainEvent, nights.Big50} {
			if err := b.field(ctx, entries, field); err != nil {
				return fmt.Errorf("a field of %d: %w", entries, err)
			}
		}
	}
	return nil
}

// settled is how long after its start a box is idle.
const settled = 6 * time.Second

// idle is the memory of a box that waits, with a night that has just begun:
// embedded NATS is up, checks are done.
func (b *bench) idle(ctx context.Context) error {
	s := b.servers[felt]
	var mib []float64
	for range b.rounds {
		if err := s.restart(ctx); err != nil {
			return err
		}
		time.Sleep(settled)
		mib = append(mib, load.RSS(s.pid)/1024)
	}
	b.report(alone("idle box with NATS, resident", 1, "MiB", mib))
	return nil
}

// start is the time from the start of the program until a screen in the room
// shows the evening that is being played, on a box with a hundred thousand events
// of two hundred nights.
func (b *bench) start(ctx context.Context) error {
	s, err := leafBox(filepath.Join(b.dir, "history"))
	if err != nil {
		return err
	}
	defer s.stop()
	kept, err := nights.Open(ctx, s.data)
	if err != nil {
		return err
	}
	want, version, err := kept.Evenings(ctx, 200, 100_000)
	if err != nil {
		return err
	}
	if err := kept.Close(); err != nil {
		return err
	}
	s.box.Tournament = nights.HalfEvening
	if err := s.start(ctx); err != nil { // once, so that the relay has caught up
		return err
	}
	time.Sleep(30 * time.Second)
	b.report(alone("idle box with NATS and history, resident", kept.Kept, "MiB", []float64{load.RSS(s.pid) / 1024}))
	var took []float64
	for range b.rounds {
		s.stop()
		begin := time.Now()
		if err := s.launch(); err != nil {
			return err
		}
		shown, err := firstScreen(ctx, s.box)
		if err != nil {
			return err
		}
		took = append(took, time.Since(begin).Seconds())
		if shown.Meta.Version != int64(version) || shown.Totals.Players != want.Live || shown.Totals.Pool != int64(want.Pool().Total) {
			return fmt.Errorf("the first screen is wrong: %+v; %d players and version %d were expected", shown, want.Live, version)
		}
		time.Sleep(time.Second)
	}
	b.report(alone("first correct screen after a start, events:", kept.Kept, "s", took))
	return nil
}

// roomScreen is what is looked at on the first screen.
type roomScreen struct {
	Meta struct {
		Version int64 `json:"version"`
	} `json:"meta"`
	Totals struct {
		Players int   `json:"players"`
		Pool    int64 `json:"pool"`
	} `json:"totals"`
}

// firstScreen dials until the box answers with the room's screen.
func firstScreen(ctx context.Context, box *load.Box) (shown roomScreen, err error) {
	topic := "t/" + box.Tournament + "/room"
	for range 10_000 {
		var c *load.Conn
		if c, err = load.Dial(ctx, 0, "http://"+box.Room+"/api/live", http.Header{"Origin": {"http://" + box.Room}}); err != nil {
			time.Sleep(time.Millisecond)
			continue
		}
		defer c.Close()
		if err = c.WriteText(live.EncodeInbound(live.Hello{Topics: map[string]*live.Position{topic: nil}})); err != nil {
			return shown, err
		}
		first, err := c.Read(nil)
		if err != nil {
			return shown, err
		}
		out, err := live.DecodeOutbound(first)
		if err != nil {
			return shown, err
		}
		changes, ok := out.(live.Changes)
		if !ok || len(changes.Changes) != 1 {
			return shown, fmt.Errorf("no screen but %.200s", first)
		}
		whole, err := json.Marshal(changes.Changes[0].Snapshot)
		if err == nil {
			err = json.Unmarshal(whole, &shown)
		}
		return shown, err
	}
	return shown, err
}

// field measures a box with one huge tournament, over its API: a page of
// standings, an undo preview, and the taps beside it.
func (b *bench) field(ctx context.Context, entries, taps int) error {
	s, err := leafBox(filepath.Join(b.dir, fmt.Sprint("field", entries)))
	if err != nil {
		return err
	}
	defer s.stop()
	const id = "bench-field"
	out := entries * 6 / 10
	records := nights.Field(entries, out)
	kept, err := nights.Open(ctx, s.data)
	if err != nil {
		return err
	}
	if err := kept.Write(ctx, id, records, false); err != nil {
		return err
	}
	if err := kept.Close(); err != nil {
		return err
	}
	s.box.Tournament, s.box.First = id, entries
	s.adapter = s.box.Screens()
	if err := s.start(ctx); err != nil {
		return err
	}
	time.Sleep(settled)
	path := "/api/tournaments/" + id
	page := func() error { return s.box.Get(ctx, fmt.Sprintf("%s/standings?limit=50&cursor=%d", path, out/2), nil) }
	if err := b.repeated(ctx, "a page of standings by the API, field of", entries, page); err != nil {
		return err
	}
	wrong := nights.ActionOf(id, records[len(records)-out/2]) // half of those who are out went after him
	preview := func() error { return s.box.Get(ctx, path+"/actions/"+wrong+"/undo", nil) }
	if err := b.repeated(ctx, "an undo preview by the API, field of", entries, preview); err != nil {
		return err
	}
	return b.besidePreviews(ctx, s, entries, taps, preview)
}

// besidePreviews holds taps while somebody looks at one undo preview after the
// other against taps while nobody does.
func (b *bench) besidePreviews(ctx context.Context, s *server, entries, taps int, preview func() error) error {
	screens, err := load.Connect(ctx, s.adapter, 10, 2)
	if err != nil {
		return err
	}
	defer screens.Close()
	var p50, p99 pairs
	for round := range b.rounds {
		var half, tail [2]float64
		for _, with := range inTurn(round) {
			var stop atomic.Bool
			looked := make(chan error, 1)
			go func() {
				var err error
				for with == felt && err == nil && !stop.Load() {
					err = preview()
				}
				looked <- err
			}()
			done, err := screens.Latency(ctx, 5, taps, 2*time.Millisecond)
			stop.Store(true)
			if err := errors.Join(err, <-looked); err != nil {
				return err
			}
			half[with], tail[with] = load.Quantile(done, .5), load.Quantile(done, .99)
		}
		p50.add(half)
		p99.add(tail)
	}
	b.report(p50.figure("tap beside undo previews, p50, against alone, field of", entries, "ms"))
	b.report(p99.figure("tap beside undo previews, p99, against alone, field of", entries, "ms"))
	return nil
}

// repeated reports the milliseconds of a question, the median of each round of ten.
func (b *bench) repeated(ctx context.Context, what string, n int, ask func() error) error {
	var ms []float64
	for range b.rounds {
		var each []time.Duration
		for range 10 {
			begin := time.Now()
			if err := ask(); err != nil {
				return err
			}
			each = append(each, time.Since(begin))
		}
		ms = append(ms, load.Quantile(each, .5))
	}
	b.report(alone(what, n, "ms", ms))
	return ctx.Err()
}

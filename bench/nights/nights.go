// Package nights fills a box's data folder with history, by the rules' own
// commands, for figures that need a box that has been in use: a year of evenings,
// or one field of thousands.
package nights

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"felt/internal/event"
	"felt/internal/leaf/store"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/script"
	"felt/internal/poker/tournament"
	"felt/testdata"
)

// Box is the data folder of a box that has run once and stands still.
type Box struct {
	store *store.Store
	names *event.Registry
	seq   int
	Kept  int // events written
}

// Open opens it.
func Open(ctx context.Context, data string) (*Box, error) {
	venue, err := os.ReadFile(filepath.Join(data, "secrets", "venue"))
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(data, "felt.db"), Venue: strings.TrimSpace(string(venue))})
	if err != nil {
		return nil, err
	}
	return &Box{store: s, names: event.Names()}, nil
}

// Close ends the writing.
func (b *Box) Close() error { return b.store.Close() }

// HalfEvening is the id of the evening that is open.
const HalfEvening = "bench-night-open"

// Evenings writes the recorded evening again and again, finished and closed, so
// often that the box holds at least so many events of at least so many evenings.
// One more, open and played half, comes last; its state is what a screen of it
// must show.
func (b *Box) Evenings(ctx context.Context, evenings, events int) (half *tournament.State, version int, err error) {
	recorded, err := script.Evening(testdata.Evening)
	if err != nil {
		return nil, 0, err
	}
	for _, p := range recorded.Players {
		if _, err := b.store.CreatePlayer(ctx, store.Player{ID: string(p.ID), Name: p.Name}); err != nil {
			return nil, 0, err
		}
	}
	whole := pokertest.NewNight()
	if err := whole.Play(recorded, nil); err != nil {
		return nil, 0, err
	}
	for i := 0; i < evenings || b.Kept < events; i++ {
		if err := b.Write(ctx, fmt.Sprintf("bench-night-%04d", i), whole.Records, true); err != nil {
			return nil, 0, err
		}
	}
	first, left := pokertest.NewNight(), len(recorded.Steps)*6/10
	if err := first.Play(recorded, func(script.Step, []tournament.Event) error {
		if left--; left == 0 {
			return pokertest.Stop
		}
		return nil
	}); err != nil {
		return nil, 0, err
	}
	if _, refused := first.Do(tournament.PauseClock{}); refused != nil { // or the box would play on while it is written
		return nil, 0, refused
	}
	return first.State, len(first.Records), b.Write(ctx, HalfEvening, first.Records, false)
}

// ActionOf is the id of a record's action in a tournament that was written here.
func ActionOf(id string, r tournament.Record) string { return id + "-" + r.Action }

// atOnce is how many events share a commit.
const atOnce = 1000

// Write keeps a night's records as the box would have.
func (b *Box) Write(ctx context.Context, id string, records []tournament.Record, closed bool) error {
	add := func(ctx context.Context, tx *store.Tx) error {
		return tx.AddTournament(ctx, store.Tournament{ID: id, Name: "Friday Deepstack", Position: 1})
	}
	if err := b.store.Update(ctx, add); err != nil {
		return err
	}
	for len(records) > 0 {
		n := min(atOnce, len(records))
		var w store.Write
		for _, r := range records[:n] {
			name, data, err := b.names.Encode(r.Event)
			if err != nil {
				return err
			}
			b.seq++
			w.Events = append(w.Events, event.Envelope{ID: fmt.Sprintf("bench-%010d", b.seq), Stream: id, Action: ActionOf(id, r), Actor: "box", Device: "box", At: r.At, Name: name, Data: data})
		}
		if _, err := b.store.Commit(ctx, []store.Write{w}); err != nil {
			return err
		}
		b.Kept += n
		records = records[n:]
	}
	if !closed {
		return nil
	}
	return b.store.Update(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.CloseTournament(ctx, id) })
}

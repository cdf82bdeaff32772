// Package storetest says how a store behaves, whatever driver it is built with.
// Every case opens a database of its own in a folder it is given.
package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"felt/internal/event"
	"felt/internal/leaf/store"
)

// Cases are all cases by their names.
var Cases = map[string]func(t *testing.T){}

func add(group map[string]func(t *testing.T)) struct{} {
	for name, run := range group {
		Cases[name] = run
	}
	return struct{}{}
}

// Venue is the venue of every database the cases make.
const Venue = "aalborg"

// Path is where a case keeps its database; its backups go beside it.
func Path(t testing.TB) string { return filepath.Join(t.TempDir(), "felt.db") }

// Open opens the database at path, and closes it at the end of the test.
func Open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := TryOpen(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TryOpen opens the database at path with a clock, the real one if nil.
func TryOpen(path string, now func() time.Time) (*store.Store, error) {
	return store.Open(context.Background(), store.Options{
		Path: path, Venue: Venue, Now: now, BackupDir: filepath.Join(filepath.Dir(path), "backups"),
	})
}

// Clock is a wall clock that moves when told.
type Clock struct{ at atomic.Int64 }

// NewClock starts at a fixed evening.
func NewClock() *Clock {
	c := &Clock{}
	c.at.Store(time.Date(2026, 11, 21, 19, 0, 0, 0, time.UTC).UnixMilli())
	return c
}

// Now is what the clock says.
func (c *Clock) Now() time.Time { return time.UnixMilli(c.at.Load()) }

// Add moves it.
func (c *Clock) Add(d time.Duration) { c.at.Add(d.Milliseconds()) }

// Bust is the n-th of endlessly many different events.
func Bust(n int, stream string) event.Envelope {
	return event.Envelope{
		ID: fmt.Sprintf("01JDFELT%018d", n), Stream: stream, Action: fmt.Sprintf("01JDACT0%018d", n),
		Actor: "01JDSTAFF00000000000000007", Device: "01JDDEVICE0000000000000002", At: 1763805600123 + int64(n), Name: "entry.busted.v1",
		Data: json.RawMessage(fmt.Sprintf(`{"entry":"01JDENTRY%017d","by":["01JDENTRY%017d"]}`, n, n+1)),
	}
}

// Busts is a write of n events from number first on.
func Busts(first, n int, stream string) store.Write {
	var w store.Write
	for i := range n {
		w.Events = append(w.Events, Bust(first+i, stream))
	}
	return w
}

func commit(t testing.TB, s *store.Store, group ...store.Write) [][]event.Envelope {
	t.Helper()
	sealed, err := s.Commit(context.Background(), group)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
}

package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"felt/internal/event"
	"felt/internal/leaf/store"
	"felt/internal/leaf/store/storetest"
)

// BenchmarkCommit holds a Commit against the bare floor, which is one INSERT of
// the same bytes into one table with FULL. The two take turns, one commit each,
// because the disk changes its mind within a minute. ratio is the median of the
// one over the median of the other.
func BenchmarkCommit(b *testing.B) {
	for _, size := range []int{1, 32} {
		b.Run(fmt.Sprintf("group=%d", size), func(b *testing.B) { againstFloor(b, size, false) })
		b.Run(fmt.Sprintf("group=%d/keyed", size), func(b *testing.B) { againstFloor(b, size, true) })
	}
}

func againstFloor(b *testing.B, size int, keyed bool) {
	ctx := context.Background()
	s := storetest.Open(b, storetest.Path(b))
	insert := floor(b)
	answer := make([]byte, 300)
	var ours, bare []time.Duration
	n := 0
	for b.Loop() {
		group := make([]store.Write, size)
		for i := range group {
			n++
			group[i].Events = []event.Envelope{storetest.Bust(n, fmt.Sprint("T", n%3))}
			if keyed {
				group[i].Key = &store.KeyedAnswer{Scope: "staff-7", Key: fmt.Sprintf("%036d", n), Route: "POST /api/tournaments/T1/entries/e1/bust",
					BodyHash: fmt.Sprintf("%064d", n), Status: 200, ContentType: "application/json", ETag: `"17"`, Body: answer}
			}
		}
		start := time.Now()
		if _, err := insert.ExecContext(ctx, group[0].Events[0].Data); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if _, err := s.Commit(ctx, group); err != nil {
			b.Fatal(err)
		}
		bare, ours = append(bare, middle.Sub(start)), append(ours, time.Since(middle))
	}
	slices.Sort(bare)
	slices.Sort(ours)
	half, high := len(ours)/2, len(ours)*99/100
	b.ReportMetric(float64(ours[half].Microseconds()), "p50-us")
	b.ReportMetric(float64(ours[high].Microseconds()), "p99-us")
	b.ReportMetric(float64(bare[half].Microseconds()), "floor-p50-us")
	b.ReportMetric(float64(bare[high].Microseconds()), "floor-p99-us")
	b.ReportMetric(float64(ours[half])/float64(bare[half]), "ratio")
}

// floor is the least a durable insert can cost with this driver.
func floor(b *testing.B) *sql.Stmt {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	for _, q := range []string{"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE event(id INTEGER PRIMARY KEY, at INTEGER, body BLOB)"} {
		if _, err := db.Exec(q); err != nil {
			b.Fatal(err)
		}
	}
	insert, err := db.Prepare("INSERT INTO event(at, body) VALUES(unixepoch('subsec'), ?)")
	if err != nil {
		b.Fatal(err)
	}
	return insert
}

// BenchmarkOpen opens a box with 100,000 events of 200 nights and reads what the
// first screen needs: the open tournament's events.
func BenchmarkOpen(b *testing.B) {
	ctx := context.Background()
	path := storetest.Path(b)
	s := storetest.Open(b, path)
	for night := range 200 {
		id := fmt.Sprint("T", night)
		w := storetest.Busts(500*night, 500, id)
		w.Tables = append(w.Tables, func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddTournament(ctx, store.Tournament{ID: id, Name: id}); err != nil || night == 199 {
				return err
			}
			return tx.CloseTournament(ctx, id)
		})
		if _, err := s.Commit(ctx, []store.Write{w}); err != nil {
			b.Fatal(err)
		}
	}
	s.Close()
	var opened, ready []time.Duration
	for b.Loop() {
		start := time.Now()
		s, err := storetest.TryOpen(path, nil)
		if err != nil {
			b.Fatal(err)
		}
		opened = append(opened, time.Since(start))
		list, err := s.OpenTournaments(ctx)
		if err != nil || len(list) != 1 {
			b.Fatal(list, err)
		}
		if events, err := s.Stream(ctx, list[0].ID, 0); err != nil || len(events) != 500 {
			b.Fatal(len(events), err)
		}
		if closed, err := s.ClosedTournaments(ctx, nil, 20); err != nil || len(closed) != 20 {
			b.Fatal(len(closed), err)
		}
		ready = append(ready, time.Since(start))
		if len(ready) == 1 {
			verify := time.Now()
			if err := s.VerifyChain(ctx, nil); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(time.Since(verify).Milliseconds()), "verify-ms")
		}
		s.Close()
	}
	slices.Sort(opened)
	slices.Sort(ready)
	b.ReportMetric(float64(opened[len(opened)/2].Milliseconds()), "open-p50-ms")
	b.ReportMetric(float64(ready[len(ready)/2].Milliseconds()), "ready-p50-ms")
}

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

package relay_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"felt/internal/leaf/relay"
)

// BenchmarkBacklog publishes what waits in the table, every message flushed. One
// operation is one event.
func BenchmarkBacklog(b *testing.B) {
	dir := b.TempDir()
	table, err := openTable(filepath.Join(dir, "box.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer table.close()
	if err := table.commit(b.N); err != nil {
		b.Fatal(err)
	}
	r, err := relay.New(relay.Options{Venue: venue, Dir: filepath.Join(dir, "nats"), Events: table, Positions: table, Limits: relay.Limits{Messages: 1 << 30, Bytes: 8 << 30}})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	go r.Run(context.Background())
	for s := r.Status(); s.Published != s.Head; s = r.Status() {
		time.Sleep(time.Millisecond)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkCommitToPublished is one event at a time: from the wake-up after its
// commit until it is durable in the stream.
func BenchmarkCommitToPublished(b *testing.B) {
	dir := b.TempDir()
	table, err := openTable(filepath.Join(dir, "box.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer table.close()
	r, err := relay.New(relay.Options{Venue: venue, Dir: filepath.Join(dir, "nats"), Events: table, Positions: table})
	if err != nil {
		b.Fatal(err)
	}
	go r.Run(context.Background())
	for r.Status().State != relay.Current {
		time.Sleep(time.Millisecond)
	}
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		if err := table.commit(1); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		r.Wake()
		for s := r.Status(); s.Published != s.Head; s = r.Status() {
			time.Sleep(10 * time.Microsecond)
		}
	}
	b.StopTimer()
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}

package floor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"felt/bench/nights"
	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/secret"
	"felt/internal/leaf/store"
	"felt/internal/leaf/view"
	"felt/internal/live"
	"felt/internal/poker/tournament"
)

// BenchmarkField has a field of thousands on a floor, with every topic followed.
// bust is one bust decided, folded and projected, all but its commit; advice is
// the balance suggestion over all tables; page a page of standings; preview an
// undo preview of a bust that half of those who are out came after. Each reports
// its median.
func BenchmarkField(b *testing.B) {
	for _, entries := range []int{nights.MainEvent, nights.Big50} {
		f, n := fieldFloor(b, entries)
		first, last := len(n.State.Outs)+1, entries
		no := first
		b.Run(fmt.Sprintf("bust/%d", entries), func(b *testing.B) {
			medianOf(b, func() {
				out := tournament.EntryNo(no)
				if no++; no >= last {
					b.Fatalf("all are out; at most %d times", last-first)
				}
				j := &job{Request: Request{Tournament: n.ID, By: Box, Command: tournament.Bust{Outs: []tournament.GoneOut{{Entry: out, By: []tournament.EntryNo{tournament.EntryNo(last)}}}}}, done: make(chan outcome, 1)}
				d, err := f.decide(context.Background(), j)
				if err != nil {
					b.Fatal(err)
				}
				f.opt.Hub.Publish(f.lookAhead([]*decided{d}).changes())
			})
		})
		b.Run(fmt.Sprintf("advice/%d", entries), func(b *testing.B) {
			medianOf(b, func() { f.View(n).Advice() })
		})
		b.Run(fmt.Sprintf("page/%d", entries), func(b *testing.B) {
			medianOf(b, func() {
				all := n.State.Standings()
				for _, x := range all[len(all)/2 : len(all)/2+50] {
					f.View(n).Entry(x.Entry, x)
				}
			})
		})
		wrong := n.Records[len(n.Records)-len(n.State.Outs)/2].Action
		b.Run(fmt.Sprintf("preview/%d", entries), func(b *testing.B) {
			medianOf(b, func() { tournament.PreviewUndo(n.Records, wrong, f.opt.Box.NowMS()) })
		})
	}
}

func medianOf(b *testing.B, run func()) {
	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		run()
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e6, "median-ms")
}

// fieldFloor is a floor with the field opened and every topic followed, whose
// writer is the benchmark itself.
func fieldFloor(b *testing.B, entries int) (*Floor, *Night) {
	ctx, dir := context.Background(), b.TempDir()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(os.MkdirAll(filepath.Join(dir, "secrets"), 0o700))
	must(os.WriteFile(filepath.Join(dir, "secrets", "venue"), []byte("bench"), 0o600))
	kept, err := nights.Open(ctx, dir)
	must(err)
	must(kept.Write(ctx, "field", nights.Field(entries, entries*6/10), false))
	must(kept.Close())
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "felt.db"), Venue: "bench"})
	must(err)
	b.Cleanup(func() { s.Close() })
	seeds, err := secret.Open(filepath.Join(dir, "seeds"))
	must(err)
	box, _ := boxtime.Machine{}.Resume(boxtime.Moment{})
	hub := live.NewHub(live.Options{Epoch: "bench"})
	b.Cleanup(hub.Shutdown)
	f := New(Options{Store: s, Hub: hub, Names: everybody{}, Seeds: seeds, Box: box, NewID: func() string { return ulid.Make().String() }, Entropy: func() []byte { return make([]byte, 32) }})
	must(f.start(ctx))
	n := f.nights["field"]
	for _, kind := range []string{desk, room, entriesTopic, seats, tables, logbook, ledger, dues} {
		hub.Open(Topic(n.ID, kind), live.Staff, f.whole(n, kind))
	}
	f.project(n) // what opening has touched
	return f, n
}

type everybody struct{}

func (everybody) Name(id tournament.PlayerID) view.Name {
	return view.Name{Full: string(id), Public: string(id)}
}

const entriesTopic = "entries"

package leaf_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"felt/internal/event"
	"felt/internal/leaf"
	"felt/internal/leaf/leaftest"
	"felt/internal/leaf/secret"
	"felt/internal/leaf/store"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/script"
	"felt/testdata"
)

// history builds a box's folder with at least so many events: the recorded
// evening again and again, closed each time; the last one is open, played up to
// the first break.
func history(t testing.TB, events int) (data, open string, seq int64) {
	t.Helper()
	data = leaftest.Dir(t)
	recorded, err := script.Evening(testdata.Evening)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := secret.Open(filepath.Join(data, "secrets"))
	if err == nil {
		err = kept.Put("venue", []byte("venue"))
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(data, "felt.db"), Venue: "venue"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	night := func(id string, steps []script.Step, closed bool) {
		n := pokertest.NewNight()
		begin := recorded.Start()
		for _, step := range steps {
			n.Now = step.At.Sub(begin).Milliseconds()
			if _, no := n.Do(step.Command); no != nil {
				continue // what the box did by its own clock
			}
		}
		w := store.Write{Tables: []func(context.Context, *store.Tx) error{func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddTournament(ctx, store.Tournament{ID: id, Name: "Night " + id}); err != nil || !closed {
				return err
			}
			return tx.CloseTournament(ctx, id)
		}}}
		names := event.Names()
		for _, r := range n.Records {
			name, body, err := names.Encode(r.Event)
			if err != nil {
				t.Fatal(err)
			}
			w.Events = append(w.Events, event.Envelope{ID: ulid.Make().String(), Stream: id, Action: r.Action + id, Actor: "a", Device: "d", At: r.At, Name: name, Data: body})
		}
		if _, err := s.Commit(ctx, []store.Write{w}); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; seq < int64(events); i++ {
		night(fmt.Sprint("night", i), recorded.Steps, true)
		_, seq, _ = s.Head()
	}
	night("open", recorded.Steps[:len(recorded.Steps)/2], false)
	_, seq, _ = s.Head()
	return data, "open", seq
}

// firstScreen starts a box on a folder and returns its first answer to a TV, and
// how long that took.
func firstScreen(t testing.TB, data, night string) (body []byte, took time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	begin := time.Now()
	l, err := leaf.New(ctx, leaf.Config{Data: data, Room: "127.0.0.1:0", Staff: "127.0.0.1:0", Local: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ran := make(chan error, 1)
	go func() { ran <- l.Run(ctx) }()
	room, _, _ := l.Addresses()
	r, err := http.Get("http://" + room + "/api/room/tournaments/" + night)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var doc json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&doc); err != nil || r.StatusCode != 200 {
		t.Fatalf("%d %s %v", r.StatusCode, doc, err)
	}
	took = time.Since(begin)
	cancel()
	if err := <-ran; err != nil {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	return doc, took
}

func TestTheFirstAnswerAfterAStartIsRight(t *testing.T) {
	data, night, seq := history(t, 2_000)
	body, _ := firstScreen(t, data, night)
	var room struct {
		Meta   struct{ Status string }
		Totals struct{ Entries int }
	}
	if err := json.Unmarshal(body, &room); err != nil || room.Meta.Status != "running" || room.Totals.Entries < 40 || seq < 2_000 {
		t.Errorf("%d events, %s", seq, body)
	}
}

// The time from nothing to the first right answer on a box with 100,000 events;
// FELT_EVENTS for more.
func BenchmarkFirstScreenAfterAStart(b *testing.B) {
	data, night, seq := history(b, rounds("FELT_EVENTS", 100_000))
	var all time.Duration
	b.ResetTimer()
	for range b.N {
		_, took := firstScreen(b, data, night)
		all += took
	}
	b.ReportMetric(float64(all.Milliseconds())/float64(b.N), "ms/first-screen")
	b.ReportMetric(float64(seq), "events")
	if f, err := os.ReadFile("/proc/self/status"); err == nil {
		for _, line := range splitLines(f) {
			var kb int
			if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kb); n == 1 {
				b.ReportMetric(float64(kb)/1024, "MiB-peak")
			}
		}
	}
}

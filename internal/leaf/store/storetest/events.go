package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"felt/internal/event"
	"felt/internal/leaf/store"
)

var _ = add(map[string]func(t *testing.T){
	"what was committed is there after opening again":      committed,
	"sequences have no gaps, in the venue and each stream": sequences,
	"a refused group leaves nothing behind":                refusedGroup,
	"an ended context writes nothing":                      endedContext,
	"many writers at once lose nothing":                    manyWriters,
	"the file is kept from a second box":                   secondBox,
	"another venue's file is refused":                      otherVenue,
})

func committed(t *testing.T) {
	ctx := context.Background()
	path := Path(t)
	s := Open(t, path)
	var want []event.Envelope
	for i := range 5 {
		for _, write := range commit(t, s, Busts(10*i, 2, "T1"), Busts(10*i+5, 1, "T2")) {
			want = append(want, write...)
		}
	}
	check := func(s *store.Store) {
		t.Helper()
		got := must[[]event.Envelope](t)(s.After(ctx, 0, 100))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if err := event.Verify(got); err != nil {
			t.Error(err)
		}
		var done, total int64
		if err := s.VerifyChain(ctx, func(d, n int64) { done, total = d, n }); err != nil || done != 15 || total != 15 {
			t.Error(err, done, total)
		}
		if err := s.CheckIntegrity(ctx); err != nil {
			t.Error(err)
		}
		if epoch, seq, hash := s.Head(); epoch != 1 || seq != 15 || hash != want[14].Hash {
			t.Error(epoch, seq, hash)
		}
	}
	check(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wantErr(t, s.Close(), nil)
	_, err := s.Commit(ctx, []store.Write{Busts(100, 1, "T1")})
	wantErr(t, err, store.ErrClosed)
	check(Open(t, path))
}

func sequences(t *testing.T) {
	ctx := context.Background()
	path := Path(t)
	s := Open(t, path)
	commit(t, s, Busts(0, 3, "T1"), Busts(10, 2, "T2"), Busts(20, 1, "T1"))
	commit(t, s, Busts(30, 1, "T2"))
	s.Close()
	s = Open(t, path) // the stream's end is looked up, not remembered
	commit(t, s, Busts(40, 1, "T1"), Busts(50, 1, "T2"))

	seqs := func(events []event.Envelope, err error) (list []string) {
		must[any](t)(nil, err)
		for _, e := range events {
			list = append(list, fmt.Sprint(e.Seq, "/", e.Stream, ":", e.StreamSeq))
		}
		return list
	}
	for what, c := range map[string]struct{ got, want []string }{
		"all":          {seqs(s.After(ctx, 0, 100)), []string{"1/T1:1", "2/T1:2", "3/T1:3", "4/T2:1", "5/T2:2", "6/T1:4", "7/T2:3", "8/T1:5", "9/T2:4"}},
		"a page":       {seqs(s.After(ctx, 2, 3)), []string{"3/T1:3", "4/T2:1", "5/T2:2"}},
		"past the end": {seqs(s.After(ctx, 9, 3)), nil},
		"a stream":     {seqs(s.Stream(ctx, "T2", 0)), []string{"4/T2:1", "5/T2:2", "7/T2:3", "9/T2:4"}},
		"its tail":     {seqs(s.Stream(ctx, "T1", 3)), []string{"6/T1:4", "8/T1:5"}},
		"no stream":    {seqs(s.Stream(ctx, "T3", 0)), nil},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

func refusedGroup(t *testing.T) {
	ctx := context.Background()
	s := Open(t, Path(t))
	commit(t, s, Busts(0, 3, "T1"))
	key := &store.KeyedAnswer{Scope: "staff-7", Key: "k1", Route: "POST /x", Status: 200}
	commit(t, s, store.Write{Key: key})
	bad := errors.New("a table's refusal")
	spaced := Busts(90, 1, "T1")
	spaced.Events[0].Data = json.RawMessage(`{"a": 1}`)
	nameless := Busts(91, 1, "T1")
	nameless.Events[0].Name = ""
	nul := Busts(92, 1, "T1")
	nul.Events[0].Actor = "staff\x007"
	setting := func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutSetting(ctx, "house", 0, []byte(`{}`))
		return err
	}
	for what, c := range map[string]struct {
		second store.Write
		want   error
	}{
		"an id used before":  {Busts(1, 1, "T2"), store.ErrExists},
		"an id used twice":   {store.Write{Events: []event.Envelope{Bust(50, "T2"), Bust(50, "T2")}}, store.ErrExists},
		"a key used before":  {store.Write{Key: key}, store.ErrKeyUsed},
		"a table that fails": {store.Write{Tables: []func(context.Context, *store.Tx) error{func(context.Context, *store.Tx) error { return bad }}}, bad},
		"data not compact":   {spaced, event.ErrNotCanonical},
		"an event nameless":  {nameless, nil},
		"a NUL in a name":    {nul, store.ErrText},
	} {
		first := Busts(70, 2, "T1")
		first.Tables = append(first.Tables, setting)
		first.Key = &store.KeyedAnswer{Scope: "staff-7", Key: "k2", Status: 200}
		_, err := s.Commit(ctx, []store.Write{first, c.second, Busts(80, 1, "T3")})
		var one *store.WriteError
		if !errors.As(err, &one) || one.Index != 1 || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got error %v", what, err)
		}
		if _, seq, _ := s.Head(); seq != 3 {
			t.Errorf("%s: the chain ends at %d", what, seq)
		}
		if _, err := s.Setting(ctx, "house"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: a setting was kept: %v", what, err)
		}
		if a, err := s.Answer(ctx, "staff-7", "k2"); a != nil || err != nil {
			t.Errorf("%s: an answer was kept: %v, %v", what, a, err)
		}
		if all := must[[]event.Envelope](t)(s.After(ctx, 0, 100)); len(all) != 3 {
			t.Errorf("%s: there are %d events", what, len(all))
		}
	}
	_, err := s.Commit(ctx, []store.Write{Busts(1, 1, "T2")}) // alone, it is a statement without a transaction around it
	var one *store.WriteError
	if !errors.As(err, &one) || one.Index != 0 || !errors.Is(err, store.ErrExists) {
		t.Error("an id used before, alone:", err)
	}
	sealed := commit(t, s, Busts(70, 1, "T1"), Busts(80, 1, "T3"))
	if sealed[0][0].StreamSeq != 4 || sealed[1][0].StreamSeq != 1 {
		t.Error("a refused group moved a stream:", sealed)
	}
	if err := s.VerifyChain(ctx, nil); err != nil {
		t.Error(err)
	}
}

func endedContext(t *testing.T) {
	ctx, end := context.WithCancel(context.Background())
	s := Open(t, Path(t))
	end()
	_, err := s.Commit(ctx, []store.Write{Busts(0, 1, "T1")})
	wantErr(t, err, context.Canceled)
	if _, seq, _ := s.Head(); seq != 0 {
		t.Error("an event was kept")
	}
	commit(t, s, Busts(0, 1, "T1"))
}

func manyWriters(t *testing.T) {
	ctx := context.Background()
	path := Path(t)
	s := Open(t, path)
	const writers, each = 8, 60 // past the mark at which the log is moved into the file
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if _, err := s.Commit(ctx, []store.Write{Busts(1000*w+i, 1, fmt.Sprint("T", w))}); err != nil {
					t.Error(err)
				}
				if i%10 == 0 {
					if events, err := s.Stream(ctx, fmt.Sprint("T", w), 0); err != nil || len(events) != i+1 {
						t.Error(len(events), err)
					}
				}
			}
		})
	}
	wg.Wait()
	if err := s.VerifyChain(ctx, nil); err != nil {
		t.Error(err)
	}
	s.Close()
	s = Open(t, path)
	if _, seq, _ := s.Head(); seq != writers*each {
		t.Errorf("%d events", seq)
	}
	if err := errors.Join(s.VerifyChain(ctx, nil), s.CheckIntegrity(ctx)); err != nil {
		t.Error(err)
	}
}

func secondBox(t *testing.T) {
	path := Path(t)
	s := Open(t, path)
	_, err := TryOpen(path, nil)
	wantErr(t, err, store.ErrInUse)
	_, err = store.Restore(context.Background(), store.RestoreOptions{Path: path})
	wantErr(t, err, store.ErrInUse)
	commit(t, s, Busts(0, 1, "T1"))
}

func otherVenue(t *testing.T) {
	path := Path(t)
	Open(t, path).Close()
	_, err := store.Open(context.Background(), store.Options{Path: path, Venue: "berlin"})
	wantErr(t, err, store.ErrOtherVenue)
	if _, err := store.Open(context.Background(), store.Options{Path: path}); err == nil {
		t.Error("a store was opened for no venue")
	}
}

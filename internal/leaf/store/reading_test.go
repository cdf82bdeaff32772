package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"felt/internal/event"
)

func openAt(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: filepath.Join(dir, "felt.db"), Venue: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func keepOne(t *testing.T, s *Store, id string) {
	t.Helper()
	_, err := s.Commit(t.Context(), []Write{{Events: []event.Envelope{{ID: id, Stream: "t" + id, Action: "a" + id, Actor: "box", Device: "box", Name: "clock.paused.v1", Data: []byte(`{}`)}}}})
	if err != nil {
		t.Fatal(err)
	}
}

func TestADatabaseCanBeReadWhileTheBoxWritesIt(t *testing.T) {
	dir := t.TempDir()
	box := openAt(t, dir)
	keepOne(t, box, "1")
	r, err := OpenToRead(t.Context(), filepath.Join(dir, "felt.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	keepOne(t, box, "2")
	events, err := r.After(t.Context(), 0, 10)
	if err != nil || len(events) != 2 {
		t.Errorf("%d events, %v", len(events), err)
	}
	streams, err := r.Streams(t.Context())
	if err != nil || len(streams) != 2 || streams[0] != "t1" || r.Venue() != "v1" {
		t.Errorf("%v of %s, %v", streams, r.Venue(), err)
	}
	if err := r.VerifyChain(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := r.CheckIntegrity(t.Context()); err != nil {
		t.Error(err)
	}
	b, err := r.Backup(t.Context(), filepath.Join(dir, "backups"))
	if err != nil || b.Seq != 2 {
		t.Errorf("backup at %d, %v", b.Seq, err)
	}
	keepOne(t, box, "3")
}

func TestReadingWritesNothing(t *testing.T) {
	dir := t.TempDir()
	box := openAt(t, dir)
	keepOne(t, box, "1")
	if err := box.Close(); err != nil {
		t.Fatal(err)
	}
	before := folder(t, dir)
	r, err := OpenToRead(t.Context(), filepath.Join(dir, "felt.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Commit(t.Context(), nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a commit: %v", err)
	}
	if err := r.Update(t.Context(), func(ctx context.Context, tx *Tx) error { return nil }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("an update: %v", err)
	}
	if err := r.VerifyChain(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if after := folder(t, dir); after != before {
		t.Errorf("before: %safter: %s", before, after)
	}
}

func TestWhatIsNoDatabaseIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "felt.db")
	if _, err := OpenToRead(t.Context(), path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.WriteFile(path, []byte("minutes of the club's general meeting, in many more words than a header has, so that it is long enough"), 0o600); err != nil {
		t.Fatal(err)
	}
	var damaged *DamagedError
	if _, err := OpenToRead(t.Context(), path); !errors.As(err, &damaged) {
		t.Errorf("a letter: %v", err)
	}
}

// folder lists names, sizes, contents' lengths and times of change.
func folder(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	list := "\n"
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		list += info.Name() + " " + info.Mode().String() + " " + info.ModTime().String() + "\n"
	}
	return list
}

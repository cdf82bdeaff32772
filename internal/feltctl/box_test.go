package feltctl_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"felt/internal/access"
	"felt/internal/event"
	"felt/internal/leaf/store"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/script"
)

// aBox is a data folder with an owner, a paired device and the recorded evening.
type aBox struct {
	dir      string
	recovery string // on the paper
	done     access.SetUpDone
}

func newBox(t *testing.T) aBox {
	t.Helper()
	whole.once.Do(func() { whole.box = setUp(t, filepath.Join(filepath.Dir(program), "data")) })
	b := whole.box
	b.dir = filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(b.dir, os.DirFS(whole.box.dir)); err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"", "secrets", "secrets/pepper", "secrets/venue"} {
		if err := os.Chmod(filepath.Join(b.dir, private), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// whole is set up once; each test gets a copy.
var whole struct {
	once sync.Once
	box  aBox
}

func setUp(t *testing.T, dir string) aBox {
	t.Helper()
	b := aBox{dir: dir}
	if err := os.MkdirAll(filepath.Join(b.dir, "secrets"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, "secrets", "venue"), []byte("v1"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(b.dir, "felt.db"), Venue: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b.done, err = b.door(t, s).SetUp(t.Context(), access.FirstRun{
		OwnerName: "Liv Madsen", PIN: "274916", DeviceName: "Desk", AtBox: true,
		Venue: access.Venue{Name: "Kløver Poker Room", Language: "da", Currency: "DKK", Tables: 7},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	b.recovery = b.done.Recovery
	keepEvening(t, s)
	return b
}

func (b aBox) open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(b.dir, "felt.db"), Venue: "v1", BackupDir: filepath.Join(b.dir, "backups")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// door may be in the state needs_recovery.
func (b aBox) door(t *testing.T, s *store.Store) *access.Door {
	t.Helper()
	d, err := access.New(t.Context(), s.Access(), access.Options{PepperFile: filepath.Join(b.dir, "secrets", "pepper")})
	if d == nil {
		t.Fatal(err)
	}
	return d
}

func keepEvening(t *testing.T, s *store.Store) {
	t.Helper()
	text, err := os.ReadFile(evening)
	if err != nil {
		t.Fatal(err)
	}
	night, err := script.Evening(text)
	if err != nil {
		t.Fatal(err)
	}
	played := pokertest.NewNight()
	if err := played.Play(night, nil); err != nil {
		t.Fatal(err)
	}
	names := event.Names()
	var w store.Write
	for i, r := range played.Records {
		name, data, err := names.Encode(r.Event)
		if err != nil {
			t.Fatal(err)
		}
		w.Events = append(w.Events, event.Envelope{ID: fmt.Sprintf("e%d", i+1), Stream: "friday", Action: r.Action, Actor: "liv", Device: "desk", At: r.At, Name: name, Data: data})
	}
	if _, err := s.Commit(t.Context(), []store.Write{w}); err != nil {
		t.Fatal(err)
	}
}

// farAhead is a moment that no machine's clock shows: the year 2100.
const farAhead = 4_102_444_800_000

// keep adds one event of another evening.
func keep(t *testing.T, s *store.Store, stream string, at int64) {
	t.Helper()
	e := event.Envelope{ID: "later", Stream: stream, Action: "later", Actor: "liv", Device: "desk", At: at, Name: "registration.closed.v1", Data: []byte(`{}`)}
	if _, err := s.Commit(t.Context(), []store.Write{{Events: []event.Envelope{e}}}); err != nil {
		t.Fatal(err)
	}
}

// listing is every file of a folder with its size and time of change.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			fmt.Fprintln(&b, path, info.Mode(), info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

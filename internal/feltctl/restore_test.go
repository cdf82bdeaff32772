package feltctl_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/store"
)

type restored struct {
	Venue      string
	Epoch      int64
	Events     int64
	MovedAside string `json:"moved_aside"`
	KeyAside   string `json:"key_moved_aside"`
	Recovery   bool   `json:"recovery_needed"`
}

func (b aBox) backup(t *testing.T) string {
	t.Helper()
	var made struct {
		Backup  string
		Events  int64
		Running bool `json:"box_running"`
	}
	got := run(t, "", "backup", "--data", b.dir)
	got.object(t, &made)
	if got.code != 0 || made.Events != 376 {
		t.Fatalf("%+v", got)
	}
	return made.Backup
}

// later is something that happened after the backup.
func (b aBox) later(t *testing.T) {
	t.Helper()
	s := b.open(t)
	defer s.Close()
	keep(t, s, "saturday", 1_772_200_000_000)
}

func TestRestoreForksHistoryAndMovesWhatWasThereAside(t *testing.T) {
	b := newBox(t)
	backup := b.backup(t)
	b.later(t)
	got := run(t, "wrong\n"+b.recovery+"\n", "restore", "--data", b.dir, backup)
	var r restored
	got.object(t, &r)
	if got.code != 0 || r.Epoch != 2 || r.Events != 376 || r.Venue != "v1" || !r.Recovery {
		t.Fatalf("%+v %s", r, got.err)
	}
	if !strings.Contains(got.err, r.MovedAside) || !strings.Contains(got.err, "That is not a recovery code") {
		t.Errorf("the words: %s", got.err)
	}
	old, err := store.OpenToRead(t.Context(), r.MovedAside)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if _, seq, _ := old.Head(); seq != 377 {
		t.Errorf("what was moved aside ends at %d", seq)
	}
	s := b.open(t)
	defer s.Close()
	if epoch, seq, _ := s.Head(); epoch != 2 || seq != 376 {
		t.Errorf("epoch %d, event %d", epoch, seq)
	}
}

func TestAfterARestoreNobodyIsInUntilTheRecoveryCodeSetsANewPIN(t *testing.T) {
	b := newBox(t)
	backup := b.backup(t)
	if got := run(t, b.recovery+"\n", "restore", "--data", b.dir, backup); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	s := b.open(t)
	d := b.door(t, s)
	if d.State() != access.NeedsRecovery {
		t.Errorf("the door is %s", d.State())
	}
	if who, err := d.Who(b.done.DeviceToken, b.done.SessionToken); err == nil {
		t.Errorf("still signed in: %+v", who)
	}
	done, err := d.Recover(t.Context(), access.Recovering{Code: b.recovery, PIN: "860413"}, "")
	if err != nil || done.OwnerName != "Liv Madsen" || d.State() != access.Ready {
		t.Errorf("%+v, %v, %s", done, err, d.State())
	}
}

func TestRestoreWithoutTheCodeChangesNothing(t *testing.T) {
	b := newBox(t)
	backup := b.backup(t)
	before := listing(t, b.dir)
	for _, in := range []string{"", "\n\n\n\n", "7KQF-0M2X-9DTR-HW3C-5ZB8\n"} {
		got := run(t, in, "restore", "--data", b.dir, backup)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, "nothing was changed") {
			t.Errorf("%q: %+v", in, got)
		}
	}
	if after := listing(t, b.dir); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestRestoreTakesTheNewerPaperOfTheBoxToo(t *testing.T) {
	b := newBox(t)
	backup := b.backup(t)
	s := b.open(t)
	d := b.door(t, s)
	newer, err := d.Recover(t.Context(), access.Recovering{Code: b.recovery, PIN: "860413"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := run(t, newer.Recovery+"\n", "restore", "--data", b.dir, backup); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	s = b.open(t)
	if err := b.door(t, s).CheckRecovery(newer.Recovery, ""); err != nil {
		t.Errorf("the paper that opened the restore opens the box no more: %v", err)
	}
}

func TestRestoreLeavesABoxThatRunsAlone(t *testing.T) {
	b := newBox(t)
	backup := b.backup(t)
	s := b.open(t)
	defer s.Close()
	got := run(t, b.recovery+"\n", "restore", "--data", b.dir, backup)
	if got.code != 1 || !strings.Contains(got.err, store.ErrInUse.Error()) {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(filepath.Join(b.dir, "secrets", "pepper")); err != nil {
		t.Errorf("the key file was moved: %v", err)
	}
}

func TestABoxIsRebuiltFromABackupOnANewMachine(t *testing.T) {
	b := newBox(t)
	backup := b.backup(t)
	fresh := aBox{dir: filepath.Join(t.TempDir(), "data")}
	got := run(t, b.recovery+"\n", "restore", "--data", fresh.dir, backup)
	var r restored
	got.object(t, &r)
	if got.code != 0 || r.MovedAside != "" || r.KeyAside != "" {
		t.Fatalf("%+v", got)
	}
	if venue, err := os.ReadFile(filepath.Join(fresh.dir, "secrets", "venue")); err != nil || string(venue) != "v1" {
		t.Errorf("venue %q, %v", venue, err)
	}
	s := fresh.open(t)
	if d := fresh.door(t, s); d.State() != access.NeedsRecovery {
		t.Errorf("the door is %s", d.State())
	}
}

func TestAPlayerWhoWasErasedStaysErasedOnTheNewMachine(t *testing.T) {
	b := newBox(t)
	s := b.open(t)
	if _, err := s.CreatePlayer(t.Context(), store.Player{ID: "p1", Name: "Viktor Holm"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	older := b.backup(t)
	s = b.open(t)
	if err := s.ErasePlayer(t.Context(), "p1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // backups are named by the second
	b.backup(t)
	fresh := aBox{dir: filepath.Join(t.TempDir(), "data")}
	if got := run(t, b.recovery+"\n", "restore", "--data", fresh.dir, older); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	s = fresh.open(t)
	if p, err := s.Player(t.Context(), "p1"); err != nil || !p.Erased() || p.Name != "" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestABackupOfAnotherVenueDoesNotTakeABoxOver(t *testing.T) {
	b, other := newBox(t), newBox(t)
	backup := b.backup(t)
	if err := os.WriteFile(filepath.Join(other.dir, "secrets", "venue"), []byte("v2"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := listing(t, other.dir)
	got := run(t, b.recovery+"\n", "restore", "--data", other.dir, backup)
	if got.code != 2 || !strings.Contains(got.err, "v1") || listing(t, other.dir) != before {
		t.Errorf("%+v", got)
	}
}

func TestADamagedBackupIsNotRestored(t *testing.T) {
	b := newBox(t)
	backup := b.backup(t)
	f, err := os.OpenFile(backup, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(make([]byte, 4096), 4096*3)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	before := listing(t, b.dir)
	got := run(t, b.recovery+"\n", "restore", "--data", b.dir, backup)
	if got.code != 1 || got.out != "" {
		t.Errorf("%+v", got)
	}
	if after := listing(t, b.dir); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestABackupIsMadeBesideABoxThatRuns(t *testing.T) {
	b := newBox(t)
	s := b.open(t)
	defer s.Close()
	got := run(t, "", "backup", "--data", b.dir, "--to", filepath.Join(t.TempDir(), "stick"))
	var made struct {
		Backup  string
		Running bool `json:"box_running"`
	}
	got.object(t, &made)
	if got.code != 0 || !made.Running {
		t.Errorf("%+v", got)
	}
	if _, err := store.NewestGood(t.Context(), filepath.Dir(made.Backup)); err != nil {
		t.Error(err)
	}
}

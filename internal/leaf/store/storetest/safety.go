package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"felt/internal/event"
	"felt/internal/leaf/store"
)

var _ = add(map[string]func(t *testing.T){
	"a backup is whole, private and listed":               backups,
	"a damaged backup is passed over":                     damagedBackup,
	"a restore forks history":                             restore,
	"a restore takes an epoch nobody used":                freshEpoch,
	"the cloud's tail is adopted before the first action": adopt,
	"damage is found, named, and nothing is written":      damage,
	"a torn tail of the log is no damage":                 tornTail,
	"a newer Felt's file is left alone":                   newer,
	"every file is private":                               private,
})

func backups(t *testing.T) {
	ctx := context.Background()
	clock := NewClock()
	s := must[*store.Store](t)(TryOpen(Path(t), clock.Now))
	defer s.Close()
	dir := filepath.Join(t.TempDir(), "backups")
	commit(t, s, Busts(0, 700, "T1"))
	first := must[store.Backup](t)(s.Backup(ctx, dir))
	_, _, hash := s.Head()
	if first.ID != "felt-20261121T190000Z-e1-s700" || first.Seq != 700 || first.Hash != hash || first.Size == 0 {
		t.Error(first)
	}
	_, err := s.Backup(ctx, dir)
	wantErr(t, err, store.ErrExists) // the same second and the same end

	clock.Add(24 * time.Hour)
	commit(t, s, Busts(800, 1, "T1"))
	second := must[store.Backup](t)(s.Backup(ctx, dir))
	list := must[[]store.Backup](t)(s.Backups(ctx))
	if len(list) != 2 || list[0].ID != second.ID || list[1].ID != first.ID {
		t.Error(list)
	}
	good := must[store.Backup](t)(store.NewestGood(ctx, dir))
	if good.Path != second.Path || good.Seq != 701 || !good.MadeAt.Equal(clock.Now()) {
		t.Error(good)
	}
	if err := s.DropBackup(ctx, second); err != nil {
		t.Error(err)
	}
	if list := must[[]store.Backup](t)(s.Backups(ctx)); len(list) != 1 {
		t.Error(list)
	}
	entries := must[[]os.DirEntry](t)(os.ReadDir(dir))
	if len(entries) != 1 {
		t.Error("the folder holds", entries)
	}
	for _, e := range entries {
		if info := must[os.FileInfo](t)(e.Info()); info.Mode().Perm() != 0o600 {
			t.Error(e.Name(), info.Mode())
		}
	}
}

func damagedBackup(t *testing.T) {
	ctx := context.Background()
	clock := NewClock()
	s := must[*store.Store](t)(TryOpen(Path(t), clock.Now))
	defer s.Close()
	dir := t.TempDir()
	_, err := store.NewestGood(ctx, dir)
	wantErr(t, err, store.ErrNotFound)
	var made []store.Backup
	for i := range 4 {
		commit(t, s, Busts(100*i, 50, "T1"))
		clock.Add(time.Hour)
		made = append(made, must[store.Backup](t)(s.Backup(ctx, dir)))
	}
	edit(t, made[1].Path, func(b []byte) []byte { // an event rewritten, with its page as well-formed as before
		return bytes.Replace(b, []byte("01JDENTRY00000000000000001"), []byte("01JDENTRY00000000000000009"), -1)
	})
	edit(t, made[2].Path, func(b []byte) []byte { return b[:len(b)/2] })
	edit(t, made[3].Path, func(b []byte) []byte { return nil })
	if good := must[store.Backup](t)(store.NewestGood(ctx, dir)); good.Path != made[0].Path {
		t.Error(good)
	}
	_, err = store.Restore(ctx, store.RestoreOptions{Backup: made[1].Path, Path: Path(t)})
	var broken *event.Broken
	if !errors.As(err, &broken) {
		t.Error("a rewritten event was restored:", err)
	}
}

func restore(t *testing.T) {
	ctx := context.Background()
	clock := NewClock()
	path := Path(t)
	dir := filepath.Join(filepath.Dir(path), "backups")
	s := must[*store.Store](t)(TryOpen(path, clock.Now))
	commit(t, s, Busts(0, 5, "T1"))
	backup := must[store.Backup](t)(s.Backup(ctx, dir))
	commit(t, s, Busts(10, 3, "T1"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := must[[]byte](t)(os.ReadFile(path))
	r := must[store.Restored](t)(store.Restore(ctx, store.RestoreOptions{Backup: backup.Path, Path: path, BackupDir: dir, Now: clock.Now}))
	want := store.Restored{Epoch: 2, Seq: 5, Hash: backup.Hash, MovedAside: path + ".before-20261121T190000Z"}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(before, must[[]byte](t)(os.ReadFile(r.MovedAside))) {
		t.Error("the database that was there was changed")
	}

	s = must[*store.Store](t)(TryOpen(path, clock.Now))
	defer s.Close()
	if epoch, seq, hash := s.Head(); epoch != 2 || seq != 5 || hash != backup.Hash {
		t.Error(epoch, seq, hash)
	}
	sealed := commit(t, s, Busts(20, 2, "T1"))
	if e := sealed[0][0]; e.Epoch != 2 || e.Seq != 6 || e.StreamSeq != 6 || e.Prev != backup.Hash {
		t.Error(e)
	}
	if err := s.VerifyChain(ctx, nil); err != nil {
		t.Error(err)
	}
	if err := event.Verify(must[[]event.Envelope](t)(s.After(ctx, 0, 100))); err != nil {
		t.Error(err)
	}
}

func freshEpoch(t *testing.T) {
	ctx := context.Background()
	path := Path(t)
	dir := t.TempDir()
	clock := NewClock()
	s := must[*store.Store](t)(TryOpen(path, clock.Now))
	old := must[store.Backup](t)(s.Backup(ctx, dir))
	s.Close()
	for i, c := range []struct {
		known, want int64
		damage      bool
	}{{0, 2, false}, {0, 3, false}, {0, 4, true}, {11, 12, false}} {
		if c.damage { // the mark still tells the epoch
			s := must[*store.Store](t)(TryOpen(path, clock.Now))
			commit(t, s, Busts(0, 1, "T1"))
			s.Close()
			edit(t, path, func(b []byte) []byte { return b[:100] })
		}
		clock.Add(time.Minute)
		r := must[store.Restored](t)(store.Restore(ctx, store.RestoreOptions{Backup: old.Path, Path: path, BackupDir: dir, KnownEpoch: c.known, Now: clock.Now}))
		if r.Epoch != c.want {
			t.Errorf("restore %d: epoch %d, want %d", i+1, r.Epoch, c.want)
		}
	}
	s = must[*store.Store](t)(TryOpen(path, clock.Now))
	clock.Add(time.Minute)
	must[store.Backup](t)(s.Backup(ctx, dir))
	s.Close()
	elsewhere := must[store.Restored](t)(store.Restore(ctx, store.RestoreOptions{Backup: old.Path, Path: Path(t), BackupDir: dir}))
	if elsewhere.Epoch != 13 { // another backup has epoch 12
		t.Error(elsewhere)
	}
}

func adopt(t *testing.T) {
	ctx := context.Background()
	path := Path(t)
	s := Open(t, path)
	commit(t, s, Busts(0, 5, "T1"))
	backup := must[store.Backup](t)(s.Backup(ctx, t.TempDir()))
	tail := commit(t, s, Busts(10, 3, "T1"))[0]
	s.Close()
	must[store.Restored](t)(store.Restore(ctx, store.RestoreOptions{Backup: backup.Path, Path: path}))
	s = Open(t, path)

	forged := append([]event.Envelope(nil), tail...)
	forged[1].Actor = "somebody else"
	foreign := append([]event.Envelope(nil), tail...)
	foreign[0].Epoch = 2
	for what, events := range map[string][]event.Envelope{"a gap": tail[1:], "a forged event": forged, "a foreign branch": foreign} {
		var broken *event.Broken
		if err := s.Adopt(ctx, events); !errors.As(err, &broken) {
			t.Errorf("%s: %v", what, err)
		}
		if _, seq, _ := s.Head(); seq != 5 {
			t.Errorf("%s: the chain ends at %d", what, seq)
		}
	}
	if err := s.Adopt(ctx, tail); err != nil {
		t.Fatal(err)
	}
	if epoch, seq, hash := s.Head(); epoch != 2 || seq != 8 || hash != tail[2].Hash {
		t.Error(epoch, seq, hash)
	}
	if e := commit(t, s, Busts(20, 1, "T1"))[0][0]; e.Epoch != 2 || e.Seq != 9 || e.StreamSeq != 9 || e.Prev != tail[2].Hash {
		t.Error(e)
	}
	if err := s.Adopt(ctx, nil); err == nil {
		t.Error("a tail was adopted after the first action")
	}
	s.Close()
	if err := Open(t, path).VerifyChain(ctx, nil); err != nil {
		t.Error(err)
	}
}

// night makes a database with a backup beside it and events in its log, as a
// power cut leaves it, and returns its path.
func night(t *testing.T) (path string, backup store.Backup) {
	t.Helper()
	ctx := context.Background()
	live := Path(t)
	s := Open(t, live)
	for i := range 40 {
		commit(t, s, Busts(100*i, 10, "T1"))
	}
	path = Path(t)
	backup = must[store.Backup](t)(s.Backup(ctx, filepath.Join(filepath.Dir(path), "backups")))
	if err := s.Checkpoint(ctx); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		commit(t, s, Busts(10000+i, 1, "T2"))
	}
	time.Sleep(300 * time.Millisecond) // the mark follows the commits
	for _, side := range []string{"", "-wal", ".mark"} {
		if err := os.WriteFile(path+side, must[[]byte](t)(os.ReadFile(live+side)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	return path, backup
}

// twin copies a database and its backups to a folder of their own.
func twin(t *testing.T, path string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Dir(path))); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, filepath.Base(path))
}

func damage(t *testing.T) {
	untouched, backup := night(t)
	if _, seq, _ := Open(t, twin(t, untouched)).Head(); seq != 410 {
		t.Fatalf("the night has %d events", seq)
	}
	frames := func(b []byte, n int) int { return 32 + n*(24+4096) }
	for what, hurt := range map[string]func(path string){
		"the header overwritten": func(p string) { edit(t, p, func(b []byte) []byte { copy(b, "not a database at all"); return b }) },
		"zeros at the start":     func(p string) { edit(t, p, func(b []byte) []byte { clear(b[:4096]); return b }) },
		"cut in half":            func(p string) { edit(t, p, func(b []byte) []byte { return b[:len(b)/2] }) },
		"cut to nothing":         func(p string) { edit(t, p, func(b []byte) []byte { return nil }) },
		"pages of noise": func(p string) {
			edit(t, p, func(b []byte) []byte {
				for i := 8 * 4096; i < 60*4096; i++ {
					b[i] = byte(i * 7)
				}
				return b
			})
		},
		"a page's kind flipped": func(p string) {
			edit(t, p, func(b []byte) []byte { b[len(b)/2/4096*4096] ^= 0xff; return b })
		},
		"a late event rewritten": func(p string) {
			edit(t, p, func(b []byte) []byte {
				return bytes.ReplaceAll(b, []byte(`{"entry":"01JDENTRY00000000000003605"`), []byte(`{"entry":"01JDENTRY00000000000003606"`))
			})
		},
		"another kind of file":        func(p string) { edit(t, p, func([]byte) []byte { return bytes.Repeat([]byte("<html>"), 9999) }) },
		"the file missing":            func(p string) { remove(t, p) },
		"file and log missing":        func(p string) { remove(t, p, p+"-wal") },
		"all but the backups missing": func(p string) { remove(t, p, p+"-wal", p+".mark") },
		"the log missing":             func(p string) { remove(t, p+"-wal") },
		"the log cut short":           func(p string) { edit(t, p+"-wal", func(b []byte) []byte { return b[:frames(b, 4)+77] }) },
		"the log cut to nothing":      func(p string) { edit(t, p+"-wal", func(b []byte) []byte { return b[:20] }) },
		"a flip early in the log": func(p string) {
			edit(t, p+"-wal", func(b []byte) []byte { b[frames(b, 2)+1000] ^= 4; return b })
			remove(t, p+".mark")
		},
		"a flip in a salt of the log": func(p string) {
			edit(t, p+"-wal", func(b []byte) []byte { b[frames(b, 2)+9] ^= 4; return b })
			remove(t, p+".mark")
		},
		"the log's header flipped": func(p string) {
			edit(t, p+"-wal", func(b []byte) []byte { b[17] ^= 1; return b })
			remove(t, p+".mark")
		},
		"the log's kind flipped": func(p string) {
			edit(t, p+"-wal", func(b []byte) []byte { b[0] ^= 1; return b })
			remove(t, p+".mark")
		},
	} {
		path := twin(t, untouched)
		hurt(path)
		before := contents(t, filepath.Dir(path))
		s, err := TryOpen(path, nil)
		if err == nil {
			s.Close()
		}
		var damaged *store.DamagedError
		if !errors.As(err, &damaged) || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", what, err)
			continue
		}
		want := filepath.Join(filepath.Dir(path), "backups", filepath.Base(backup.Path))
		if damaged.NewestGoodBackup != want {
			t.Errorf("%s: the good backup is %s, it named %q", what, want, damaged.NewestGoodBackup)
		}
		if diff := cmp.Diff(before, contents(t, filepath.Dir(path))); diff != "" {
			t.Errorf("%s: files changed: %s", what, diff)
		}
		r, err := store.Restore(context.Background(), store.RestoreOptions{Backup: damaged.NewestGoodBackup, Path: path})
		if err != nil || r.Epoch != 2 || r.Seq != 400 {
			t.Errorf("%s: restore: %+v, %v", what, r, err)
			continue
		}
		restored, err := TryOpen(path, nil)
		if err != nil {
			t.Errorf("%s: after the restore: %v", what, err)
			continue
		}
		commit(t, restored, Busts(20000, 1, "T1"))
		restored.Close()
	}
}

func tornTail(t *testing.T) {
	const frame = 24 + 4096
	untouched, _ := night(t)
	for what, tear := range map[string]func(log []byte) []byte{
		"the last frame half written": func(b []byte) []byte { return b[:len(b)-frame/2] },
		"the last frame missing":      func(b []byte) []byte { return b[:len(b)-frame] },
		"the last frame zeros":        func(b []byte) []byte { clear(b[len(b)-frame:]); return b },
	} {
		path := twin(t, untouched)
		last := commitEnds(t, path)
		remove(t, path+".mark") // it was never flushed, and knew of the last commit
		edit(t, path+"-wal", func(b []byte) []byte { return tear(b[:32+last*frame]) })
		s, err := TryOpen(path, nil)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if _, seq, _ := s.Head(); seq != 409 {
			t.Errorf("%s: the chain ends at %d", what, seq)
		}
		commit(t, s, Busts(30000, 1, "T2"))
		if err := s.VerifyChain(context.Background(), nil); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		s.Close()
	}
}

// commitEnds counts the frames of the log up to the end of its last commit.
func commitEnds(t *testing.T, path string) int {
	log := must[[]byte](t)(os.ReadFile(path + "-wal"))
	last := 0
	for n := 0; 32+(n+1)*(24+4096) <= len(log); n++ {
		frame := log[32+n*(24+4096):]
		if !bytes.Equal(frame[8:16], log[16:24]) {
			break
		}
		if binary.BigEndian.Uint32(frame[4:]) != 0 {
			last = n + 1
		}
	}
	return last
}

func newer(t *testing.T) {
	path := Path(t)
	s := Open(t, path)
	commit(t, s, Busts(0, 1, "T1"))
	s.Close()
	Change(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	before := contents(t, filepath.Dir(path))
	_, err := TryOpen(path, nil)
	wantErr(t, err, store.ErrNewer)
	if diff := cmp.Diff(before, contents(t, filepath.Dir(path))); diff != "" {
		t.Error(diff)
	}
}

func private(t *testing.T) {
	path := Path(t)
	s := Open(t, path)
	commit(t, s, Busts(0, 1, "T1"))
	must[store.Player](t)(s.CreatePlayer(context.Background(), viktor()))
	if err := s.ErasePlayer(context.Background(), "P1"); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, e := range must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(path))) {
		seen++
		if info := must[os.FileInfo](t)(e.Info()); info.Mode().Perm() != 0o600 {
			t.Error(e.Name(), info.Mode())
		}
	}
	if seen != 6 { // the database, -wal, -shm, .lock, .mark and .erased
		t.Error(seen, "files")
	}
}

func edit(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	if err := os.WriteFile(path, change(must[[]byte](t)(os.ReadFile(path))), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, paths ...string) {
	t.Helper()
	for _, p := range paths {
		if err := os.Remove(p); err != nil {
			t.Fatal(err)
		}
	}
}

// contents are the hashes of all files in a folder, but for the lock, which
// every attempt to open takes.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasSuffix(path, ".lock") {
			files[path] = fmt.Sprintf("%x", sha256.Sum256(must[[]byte](t)(os.ReadFile(path))))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

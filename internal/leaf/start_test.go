package leaf_test

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"felt/internal/leaf"
	"felt/internal/leaf/leaftest"
	"felt/internal/leaf/store"
	"felt/internal/powercut"
)

// sums are the files of a folder with their contents, without the lock.
func sums(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	files := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".lock") {
			return err
		}
		b, err := os.ReadFile(path)
		files[path] = sha256.Sum256(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestADamagedDatabaseIsNamedWithTheNewestGoodBackupAndNotTouched(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"flipped bytes": func(b []byte) []byte {
			for i := 4096; i < len(b); i += 4096 {
				b[i+1] ^= 0xff
			}
			return b
		},
		"cut short": func(b []byte) []byte { return b[:len(b)/2] },
		"emptied":   func(b []byte) []byte { return nil },
		"no header": func(b []byte) []byte { copy(b, "no database here"); return b },
	} {
		t.Run(name, func(t *testing.T) {
			box := leaftest.Start(t, leaftest.Options{})
			owner := box.SetUp()
			night := owner.Create(leaftest.Rules(), 2)
			owner.Enter(night, 3)
			var backup struct{ ID string }
			owner.Get(&backup, "POST", "/api/backups", nil)
			box.Stop()
			path := filepath.Join(box.Data, "felt.db")
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(b), 0o600); err != nil {
				t.Fatal(err)
			}
			before := sums(t, box.Data)
			l, err := leaftest.New(t, leaftest.Options{Data: box.Data})
			if err == nil {
				l.Close()
				t.Fatal("the box started")
			}
			var damaged *store.DamagedError
			if words := leaf.Explain(err); !errors.As(err, &damaged) || !strings.Contains(words, "damaged") || !strings.Contains(words, backup.ID) {
				t.Errorf("it said: %s", words)
			}
			after := sums(t, box.Data)
			for file, sum := range before {
				if after[file] != sum {
					t.Errorf("%s was changed", file)
				}
			}
			if len(after) != len(before) {
				t.Errorf("%d files before, %d after", len(before), len(after))
			}
		})
	}
}

func TestAFullDiskRefusesCleanlyAndGoesOnWhenThereIsRoom(t *testing.T) {
	disk := powercut.NewDisk()
	folder := t.TempDir()
	unmount, err := disk.Mount(folder)
	if err != nil {
		t.Fatal(err)
	}
	box := spawned(t, leaftest.Child{Data: leaftest.Dir(t), Database: filepath.Join(folder, "felt.db")})
	defer func() {
		box.Kill()
		if err := unmount(); err != nil {
			t.Error(err)
		}
	}()
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 9)
	screen := owner.Live(leaftest.Topics(night)...)
	disk.Limit(disk.Used() + 256<<10)
	full := false
	for i := 0; i < 2000 && !full; i++ {
		version := owner.Version(night)
		r := owner.Ask("POST", night+"/entries", o{"new_player": o{"name": "Player " + strings.Repeat("long ", 12) + leaftest.Key()[:6]}, "method": "cash"}, "Idempotency-Key: "+leaftest.Key())
		if r.Status == 200 {
			continue
		}
		if r.Status == 429 {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		p := r.Problem(t)
		if p.Status != 507 || p.Code != "disk_full" || p.Next == "" {
			t.Fatalf("refused with %+v", p)
		}
		if now := owner.Version(night); now != version {
			t.Errorf("half done: version %d, before %d", now, version)
		}
		full = true
	}
	if !full {
		t.Fatal("the disk was never full")
	}
	disk.Limit(0)
	done := owner.Command(night+"/tables", o{"table": 20})
	screen.Settle(leaftest.Topics(night)[0], done.Version)
}

package powercut

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// These tests use the file system from their own process, which is safe with
// plain reads and writes.

func mounted(t *testing.T, d *Disk) string {
	t.Helper()
	dir := t.TempDir()
	unmount, err := d.Mount(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unmount() })
	return dir
}

func reboot(t *testing.T, d *Disk, seed uint64, torn bool) string {
	d.Cut()
	d.Reboot(seed, torn)
	return mounted(t, d)
}

func write(t *testing.T, path string, data []byte, off int64, sync bool) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(data, off); err != nil {
		t.Fatal(err)
	}
	if sync {
		if err := f.Sync(); err != nil {
			t.Fatal(err)
		}
	}
}

func syncDir(t *testing.T, dir string) {
	t.Helper()
	d, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasFlushedIsKeptAndNothingElse(t *testing.T) {
	d := NewDisk()
	dir := mounted(t, d)
	a := bytes.Repeat([]byte("a"), 2000)
	write(t, filepath.Join(dir, "kept"), a, 0, true)
	write(t, filepath.Join(dir, "nameless"), a, 0, false)
	write(t, filepath.Join(dir, "renamed"), a, 0, true)
	write(t, filepath.Join(dir, "deleted"), a, 0, true)
	syncDir(t, dir)
	write(t, filepath.Join(dir, "kept"), []byte("lost"), 100, false)
	write(t, filepath.Join(dir, "kept"), []byte("lost"), 3000, false)
	write(t, filepath.Join(dir, "new"), a, 0, true)
	if err := errors.Join(os.Rename(filepath.Join(dir, "renamed"), filepath.Join(dir, "other")), os.Remove(filepath.Join(dir, "deleted"))); err != nil {
		t.Fatal(err)
	}
	dir = reboot(t, d, 1, false)
	for name, want := range map[string][]byte{"kept": a, "nameless": {}, "renamed": a, "deleted": a} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 4 {
		t.Error(entries, err)
	}
}

func TestATornCutMixesSectors(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(40) {
		d := NewDisk()
		dir := mounted(t, d)
		write(t, filepath.Join(dir, "f"), bytes.Repeat([]byte("o"), 3*sector), 0, true)
		syncDir(t, dir)
		write(t, filepath.Join(dir, "f"), bytes.Repeat([]byte("n"), 2*sector), 0, false)
		dir = reboot(t, d, seed, true)
		got, err := os.ReadFile(filepath.Join(dir, "f"))
		if err != nil || len(got) != 3*sector {
			t.Fatal(len(got), err)
		}
		for s := range 3 {
			if part := got[s*sector : (s+1)*sector]; bytes.Count(part, part[:1]) != sector {
				t.Fatal("a sector is mixed within")
			}
		}
		seen[string([]byte{got[0], got[sector], got[2*sector]})] = true
	}
	if len(seen) != 4 || !seen["ooo"] || !seen["noo"] || !seen["ono"] || !seen["nno"] {
		t.Error(seen)
	}
}

func TestAfterTheCutEveryCallFails(t *testing.T) {
	d := NewDisk()
	dir := mounted(t, d)
	f, err := os.Create(filepath.Join(dir, "f"))
	if err != nil {
		t.Fatal(err)
	}
	cut := d.CutAfter(2)
	if _, err := f.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := f.Sync(); !errors.Is(err, syscall.EIO) {
		t.Error("the flush at the cut:", err)
	}
	<-cut
	if _, err := f.Write([]byte("x")); !errors.Is(err, syscall.EIO) {
		t.Error("a write after the cut:", err)
	}
	if err := os.Remove(filepath.Join(dir, "f")); !errors.Is(err, syscall.EIO) {
		t.Error("a deletion after the cut:", err)
	}
	f.Close()
}

func TestAFullDiskSaysSo(t *testing.T) {
	d := NewDisk()
	dir := mounted(t, d)
	d.Limit(1000)
	write(t, filepath.Join(dir, "f"), make([]byte, 1000), 0, true)
	if err := os.WriteFile(filepath.Join(dir, "g"), []byte("x"), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	write(t, filepath.Join(dir, "f"), make([]byte, 1000), 0, true) // over what is there
	if err := os.Truncate(filepath.Join(dir, "f"), 10); err != nil {
		t.Error(err)
	}
	write(t, filepath.Join(dir, "g"), make([]byte, 990), 0, true)
	if d.Used() != 1000 {
		t.Error(d.Used())
	}
}

func TestALyingDiskForgetsWhatItSaidItFlushed(t *testing.T) {
	d := NewDisk()
	dir := mounted(t, d)
	write(t, filepath.Join(dir, "f"), []byte("old"), 0, true)
	write(t, filepath.Join(dir, "g"), []byte("old"), 0, true)
	syncDir(t, dir)
	d.Lie("f")
	write(t, filepath.Join(dir, "f"), []byte("new"), 0, true)
	write(t, filepath.Join(dir, "g"), []byte("new"), 0, true)
	dir = reboot(t, d, 1, false)
	f, err1 := os.ReadFile(filepath.Join(dir, "f"))
	g, err2 := os.ReadFile(filepath.Join(dir, "g"))
	if string(f) != "old" || string(g) != "new" || err1 != nil || err2 != nil {
		t.Errorf("%s %s %v %v", f, g, err1, err2)
	}
}

package feltctl_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

type verified struct {
	OK               bool
	Events           int64
	Integrity, Chain struct {
		OK     bool
		Detail string
	}
	Tournaments []struct {
		ID   string
		OK   bool
		Read struct{ OK bool }
	}
}

func TestAuditVerifyFindsAWholeBoxWholeAndWritesNothing(t *testing.T) {
	b := newBox(t)
	before := listing(t, b.dir)
	got := run(t, "", "audit", "verify", "--data", b.dir)
	var v verified
	got.object(t, &v)
	if got.code != 0 || !v.OK || v.Events != 376 || len(v.Tournaments) != 1 || !v.Tournaments[0].OK {
		t.Errorf("%+v %s", v, got.err)
	}
	if after := listing(t, b.dir); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestAuditVerifyWorksBesideABoxThatRuns(t *testing.T) {
	b := newBox(t)
	s := b.open(t)
	defer s.Close()
	got := run(t, "", "audit", "verify", "--data", b.dir)
	var v verified
	got.object(t, &v)
	if got.code != 0 || !v.OK {
		t.Errorf("%+v %s", v, got.err)
	}
}

func TestAuditVerifyTellsWhereAFileWasChanged(t *testing.T) {
	b := newBox(t)
	path := filepath.Join(b.dir, "felt.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func([]byte) []byte{
		"an amount made smaller": func(f []byte) []byte {
			return bytes.Replace(f, []byte(`"amount":1200000`), []byte(`"amount":1100000`), 1)
		},
		"a page of noise": func(f []byte) []byte {
			return append(append(append([]byte{}, f[:4096*3]...), bytes.Repeat([]byte{0xa5}, 4096)...), f[4096*4:]...)
		},
		"cut in half": func(f []byte) []byte { return f[:len(f)/2/4096*4096] },
		"empty":       func([]byte) []byte { return nil },
		"no database": func([]byte) []byte { return bytes.Repeat([]byte("minutes of the meeting "), 100) },
	} {
		t.Run(name, func(t *testing.T) {
			broken := damage(bytes.Clone(whole))
			if bytes.Equal(broken, whole) {
				t.Fatal("nothing was damaged")
			}
			file := filepath.Join(t.TempDir(), "felt.db")
			if err := os.WriteFile(file, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			got := run(t, "", "audit", "verify", "--file", file)
			var v verified
			got.object(t, &v)
			if got.code != 1 || v.OK || v.Integrity.OK && v.Chain.OK {
				t.Errorf("exit %d: %+v", got.code, v)
			}
			if v.Integrity.Detail+v.Chain.Detail == "" {
				t.Error("it does not say what is wrong")
			}
		})
	}
}

func TestReplayFoldsTheTournamentsOfABoxAndOfItsBackup(t *testing.T) {
	b := newBox(t)
	backup := run(t, "", "backup", "--data", b.dir)
	var made struct{ Backup string }
	backup.object(t, &made)
	for _, path := range []string{b.dir, filepath.Join(b.dir, "felt.db"), made.Backup} {
		got := run(t, "", "replay", path)
		var r replayed
		got.object(t, &r)
		if got.code != 0 || r.Kind != "box" || len(r.Tournaments) != 1 || len(r.Tournaments[0].Standings) != 66 || r.Tournaments[0].Payouts[0].Paid != 1200000 {
			t.Errorf("%s: exit %d, %s, %d", path, got.code, r.Kind, len(r.Tournaments))
		}
	}
}

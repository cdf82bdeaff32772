package feltctl_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type diagnosis struct {
	OK       bool
	Running  bool `json:"box_running"`
	Findings []struct{ Name, Level, Detail, Next string }
}

func (d diagnosis) of(name string) (level, detail string) {
	for _, f := range d.Findings {
		if f.Name == name {
			return f.Level, f.Detail
		}
	}
	return "missing", ""
}

func doctor(t *testing.T, b aBox, more ...string) (diagnosis, result) {
	t.Helper()
	args := append([]string{"doctor", "--data", b.dir, "--room", "127.0.0.1:0", "--staff", "127.0.0.1:0", "--local", "127.0.0.1:0"}, more...)
	got := run(t, "", args...)
	var d diagnosis
	got.object(t, &d)
	if (got.code == 0) != d.OK {
		t.Errorf("exit %d, ok %v", got.code, d.OK)
	}
	return d, got
}

func TestTheDoctorFindsNothingWrongWithAGoodBoxAndChangesNothing(t *testing.T) {
	b := newBox(t)
	before := listing(t, b.dir)
	d, got := doctor(t, b)
	for _, f := range d.Findings {
		if f.Level == "bad" && f.Name != "disk" && f.Name != "open files" { // of the machine the test runs on
			t.Errorf("%+v", f)
		}
	}
	if level, detail := d.of("database"); level != "ok" || !strings.Contains(detail, "376 events") {
		t.Errorf("database: %s %s", level, detail)
	}
	if level, _ := d.of("newest backup"); level != "note" {
		t.Errorf("without a backup: %s", level)
	}
	if !strings.Contains(got.err, "newest backup") {
		t.Errorf("the words: %s", got.err)
	}
	if after := listing(t, b.dir); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestTheDoctorSaysWhatAilsABox(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for finding, c := range map[string]struct {
		harm  func(aBox) error
		args  []string
		level string
	}{
		"key file":     {harm: func(b aBox) error { return os.Remove(filepath.Join(b.dir, "secrets", "pepper")) }, level: "bad"},
		"data folder":  {harm: func(b aBox) error { return os.Chmod(b.dir, 0o755) }, level: "note"},
		"database":     {harm: func(b aBox) error { return os.Truncate(filepath.Join(b.dir, "felt.db"), 4096*5) }, level: "bad"},
		"room address": {args: []string{"--room", taken.Addr().String()}, level: "bad"},
		"certificate": {harm: func(b aBox) error {
			if err := os.Mkdir(filepath.Join(b.dir, "certs"), 0o700); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(b.dir, "certs", "leaf.crt"), []byte("none"), 0o600)
		}, level: "bad"},
	} {
		t.Run(finding, func(t *testing.T) {
			b := newBox(t)
			if c.harm != nil {
				if err := c.harm(b); err != nil {
					t.Fatal(err)
				}
			}
			d, _ := doctor(t, b, c.args...)
			if level, detail := d.of(finding); level != c.level || detail == "" {
				t.Errorf("%s: %s %s", finding, level, detail)
			}
		})
	}
}

func TestTheDoctorNoticesAClockThatWentBack(t *testing.T) {
	b := newBox(t)
	s := b.open(t)
	keep(t, s, "saturday", farAhead)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	d, _ := doctor(t, b)
	if level, detail := d.of("last event"); level != "bad" {
		t.Errorf("%s %s", level, detail)
	}
}

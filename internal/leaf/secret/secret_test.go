package secret

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASecretIsKeptReplacedAndForgotten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "secrets")
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get("seed-T1"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	for _, want := range []string{"first", "second", ""} {
		if err := s.Put("seed-T1", []byte(want)); err != nil {
			t.Fatal(err)
		}
		s, err = Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get("seed-T1"); err != nil || string(got) != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	for range 2 {
		if err := s.Delete("seed-T1"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Get("seed-T1"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestSecretsArePrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "secrets")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put("pepper", []byte("x")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "pepper"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Error(path, info.Mode(), err)
		}
	}
}

func TestNamesDoNotLeaveTheFolder(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", ".", "..", "../x", "a/b", ".hidden", "a\x00b", "ø", "a b", strings.Repeat("x", 300)} {
		_, getErr := s.Get(name)
		if s.Put(name, nil) == nil || s.Delete(name) == nil || getErr == nil || errors.Is(getErr, ErrNotFound) {
			t.Errorf("%q was taken for a name", name)
		}
	}
}

func TestWhatAPowerCutLeftHalfWrittenIsDeleted(t *testing.T) {
	dir := t.TempDir()
	half := filepath.Join(dir, ".123.half")
	if err := os.WriteFile(half, []byte("ha"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

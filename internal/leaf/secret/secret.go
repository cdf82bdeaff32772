// Package secret keeps what must never be in the database or in a backup of it,
// such as the seed of a draw before it is revealed: one private file for each
// secret, in a folder of their own.
package secret

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrNotFound: there is no such secret.
var ErrNotFound = errors.New("there is no such secret")

// Store is a folder of secrets. Its methods may be called from many goroutines.
type Store struct{ dir string }

// Open makes the folder if it is not there (mode 0700), and makes it private if
// it was not. What a power cut left half written is deleted.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	half, err := filepath.Glob(filepath.Join(dir, ".*.half"))
	if err != nil {
		return nil, err
	}
	for _, path := range half {
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	return &Store{dir}, nil
}

// Put keeps a secret under a name (letters, digits, '-', '_' and '.', not first),
// in place of one that is there. When it returns without an error the secret
// survives a power cut; else the one before is still there.
func (s *Store) Put(name string, secret []byte) error {
	path, err := s.path(name)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(s.dir, ".*.half") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(secret)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("keep the secret %s: %w", name, err)
	}
	return s.flush()
}

// Get returns a secret, or ErrNotFound.
func (s *Store) Get(name string) ([]byte, error) {
	path, err := s.path(name)
	if err != nil {
		return nil, err
	}
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	return secret, err
}

// Delete forgets a secret. Deleting one that is not there is no error.
func (s *Store) Delete(name string) error {
	path, err := s.path(name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.flush()
}

func (s *Store) path(name string) (string, error) {
	odd := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	}
	if name == "" || len(name) > 200 || name[0] == '.' || strings.ContainsFunc(name, odd) {
		return "", fmt.Errorf("%q is no name for a secret", name)
	}
	return filepath.Join(s.dir, name), nil
}

// flush makes the names in the folder survive a power cut.
func (s *Store) flush() error {
	d, err := os.Open(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

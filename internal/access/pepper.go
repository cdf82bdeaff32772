package access

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrKeyFile: the key file is gone, damaged, open to others, or belongs to another
// box (a restored database never brings it along). The room goes on; staff cannot
// sign in until the right one is back or the recovery code has made a new one.
var ErrKeyFile = errors.New("key file")

const pepperBytes = 32

// readPepper reads the key file that PINs are kept under. It refuses a file that
// others on the machine can read, and one of the wrong size.
func readPepper(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing. %s", ErrKeyFile, path, keyFileNext)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w. %s", ErrKeyFile, err, keyFileNext)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("%w: %s can be read by others (mode %04o). Run: chmod 600 %s, and start again", ErrKeyFile, path, mode, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w. %s", ErrKeyFile, err, keyFileNext)
	}
	pepper, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(pepper) != pepperBytes {
		return nil, fmt.Errorf("%w: %s is damaged, it should hold 64 hexadecimal digits. %s", ErrKeyFile, path, keyFileNext)
	}
	return pepper, nil
}

const keyFileNext = "PINs cannot be checked without it. Put the right file back (mode 0600) and start again, " +
	"or choose Recover on the sign-in page and type the recovery code from first run: it sets new PINs"

// keyCheck is kept in the database to tell the right key file from a wrong one.
func keyCheck(pepper []byte) string { return hex.EncodeToString(keyed(pepper, "felt key check")) }

func wrongKeyFile(path string) error {
	return fmt.Errorf("%w: %s is not the one of this database. %s", ErrKeyFile, path, keyFileNext)
}

// writePepper draws a new key and writes the file so that it is there whole or
// not at all, also after a power cut.
func writePepper(path string, random io.Reader) ([]byte, error) {
	pepper := make([]byte, pepperBytes)
	if _, err := io.ReadFull(random, pepper); err != nil {
		return nil, err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	tmp, err := os.CreateTemp(dir, ".pepper-*") // CreateTemp makes it 0600
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(hex.EncodeToString(pepper) + "\n")
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if d, err := os.Open(dir); err == nil { // make the rename itself last
		_ = d.Sync()
		_ = d.Close()
	}
	return pepper, nil
}

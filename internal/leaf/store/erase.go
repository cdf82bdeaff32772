package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Erasing a player leaves a tombstone in a file beside the database, "<path>.erased",
// one line with the id and the time for each, and in a copy beside the backups. A
// restored backup may still have the name; the tombstones are applied again at
// every Open, before anything is read.

// ErasePlayer takes away everything that describes the player and keeps the id,
// for ever. Erasing twice is no error. The tombstone is flushed first: if the
// power goes in between, the next Open finishes the work.
func (s *Store) ErasePlayer(ctx context.Context, id string) error {
	if _, err := s.Player(ctx, id); err != nil {
		return err
	}
	now := s.opt.Now()
	if err := addTombstone(s.opt.Path+".erased", id, now); err != nil {
		return explainFile(err)
	}
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		s.erased[id] = now // under the writer's lock, as CreatePlayer reads it
		return tx.erase(ctx, id, now)
	})
}

func (tx *Tx) erase(ctx context.Context, id string, at time.Time) error {
	_, err := tx.Queries.ErasePlayer(ctx, new(at.UnixMilli()), id)
	return err
}

// eraseAgain applies all tombstones and remembers them. It runs before the store
// is handed out.
func (s *Store) eraseAgain(ctx context.Context) (err error) {
	s.erased, err = tombstones(s.opt.Path + ".erased")
	if err != nil {
		return explainFile(err)
	}
	for id, at := range s.erased {
		if err := s.tx.erase(ctx, id, at); err != nil {
			return err
		}
	}
	return nil
}

// tombstones reads the file; there need not be one.
func tombstones(path string) (map[string]time.Time, error) {
	erased := map[string]time.Time{}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return erased, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		id, when, _ := strings.Cut(lines.Text(), " ")
		if at, err := strconv.ParseInt(when, 10, 64); err == nil { // else torn by a power cut, and never acknowledged
			erased[id] = time.UnixMilli(at)
		}
	}
	return erased, lines.Err()
}

// tombstonesBeside is the name of the copy in a folder of backups.
const tombstonesBeside = "erased"

// CopyTombstones takes the tombstones in one folder of backups to another, so that
// a backup that is copied on its own keeps them.
func CopyTombstones(from, to string) error {
	return copyTombstones(filepath.Join(from, tombstonesBeside), filepath.Join(to, tombstonesBeside))
}

// copyTombstones replaces the copy that is there.
func copyTombstones(from, to string) error {
	if !exists(from) {
		return nil
	}
	temp := to + ".new"
	if err := os.Remove(temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := copyFile(from, temp); err != nil {
		return err
	}
	return os.Rename(temp, to)
}

// takeTombstones adds those of one file that another lacks.
func takeTombstones(from, to string) error {
	theirs, err1 := tombstones(from)
	ours, err2 := tombstones(to)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	for id, at := range theirs {
		if _, have := ours[id]; !have {
			if err := addTombstone(to, id, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func addTombstone(path, id string, at time.Time) error {
	if id == "" || strings.ContainsAny(id, " \n") {
		return fmt.Errorf("player id %q cannot be erased", id)
	}
	isNew := !exists(path)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	// The line begins with a line break, so that a torn line before it stays alone.
	_, err = fmt.Fprintf(f, "\n%s %d\n", id, at.UnixMilli())
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil && isNew {
		err = syncDir(filepath.Dir(path))
	}
	return err
}

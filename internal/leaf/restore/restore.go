package restore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/secret"
	"felt/internal/leaf/store"
	"felt/internal/problem"
)

// Check returns nil if the code is the one of the box that the backup was made
// on, and the refusal otherwise: backup_bad, backup_unowned, recovery_typo,
// recovery_wrong. It changes nothing.
func Check(ctx context.Context, backup, code string) error {
	s, book, err := look(ctx, backup)
	if err != nil {
		return err
	}
	defer s.Close()
	if book.Recovery == nil {
		return problem.New(409, "backup_unowned", "The backup is of a box that nobody had set up.").WithNext("Choose another one.")
	}
	door, err := access.New(ctx, paper{book.Recovery}, access.Options{})
	if door == nil {
		return err
	}
	return door.CheckRecovery(code, "")
}

func look(ctx context.Context, backup string) (*store.Store, access.Book, error) {
	bad := func(err error) error {
		return problem.New(422, "backup_bad", fmt.Sprintf("The backup cannot be used: %s.", err)).WithNext("Choose another one.").WithField("backup")
	}
	s, err := store.OpenToRead(ctx, backup)
	if err != nil {
		return nil, access.Book{}, bad(err)
	}
	book, err := s.Access().Load(ctx)
	if err != nil {
		s.Close()
		return nil, access.Book{}, bad(err)
	}
	return s, book, nil
}

// paper is a book with a recovery code in it and nothing else.
type paper struct{ recovery *access.Recovery }

func (p paper) Load(context.Context) (access.Book, error) {
	return access.Book{Recovery: p.recovery}, nil
}

func (paper) Save(context.Context, access.Changes) error { return store.ErrReadOnly }

// Box is the box that is to get the history. It must not be running.
type Box struct {
	Data     string // folder
	Database string // file
	Backups  string // folder
}

// Put puts the backup in place: its venue becomes the box's, history forks into a
// new epoch, what was there is moved aside. Until the database has its new name
// the box is as it was, but for its key file; the next start mends what a power cut
// left half done.
func (b Box) Put(ctx context.Context, backup string) (store.Restored, error) {
	s, book, err := look(ctx, backup)
	if err != nil {
		return store.Restored{}, err
	}
	defer s.Close()
	work, err := os.MkdirTemp(b.Data, ".restore-")
	if err != nil {
		return store.Restored{}, err
	}
	defer os.RemoveAll(work)
	copied, err := lockedOut(ctx, backup, s, book, work)
	if err != nil {
		return store.Restored{}, err
	}
	key := filepath.Join(b.Data, "secrets", "pepper") // first: without it nobody signs in by an old PIN
	if err := os.Rename(key, key+".before-"+time.Now().UTC().Format("20060102T150405Z")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return store.Restored{}, err
	}
	mark := filepath.Join(b.Data, marker)
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return store.Restored{}, err
	}
	r, err := store.Restore(ctx, store.RestoreOptions{Backup: copied, Path: b.Database, BackupDir: b.Backups})
	if err != nil {
		return r, errors.Join(err, os.Remove(mark))
	}
	return r, errors.Join(b.setVenue(s.Venue()), os.Remove(mark))
}

// marker is there while a database of another venue may have the box's place.
const marker = "restoring"

// setVenue gives the box the name of the venue whose history it has. The stream
// of the old name is transport, which the table makes anew.
func (b Box) setVenue(venue string) error {
	kept, err := secret.Open(filepath.Join(b.Data, "secrets"))
	if err != nil {
		return err
	}
	return errors.Join(kept.Put("venue", []byte(venue)), os.RemoveAll(filepath.Join(b.Data, "nats")))
}

// Mend finishes a restore that lost its power between the database and the
// venue's name: the box takes the name of the venue whose history it has. Call it
// at every start, before the database is opened.
func (b Box) Mend(ctx context.Context) error {
	mark := filepath.Join(b.Data, marker)
	if _, err := os.Stat(mark); err != nil {
		return nil
	}
	s, err := store.OpenToRead(ctx, b.Database)
	if errors.Is(err, os.ErrNotExist) {
		return os.Remove(mark) // the old one had been moved aside: the start says so
	}
	if err != nil {
		return err
	}
	defer s.Close()
	return errors.Join(b.setVenue(s.Venue()), os.Remove(mark))
}

// lockedOut copies the backup and lets nobody in any more: sessions and devices
// that were revoked since it was made must not come back to life.
func lockedOut(ctx context.Context, file string, backup *store.Store, book access.Book, work string) (string, error) {
	b, err := backup.Backup(ctx, work) // checks every page and every hash
	if err != nil {
		return "", err
	}
	if err := store.CopyTombstones(filepath.Dir(file), work); err != nil {
		return "", err
	}
	s, err := store.Open(ctx, store.Options{Path: b.Path, Venue: backup.Venue()})
	if err != nil {
		return "", err
	}
	c := access.Changes{Recovery: book.Recovery, ForgiveMisses: book.Misses}
	for _, v := range book.Devices {
		if !v.Unpaired {
			v.Unpaired = true
			c.Devices = append(c.Devices, v)
		}
	}
	for _, x := range book.Sessions {
		c.EndSessions = append(c.EndSessions, x.ID)
	}
	for _, p := range book.Pairings {
		c.EndPairings = append(c.EndPairings, p.ID)
	}
	return b.Path, errors.Join(s.Access().Save(ctx, c), s.Close())
}

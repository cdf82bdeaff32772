package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"syscall"
)

var (
	// ErrDiskFull: there was no room for the write. Nothing of it was kept, and
	// the store goes on as soon as there is room.
	ErrDiskFull = errors.New("the disk is full")
	// ErrReadOnly: the file or its disk cannot be written. Nothing was kept.
	ErrReadOnly = errors.New("the database cannot be written")
	// ErrUnsure: the disk failed while a commit was being flushed, and whether it
	// was kept will only show when the file is opened again. The store refuses
	// every further write until then.
	ErrUnsure = errors.New("the disk failed during a write; restart the box")
	// ErrInUse: another process has the file open.
	ErrInUse = errors.New("another Felt is running on this database")
	// ErrNewer: the file was written by a newer Felt than this one.
	ErrNewer = errors.New("the database was written by a newer Felt")
	// ErrOtherVenue: the file holds the history of another venue.
	ErrOtherVenue = errors.New("the database belongs to another venue")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("the store is closed")
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("not found")
	// ErrExists: there is such a row already.
	ErrExists = errors.New("exists already")
	// ErrText: a text is not UTF-8 or has a NUL in it.
	ErrText = errors.New("a text is not UTF-8 without NUL")
	// ErrErased: the player was erased, for ever.
	ErrErased = errors.New("the player was erased")
	// ErrKeyUsed: the idempotency key was answered before; look at Answer first.
	ErrKeyUsed = errors.New("the idempotency key was used before")
)

// DamagedError says that the file is not what Felt wrote. Nothing was changed.
type DamagedError struct {
	Detail           string // what was found, for people
	NewestGoodBackup string // path of the newest backup that passed every check, or ""
	Err              error  // the cause, if it was an error
	looked           bool   // for a backup
}

func (e *DamagedError) Error() string {
	s := "the database is damaged: " + e.Detail
	if e.NewestGoodBackup != "" {
		return s + "; the newest good backup is " + e.NewestGoodBackup
	}
	if e.looked {
		return s + "; no good backup was found"
	}
	return s
}

func (e *DamagedError) Unwrap() error { return e.Err }

// VersionError says that a document was changed by someone else in between.
type VersionError struct {
	Current int64 // the version it has now; 0 if it does not exist
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("the document has version %d now", e.Current)
}

// WriteError says which write of a group failed. The whole group was refused.
type WriteError struct {
	Index int
	Err   error
}

func (e *WriteError) Error() string { return e.Err.Error() }
func (e *WriteError) Unwrap() error { return e.Err }

// nameBackup adds the newest good backup in dir to a *DamagedError, which it
// looks for only then.
func nameBackup(ctx context.Context, err error, dir string) error {
	var damaged *DamagedError
	if errors.As(err, &damaged) && !damaged.looked && dir != "" {
		damaged.looked = true
		if b, err := NewestGood(ctx, dir); err == nil {
			damaged.NewestGoodBackup = b.Path
		}
	}
	return err
}

// A fault is what a driver's error means.
type fault int

const (
	faultOther fault = iota
	faultFull
	faultReadOnly
	faultIO // read or write failed, but not in a flush
	faultFlush
	faultCorrupt
	faultUnique
	faultBusy
)

// roomNeeded is how much free space, in bytes, counts as "not full" when a
// driver reports a failed write without saying why.
const roomNeeded = 1 << 20

// explain turns a driver's error into one of this package's. path is the
// database file, whose disk is asked for room.
func explain(err error, path string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	switch faultOf(err) {
	case faultFull:
		return fmt.Errorf("%w (%v)", ErrDiskFull, err)
	case faultReadOnly:
		return fmt.Errorf("%w (%v)", ErrReadOnly, err)
	case faultFlush:
		return fmt.Errorf("%w (%v)", ErrUnsure, err)
	case faultIO:
		if diskFull(path) {
			return fmt.Errorf("%w (%v)", ErrDiskFull, err)
		}
		return fmt.Errorf("the disk failed: %w", err)
	case faultCorrupt:
		return &DamagedError{Detail: err.Error(), Err: err}
	case faultUnique:
		return fmt.Errorf("%w (%v)", ErrExists, err)
	}
	return err
}

func diskFull(path string) bool {
	var fs syscall.Statfs_t
	if syscall.Statfs(path, &fs) != nil {
		return false
	}
	return fs.Bavail*uint64(fs.Bsize) < roomNeeded
}

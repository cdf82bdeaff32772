package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"felt/internal/leaf/store/db"
)

// lastEventsChecked is how many events at the end of the chain are recomputed
// before the file is opened for writing. The others follow in the background.
const lastEventsChecked = 200

// lookBeforeOpening decides whether the file may be opened for writing. It
// changes nothing.
func lookBeforeOpening(ctx context.Context, opt Options) error {
	return nameBackup(ctx, look(ctx, opt), opt.BackupDir)
}

func look(ctx context.Context, opt Options) error {
	switch {
	case !exists(opt.Path) && exists(opt.Path+"-wal"):
		return &DamagedError{Detail: "the database file is missing, though its write-ahead log is there"}
	case !exists(opt.Path) && exists(opt.Path+".mark"):
		return &DamagedError{Detail: "the database file is missing, though there was one"}
	case !exists(opt.Path) && hasBackups(opt.BackupDir):
		return &DamagedError{Detail: "the database file is missing, though there are backups of it"}
	case !exists(opt.Path):
		return nil
	}
	if err := scanWAL(opt.Path + "-wal"); err != nil {
		return err
	}
	found, err := examine(ctx, opt.Path, quick, lastEventsChecked)
	if err != nil {
		return err
	}
	if found.venue != opt.Venue {
		return fmt.Errorf("%w: it is %q, not %q", ErrOtherVenue, found.venue, opt.Venue)
	}
	if epoch, seq, ok := readMark(opt.Path + ".mark"); ok && (epoch > found.epoch || epoch == found.epoch && seq > found.seq) {
		return &DamagedError{Detail: fmt.Sprintf("it ends at event %d of epoch %d, but event %d of epoch %d was kept before", found.seq, found.epoch, seq, epoch)}
	}
	return nil
}

// found is what a look at a file shows.
type found struct {
	venue string
	headAt
}

// examine opens a file for reading only, checks its pages and the last events of its chain (all if last is below 0), and reads
// where it ends. What SQLite leaves beside the file is taken away again.
func examine(ctx context.Context, path string, how check, last int64) (f found, err error) {
	if err := checkHeader(path); err != nil {
		return f, err
	}
	for _, side := range []string{"-wal", "-shm"} {
		if !exists(path + side) {
			defer removeIfScratch(path + side)
		}
	}
	base, closeDriver, err := openDriver(path, true)
	if err != nil {
		return f, explainOpen(err, path)
	}
	one := pool(base, 1, examiner)
	defer func() { err = errors.Join(err, one.Close(), closeDriver()) }()
	if err := how(ctx, one, path); err != nil {
		return f, explainOpen(err, path)
	}
	if err := checkVersion(ctx, one); err != nil {
		return f, explainOpen(err, path)
	}
	q := db.New(one)
	epoch, err := q.LastEpoch(ctx)
	if err != nil {
		return f, explainOpen(err, path)
	}
	f = found{epoch.Venue, headAt{epoch: epoch.Epoch}}
	head, err := q.EventHead(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return f, nil
	} else if err != nil {
		return f, explainOpen(err, path)
	}
	f.seq, f.hash = head.Seq, head.Hash
	from := max(0, f.seq-last)
	if last < 0 {
		from = 0
	}
	return f, verifyChain(ctx, q, from, f.seq, f.hash, nil)
}

// explainOpen is explain, where a file without Felt's tables is damaged too.
func explainOpen(err error, path string) error {
	if err = explain(err, path); errors.Is(err, ErrNotFound) || strings.Contains(err.Error(), "no such table") {
		return &DamagedError{Detail: "it is not a Felt database", Err: err}
	}
	return err
}

// checkHeader looks at the first bytes itself: SQLite deletes the log of an empty
// file, and forgives a header that is written again in the log.
func checkHeader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return explainFile(err)
	}
	defer f.Close()
	var header [100]byte
	if _, err := io.ReadFull(f, header[:]); err == io.EOF || err == io.ErrUnexpectedEOF {
		return &DamagedError{Detail: "it is cut to less than its header"}
	} else if err != nil {
		return explainFile(err)
	}
	if string(header[:16]) != "SQLite format 3\x00" {
		return &DamagedError{Detail: "its header is not that of a database"}
	}
	return nil
}

// check is a way of checking the pages of a file.
type check func(ctx context.Context, one *sql.DB, path string) error

// quickUpTo is the size, in bytes, up to which the start checks all pages, which
// takes about 2 ms a megabyte. Of a larger file the pages of the event table are
// left to CheckIntegrity, so that a start does not take longer with every night.
const quickUpTo = 128 << 20

// quick checks the structure of the pages, without holding indexes against tables.
func quick(ctx context.Context, one *sql.DB, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() <= quickUpTo {
		return checkPages(ctx, one, "quick_check(5)")
	}
	return quickWithoutEvents(ctx, one, path)
}

func quickWithoutEvents(ctx context.Context, one *sql.DB, _ string) error {
	rows, err := one.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'event'")
	if err != nil {
		return err
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		tables = append(tables, name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil { // the one connection is needed again
		return err
	}
	for _, table := range tables {
		if err := checkPages(ctx, one, "quick_check('"+table+"')"); err != nil {
			return err
		}
	}
	return nil
}

// full checks everything SQLite can check.
func full(ctx context.Context, one *sql.DB, _ string) error {
	return checkPages(ctx, one, "integrity_check(20)")
}

func checkPages(ctx context.Context, one *sql.DB, check string) error {
	rows, err := one.QueryContext(ctx, "PRAGMA "+check)
	if err != nil {
		return err
	}
	defer rows.Close()
	var faults []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			faults = append(faults, line)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if faults != nil {
		return &DamagedError{Detail: strings.Join(faults, "; ")}
	}
	return nil
}

func checkVersion(ctx context.Context, one *sql.DB) error {
	var version sql.NullInt64
	if err := one.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&version); err != nil {
		return err
	}
	if newest := newestMigration(); version.Int64 > newest {
		return fmt.Errorf("%w: its schema is %d, this one knows %d", ErrNewer, version.Int64, newest)
	}
	return nil
}

// CheckIntegrity has SQLite check every page and index of the open file. It
// reads all of it: for the background, after start. A fault comes back as
// *DamagedError.
func (s *Store) CheckIntegrity(ctx context.Context) error {
	return nameBackup(ctx, explain(full(ctx, s.read, s.opt.Path), s.opt.Path), s.opt.BackupDir)
}

func removeIfScratch(path string) {
	if strings.HasSuffix(path, "-shm") || isEmpty(path) {
		os.Remove(path)
	}
}

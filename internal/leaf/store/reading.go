package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"felt/internal/leaf/store/db"
)

// OpenToRead opens a database or a backup for reading only, beside a box that
// runs on it or not. It takes no lock, migrates nothing and refuses every write
// with ErrReadOnly. The file is not examined: CheckIntegrity and VerifyChain do that.
//
// Errors: *DamagedError where it is no database of Felt, ErrNewer, ErrReadOnly,
// and os.ErrNotExist.
func OpenToRead(ctx context.Context, path string) (*Store, error) {
	if err := checkHeader(path); err != nil {
		return nil, err
	}
	s := &Store{opt: Options{Path: path, Now: time.Now, Log: slog.New(slog.DiscardHandler)}, broken: ErrReadOnly}
	s.stopped, s.stop = context.WithCancel(context.Background())
	base, closeDriver, err := openDriver(path, true)
	if err != nil {
		return nil, explainOpen(err, path)
	}
	s.closeDriver = closeDriver
	s.read = pool(base, readers, reading)
	s.reads = db.New(s.read)
	if err := s.findPlace(ctx); err != nil {
		return nil, errors.Join(explainOpen(err, path), s.Close())
	}
	return s, nil
}

// findPlace reads whose file it is and where its chain ends.
func (s *Store) findPlace(ctx context.Context) error {
	if err := checkVersion(ctx, s.read); err != nil {
		return err
	}
	epoch, err := s.reads.LastEpoch(ctx)
	if err != nil {
		return err
	}
	s.opt.Venue = epoch.Venue
	head := headAt{epoch: epoch.Epoch}
	last, err := s.reads.EventHead(ctx)
	if err == nil {
		head.seq, head.hash = last.Seq, last.Hash
	} else if !errors.Is(explain(err, ""), ErrNotFound) {
		return err
	}
	s.head.Store(&head)
	return nil
}

// Venue is the venue whose history the file holds.
func (s *Store) Venue() string { return s.opt.Venue }

// Streams lists the streams of the file in the order in which they began.
func (s *Store) Streams(ctx context.Context) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT stream FROM event GROUP BY stream ORDER BY min(seq)")
	if err != nil {
		return nil, explain(err, s.opt.Path)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var stream string
		if err := rows.Scan(&stream); err != nil {
			return nil, explain(err, s.opt.Path)
		}
		list = append(list, stream)
	}
	return list, explain(rows.Err(), s.opt.Path)
}

// Version is the release of the SQLite that this binary was built with.
func (s *Store) Version(ctx context.Context) (version string, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
	return version, explain(err, s.opt.Path)
}

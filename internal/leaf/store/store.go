package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"felt/internal/leaf/store/db"
)

// Options say which file to open and for whom.
type Options struct {
	Path      string           // the database file; its folder must exist
	Venue     string           // the venue whose history the file holds
	Now       func() time.Time // wall clock; time.Now if nil
	BackupDir string           // where to look for a good backup when the file is damaged; "" for none
	Log       *slog.Logger     // what the store does in the background; discarded if nil
}

// Store is the open database. Its methods may be called from many goroutines;
// writes wait for each other.
type Store struct {
	opt  Options
	lock *os.File // held while the file is open

	closeDriver func() error
	write       *sql.DB   // one connection
	conn        *sql.Conn // that connection, pinned
	read        *sql.DB
	reads       *db.Queries
	begin       *sql.Stmt
	commit      *sql.Stmt
	rollback    *sql.Stmt

	mu      sync.Mutex // one writer
	tx      Tx
	streams map[string]int64     // last sequence of each stream written or asked for
	erased  map[string]time.Time // players erased for ever
	mark    *mark
	unsaved int   // rows written since the last checkpoint
	broken  error // why nothing more is written

	head       atomic.Pointer[headAt]
	background sync.WaitGroup
	stop       context.CancelFunc
	stopped    context.Context
}

// headAt is the end of the chain, and the epoch that the next event gets.
type headAt struct {
	epoch, seq int64
	hash       string
}

// Open opens the file, or makes it if neither it nor any backup of it exists.
// It reads the end of the chain and the pages' structure, not all events; call
// VerifyChain and CheckIntegrity in the background afterwards.
//
// Errors: *DamagedError, ErrInUse, ErrNewer, ErrOtherVenue, ErrReadOnly,
// ErrDiskFull. After any of them the file is as it was.
func Open(ctx context.Context, opt Options) (*Store, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Venue == "" {
		return nil, errors.New("open the database: no venue given")
	}
	lock, err := lockFile(opt.Path + ".lock")
	if err != nil {
		return nil, explainFile(err)
	}
	s, err := openLocked(ctx, opt)
	if err != nil {
		lock.Close()
		return nil, err
	}
	s.lock = lock
	return s, nil
}

func openLocked(ctx context.Context, opt Options) (*Store, error) {
	if err := lookBeforeOpening(ctx, opt); err != nil {
		return nil, err
	}
	s := &Store{opt: opt, streams: map[string]int64{}}
	s.stopped, s.stop = context.WithCancel(context.Background())
	if err := s.open(ctx); err != nil {
		s.shut()
		return nil, explain(err, opt.Path)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	if !exists(s.opt.Path) {
		if err := create(ctx, s.opt); err != nil {
			return explainFile(err)
		}
	}
	base, closeDriver, err := openDriver(s.opt.Path, false)
	if err != nil {
		return err
	}
	s.closeDriver = closeDriver
	s.write = pool(base, 1, writing)
	if err := migrate(ctx, s.write); err != nil {
		return err
	}
	if s.conn, err = s.write.Conn(ctx); err != nil {
		return err
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{{&s.begin, "BEGIN IMMEDIATE"}, {&s.commit, "COMMIT"}, {&s.rollback, "ROLLBACK"}} {
		if *p.stmt, err = s.conn.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	if s.tx.Queries, err = db.Prepare(ctx, s.conn); err != nil {
		return err
	}
	s.tx.store = s
	s.read = pool(base, readers, reading)
	s.reads = db.New(s.read)
	if s.mark, err = openMark(s.opt.Path + ".mark"); err != nil {
		return explainFile(err)
	}
	if err := s.findHead(ctx); err != nil {
		return err
	}
	if err := s.eraseAgain(ctx); err != nil {
		return err
	}
	s.inBackground(func(ctx context.Context) { s.mark.keep(ctx, s.head.Load) })
	return nil
}

// findHead reads where the chain ends.
func (s *Store) findHead(ctx context.Context) error {
	epoch, err := s.tx.LastEpoch(ctx)
	if err != nil {
		return err
	}
	head := headAt{epoch: epoch.Epoch}
	last, err := s.tx.EventHead(ctx)
	if err == nil {
		head.seq, head.hash = last.Seq, last.Hash
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	s.head.Store(&head)
	return nil
}

// Head says where the chain ends: the epoch the next event will be in, and the
// sequence and hash of the last event (0 and "" before the first).
func (s *Store) Head() (epoch, seq int64, hash string) {
	h := s.head.Load()
	return h.epoch, h.seq, h.hash
}

// Close waits for the write and the background work that are under way, moves
// the WAL into the file and closes it.
func (s *Store) Close() error {
	s.mu.Lock() // so that no commit starts background work while it is waited for
	s.stop()
	s.mu.Unlock()
	s.background.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == ErrClosed {
		return nil
	}
	var err error
	if s.broken == nil {
		err = checkpoint(context.Background(), s.conn, "TRUNCATE")
	}
	s.broken = ErrClosed
	err = errors.Join(err, s.shut())
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// shut closes what is open, readers first, so that the connection that closes
// last and may checkpoint is the writer.
func (s *Store) shut() error {
	s.stop()
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.tx.Queries != nil {
		errs = append(errs, s.tx.Queries.Close())
	}
	for _, stmt := range []*sql.Stmt{s.begin, s.commit, s.rollback} {
		if stmt != nil {
			errs = append(errs, stmt.Close())
		}
	}
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.closeDriver != nil {
		errs = append(errs, s.closeDriver())
	}
	if s.mark != nil {
		errs = append(errs, s.mark.close())
	}
	return errors.Join(errs...)
}

// create makes a new file with the first epoch in it. It gets its name when it
// is whole, so that a power cut never leaves half a database behind.
func create(ctx context.Context, opt Options) error {
	temp := opt.Path + ".new"
	if err := removeAll(temp); err != nil {
		return err
	}
	return build(ctx, temp, opt.Path, func(q *db.Queries) error {
		return q.BeginEpoch(ctx, db.BeginEpochParams{Epoch: 1, Venue: opt.Venue, StartedAt: opt.Now().UnixMilli()})
	}, func() error { return nil })
}

// build brings the file temp, made if need be, to this build's schema, lets fill
// write to it, flushes it, calls ready and gives it its name.
func build(ctx context.Context, temp, path string, fill func(*db.Queries) error, ready func() error) (err error) {
	defer func() {
		if err != nil {
			removeAll(temp)
		}
	}()
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE, 0o600) // SQLite gives the files beside it the same mode
	if err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return err
	}
	base, closeDriver, err := openDriver(temp, false)
	if err != nil {
		return err
	}
	err = func() error {
		one := pool(base, 1, writing)
		defer one.Close()
		if err := migrate(ctx, one); err != nil {
			return err
		}
		if err := fill(db.New(one)); err != nil {
			return err
		}
		conn, err := one.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		return checkpoint(ctx, conn, "TRUNCATE")
	}()
	if err = errors.Join(err, closeDriver()); err != nil {
		return err
	}
	if err := syncFile(temp); err != nil {
		return err
	}
	if err := ready(); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return errors.Join(removeAll(temp), syncDir(filepath.Dir(path)))
}

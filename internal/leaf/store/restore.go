package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"felt/internal/event"
	"felt/internal/leaf/store/db"
)

// RestoreOptions say what to restore and where.
type RestoreOptions struct {
	Backup     string // path of the backup
	Path       string // where the database is to be
	BackupDir  string // other backups, looked at for the epochs they used
	KnownEpoch int64  // the highest epoch anybody else has seen, such as the cloud; 0 if not asked
	Now        func() time.Time
}

// Restored says what Restore did.
type Restored struct {
	Epoch      int64  // the new epoch of history
	Seq        int64  // the fork point: the last event that was kept
	Hash       string // and its hash, which the next event will have as Prev
	MovedAside string // where the database that was there is now; "" if none was
}

// Restore makes a database from a backup. History forks: the new file begins an
// epoch higher than any known one, whose first event follows the last event of
// the backup. A database that is there is moved aside with all its files, never
// deleted. Nothing must have the database open: ErrInUse.
//
// Players erased since the backup was made are erased again when the file is
// opened, by the tombstones beside it, which get those beside the backup.
func Restore(ctx context.Context, opt RestoreOptions) (Restored, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	lock, err := lockFile(opt.Path + ".lock")
	if err != nil {
		return Restored{}, explainFile(err)
	}
	defer lock.Close()
	end, err := examine(ctx, opt.Backup, full, -1)
	if err != nil {
		return Restored{}, fmt.Errorf("the backup cannot be used: %w", err)
	}
	r := Restored{Epoch: nextEpoch(ctx, opt, end.epoch), Seq: end.seq, Hash: end.hash}
	temp := opt.Path + ".restoring"
	if err := removeAll(temp); err != nil {
		return r, err
	}
	if err := copyFile(opt.Backup, temp); err != nil {
		return r, explainFile(err)
	}
	if err := takeTombstones(filepath.Join(filepath.Dir(opt.Backup), tombstonesBeside), opt.Path+".erased"); err != nil {
		return r, explainFile(err)
	}
	fork := db.BeginEpochParams{Epoch: r.Epoch, Venue: end.venue, ForkSeq: end.seq, ForkHash: end.hash, StartedAt: opt.Now().UnixMilli()}
	err = build(ctx, temp, opt.Path, func(q *db.Queries) error {
		return q.BeginEpoch(ctx, fork)
	}, func() (err error) {
		r.MovedAside, err = moveAside(opt.Path, opt.Now())
		return err
	})
	return r, explain(explainFile(err), opt.Path)
}

// nextEpoch is one higher than any epoch that may have been written to: those of
// the backup, of the database that is there, of its mark and of other backups.
func nextEpoch(ctx context.Context, opt RestoreOptions, epoch int64) int64 {
	epoch = max(epoch, opt.KnownEpoch)
	if marked, _, ok := readMark(opt.Path + ".mark"); ok {
		epoch = max(epoch, marked)
	}
	if exists(opt.Path) {
		if there, err := examine(ctx, opt.Path, quick, 0); err == nil {
			epoch = max(epoch, there.epoch)
		}
	}
	for _, path := range backupFiles(opt.BackupDir) {
		var stamp string
		var e, seq int64
		if n, _ := fmt.Sscanf(filepath.Base(path), backupPrefix+"%16s-e%d-s%d", &stamp, &e, &seq); n == 3 {
			epoch = max(epoch, e)
		}
	}
	return epoch + 1
}

// moveAside renames a database and the files beside it. The database goes
// first: if the power goes in between, what is left is not taken for a database.
func moveAside(path string, now time.Time) (string, error) {
	aside := fmt.Sprintf("%s.before-%s", path, now.UTC().Format(backupStamp))
	moved := ""
	for _, side := range []string{"", "-wal", "-shm", ".mark"} {
		if err := os.Rename(path+side, aside+side); err == nil {
			moved = aside
		} else if !errors.Is(err, os.ErrNotExist) {
			return moved, err
		}
	}
	return moved, syncDir(filepath.Dir(path))
}

// Adopt takes in events of the epoch before the present one, such as the tail
// the cloud still has of a box that was restored. They follow the chain's end and
// move the fork point behind them. It is possible only before the first event of
// the present epoch. The events are taken as they are; one that does not fit
// refuses all, with *event.Broken.
func (s *Store) Adopt(ctx context.Context, tail []event.Envelope) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return s.broken
	}
	ctx = context.WithoutCancel(ctx)
	err := s.adopt(ctx, tail)
	if err != nil {
		return s.refuse(err)
	}
	clear(s.streams)
	if err := s.findHead(ctx); err != nil {
		return explain(err, s.opt.Path)
	}
	s.mark.later()
	return nil
}

func (s *Store) adopt(ctx context.Context, tail []event.Envelope) error {
	present, err := s.tx.LastEpoch(ctx)
	if err != nil {
		return err
	}
	var v event.Verifier
	last, err := s.tx.EventHead(ctx)
	if err == nil {
		v = event.Verifier{Prev: last.Hash, Seq: last.Seq, Epoch: last.Epoch}
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if v.Epoch == present.Epoch {
		return errors.New("this epoch of history has events of its own already")
	}
	if _, err := s.begin.ExecContext(ctx); err != nil {
		return err
	}
	for i := range tail {
		e := &tail[i]
		if e.Venue != s.opt.Venue || e.Epoch >= present.Epoch || v.Epoch != 0 && e.Epoch != v.Epoch {
			return &event.Broken{Epoch: e.Epoch, Seq: e.Seq, Why: "it belongs to another branch of history"}
		}
		if err := v.Next(e); err != nil {
			return err
		}
		if err := s.tx.AppendEvent(ctx, eventRow(e)); err != nil {
			return err
		}
	}
	if err := s.tx.MoveFork(ctx, v.Seq, v.Prev, present.Epoch); err != nil {
		return err
	}
	_, err = s.commit.ExecContext(ctx)
	return err
}

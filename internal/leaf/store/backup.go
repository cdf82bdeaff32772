package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"felt/internal/leaf/store/db"
)

// Backup is a whole copy of the database in one file, checked when it was made.
type Backup struct {
	ID         string // the file's name without its ending
	Path       string
	MadeAt     time.Time
	Size       int64 // bytes
	VerifiedAt time.Time
	Epoch, Seq int64 // where its chain ends
	Hash       string
}

// A backup is called felt-20261124T210501Z-e1-s4711.db: when it was made and
// where its chain ends. The order of the names is the order in time.
const (
	backupPrefix = "felt-"
	backupSuffix = ".db"
	backupStamp  = "20060102T150405Z"
)

// Backup copies the database into dir while the box works on, checks every page
// and every hash of the copy, and only then gives it its name and lists it. A
// copy that fails its check is deleted and *DamagedError returned. The file is
// private (mode 0600). It holds the database only: secrets live outside it and
// are copied beside it by whoever keeps them. The tombstones of erased players
// are copied beside it here.
func (s *Store) Backup(ctx context.Context, dir string) (Backup, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Backup{}, explainFile(err)
	}
	made := s.opt.Now().UTC()
	temp := filepath.Join(dir, "."+backupPrefix+made.Format(backupStamp)+".making")
	if err := removeAll(temp); err != nil {
		return Backup{}, err
	}
	b, err := s.backup(ctx, dir, temp, made)
	if err != nil {
		removeAll(temp)
		return Backup{}, err
	}
	if s.lock == nil { // opened to read: the box that has it open does not list what it did not make
		return b, nil
	}
	err = s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		return tx.AddBackup(ctx, db.AddBackupParams{
			ID: b.ID, Path: b.Path, MadeAt: b.MadeAt.UnixMilli(), Size: b.Size,
			VerifiedAt: b.VerifiedAt.UnixMilli(), HeadEpoch: b.Epoch, HeadSeq: b.Seq, HeadHash: b.Hash,
		})
	})
	return b, err
}

func (s *Store) backup(ctx context.Context, dir, temp string, made time.Time) (b Backup, err error) {
	if err := s.copyTo(ctx, temp); err != nil {
		return b, explain(err, dir)
	}
	if err := syncFile(temp); err != nil {
		return b, explainFile(err)
	}
	end, err := examine(ctx, temp, full, -1)
	if err != nil {
		return b, err
	}
	info, err := os.Stat(temp)
	if err != nil {
		return b, err
	}
	id := fmt.Sprintf("%s%s-e%d-s%d", backupPrefix, made.Format(backupStamp), end.epoch, end.seq)
	b = Backup{
		ID: id, Path: filepath.Join(dir, id+backupSuffix), MadeAt: made, Size: info.Size(), VerifiedAt: s.opt.Now(),
		Epoch: end.epoch, Seq: end.seq, Hash: end.hash,
	}
	if exists(b.Path) {
		return b, fmt.Errorf("backup %s: %w", id, ErrExists)
	}
	if err := os.Rename(temp, b.Path); err != nil {
		return b, explainFile(err)
	}
	if err := copyTombstones(s.opt.Path+".erased", filepath.Join(dir, tombstonesBeside)); err != nil {
		return b, explainFile(err)
	}
	return b, explainFile(syncDir(dir))
}

// copyTo writes a copy from a reading connection, so that no tap waits for it.
// The connection has to be allowed to write, though only to the copy.
func (s *Store) copyTo(ctx context.Context, temp string) error {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := drain(ctx, conn, "PRAGMA query_only=OFF"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", temp)
	return errors.Join(err, drain(context.WithoutCancel(ctx), conn, "PRAGMA query_only=ON"))
}

// Backups returns the backups on the list whose files are there, the newest
// first.
func (s *Store) Backups(ctx context.Context) ([]Backup, error) {
	rows, err := s.reads.AllBackups(ctx)
	var list []Backup
	for _, r := range rows {
		if exists(r.Path) {
			list = append(list, Backup{
				ID: r.ID, Path: r.Path, MadeAt: time.UnixMilli(r.MadeAt), Size: r.Size,
				VerifiedAt: time.UnixMilli(r.VerifiedAt), Epoch: r.HeadEpoch, Seq: r.HeadSeq, Hash: r.HeadHash,
			})
		}
	}
	return list, explain(err, s.opt.Path)
}

// DropBackup deletes a backup's file and takes it off the list.
func (s *Store) DropBackup(ctx context.Context, b Backup) error {
	if err := os.Remove(b.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return explainFile(err)
	}
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Queries.DropBackup(ctx, b.ID)
		return err
	})
}

// NewestGood looks through the backups in dir, the newest first, and returns the
// first one that passes every check now. It needs no open database. ErrNotFound
// if there is none.
func NewestGood(ctx context.Context, dir string) (Backup, error) {
	for _, path := range backupFiles(dir) {
		end, err := examine(ctx, path, full, -1)
		if ctx.Err() != nil {
			return Backup{}, ctx.Err()
		}
		if err != nil {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		id := strings.TrimSuffix(filepath.Base(path), backupSuffix)
		made, _ := time.Parse(backupStamp, strings.Split(id, "-")[1])
		return Backup{
			ID: id, Path: path, MadeAt: made, Size: info.Size(), VerifiedAt: time.Now(),
			Epoch: end.epoch, Seq: end.seq, Hash: end.hash,
		}, nil
	}
	return Backup{}, ErrNotFound
}

// backupFiles are the paths of the backups in dir, the newest first.
func backupFiles(dir string) []string {
	if dir == "" {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var paths []string
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, backupPrefix) && strings.HasSuffix(name, backupSuffix) {
			paths = append(paths, filepath.Join(dir, name))
		}
	}
	slices.Sort(paths)
	slices.Reverse(paths)
	return paths
}

func hasBackups(dir string) bool { return len(backupFiles(dir)) > 0 }

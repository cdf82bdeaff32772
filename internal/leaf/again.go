package leaf

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/api"
	"felt/internal/leaf/restore"
	"felt/internal/problem"
)

// ErrRestore ends Run when somebody chose a backup on the first page: the caller
// closes the box, calls Restore and starts it again. Serve does all that.
var ErrRestore = errors.New("a backup is to be put in place")

// Serve runs a box until ctx ends, and starts it again on the backup that was
// chosen on its first page.
func Serve(ctx context.Context, cfg Config, out io.Writer) error {
	for {
		l, err := New(ctx, cfg)
		if err != nil {
			return err
		}
		l.Announce(out)
		err = errors.Join(l.Run(ctx), l.Close())
		if !errors.Is(err, ErrRestore) || ctx.Err() != nil {
			return err
		}
		if err := l.Restore(ctx); err != nil { // the box goes on as it was
			l.log.Error("the backup could not be put in place", "error", err)
		}
	}
}

// Restore puts the chosen backup in place of the closed box's database.
func (l *Leaf) Restore(ctx context.Context) error {
	r, err := l.files().Put(ctx, l.chosen)
	if err == nil {
		l.log.Info("a backup was put in place", "events", r.Seq, "epoch", r.Epoch)
	}
	return err
}

func (l *Leaf) files() restore.Box {
	return restore.Box{Data: l.cfg.Data, Database: l.cfg.Database, Backups: l.cfg.Backups}
}

// restores is what the first page needs of a box that is not set up.
type restores struct{ l *Leaf }

// Found lists the backups in the box's backup folder, the newest first.
func (r restores) Found() ([]api.FoundBackup, error) {
	entries, err := os.ReadDir(r.l.cfg.Backups)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	list := []api.FoundBackup{}
	for i := len(entries) - 1; i >= 0 && len(list) < 50; i-- {
		id, isBackup := strings.CutSuffix(entries[i].Name(), ".db")
		info, err := entries[i].Info()
		if !isBackup || strings.HasPrefix(id, ".") || err != nil || !info.Mode().IsRegular() {
			continue
		}
		made := info.ModTime()
		if parts := strings.Split(id, "-"); len(parts) > 1 {
			if t, err := time.Parse("20060102T150405Z", parts[1]); err == nil {
				made = t
			}
		}
		list = append(list, api.FoundBackup{ID: id, MadeAt: made, Size: info.Size()})
	}
	return list, nil
}

// Choose has the box start again on a backup, if the code is the one of its box.
func (r restores) Choose(ctx context.Context, id, code string) error {
	l := r.l
	l.choosing.Lock()
	defer l.choosing.Unlock()
	if l.door.State() != access.NotSetUp {
		return problem.New(409, "already_set_up", "This box has an owner already.").WithNext("Restore with feltctl, or sign in.")
	}
	if l.chosen != "" {
		return problem.New(409, "restoring", "The box is starting again on a backup.").WithNext("Wait a moment.")
	}
	found, err := r.Found()
	if err != nil {
		return err
	}
	for _, b := range found {
		if b.ID != id {
			continue
		}
		path := filepath.Join(l.cfg.Backups, id+".db")
		if err := restore.Check(ctx, path, code); err != nil {
			return err
		}
		l.chosen = path
		time.AfterFunc(200*time.Millisecond, func() { close(l.restored) }) // after the answer
		return nil
	}
	return problem.New(404, "not_found", "There is no such backup.").WithNext("Copy it into the box's folder of backups.")
}

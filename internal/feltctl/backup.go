package feltctl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"felt/internal/leaf/store"
)

type backupCommand struct {
	box
	To string `help:"Folder to write it to, such as a memory stick; by default the folder of the backups." type:"path"`
}

// backedUp is what backup answers.
type backedUp struct {
	Backup  string    `json:"backup"` // path
	MadeAt  time.Time `json:"made_at"`
	Size    int64     `json:"size"` // bytes
	Epoch   int64     `json:"epoch"`
	Events  int64     `json:"events"`
	Head    string    `json:"head"` // hash of the last event
	Running bool      `json:"box_running"`
}

func (c backupCommand) Run(ctx context.Context, t Tool) error {
	s, running, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	to := c.To
	if to == "" {
		to = c.backups()
	}
	b, err := s.Backup(ctx, to)
	if err != nil {
		return fmt.Errorf("no backup was made: %w", err)
	}
	t.say("The copy was checked, every page and every hash. Keep one outside the box; it holds names and phone numbers.")
	return t.answer(backedUp{Backup: b.Path, MadeAt: b.MadeAt, Size: b.Size, Epoch: b.Epoch, Events: b.Seq, Head: b.Hash, Running: running})
}

// open takes the database as the box does, so that the backup is on its list, or
// reads beside a box that runs.
func (b box) open(ctx context.Context) (s *store.Store, running bool, err error) {
	if _, err := os.Stat(b.database()); err != nil {
		return nil, false, asked{fmt.Errorf("there is no database at %s", b.database())}
	}
	venue, err := b.venue()
	if err == nil {
		s, err = store.Open(ctx, store.Options{Path: b.database(), Venue: venue, BackupDir: b.backups()})
		if !errors.Is(err, store.ErrInUse) && !errors.Is(err, store.ErrReadOnly) {
			return s, false, err
		}
		running = errors.Is(err, store.ErrInUse)
	}
	s, err = openToRead(ctx, b.database())
	return s, running, err
}

// venue is the box's venue as its data folder has it; os.ErrNotExist before the
// first start.
func (b box) venue() (string, error) {
	text, err := os.ReadFile(filepath.Join(b.Data, "secrets", "venue"))
	return strings.TrimSpace(string(text)), err
}

package feltctl

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"felt/internal/access"
	"felt/internal/leaf/secret"
	"felt/internal/leaf/store"
)

type restoreCommand struct {
	box
	File string `arg:"" help:"The backup." type:"path"`
}

// restored is what restore answers.
type restored struct {
	Backup     string `json:"backup"`
	Venue      string `json:"venue"`
	Epoch      int64  `json:"epoch"`  // the new epoch of history
	Events     int64  `json:"events"` // the fork point: the last event that is kept
	Head       string `json:"head"`
	MovedAside string `json:"moved_aside,omitempty"`     // where the database that was there is now
	KeyAside   string `json:"key_moved_aside,omitempty"` // where the key file of the old PINs is now
	Recovery   bool   `json:"recovery_needed"`           // the first page asks for the recovery code
}

// Run puts the backup in place. Who may do that has the recovery code of the box
// or of the backup, on paper; from then on nobody is signed in, no device is
// paired, and the first page asks for that code again to set a PIN.
func (c restoreCommand) Run(ctx context.Context, t Tool) error {
	backup, err := openToRead(ctx, c.File)
	if err != nil {
		return fmt.Errorf("the backup cannot be used: %w", err)
	}
	defer backup.Close()
	book, err := backup.Access().Load(ctx)
	if err != nil {
		return fmt.Errorf("the backup cannot be used: %w", err)
	}
	here, err := c.present(ctx)
	if err != nil {
		return err
	}
	if here.recovery != nil && here.venue != backup.Venue() {
		return asked{fmt.Errorf("the backup is of venue %s, and this box belongs to %s; to give the box to the other venue, move %s away first", backup.Venue(), here.venue, c.Data)}
	}
	recovery, err := t.askRecovery(ctx, book.Recovery, here.recovery)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp(c.Data, ".restore-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	copied, err := lockedOut(ctx, c.File, backup, book, recovery, work)
	if err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	return c.replace(ctx, t, backup.Venue(), copied, recovery != nil)
}

// present is the box that is there, as far as it can be read.
type present struct {
	venue    string
	recovery *access.Recovery
}

func (c restoreCommand) present(ctx context.Context) (p present, err error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return p, err
	}
	p.venue, err = c.venue()
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return p, err
	}
	s, err := store.OpenToRead(ctx, c.database())
	if err != nil {
		return p, nil // missing or damaged: that is what a restore is for
	}
	defer s.Close()
	if book, err := s.Access().Load(ctx); err == nil {
		p.recovery = book.Recovery
	}
	return p, nil
}

// askRecovery asks until the code is right, three times, and returns the one it
// belongs to; nil without asking where neither box nor backup has an owner.
func (t Tool) askRecovery(ctx context.Context, known ...*access.Recovery) (*access.Recovery, error) {
	doors := map[*access.Recovery]*access.Door{}
	for _, r := range known {
		if r == nil {
			continue
		}
		d, err := access.New(ctx, paper{r}, access.Options{})
		if d == nil {
			return nil, err
		}
		doors[r] = d
	}
	if len(doors) == 0 {
		return nil, nil
	}
	lines := bufio.NewScanner(t.In)
	for range 3 {
		fmt.Fprint(t.Err, "Recovery code of the box: ")
		if !lines.Scan() {
			fmt.Fprintln(t.Err)
			return nil, asked{errors.New("no recovery code was typed; nothing was changed")}
		}
		var refused error
		for r, d := range doors {
			if refused = d.CheckRecovery(lines.Text(), ""); refused == nil {
				return r, nil
			}
		}
		t.say("%s", refused)
	}
	return nil, asked{errors.New("the recovery code was not given; nothing was changed")}
}

// paper is a book with a recovery code in it and nothing else.
type paper struct{ recovery *access.Recovery }

func (p paper) Load(context.Context) (access.Book, error) {
	return access.Book{Recovery: p.recovery}, nil
}

func (paper) Save(context.Context, access.Changes) error { return store.ErrReadOnly }

// lockedOut copies the backup and lets nobody in any more: sessions and devices
// that were revoked since it was made must not come back to life.
func lockedOut(ctx context.Context, file string, backup *store.Store, book access.Book, recovery *access.Recovery, work string) (string, error) {
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
	c := access.Changes{Recovery: recovery, ForgiveMisses: book.Misses}
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

// replace moves the old database and its key file aside and gives the copy its
// place. The key file goes first: without it nobody signs in by an old PIN.
func (c restoreCommand) replace(ctx context.Context, t Tool, venue, copied string, owned bool) error {
	answer := restored{Backup: c.File, Venue: venue, Recovery: owned}
	if err := c.checkStopped(ctx); err != nil {
		return err
	}
	key := filepath.Join(c.Data, "secrets", "pepper")
	aside := key + ".before-" + time.Now().UTC().Format("20060102T150405Z")
	if err := os.Rename(key, aside); err == nil {
		answer.KeyAside = aside
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if now, err := c.venue(); err != nil || now != venue {
		kept, err := secret.Open(filepath.Join(c.Data, "secrets"))
		if err == nil {
			err = kept.Put("venue", []byte(venue))
		}
		if err != nil {
			return err
		}
	}
	r, err := store.Restore(ctx, store.RestoreOptions{Backup: copied, Path: c.database(), BackupDir: c.backups()})
	if err != nil {
		if answer.KeyAside != "" {
			err = errors.Join(err, os.Rename(aside, key))
		}
		return fmt.Errorf("the database was not replaced: %w", err)
	}
	answer.Epoch, answer.Events, answer.Head, answer.MovedAside = r.Epoch, r.Seq, r.Hash, r.MovedAside
	t.say("%s", strings.Join(answer.words(), "\n"))
	return t.answer(answer)
}

// checkStopped refuses while a box runs on the data, before anything is moved.
func (c restoreCommand) checkStopped(ctx context.Context) error {
	running, err := locked(c.database() + ".lock")
	if err == nil && running {
		err = fmt.Errorf("%w; stop it first, nothing was changed", store.ErrInUse)
	}
	return err
}

func (r restored) words() []string {
	words := []string{fmt.Sprintf("Restored up to event %d. History goes on in epoch %d.", r.Events, r.Epoch)}
	if r.MovedAside != "" {
		words = append(words, "The database that was there is kept as "+r.MovedAside+".")
	}
	if r.KeyAside != "" {
		words = append(words, "The key file of the old PINs is kept as "+r.KeyAside+".")
	}
	if r.Recovery {
		words = append(words, "Start the box and type the recovery code on its first page: it sets the owner's PIN and pairs that device. Pair the other devices and set the other PINs from there.")
	}
	return words
}

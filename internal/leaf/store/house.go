package store

import (
	"context"
	"errors"
	"time"

	"felt/internal/leaf/store/db"
)

// Setting is one named document of the house's settings.
type Setting struct {
	Key     string
	Version int64 // 1 when first put, one more with each replacement
	JSON    []byte
}

// Setting returns a setting; ErrNotFound if it was never put.
func (s *Store) Setting(ctx context.Context, key string) (Setting, error) {
	r, err := s.reads.GetSetting(ctx, key)
	return Setting{r.Key, r.Version, []byte(r.Json)}, explain(err, s.opt.Path)
}

// Settings returns all settings in order of their keys.
func (s *Store) Settings(ctx context.Context) ([]Setting, error) {
	rows, err := s.reads.AllSettings(ctx)
	list := make([]Setting, len(rows))
	for i, r := range rows {
		list[i] = Setting{r.Key, r.Version, []byte(r.Json)}
	}
	return list, explain(err, s.opt.Path)
}

// PutSetting replaces a setting whose version is the expected one, 0 if it must
// not exist yet, and returns the new version. Otherwise *VersionError.
func (s *Store) PutSetting(ctx context.Context, key string, expected int64, json []byte) (version int64, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx *Tx) (err error) {
		version, err = tx.PutSetting(ctx, key, expected, json)
		return err
	})
	return version, err
}

// PutSetting is Store.PutSetting as part of a larger write.
func (tx *Tx) PutSetting(ctx context.Context, key string, expected int64, json []byte) (int64, error) {
	if err := plain(key, string(json)); err != nil {
		return 0, err
	}
	var n int64
	var err error
	if expected == 0 {
		n, err = tx.AddSetting(ctx, key, string(json))
	} else {
		n, err = tx.ReplaceSetting(ctx, string(json), key, expected)
	}
	if err == nil && n == 0 {
		now, err := tx.GetSetting(ctx, key)
		return 0, versionError(now.Version, err)
	}
	return expected + 1, err
}

// Template is a tournament setup to start from.
type Template struct {
	ID      string
	Name    string
	Version int64 // 1 when first put, one more with each replacement
	JSON    []byte
}

// Template returns a template; ErrNotFound if there is none.
func (s *Store) Template(ctx context.Context, id string) (Template, error) {
	r, err := s.reads.GetTemplate(ctx, id)
	return Template{r.ID, r.Name, r.Version, []byte(r.Json)}, explain(err, s.opt.Path)
}

// Templates returns all templates in order of their names.
func (s *Store) Templates(ctx context.Context) ([]Template, error) {
	rows, err := s.reads.AllTemplates(ctx)
	list := make([]Template, len(rows))
	for i, r := range rows {
		list[i] = Template{r.ID, r.Name, r.Version, []byte(r.Json)}
	}
	return list, explain(err, s.opt.Path)
}

// PutTemplate replaces the template whose version is t.Version, 0 if it must not
// exist yet, and returns the new version. Otherwise *VersionError.
func (s *Store) PutTemplate(ctx context.Context, t Template) (version int64, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx *Tx) (err error) {
		version, err = tx.PutTemplate(ctx, t)
		return err
	})
	return version, err
}

// PutTemplate is Store.PutTemplate as part of a larger write.
func (tx *Tx) PutTemplate(ctx context.Context, t Template) (int64, error) {
	if err := plain(t.ID, t.Name, string(t.JSON)); err != nil {
		return 0, err
	}
	var n int64
	var err error
	if t.Version == 0 {
		n, err = tx.AddTemplate(ctx, t.ID, t.Name, string(t.JSON))
	} else {
		n, err = tx.ReplaceTemplate(ctx, db.ReplaceTemplateParams{Name: t.Name, Json: string(t.JSON), ID: t.ID, Version: t.Version})
	}
	if err == nil && n == 0 {
		now, err := tx.GetTemplate(ctx, t.ID)
		return 0, versionError(now.Version, err)
	}
	return t.Version + 1, err
}

// DropTemplate deletes a template of the expected version, else *VersionError.
func (s *Store) DropTemplate(ctx context.Context, id string, expected int64) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		n, err := tx.Queries.DropTemplate(ctx, id, expected)
		if err == nil && n == 0 {
			now, err := tx.GetTemplate(ctx, id)
			return versionError(now.Version, err)
		}
		return err
	})
}

// versionError says which version there is; a document that does not exist has
// version 0.
func versionError(current int64, err error) error {
	if err != nil && !errors.Is(explain(err, ""), ErrNotFound) {
		return err
	}
	return &VersionError{current}
}

// Screen is a display in the room and what it shows.
type Screen struct {
	NodeID     string // identifies the display, never authorises it
	Name       string
	View       string
	Tournament string // id; "" for none in particular
	LastSeenAt time.Time
}

// PutScreen adds a screen or replaces what is kept of it.
func (s *Store) PutScreen(ctx context.Context, c Screen) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error { return tx.PutScreen(ctx, c) })
}

// PutScreen is Store.PutScreen as part of a larger write.
func (tx *Tx) PutScreen(ctx context.Context, c Screen) error {
	if err := plain(c.NodeID, c.Name, c.View, c.Tournament); err != nil {
		return err
	}
	row := db.PutScreenParams{NodeID: c.NodeID, Name: c.Name, View: c.View, LastSeenAt: c.LastSeenAt.UnixMilli()}
	if c.Tournament != "" {
		row.TournamentID = &c.Tournament
	}
	return tx.Queries.PutScreen(ctx, row)
}

// Screen returns a screen; ErrNotFound if there is none of that node id.
func (s *Store) Screen(ctx context.Context, nodeID string) (Screen, error) {
	r, err := s.reads.GetScreen(ctx, nodeID)
	return screen(r), explain(err, s.opt.Path)
}

// Screens returns all screens in order of their names.
func (s *Store) Screens(ctx context.Context) ([]Screen, error) {
	rows, err := s.reads.AllScreens(ctx)
	list := make([]Screen, len(rows))
	for i, r := range rows {
		list[i] = screen(r)
	}
	return list, explain(err, s.opt.Path)
}

// DropScreen forgets a screen. ErrNotFound if there is none of that node id.
func (s *Store) DropScreen(ctx context.Context, nodeID string) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		return one(tx.Queries.DropScreen(ctx, nodeID))
	})
}

func screen(r db.Screen) Screen {
	c := Screen{NodeID: r.NodeID, Name: r.Name, View: r.View, LastSeenAt: time.UnixMilli(r.LastSeenAt)}
	if r.TournamentID != nil {
		c.Tournament = *r.TournamentID
	}
	return c
}

// one turns "no row changed" into ErrNotFound.
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

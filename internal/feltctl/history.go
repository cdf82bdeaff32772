package feltctl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"felt/internal/event"
	"felt/internal/leaf/store"
	"felt/internal/poker/tournament"
)

const databaseName = "felt.db"

func (b box) database() string { return filepath.Join(b.Data, databaseName) }

func (b box) backups() string {
	if b.Backups != "" {
		return b.Backups
	}
	return filepath.Join(b.Data, "backups")
}

// openToRead opens a database file, or that of a data folder.
func openToRead(ctx context.Context, path string) (*store.Store, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, databaseName)
	}
	s, err := store.OpenToRead(ctx, path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, asked{fmt.Errorf("there is no database at %s", path)}
	}
	return s, err
}

// history reads one tournament of a database.
func history(ctx context.Context, s *store.Store, stream string) ([]tournament.Record, error) {
	stored, err := s.Stream(ctx, stream, 0)
	if err != nil {
		return nil, err
	}
	names := event.Names()
	records := make([]tournament.Record, 0, len(stored))
	for i := range stored {
		e := &stored[i]
		payload, err := names.Decode(e.Name, e.Data)
		if err != nil {
			return nil, fmt.Errorf("event %d (%s): %w", e.Seq, e.Name, err)
		}
		known, ok := payload.(tournament.Event)
		if !ok {
			return nil, fmt.Errorf("event %d is a %s, of a newer Felt", e.Seq, e.Name)
		}
		records = append(records, tournament.Record{Meta: tournament.Meta{Seq: e.StreamSeq, Action: e.Action, At: e.At}, Event: known})
	}
	return records, nil
}

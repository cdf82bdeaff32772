package store

import (
	"context"
	"database/sql"
	"fmt"
)

// checkpointLater moves the WAL into the file once enough has been written. It
// runs after the commit that reached the mark has been answered; at worst the
// next commit waits for it. The caller holds mu.
func (s *Store) checkpointLater(rows int) {
	before := s.unsaved
	s.unsaved += rows
	if before < checkpointAfter && s.unsaved >= checkpointAfter {
		s.inBackground(func(ctx context.Context) { s.Checkpoint(ctx) })
	}
}

// Checkpoint moves what it can of the WAL into the file, without waiting for
// readers. Its failure loses nothing: the WAL still has it all.
func (s *Store) Checkpoint(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return s.broken
	}
	s.unsaved = 0
	err := explain(checkpoint(ctx, s.conn, "PASSIVE"), s.opt.Path)
	if err != nil {
		s.opt.Log.Warn("checkpoint", "err", err)
	}
	return err
}

func checkpoint(ctx context.Context, conn *sql.Conn, how string) error {
	var busy, inLog, moved int64
	err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+how+")").Scan(&busy, &inLog, &moved)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return nil
}

// inBackground runs work that Close waits for, unless the store is closing.
func (s *Store) inBackground(work func(context.Context)) {
	if s.stopped.Err() != nil {
		return
	}
	s.background.Go(func() { work(s.stopped) })
}

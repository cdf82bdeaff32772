package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"felt/internal/event"
	"felt/internal/leaf/store/db"
)

// Write is what one action keeps: its events, the answer to its request, and
// rows of other tables. All of it is written or none.
type Write struct {
	// Events have ID, Stream, Action, Actor, Device, At, Name and Data. Venue,
	// Epoch, Seq, StreamSeq, Prev and Hash are set by Commit.
	Events []event.Envelope
	// Key is the answer to keep for a request with an Idempotency-Key, or nil.
	Key *KeyedAnswer
	// Tables write other rows, in the same transaction, after the events. An
	// error of one refuses the whole group.
	Tables []func(context.Context, *Tx) error
}

// Tx writes rows of the other tables inside a Commit. It is valid only during
// the call it is passed to, which must not call the Store: the Store waits for
// the call.
type Tx struct {
	*db.Queries
	store *Store
}

func (tx *Tx) now() time.Time { return tx.store.opt.Now() }

// checkpointAfter is how many rows may be written before the WAL is moved into
// the file. While the WAL is short its blocks are overwritten again and again,
// which flushes faster than making it longer.
const checkpointAfter = 250

// Commit writes a group in one transaction and returns its events as they were
// sealed, per write. When it returns without an error, everything survives a
// power cut. When it returns an error, nothing was written, the chain ends
// where it did, and the group may be tried again; only after ErrUnsure the store
// must be opened anew.
//
// Errors: ErrDiskFull, ErrReadOnly, *DamagedError, ErrUnsure, ErrKeyUsed,
// ErrClosed, and what a Tables function returned; *WriteError around those that
// are the fault of one write. ctx is looked at before the start only: a commit
// under way is finished.
func (s *Store) Commit(ctx context.Context, group []Write) ([][]event.Envelope, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return nil, s.broken
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	sealed, head, streams, err := s.seal(ctx, group)
	if err != nil {
		return nil, err
	}
	rows, err := s.writeAll(ctx, group, sealed)
	if err != nil {
		return nil, s.refuse(err)
	}
	s.head.Store(&head)
	if len(streams) > 0 {
		s.mark.later()
	}
	for stream, last := range streams {
		s.streams[stream] = last
	}
	s.checkpointLater(rows)
	return sealed, nil
}

// seal gives every event its place in the chain, without writing anything.
func (s *Store) seal(ctx context.Context, group []Write) ([][]event.Envelope, headAt, map[string]int64, error) {
	head := *s.head.Load()
	streams := map[string]int64{}
	sealed := make([][]event.Envelope, len(group))
	for i, w := range group {
		sealed[i] = make([]event.Envelope, len(w.Events))
		for j, e := range w.Events {
			if err := checkEvent(&e); err != nil {
				return nil, head, nil, &WriteError{i, err}
			}
			last, ok := streams[e.Stream]
			if !ok {
				var err error
				if last, err = s.lastOfStream(ctx, e.Stream); err != nil {
					return nil, head, nil, explain(err, s.opt.Path)
				}
			}
			head.seq++
			streams[e.Stream] = last + 1
			e.Venue, e.Epoch, e.Seq, e.StreamSeq = s.opt.Venue, head.epoch, head.seq, last+1
			e = event.Seal(head.hash, e)
			head.hash = e.Hash
			sealed[i][j] = e
		}
	}
	return sealed, head, streams, nil
}

func checkEvent(e *event.Envelope) error {
	if e.ID == "" || e.Stream == "" || e.Name == "" {
		return fmt.Errorf("event %q of stream %q has no id, stream or name", e.ID, e.Stream)
	}
	if err := plain(e.ID, e.Stream, e.Action, e.Actor, e.Device, e.Name); err != nil {
		return fmt.Errorf("event %s: %w", e.Name, err)
	}
	if err := event.CheckData(e.Data); err != nil {
		return fmt.Errorf("event %s: %w", e.Name, err)
	}
	return nil
}

// plain refuses text that one of the drivers would cut short or that JSON would
// change.
func plain(texts ...string) error {
	for _, text := range texts {
		if strings.IndexByte(text, 0) >= 0 || !utf8.ValidString(text) {
			return fmt.Errorf("%w: %q", ErrText, text)
		}
	}
	return nil
}

// lastOfStream asks the index once for each stream.
func (s *Store) lastOfStream(ctx context.Context, stream string) (int64, error) {
	if last, ok := s.streams[stream]; ok {
		return last, nil
	}
	last, err := s.tx.StreamHead(ctx, stream)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	s.streams[stream] = last
	return last, nil
}

// writeAll runs the transaction and returns how many rows it wrote, tables not
// counted one by one.
func (s *Store) writeAll(ctx context.Context, group []Write, sealed [][]event.Envelope) (int, error) {
	if len(group) == 1 && len(sealed[0]) == 1 && group[0].Key == nil && len(group[0].Tables) == 0 {
		if err := s.tx.AppendEvent(ctx, eventRow(&sealed[0][0])); err != nil { // a statement of its own is a transaction
			return 0, &WriteError{0, err}
		}
		return 1, nil
	}
	if _, err := s.begin.ExecContext(ctx); err != nil {
		return 0, err
	}
	rows := 0
	for i, w := range group {
		if err := s.writeOne(ctx, &w, sealed[i]); err != nil {
			return 0, &WriteError{i, err}
		}
		rows += len(w.Events) + len(w.Tables) + 1
	}
	_, err := s.commit.ExecContext(ctx)
	return rows, err
}

func (s *Store) writeOne(ctx context.Context, w *Write, sealed []event.Envelope) error {
	for i := range sealed {
		if err := s.tx.AppendEvent(ctx, eventRow(&sealed[i])); err != nil {
			return err
		}
	}
	if w.Key != nil {
		if err := s.tx.keep(ctx, w.Key); err != nil {
			return err
		}
	}
	for _, table := range w.Tables {
		if err := table(ctx, &s.tx); err != nil {
			return err
		}
	}
	return nil
}

func eventRow(e *event.Envelope) db.AppendEventParams {
	return db.AppendEventParams{
		Seq: e.Seq, Epoch: e.Epoch, ID: e.ID, Venue: e.Venue, Stream: e.Stream, StreamSeq: e.StreamSeq,
		Action: e.Action, Actor: e.Actor, Device: e.Device, At: e.At, Name: e.Name, Data: e.Data, Prev: e.Prev, Hash: e.Hash,
	}
}

// refuse takes the transaction back and says why. SQLite has already taken it
// back after some errors, so that the ROLLBACK has nothing to do.
func (s *Store) refuse(cause error) error {
	_, rollbackErr := s.rollback.ExecContext(context.Background())
	// If the transaction is still there, nothing may be written after it.
	if rollbackErr != nil && !s.outsideTransaction() {
		s.broken = fmt.Errorf("%w (%v)", ErrUnsure, rollbackErr)
		return s.broken
	}
	var one *WriteError
	blamed := errors.As(cause, &one)
	if blamed {
		cause = one.Err
	}
	err := explain(cause, s.opt.Path)
	var damaged *DamagedError
	switch {
	case errors.Is(err, ErrUnsure), errors.As(err, &damaged):
		s.broken = err
	case blamed && !errors.Is(err, ErrDiskFull) && !errors.Is(err, ErrReadOnly):
		return &WriteError{one.Index, err}
	}
	return err
}

// outsideTransaction asks by beginning one.
func (s *Store) outsideTransaction() bool {
	if _, err := s.begin.ExecContext(context.Background()); err != nil {
		return !strings.Contains(err.Error(), "within a transaction")
	}
	_, err := s.rollback.ExecContext(context.Background())
	return err == nil
}

// Update writes rows of other tables only, in a transaction of their own.
func (s *Store) Update(ctx context.Context, tables ...func(context.Context, *Tx) error) error {
	_, err := s.Commit(ctx, []Write{{Tables: tables}})
	var one *WriteError
	if errors.As(err, &one) {
		return one.Err
	}
	return err
}

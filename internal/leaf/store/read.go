package store

import (
	"context"
	"fmt"

	"felt/internal/event"
	"felt/internal/leaf/store/db"
)

// Stream returns the events of one stream after the given stream sequence, in
// order; all of them after 0.
func (s *Store) Stream(ctx context.Context, stream string, afterStreamSeq int64) ([]event.Envelope, error) {
	rows, err := s.reads.EventsOfStream(ctx, stream, afterStreamSeq)
	return envelopes(rows), explain(err, s.opt.Path)
}

// After returns at most limit events after the given venue sequence, in the
// order of the chain.
func (s *Store) After(ctx context.Context, seq int64, limit int) ([]event.Envelope, error) {
	rows, err := s.reads.EventsAfter(ctx, seq, int64(limit))
	return envelopes(rows), explain(err, s.opt.Path)
}

func envelopes(rows []db.Event) []event.Envelope {
	events := make([]event.Envelope, len(rows))
	for i := range rows {
		events[i] = envelope(&rows[i])
	}
	return events
}

func envelope(r *db.Event) event.Envelope {
	return event.Envelope{
		ID: r.ID, Venue: r.Venue, Epoch: r.Epoch, Seq: r.Seq, Stream: r.Stream, StreamSeq: r.StreamSeq,
		Action: r.Action, Actor: r.Actor, Device: r.Device, At: r.At, Name: r.Name, Data: r.Data, Prev: r.Prev, Hash: r.Hash,
	}
}

// VerifyChain recomputes the hash of every event there is at the time of the
// call and holds the epochs against their fork points. A fault comes back as
// *DamagedError around an *event.Broken. progress may be nil.
func (s *Store) VerifyChain(ctx context.Context, progress func(done, total int64)) error {
	_, seq, hash := s.Head()
	return nameBackup(ctx, verifyChain(ctx, s.reads, 0, seq, hash, progress), s.opt.BackupDir)
}

// verifyChain checks the events after from, up to and with to, whose hash must
// be the given one. The events up to from are trusted.
func verifyChain(ctx context.Context, q *db.Queries, from, to int64, hash string, progress func(done, total int64)) error {
	epochs, err := q.Epochs(ctx)
	if err != nil {
		return explain(err, "")
	}
	forks := map[int64]db.History{}
	for _, e := range epochs {
		forks[e.Epoch] = e
	}
	var v event.Verifier
	if from > 0 {
		before, err := q.EventsAfter(ctx, from-1, 1)
		if err != nil {
			return explain(err, "")
		}
		if len(before) == 0 || before[0].Seq != from {
			return &DamagedError{Detail: fmt.Sprintf("event %d is missing", from)}
		}
		v = event.Verifier{Prev: before[0].Hash, Seq: from, Epoch: before[0].Epoch}
	}
	for v.Seq < to {
		page, err := q.EventsAfter(ctx, v.Seq, min(500, to-v.Seq))
		if err != nil {
			return explain(err, "")
		}
		if len(page) == 0 {
			return &DamagedError{Detail: fmt.Sprintf("the events after %d are missing", v.Seq)}
		}
		for i := range page {
			e := envelope(&page[i])
			fork, begins := forks[e.Epoch], e.Epoch != v.Epoch
			if begins && (fork.ForkSeq != v.Seq || fork.ForkHash != v.Prev) {
				return &DamagedError{Detail: fmt.Sprintf("epoch %d begins at event %d, not at its fork point %d", e.Epoch, e.Seq, fork.ForkSeq)}
			}
			if err := v.Next(&e); err != nil {
				return &DamagedError{Detail: err.Error(), Err: err}
			}
		}
		if progress != nil {
			progress(v.Seq, to)
		}
	}
	if v.Prev != hash {
		return &DamagedError{Detail: fmt.Sprintf("event %d is not the one the chain ended with", to)}
	}
	return nil
}

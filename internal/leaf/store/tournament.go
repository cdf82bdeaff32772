package store

import (
	"context"
	"errors"
	"time"

	"felt/internal/leaf/store/db"
)

// Tournament is a line of the list of tournaments: what it is called and whether
// it is open. All else about it is in its events.
type Tournament struct {
	ID        string // also the stream of its events
	Name      string
	CreatedAt time.Time
	ClosedAt  time.Time // zero while open
	Position  int64     // order among the open ones
}

// Open reports whether the tournament has not been closed.
func (t *Tournament) Open() bool { return t.ClosedAt.IsZero() }

// AddTournament adds an open tournament to the list; CreatedAt is set here.
func (tx *Tx) AddTournament(ctx context.Context, t Tournament) error {
	if err := plain(t.ID, t.Name); err != nil {
		return err
	}
	return tx.Queries.AddTournament(ctx, db.AddTournamentParams{ID: t.ID, Name: t.Name, CreatedAt: tx.now().UnixMilli(), Position: t.Position})
}

// RenameTournament gives it another name. ErrNotFound if it is not on the list.
func (tx *Tx) RenameTournament(ctx context.Context, id, name string) error {
	if err := plain(name); err != nil {
		return err
	}
	return one(tx.Queries.RenameTournament(ctx, name, id))
}

// MoveTournament gives it another place among the open ones.
func (tx *Tx) MoveTournament(ctx context.Context, id string, position int64) error {
	return one(tx.Queries.MoveTournament(ctx, position, id))
}

// CloseTournament marks it closed now.
func (tx *Tx) CloseTournament(ctx context.Context, id string) error {
	return one(tx.Queries.CloseTournament(ctx, new(tx.now().UnixMilli()), id))
}

// ReopenTournament takes the mark away again.
func (tx *Tx) ReopenTournament(ctx context.Context, id string) error {
	return one(tx.Queries.CloseTournament(ctx, nil, id))
}

// Tournament returns one line of the list; ErrNotFound if there is none.
func (s *Store) Tournament(ctx context.Context, id string) (Tournament, error) {
	r, err := s.reads.GetTournament(ctx, id)
	return tournament(r), explain(err, s.opt.Path)
}

// OpenTournaments returns the open ones in their order.
func (s *Store) OpenTournaments(ctx context.Context) ([]Tournament, error) {
	rows, err := s.reads.OpenTournaments(ctx)
	return tournaments(rows), explain(err, s.opt.Path)
}

// ClosedTournaments returns at most limit closed ones, the last closed first;
// after, if not nil, is the last one of the page before.
func (s *Store) ClosedTournaments(ctx context.Context, after *Tournament, limit int) ([]Tournament, error) {
	var rows []db.Tournament
	var err error
	if after == nil {
		rows, err = s.reads.ClosedTournaments(ctx, int64(limit))
	} else {
		closed := after.ClosedAt.UnixMilli()
		rows, err = s.reads.ClosedTournamentsBefore(ctx, db.ClosedTournamentsBeforeParams{ClosedAt: &closed, ClosedAt_2: &closed, ID: after.ID, Limit: int64(limit)})
	}
	return tournaments(rows), explain(err, s.opt.Path)
}

func tournament(r db.Tournament) Tournament {
	t := Tournament{ID: r.ID, Name: r.Name, CreatedAt: time.UnixMilli(r.CreatedAt), Position: r.Position}
	if r.ClosedAt != nil {
		t.ClosedAt = time.UnixMilli(*r.ClosedAt)
	}
	return t
}

func tournaments(rows []db.Tournament) []Tournament {
	list := make([]Tournament, len(rows))
	for i, r := range rows {
		list[i] = tournament(r)
	}
	return list
}

// PutNote keeps the free text a person typed for an action, which may describe
// people and so is not in its events.
func (tx *Tx) PutNote(ctx context.Context, action, text string) error {
	if err := plain(action, text); err != nil {
		return err
	}
	return tx.Queries.PutNote(ctx, action, text, tx.now().UnixMilli())
}

// Note returns the text of an action, "" if there is none.
func (s *Store) Note(ctx context.Context, action string) (string, error) {
	text, err := s.reads.GetNote(ctx, action)
	if err = explain(err, s.opt.Path); errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return text, err
}

// Confirmed is how far the cloud has confirmed the chain: 0, 0 before it ever did.
func (s *Store) Confirmed(ctx context.Context) (epoch, seq int64, err error) {
	r, err := s.reads.RelayConfirmed(ctx)
	if err = explain(err, s.opt.Path); errors.Is(err, ErrNotFound) {
		return 0, 0, nil
	}
	return r.Epoch, r.Seq, err
}

// Confirm keeps how far the cloud has confirmed the chain.
func (s *Store) Confirm(ctx context.Context, epoch, seq int64) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error { return tx.ConfirmRelay(ctx, epoch, seq) })
}

package store

import (
	"context"
	"errors"

	"felt/internal/leaf/boxtime"
	"felt/internal/leaf/store/db"
)

// BoxTime returns the last moment of box time kept, zero if there is none.
func (s *Store) BoxTime(ctx context.Context) (boxtime.Moment, error) {
	r, err := s.reads.GetBoxTime(ctx)
	if err = explain(err, s.opt.Path); errors.Is(err, ErrNotFound) {
		return boxtime.Moment{}, nil
	}
	return boxtime.Moment{Boot: r.Boot, BoxMS: r.BoxMs, BootMS: r.BootMs, WallMS: r.WallMs}, err
}

// KeepBoxTime overwrites it.
func (s *Store) KeepBoxTime(ctx context.Context, m boxtime.Moment) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		return tx.PutBoxTime(ctx, db.PutBoxTimeParams{Boot: m.Boot, BoxMs: m.BoxMS, BootMs: m.BootMS, WallMs: m.WallMS})
	})
}

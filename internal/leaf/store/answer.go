package store

import (
	"context"
	"errors"
	"time"

	"felt/internal/leaf/store/db"
)

// AnswerKept is how long an answer is kept for its Idempotency-Key. The
// statement PutAnswer in schema/leaf/query/answer.sql has the same figure.
const AnswerKept = 24 * time.Hour

// KeyedAnswer is what a request with an Idempotency-Key was answered, so that
// the same request gets the same answer.
type KeyedAnswer struct {
	Scope       string // who asked: keys of different actors never meet
	Key         string // the Idempotency-Key
	Route       string // method and path, as "POST /api/tournaments/x/entries"
	BodyHash    string // of the request; another body with the same key is a mistake of the client
	Status      int
	ContentType string
	ETag        string
	Body        []byte
	At          int64 // Unix milliseconds; set by Commit
}

// Answer returns what a key was answered in the last 24 hours, or nil if it was
// not.
func (s *Store) Answer(ctx context.Context, scope, key string) (*KeyedAnswer, error) {
	a, err := s.reads.GetAnswer(ctx, scope, key, s.opt.Now().Add(-AnswerKept).UnixMilli())
	if err = explain(err, s.opt.Path); errors.Is(err, ErrNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return &KeyedAnswer{
		Scope: a.Scope, Key: a.Key, Route: a.Route, BodyHash: a.BodyHash,
		Status: int(a.Status), ContentType: a.ContentType, ETag: a.Etag, Body: a.Body, At: a.At,
	}, nil
}

func (tx *Tx) keep(ctx context.Context, a *KeyedAnswer) error {
	body := a.Body
	if body == nil {
		body = []byte{} // the column is never NULL
	}
	n, err := tx.PutAnswer(ctx, db.PutAnswerParams{
		Scope: a.Scope, Key: a.Key, Route: a.Route, BodyHash: a.BodyHash,
		Status: int64(a.Status), ContentType: a.ContentType, Etag: a.ETag, Body: body, At: tx.store.opt.Now().UnixMilli(),
	})
	if err == nil && n == 0 {
		return ErrKeyUsed
	}
	return err
}

// PurgeAnswers deletes the answers older than 24 hours and returns how many. It
// looks for them on a reading connection and deletes a hundred at a time, so that
// no write waits long. Call it now and then.
func (s *Store) PurgeAnswers(ctx context.Context) (purged int, err error) {
	before := s.opt.Now().Add(-AnswerKept).UnixMilli()
	for {
		expired, err := s.reads.ExpiredAnswers(ctx, before)
		if err != nil || len(expired) == 0 {
			return purged, explain(err, s.opt.Path)
		}
		err = s.Update(ctx, func(ctx context.Context, tx *Tx) error {
			for _, a := range expired {
				if err := tx.DropExpiredAnswer(ctx, a.Scope, a.Key, before); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return purged, err
		}
		purged += len(expired)
	}
}

package storetest

import (
	"context"
	"errors"

	"felt/internal/event"
	"felt/internal/leaf/store"
)

// Report is what a visit to a database found.
type Report struct {
	Driver string
	Events []event.Envelope
	Name   string   // of the player both drivers know
	Schema []string // as the database has it
}

// Visit opens a database, adds ten events and a change of the player to it,
// checks all of it, and closes it.
func Visit(path string, first int) (r Report, err error) {
	ctx := context.Background()
	s, err := TryOpen(path, nil)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	p, err := s.Player(ctx, "P1")
	if errors.Is(err, store.ErrNotFound) {
		p, err = s.CreatePlayer(ctx, store.Player{ID: "P1", Name: "Ida"})
	}
	if err != nil {
		return r, err
	}
	p.Name += " ø " + store.Driver
	if _, err := s.ChangePlayer(ctx, p); err != nil {
		return r, err
	}
	if _, err := s.Commit(ctx, []store.Write{Busts(first, 10, "T1")}); err != nil {
		return r, err
	}
	if err := errors.Join(s.CheckIntegrity(ctx), s.VerifyChain(ctx, nil)); err != nil {
		return r, err
	}
	r = Report{Driver: store.Driver, Name: p.Name}
	if r.Events, err = s.After(ctx, 0, 1<<20); err != nil {
		return r, err
	}
	r.Schema, err = s.Schema(ctx)
	return r, err
}

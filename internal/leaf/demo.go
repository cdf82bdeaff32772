package leaf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/oklog/ulid/v2"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/store"
	"felt/internal/poker/script"
	"felt/internal/poker/tournament"
)

// Demo is an evening played by itself on a box of its own: at once up to a
// moment, then faster than life to the winner.
type Demo struct {
	Night script.Night
	From  time.Time     // up to here everything is played at once
	Rate  int64         // how many times faster than life from there on
	Hold  time.Duration // how long the winner stands before the box starts over
	Out   io.Writer
}

// The people of the demo box, so that a visitor can sign in.
const (
	demoOwner = "Liv"
	demoPIN   = "274916"
)

// ErrDemoOver tells that the evening is over and the demo starts again.
var ErrDemoOver = errors.New("the demo evening is over")

// RunDemo sets the new box up, plays the evening and returns ErrDemoOver after
// it; the caller starts a new box. It wants a box that was never used.
func (l *Leaf) RunDemo(ctx context.Context, d Demo) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	start := d.Night.Start().UnixMilli()
	l.box.Demo(start, 1)
	if err := l.demoSetUp(ctx, d); err != nil {
		return err
	}
	ran := make(chan error, 1)
	go func() { ran <- l.Run(ctx) }()
	select {
	case <-l.ready:
	case err := <-ran:
		return err
	}
	played := make(chan error, 1)
	go func() { played <- l.play(ctx, d) }()
	select {
	case err := <-ran:
		return err
	case err := <-played:
		stop()
		return errors.Join(err, <-ran)
	}
}

func (l *Leaf) demoSetUp(ctx context.Context, d Demo) error {
	done, err := l.door.SetUp(ctx, access.FirstRun{
		Venue: access.Venue{Name: "Kløver Poker Room", Language: "en", Currency: string(d.Night.Config.Currency), Tables: 7}, OwnerName: demoOwner, PIN: demoPIN, DeviceName: "Demo", AtBox: true,
	}, "demo")
	if err != nil {
		return err
	}
	l.demo = &done
	for _, p := range d.Night.Players {
		made, err := l.store.CreatePlayer(ctx, store.Player{ID: string(p.ID), Name: p.Name})
		if err != nil {
			return err
		}
		l.roster.Put(made)
	}
	return nil
}

func (l *Leaf) play(ctx context.Context, d Demo) error {
	id := ulid.Make().String()
	fast := false
	for _, step := range d.Night.Steps {
		if !fast && step.At.After(d.From) {
			fast = true
			l.box.Demo(d.From.UnixMilli(), d.Rate)
			fmt.Fprintf(d.Out, "The evening runs %d times faster than life from here.\n", d.Rate)
		}
		if fast {
			wait := time.Duration(step.At.UnixMilli()-l.box.NowMS()) * time.Millisecond / time.Duration(d.Rate)
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(max(wait, 0)):
			}
		} else {
			l.box.Demo(step.At.UnixMilli(), 1)
		}
		if err := l.step(ctx, id, d.Night.Name, step); err != nil {
			return fmt.Errorf("line %d of the evening: %w", step.Line, err)
		}
	}
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(d.Hold):
		return ErrDemoOver
	}
}

// step does one thing. What the box did already by its own clock is no mistake,
// nor is what a visitor of the demo did first.
func (l *Leaf) step(ctx context.Context, id, name string, s script.Step) error {
	_, err := l.floor.Do(ctx, floor.Request{Tournament: id, Name: name, Command: s.Command, By: floor.By{Actor: "demo", Device: "demo"}})
	var no *tournament.Refusal
	if errors.As(err, &no) {
		return nil
	}
	return err
}

// enterDemo lets a visitor of a demo box in as its owner. It exists on no other box.
func (l *Leaf) enterDemo(w http.ResponseWriter, r *http.Request) {
	c := guard.From(r.Context())
	http.SetCookie(w, guard.DeviceCookie(c.Listener, l.demo.DeviceToken))
	http.SetCookie(w, guard.SessionCookie(c.Listener, l.demo.SessionToken))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

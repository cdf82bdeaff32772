package pokertest

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"felt/internal/poker/draw"
	"felt/internal/poker/script"
	"felt/internal/poker/tournament"
)

// Night is a tournament being played, with all its history. It decides and
// folds as the box does, without its disk, hall and screens.
type Night struct {
	Records []tournament.Record
	State   *tournament.State
	Now     int64 // box time, in milliseconds; the caller moves it on
	Actions []string

	seeds  map[string][]byte // by commitment: the box's secret store
	taken  int
	engine Engine // nil: the night decides itself
}

// wallAtBoot is the wall time at box time 0: 2026-02-27 12:00 UTC, in Unix milliseconds.
const wallAtBoot = 1_772_193_600_000

// NewNight is a box before anything happened.
func NewNight() *Night {
	return &Night{State: tournament.New(), seeds: map[string][]byte{}}
}

// Wall is the wall time now, in Unix milliseconds.
func (n *Night) Wall() int64 { return wallAtBoot + n.Now }

// Do decides a command and folds its events as one action. A refused command
// changes nothing.
func (n *Night) Do(c tournament.Command) ([]tournament.Event, *tournament.Refusal) {
	if n.engine != nil {
		return n.follow(c, nil)
	}
	env := n.env()
	events, refused := tournament.Decide(n.State, c, env)
	if refused != nil {
		return nil, refused
	}
	n.take(env, events)
	for _, r := range n.Records[len(n.Records)-len(events):] {
		n.State.Apply(r)
	}
	return events, nil
}

// Undo takes an action out of the fold, as the operator confirms it.
func (n *Night) Undo(u tournament.Undo) ([]tournament.Event, *tournament.Refusal) {
	if n.engine != nil {
		return n.follow(nil, &u)
	}
	env := n.env()
	events, refused := tournament.DecideUndo(n.Records, n.State, u, env)
	if refused != nil {
		return nil, refused
	}
	n.take(env, events)
	n.State = tournament.Fold(n.Records)
	return events, nil
}

// UndoAll undoes an action with the answer "never taken" for all its money, or
// "given back" by its own method where the debt was paid, and with the repairs as
// proposed.
func (n *Night) UndoAll(action string) ([]tournament.Event, *tournament.Refusal) {
	p := tournament.PreviewUndo(n.Records, action, n.Now)
	if p.Blocked != nil {
		return nil, p.Blocked
	}
	u := tournament.Undo{Action: action}
	for _, q := range p.Money {
		u.Money = append(u.Money, tournament.Reversal{Of: q.Row, How: "never_taken", Method: q.Method})
	}
	return n.Undo(u)
}

// Last is the newest action, "" before the first.
func (n *Night) Last() string {
	if len(n.Actions) == 0 {
		return ""
	}
	return n.Actions[len(n.Actions)-1]
}

// Of lists the records of an action.
func (n *Night) Of(action string) []tournament.Record {
	var list []tournament.Record
	for _, r := range n.Records {
		if r.Action == action {
			list = append(list, r)
		}
	}
	return list
}

// Seed is the secret of a published commitment, nil if this box has none.
func (n *Night) Seed(commitment string) []byte { return n.seeds[commitment] }

func (n *Night) env() tournament.Env {
	action := fmt.Sprintf("a%d", n.taken+1)
	seed := sha256.Sum256([]byte("pokertest seed of " + action))
	env := tournament.Env{BoxMS: n.Now, Action: action, NewSeed: seed[:]}
	if c := n.State.Draw.Commitment; c != "" {
		env.Seed = n.seeds[c]
	}
	return env
}

func (n *Night) take(env tournament.Env, events []tournament.Event) {
	n.taken++
	n.Actions = append(n.Actions, env.Action)
	for _, e := range events {
		if d, ok := e.(tournament.DrawCommitted); ok && d.Commitment == draw.Commitment(env.NewSeed) {
			n.seeds[d.Commitment] = env.NewSeed
		}
		n.Records = append(n.Records, tournament.Record{
			Meta:  tournament.Meta{Seq: int64(len(n.Records) + 1), Action: env.Action, At: n.Wall()},
			Event: e,
		})
	}
}

// Play carries out a recorded night, each step at its time; box time is 0 at the
// first. After each step it calls after, where one is given; an error from there
// or a refusal ends the night.
func (n *Night) Play(night script.Night, after func(script.Step, []tournament.Event) error) error {
	start := night.Start()
	for i, step := range night.Steps {
		n.Now = step.At.Sub(start).Milliseconds()
		events, refused := n.Do(step.Command)
		if refused != nil {
			return fmt.Errorf("step %d, line %d at %s: %T: %w", i+1, step.Line, step.At.Format("15:04:05"), step.Command, refused)
		}
		if after == nil {
			continue
		}
		if err := after(step, events); errors.Is(err, Stop) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Stop, returned after a step, ends a recorded night there without an error.
var Stop = errors.New("stop here")

package feltctl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"felt/internal/leaf/relay"
	"felt/internal/poker/audit"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"
)

type simulateCommand struct {
	Seed    uint64 `required:"" help:"The same seed gives the same night."`
	Kind    string `default:"any" enum:"any,freezeout,re-entry,rebuy,bounty,deal" help:"Kind of night: any, freezeout, re-entry, rebuy (with add-on), bounty, deal."`
	Players int    `help:"Players before late registration; otherwise the seed says."`
	Keep    string `help:"Keep the box that played it in this new folder." type:"path"`
}

// simulated is what simulate answers.
type simulated struct {
	OK        bool           `json:"ok"`
	Seed      uint64         `json:"seed"`
	Kind      string         `json:"kind"`
	Players   int            `json:"players"` // before late registration
	Refused   map[string]int `json:"refused"` // commands refused, by code; each changed nothing
	Head      string         `json:"head"`    // hash of the last event
	Integrity checked        `json:"integrity"`
	Chain     checked        `json:"chain"`
	Folded    checked        `json:"folded"` // the floor's state is the fold of what it stored
	Relay     checked        `json:"relay"`  // the embedded stream holds every event
	audit.Verdict
}

// kinds make a thrown style one of a kind.
var kinds = map[string]func(*pokertest.Style){
	"any":       func(*pokertest.Style) {},
	"freezeout": func(s *pokertest.Style) { s.ReEntry, s.Rebuy, s.AddOn = false, false, false },
	"re-entry":  func(s *pokertest.Style) { s.ReEntry, s.Rebuy, s.AddOn = true, false, false },
	"rebuy":     func(s *pokertest.Style) { s.ReEntry, s.Rebuy, s.AddOn = false, true, true },
	"bounty":    func(s *pokertest.Style) { s.Bounty = 25_00 },
	"deal":      func(s *pokertest.Style) { s.Deal = true },
}

func (c simulateCommand) Run(ctx context.Context, t Tool) error {
	if c.Players < 0 || c.Players == 1 || c.Players > 2000 {
		return asked{errors.New("a night has 2 to 2000 players")}
	}
	dir, err := c.folder()
	if err != nil {
		return err
	}
	if c.Keep == "" {
		defer os.RemoveAll(dir)
	}
	answer, err := c.simulate(ctx, dir)
	if err != nil {
		return err
	}
	if err := t.answer(answer); err != nil {
		return err
	}
	if !answer.OK {
		t.say("The night of seed %d does not hold: see the checks that are not ok.", c.Seed)
		return found
	}
	t.say("%d actions of %d people hold.", answer.Figures.Actions, answer.Figures.People)
	return nil
}

func (c simulateCommand) folder() (string, error) {
	if c.Keep == "" {
		return os.MkdirTemp("", "felt-simulate-")
	}
	if err := os.Mkdir(c.Keep, 0o700); err != nil {
		return "", asked{err}
	}
	return c.Keep, nil
}

// simulate plays the night on a floor with a store, a draw's secrets and a relay
// of its own, as a box has them, and then looks at what was stored.
func (c simulateCommand) simulate(ctx context.Context, dir string) (simulated, error) {
	f, err := openFloor(ctx, dir)
	if err != nil {
		return simulated{}, err
	}
	defer f.close()
	dice := pokertest.Seeded(c.Seed)
	style := pokertest.AnyStyle(dice)
	kinds[c.Kind](&style)
	if c.Players > 0 {
		style.Players = c.Players
	}
	_, playErr := pokertest.GenerateOn(pokertest.On(f), dice, style, func(*pokertest.Night) error { return f.err })
	if err := errors.Join(f.err, playErr); err != nil {
		return simulated{}, fmt.Errorf("seed %d: %w", c.Seed, err)
	}
	a := simulated{Seed: c.Seed, Kind: c.Kind, Players: style.Players, Refused: f.refused}
	_, _, a.Head = f.store.Head()
	a.Integrity = checkedBy(f.store.CheckIntegrity(ctx))
	a.Chain = checkedBy(f.store.VerifyChain(ctx, nil))
	a.Relay = f.published(ctx)
	records, err := history(ctx, f.store, simulatedNight)
	if err != nil {
		return a, err
	}
	folded := tournament.Fold(records)
	a.Folded = checkedBy(f.same(ctx, folded))
	a.Verdict = audit.Against(records, folded)
	a.OK = a.Verdict.OK && a.Integrity.OK && a.Chain.OK && a.Folded.OK && a.Relay.OK
	return a, ctx.Err()
}

// published waits until the embedded stream holds every event of the store.
func (f *soloFloor) published(ctx context.Context) checked {
	epoch, seq, _ := f.store.Head()
	f.since = time.Now()
	for ctx.Err() == nil {
		st := f.relay.Status()
		if st.State == relay.Current && st.Published == (relay.Point{Epoch: epoch, Seq: seq}) {
			return checked{OK: true}
		}
		if f.tired() {
			return checked{Detail: fmt.Sprintf("%s: %d of %d events are published. %s", st.State, st.Published.Seq, seq, st.Problem)}
		}
	}
	return checked{Detail: ctx.Err().Error()}
}

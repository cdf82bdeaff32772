package floor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"felt/internal/leaf/store"
	"felt/internal/poker/draw"
	"felt/internal/poker/tournament"
)

// closedKept is how many closed nights stay in memory for those who look at them.
const closedKept = 8

// start opens the tournaments that are not closed. After a power cut every clock
// that ran stands at its last reading until somebody says how to go on.
func (f *Floor) start(ctx context.Context) error {
	open, err := f.opt.Store.OpenTournaments(ctx)
	if err != nil {
		return err
	}
	for _, t := range open {
		n, err := f.load(ctx, t)
		if err != nil {
			return err
		}
		f.nights[t.ID] = n
		if f.opt.Cut && n.State.Clock.Running {
			if n.due(f.opt.Box.NowMS()) { // passed before the power went
				f.group(ctx, []*job{ofBox(t.ID, tournament.PassBoundary{})})
			}
			at := n.State.Clock.Settle(n.State.Config.Structure, f.opt.Box.NowMS())
			f.cut[t.ID] = ofBox(t.ID, tournament.Interrupt{Clock: at, KeptAt: f.opt.CutWallMS})
		}
	}
	f.interrupt(ctx)
	return nil
}

// interrupt puts into the log that clocks were interrupted. Where the disk has no
// room for that it is tried again before anything else happens.
func (f *Floor) interrupt(ctx context.Context) {
	for id, first := range f.cut {
		again := ofBox(id, first.Command)
		f.group(ctx, []*job{again})
		var no *tournament.Refusal
		if again.err() == nil || errors.As(again.err(), &no) {
			delete(f.cut, id)
		}
	}
}

// ofBox is a command of the box itself.
func ofBox(id string, c tournament.Command) *job {
	return &job{Request: Request{Tournament: id, Command: c, By: Box}, done: make(chan outcome, 1)}
}

// tryAgain is how long the box waits with its own commands after one failed.
const tryAgain = time.Second

// own carries out commands of the box itself. One that fails is due again at
// once, so the next attempt waits a little.
func (f *Floor) own(ctx context.Context, jobs []*job) {
	f.interrupt(ctx)
	if len(jobs) > 0 {
		f.group(ctx, jobs)
	}
	for _, j := range jobs {
		if j.err() != nil {
			f.opt.Log.Warn("a boundary of the clock could not be kept", "tournament", j.Tournament, "error", j.err())
			f.hold = time.Now().Add(tryAgain)
		}
	}
	if len(f.cut) > 0 {
		f.hold = time.Now().Add(tryAgain)
	}
}

// night finds a command's tournament, in memory or in the store.
func (f *Floor) night(ctx context.Context, j *job) (*Night, error) {
	if n := f.nights[j.Tournament]; n != nil {
		f.use(n)
		return n, nil
	}
	if _, creating := j.Command.(tournament.Create); creating {
		n := &Night{ID: j.Tournament, Name: j.Name, State: tournament.New(), byAction: map[string]int{}}
		f.nights[n.ID] = n
		f.use(n)
		return n, nil
	}
	t, err := f.opt.Store.Tournament(ctx, j.Tournament)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrNoTournament
	}
	if err != nil {
		return nil, err
	}
	n, err := f.load(ctx, t)
	if err != nil {
		return nil, err
	}
	f.nights[n.ID] = n
	f.use(n)
	return n, nil
}

// adopt takes in a night that was loaded beside the writer, unless it is here or
// has changed since.
func (f *Floor) adopt(ctx context.Context, n *Night) {
	if f.nights[n.ID] != nil {
		return
	}
	if newer, err := f.opt.Store.Stream(ctx, n.ID, n.Version); err != nil || len(newer) > 0 {
		return
	}
	f.nights[n.ID] = n
	f.use(n)
	f.forget()
}

// dropUnmade forgets a tournament that was not created after all.
func (f *Floor) dropUnmade(n *Night) {
	if n.Version == 0 && len(n.pend) == 0 {
		delete(f.nights, n.ID)
	}
}

func (f *Floor) use(n *Night) {
	f.uses++
	n.used = f.uses
}

// forget lets go of the closed nights that were not used for longest.
func (f *Floor) forget() {
	var closed []*Night
	for _, n := range f.nights {
		if n.closed && len(n.pend) == 0 {
			closed = append(closed, n)
		}
	}
	if len(closed) <= closedKept {
		return
	}
	slices.SortFunc(closed, func(a, b *Night) int { return cmp.Compare(b.used, a.used) })
	for _, n := range closed[closedKept:] {
		delete(f.nights, n.ID)
	}
}

// env is the world as this command sees it.
func (f *Floor) env(n *Night) (tournament.Env, error) {
	env := tournament.Env{BoxMS: f.opt.Box.NowMS(), Action: f.opt.NewID()}
	c := n.State.Draw.Commitment
	if c == "" {
		env.NewSeed = f.opt.Entropy()
		n.seed = env.NewSeed
		return env, nil
	}
	if n.seed == nil || draw.Commitment(n.seed) != c {
		seed, err := f.opt.Seeds.Get(c)
		if err != nil {
			f.opt.Log.Warn("the draw's seed cannot be read", "tournament", n.ID, "error", err)
			return env, nil // draws are refused with a sentence; everything else goes on
		}
		n.seed = seed
	}
	env.Seed = n.seed
	return env, nil
}

// arm sets the one timer to the next boundary of any clock.
func (f *Floor) arm(timer *time.Timer) {
	wait := time.Hour
	now := f.opt.Box.NowMS()
	for _, n := range f.nights {
		if f.stands(n) {
			continue
		}
		if at, ok := n.State.Clock.NextBoundary(n.State.Config.Structure, now); ok {
			wait = min(wait, time.Duration(at-now)*time.Millisecond/time.Duration(f.opt.Box.Rate()))
		}
		if n.due(now) {
			wait = 0
		}
	}
	if len(f.cut) > 0 {
		wait = 0
	}
	timer.Reset(max(wait, time.Until(f.hold), 0))
}

// stands says that no boundary of the night is to be waited for.
func (f *Floor) stands(n *Night) bool {
	return n.closed || n.State.Interrupted != nil || f.cut[n.ID] != nil
}

// due says whether the clock has passed a boundary that is not in the log yet.
func (n *Night) due(nowMS int64) bool {
	c := n.State.Clock
	if !c.Running || c.Ended {
		return false
	}
	then := c.Settle(n.State.Config.Structure, nowMS)
	return then.Item != c.Item || c.Inserted != nil && then.Inserted == nil
}

// boundaries are the commands that append what the clocks have come to.
func (f *Floor) boundaries() []*job {
	var jobs []*job
	now := f.opt.Box.NowMS()
	for id, n := range f.nights {
		if !f.stands(n) && n.due(now) {
			jobs = append(jobs, ofBox(id, tournament.PassBoundary{}))
		}
	}
	return jobs
}

// Refresh projects every open night again: a player's name was changed or erased.
func (f *Floor) Refresh(ctx context.Context) error {
	return f.between(ctx, func() {
		for _, n := range f.nights {
			n.State.TouchAll()
			f.publish([]*Night{n})
		}
	})
}

// LastOf is what a device did last: what its Undo takes back.
func (f *Floor) LastOf(ctx context.Context, id, device string) (Action, error) {
	var last Action
	var found bool
	if err := f.Read(ctx, id, func(n *Night) { last, found = n.LastOf(device) }); err != nil {
		return Action{}, err
	}
	if !found {
		return Action{}, fmt.Errorf("this device has done nothing that can be undone: %w", ErrNothingToUndo)
	}
	return last, nil
}

// PreviewUndo shows what an undo would do. It folds beside the writer, so no tap
// waits for it, and one at a time, so that many previews of a huge field do not
// take the processor from the taps.
func (f *Floor) PreviewUndo(ctx context.Context, id, action string) (tournament.UndoPreview, error) {
	var records []tournament.Record
	if err := f.Read(ctx, id, func(n *Night) { records = n.Records }); err != nil {
		return tournament.UndoPreview{}, err
	}
	select {
	case f.previews <- struct{}{}:
		defer func() { <-f.previews }()
	case <-ctx.Done():
		return tournament.UndoPreview{}, ctx.Err()
	}
	return tournament.PreviewUndo(records, action, f.opt.Box.NowMS()), nil
}

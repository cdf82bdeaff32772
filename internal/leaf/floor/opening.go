package floor

import (
	"context"
	"errors"
	"fmt"
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
	var jobs []*job
	for _, t := range open {
		n, err := f.load(ctx, t)
		if err != nil {
			return err
		}
		f.nights[t.ID] = n
		if f.opt.Cut && n.State.Clock.Running {
			at := n.State.Clock.Settle(n.State.Config.Structure, f.opt.Box.NowMS())
			jobs = append(jobs, f.own(t.ID, tournament.PassBoundary{}), f.own(t.ID, tournament.Interrupt{Clock: at, KeptAt: f.opt.CutWallMS}))
		}
	}
	if len(jobs) > 0 {
		f.group(ctx, jobs)
	}
	return nil
}

// own is a command of the box itself.
func (f *Floor) own(id string, c tournament.Command) *job {
	return &job{Request: Request{Tournament: id, Command: c, By: Box}, done: make(chan outcome, 1)}
}

// night finds a tournament, in memory or in the store.
func (f *Floor) night(ctx context.Context, j *job) (*Night, error) {
	if n := f.nights[j.Tournament]; n != nil {
		if _, again := j.Command.(tournament.Create); again && n.Version == 0 && len(n.pend) == 0 {
			n.Name = j.Name // an attempt that failed to commit
		}
		return n, nil
	}
	if _, creating := j.Command.(tournament.Create); creating {
		n := &Night{ID: j.Tournament, Name: j.Name, State: tournament.New(), byAction: map[string]int{}}
		f.nights[n.ID] = n
		j.Tables = append(j.Tables, func(ctx context.Context, tx *store.Tx) error {
			return tx.AddTournament(ctx, store.Tournament{ID: n.ID, Name: n.Name, Position: int64(len(f.nights))})
		})
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
	f.forget()
	f.nights[n.ID] = n
	return n, nil
}

// forget makes room for another closed night.
func (f *Floor) forget() {
	closed := 0
	for id, n := range f.nights {
		if n.closed && len(n.pend) == 0 {
			if closed++; closed >= closedKept {
				delete(f.nights, id)
			}
		}
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
		if at, ok := n.State.Clock.NextBoundary(n.State.Config.Structure, now); ok && n.State.Interrupted == nil {
			wait = min(wait, time.Duration(at-now)*time.Millisecond/time.Duration(f.opt.Box.Rate()))
		}
		if n.due(now) {
			wait = 0
		}
	}
	timer.Reset(max(wait, 0))
}

// due says whether the clock has passed a boundary that is not in the log yet.
func (n *Night) due(nowMS int64) bool {
	c := n.State.Clock
	if !c.Running || c.Ended || n.State.Finished {
		return false
	}
	return c.Settle(n.State.Config.Structure, nowMS).Item != c.Item || c.Inserted != nil && c.Settle(n.State.Config.Structure, nowMS).Inserted == nil
}

func (f *Floor) boundaryJobs() []*job {
	var jobs []*job
	now := f.opt.Box.NowMS()
	for id, n := range f.nights {
		if n.due(now) {
			jobs = append(jobs, f.own(id, tournament.PassBoundary{}))
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
// waits for it.
func (f *Floor) PreviewUndo(ctx context.Context, id, action string) (tournament.UndoPreview, error) {
	var records []tournament.Record
	if err := f.Read(ctx, id, func(n *Night) { records = n.Records }); err != nil {
		return tournament.UndoPreview{}, err
	}
	return tournament.PreviewUndo(records, action, f.opt.Box.NowMS()), nil
}

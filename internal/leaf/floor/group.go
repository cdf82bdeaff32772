package floor

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"felt/internal/event"
	"felt/internal/leaf/store"
	"felt/internal/live"
	"felt/internal/poker/draw"
	"felt/internal/poker/tournament"
)

// groupLimit is the most commands that share one commit.
const groupLimit = 512

// Run is the writer. It returns when ctx ends, after the group under way.
func (f *Floor) Run(ctx context.Context) error {
	defer close(f.done)
	defer close(f.stop)
	if err := f.start(ctx); err != nil {
		return err
	}
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		f.arm(timer)
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			if jobs := f.boundaryJobs(); len(jobs) > 0 {
				f.group(ctx, jobs)
			}
		case j := <-f.inbox:
			f.group(ctx, f.drain(j))
		}
	}
}

// drain takes everything that waits, without waiting for more.
func (f *Floor) drain(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < groupLimit {
		select {
		case j := <-f.inbox:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// decided is a command on its way into a commit.
type decided struct {
	job    *job
	night  *Night
	events []tournament.Event
	write  store.Write
	result Result
	undo   bool
}

// group decides all jobs, commits what was decided, and answers.
func (f *Floor) group(ctx context.Context, jobs []*job) {
	var accepted []*decided
	keys := map[Key]*decided{} // within the group the same key is one command
	var repeats []repeat
	for _, j := range jobs {
		if j.refresh != nil {
			j.refresh()
			j.done <- outcome{}
			continue
		}
		if j.Key != nil {
			if first, ok := keys[keyOf(j.Key)]; ok {
				repeats = append(repeats, repeat{j, first})
				continue
			}
		}
		d, err := f.decide(ctx, j)
		switch {
		case err != nil:
			j.done <- f.refused(ctx, j, err)
		case d == nil: // a read
			j.done <- outcome{}
		default:
			accepted = append(accepted, d)
			if j.Key != nil {
				keys[keyOf(j.Key)] = d
			}
		}
	}
	if len(accepted) > 0 {
		f.commit(ctx, accepted)
	}
	for _, r := range repeats {
		r.job.done <- f.repeated(ctx, r.job, errNoAnswer)
	}
}

type repeat struct {
	job   *job
	first *decided
}

func keyOf(k *Key) Key { return Key{Scope: k.Scope, Key: k.Key} }

// decide folds a job's events into the working state. A read runs at once.
func (f *Floor) decide(ctx context.Context, j *job) (*decided, error) {
	n, err := f.night(ctx, j)
	if err != nil {
		return nil, err
	}
	if j.read != nil {
		j.read(n)
		return nil, nil
	}
	if j.IfVersion != 0 && j.IfVersion != n.Version+int64(n.pending()) {
		return nil, ErrStale
	}
	env, err := f.env(n)
	if err != nil {
		return nil, err
	}
	events, err := f.propose(n, j, env)
	if err != nil {
		return nil, err
	}
	return f.prepare(n, j, env, events)
}

func (f *Floor) propose(n *Night, j *job, env tournament.Env) ([]tournament.Event, error) {
	if j.Undo == nil {
		events, refusal := tournament.Decide(n.State, j.Command, env)
		if refusal != nil {
			return nil, refusal
		}
		return events, nil
	}
	events, refusal := tournament.DecideUndo(n.history(), n.State, *j.Undo, env)
	if refusal != nil {
		return nil, refusal
	}
	for _, e := range events {
		if _, repair := e.(tournament.EntrySeated); repair && j.Mine {
			return nil, ErrNotMine
		}
	}
	return events, nil
}

// prepare encodes the events, works out the answer and folds the events in, so
// that the next command of the group is decided on them.
func (f *Floor) prepare(n *Night, j *job, env tournament.Env, events []tournament.Event) (*decided, error) {
	at := f.opt.Now().UnixMilli()
	d := &decided{job: j, night: n, events: events, undo: j.Undo != nil}
	done := Done{Tournament: n.ID, Action: env.Action, At: at, Events: make([]EventView, 0, len(events))}
	for _, e := range events {
		name, data, err := f.names.Encode(e)
		if err != nil {
			return nil, err
		}
		done.Events = append(done.Events, EventView{name, data})
		d.write.Events = append(d.write.Events, event.Envelope{ID: f.opt.NewID(), Stream: n.ID, Action: env.Action, Actor: j.By.Actor, Device: j.By.Device, At: at, Name: name, Data: data})
		if c, ok := e.(tournament.DrawCommitted); ok && draw.Commitment(env.NewSeed) == c.Commitment {
			if err := f.opt.Seeds.Put(c.Commitment, env.NewSeed); err != nil {
				return nil, err
			}
		}
	}
	n.work(events, env.Action, at)
	done.Version = n.Version + int64(n.pending())
	d.result = Result{Done: done, Happened: events}
	if j.Key != nil {
		body, err := json.Marshal(done)
		if err != nil {
			return nil, err
		}
		d.write.Key = &store.KeyedAnswer{Scope: j.Key.Scope, Key: j.Key.Key, Route: j.Key.Route, BodyHash: j.Key.BodyHash, Status: 200, ContentType: "application/json", Body: body}
	}
	d.write.Tables = j.Tables
	if note := j.Note; note != "" {
		d.write.Tables = append(d.write.Tables, func(ctx context.Context, tx *store.Tx) error { return tx.PutNote(ctx, env.Action, note) })
	}
	f.openOrClose(d)
	return d, nil
}

// openOrClose keeps the list of open tournaments with the events.
func (f *Floor) openOrClose(d *decided) {
	id, was := d.night.ID, d.night.closed
	now := d.night.State.Finished || d.night.State.Cancelled
	if now == was {
		return
	}
	d.night.closed = now
	d.write.Tables = append(d.write.Tables, func(ctx context.Context, tx *store.Tx) error {
		if now {
			return tx.CloseTournament(ctx, id)
		}
		return tx.ReopenTournament(ctx, id)
	})
}

// commit writes the group. Only after it anybody is told.
func (f *Floor) commit(ctx context.Context, group []*decided) {
	writes := make([]store.Write, len(group))
	for i, d := range group {
		writes[i] = d.write
	}
	sealed, err := f.opt.Store.Commit(ctx, writes)
	if err != nil {
		f.failed(ctx, group, err)
		return
	}
	var changed []*Night
	for i, d := range group {
		for k := range sealed[i] {
			d.night.take(&sealed[i][k], d.events[k])
		}
		d.night.settle(d.undo)
		if len(changed) == 0 || !contains(changed, d.night) {
			changed = append(changed, d.night)
		}
	}
	f.publish(changed)
	for _, d := range group {
		d.job.done <- outcome{result: d.result}
	}
	f.opt.Wake()
	for _, n := range changed {
		if n.adviceWaits {
			f.adviseLater(n)
		}
	}
}

// failed throws the working states away. A key that was answered before, also
// before a restart, only shows at the commit: then the rest is tried again and
// that request gets its old answer.
func (f *Floor) failed(ctx context.Context, group []*decided, err error) {
	for _, d := range group {
		d.night.discard()
	}
	var one *store.WriteError
	if errors.As(err, &one) && (errors.Is(err, store.ErrKeyUsed) || len(group) > 1) {
		bad := group[one.Index]
		if errors.Is(err, store.ErrKeyUsed) {
			bad.job.done <- f.repeated(ctx, bad.job, err)
		} else {
			bad.job.done <- outcome{err: one.Err}
		}
		var rest []*job
		for i, d := range group {
			if i != one.Index {
				rest = append(rest, d.job)
			}
		}
		if len(rest) > 0 {
			f.group(ctx, rest)
		}
		return
	}
	for _, d := range group {
		d.job.done <- outcome{err: err}
	}
}

// refused answers a command that was refused: if its key was answered before,
// with that answer.
func (f *Floor) refused(ctx context.Context, j *job, err error) outcome {
	if j.Key == nil {
		return outcome{err: err}
	}
	return f.repeated(ctx, j, err)
}

func (f *Floor) repeated(ctx context.Context, j *job, otherwise error) outcome {
	a, err := f.opt.Store.Answer(ctx, j.Key.Scope, j.Key.Key)
	switch {
	case err != nil:
		return outcome{err: err}
	case a == nil:
		return outcome{err: otherwise}
	case a.BodyHash != j.Key.BodyHash || a.Route != j.Key.Route:
		return outcome{err: ErrKeyReused}
	}
	var done Done
	if err := json.Unmarshal(a.Body, &done); err != nil {
		return outcome{err: err}
	}
	return outcome{result: Result{Done: done}}
}

func contains(list []*Night, n *Night) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// publish sends what changed in these nights to the screens, in one frame each.
func (f *Floor) publish(nights []*Night) {
	var changes []live.Change
	for _, n := range nights {
		changes = append(changes, f.project(n)...)
		changes = append(changes, f.lobbyPatch(n)...)
	}
	f.opt.Hub.Publish(changes)
}

package floor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
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
			f.own(ctx, f.boundaries())
		case j := <-f.inbox:
			f.interrupt(ctx)
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
	no     error // refused on what the group adds: true only if that is kept
	night  *Night
	events []tournament.Event
	write  store.Write
	result Result
	undo   bool
	closes bool
}

// group decides all jobs, commits what was decided, and answers. What only reads
// comes first: it sees what is committed, and nothing else.
func (f *Floor) group(ctx context.Context, jobs []*job) {
	jobs = f.reads(jobs)
	var list []*decided
	wanted := 0
	keys := map[Key]*job{} // within the group the same key is one command
	var repeats []repeat
	for _, j := range jobs {
		if j.Key != nil {
			if first, ok := keys[keyOf(j.Key)]; ok {
				repeats = append(repeats, repeat{j, first})
				continue
			}
			keys[keyOf(j.Key)] = j
		}
		d, err := f.decide(ctx, j)
		if errors.Is(err, errBroken) {
			f.startOver(ctx, j, jobs)
			return
		}
		switch n := f.nights[j.Tournament]; {
		case err == nil:
			list = append(list, d)
			wanted++
		case n != nil && n.pending() > 0:
			list = append(list, &decided{job: j, no: err})
		default:
			j.answer(f.refused(ctx, j, err))
		}
	}
	if wanted > 0 {
		f.commit(ctx, list)
	}
	for _, r := range repeats {
		r.job.answer(f.repeated(ctx, r.job, r.first.err()))
	}
}

// startOver is for a mistake in the program: one command broke the rules' code.
// It is answered, the working states are folded anew from what is committed, and
// the others of the group are decided again; the night goes on.
func (f *Floor) startOver(ctx context.Context, broken *job, jobs []*job) {
	for _, n := range f.nights {
		n.refold()
		f.dropUnmade(n)
	}
	broken.answer(outcome{err: errBroken})
	var rest []*job
	for _, j := range jobs {
		if j.said == nil {
			rest = append(rest, j)
		}
	}
	if len(rest) > 0 {
		f.group(ctx, rest)
	}
}

// reads answers the jobs that change nothing, and returns the others.
func (f *Floor) reads(jobs []*job) []*job {
	var rest []*job
	for _, j := range jobs {
		switch n := f.nights[j.Tournament]; {
		case j.between != nil:
			j.answer(outcome{err: f.look(j.Tournament, j.between)})
		case j.read == nil:
			rest = append(rest, j)
		case n == nil:
			j.answer(outcome{err: errNotInMemory})
		default:
			f.use(n)
			j.answer(outcome{err: f.look(j.Tournament, func() { j.read(n) })})
		}
	}
	return rest
}

// look runs what only reads; a mistake in it is its own and takes nobody down.
func (f *Floor) look(tournament string, read func()) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			f.opt.Log.Error("a look at a night broke", "tournament", tournament, "panic", broken, "stack", string(debug.Stack()))
			err = errBroken
		}
	}()
	read()
	return nil
}

type repeat struct{ job, first *job }

func keyOf(k *Key) Key { return Key{Scope: k.Scope, Key: k.Key} }

// decide folds a command's events into the working state. A refused one leaves
// nothing behind; one that breaks the rules' code is errBroken.
func (f *Floor) decide(ctx context.Context, j *job) (d *decided, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			f.opt.Log.Error("a command broke the rules' code", "tournament", j.Tournament, "command", fmt.Sprintf("%T", j.Command), "panic", broken, "stack", string(debug.Stack()))
			d, err = nil, errBroken
		}
	}()
	n, err := f.night(ctx, j)
	if err != nil {
		return nil, err
	}
	defer f.dropUnmade(n)
	if now := n.Version + int64(n.pending()); j.IfVersion != 0 && j.IfVersion != now {
		return nil, &StaleError{now}
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
	done := Done{Tournament: n.ID, Action: env.Action, Version: n.Version + int64(n.pending()+len(events)), At: at, Events: make([]EventView, 0, len(events))}
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
	d.result = Result{Done: done, Happened: events}
	if j.Key != nil {
		body, err := json.Marshal(done)
		if err != nil {
			return nil, err
		}
		d.write.Key = &store.KeyedAnswer{Scope: j.Key.Scope, Key: j.Key.Key, Route: j.Key.Route, BodyHash: j.Key.BodyHash, Status: 200, ContentType: "application/json", Body: body}
	}
	d.write.Tables = slices.Clone(j.Tables)
	if _, creating := j.Command.(tournament.Create); creating {
		added := store.Tournament{ID: n.ID, Name: n.Name, Position: at}
		d.write.Tables = append(d.write.Tables, func(ctx context.Context, tx *store.Tx) error { return tx.AddTournament(ctx, added) })
	}
	if note := j.Note; note != "" {
		d.write.Tables = append(d.write.Tables, func(ctx context.Context, tx *store.Tx) error { return tx.PutNote(ctx, env.Action, note) })
	}
	n.work(events, env.Action, at)
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
	d.night.closed, d.closes = now, now
	d.write.Tables = append(d.write.Tables, func(ctx context.Context, tx *store.Tx) error {
		if now {
			return tx.CloseTournament(ctx, id)
		}
		return tx.ReopenTournament(ctx, id)
	})
}

// commit writes the group. Only after it anybody is told.
func (f *Floor) commit(ctx context.Context, list []*decided) {
	var group []*decided
	var writes []store.Write
	for _, d := range list {
		if d.no == nil {
			group, writes = append(group, d), append(writes, d.write)
		}
	}
	ahead := f.lookAhead(group)
	if _, err := f.opt.Store.Commit(ctx, writes); err != nil {
		ahead.back()
		f.failed(ctx, list, group, err)
		return
	}
	for _, d := range group {
		if d.job.Committed != nil {
			d.job.Committed()
		}
	}
	f.opt.Hub.Publish(ahead.changes())
	for _, d := range list {
		if d.no != nil {
			d.job.answer(f.refused(ctx, d.job, d.no))
		} else {
			d.job.answer(outcome{result: d.result})
		}
	}
	f.opt.Wake()
	for _, d := range group {
		if d.closes {
			f.opt.Closed(d.night.ID, d.night.Records)
		}
	}
	for _, n := range ahead.nights {
		if n.adviceWaits {
			f.adviseLater(n)
		}
	}
	f.forget()
}

// failed throws the working states away, and with them what was refused because
// of them. Where the fault is one command's, that one is answered and the others
// are decided again; else the whole group is refused.
func (f *Floor) failed(ctx context.Context, list, group []*decided, err error) {
	for _, d := range group {
		d.night.discard()
		f.dropUnmade(d.night)
	}
	var one *store.WriteError
	alone := errors.As(err, &one)
	if alone && !errors.Is(err, store.ErrKeyUsed) {
		group[one.Index].job.answer(outcome{err: one.Err})
	}
	var again []*job
	for _, d := range list {
		switch {
		case d.job.said != nil:
		case !alone:
			d.job.answer(outcome{err: err})
		case errors.Is(err, store.ErrKeyUsed) && d.job.Key != nil && f.repeat(ctx, d.job):
		case d == group[one.Index]: // its key expired this moment
			d.job.answer(outcome{err: one.Err})
		default:
			again = append(again, d.job)
		}
	}
	if len(again) > 0 {
		f.group(ctx, again)
	}
}

// repeat answers a job whose key was answered before, also before a restart,
// with that answer.
func (f *Floor) repeat(ctx context.Context, j *job) bool {
	result, answered, err := f.Answered(ctx, *j.Key)
	if answered || err != nil {
		j.answer(outcome{result, err})
	}
	return answered || err != nil
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
	result, answered, err := f.Answered(ctx, *j.Key)
	if err == nil && !answered {
		err = otherwise
	}
	return outcome{result, err}
}

// Answered looks for the answer that a key was given before, also before a
// restart. Errors: ErrKeyReused if it was another request's, and the store's.
func (f *Floor) Answered(ctx context.Context, k Key) (r Result, answered bool, err error) {
	a, err := f.opt.Store.Answer(ctx, k.Scope, k.Key)
	switch {
	case err != nil || a == nil:
		return r, false, err
	case a.BodyHash != k.BodyHash || a.Route != k.Route:
		return r, false, ErrKeyReused
	}
	err = json.Unmarshal(a.Body, &r.Done)
	return r, err == nil, err
}

// publish sends what changed in these nights to the screens, in one frame each.
func (f *Floor) publish(nights []*Night) { f.opt.Hub.Publish(f.draw(nights)) }

// draw works that out.
func (f *Floor) draw(nights []*Night) []live.Change {
	var changes []live.Change
	for _, n := range nights {
		changes = append(changes, f.project(n)...)
		changes = append(changes, f.lobbyPatch(n)...)
	}
	return changes
}

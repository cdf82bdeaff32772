package relay

import (
	"context"
	"fmt"
	"sort"

	"felt/internal/event"
)

// settle reads what the transport holds and renews the stream if it cannot be
// gone on with. Afterwards r.tail and r.sent are true.
func (r *Relay) settle(ctx context.Context) error {
	asked, wanted := r.place.renewalAsked() // before the position that goes with it
	word, mark, err := r.place.get(ctx)
	if err != nil {
		return fmt.Errorf("read the relay's place: %w", err)
	}
	tail, err := r.transport.Tail(ctx)
	if err != nil {
		r.closeTransport() // opened afresh at the next attempt
		return fmt.Errorf("read the stream: %w", err)
	}
	confirmed, err := r.confirmedHere(ctx, word)
	if err != nil {
		return err
	}
	known := knowledge{hasCore: word != Point{}, confirmed: confirmed, mark: mark, head: r.head()}
	why, err := r.unfit(ctx, tail, known)
	if err != nil {
		return err
	}
	if wanted {
		why = "the core asked for it"
	}
	if why != "" {
		if tail, err = r.renew(ctx, tail, known, why); err != nil {
			return err
		}
		r.place.renewed(asked)
	}
	r.tail, r.sent = tail, tail.Last
	r.place.reached(Point{tail.Epoch, tail.Last}, tail.Renewal)
	return nil
}

// knowledge is what a stream is held against, beside the table itself.
type knowledge struct {
	hasCore   bool  // a core has answered at least once
	confirmed int64 // the last event of this history that it has
	mark      mark
	head      Point // the end of the table
}

// unfit says why the stream cannot be gone on with, or "".
func (r *Relay) unfit(ctx context.Context, t Tail, k knowledge) (string, error) {
	switch {
	case !t.Exists:
		return "there is none", nil
	case t.Broken != "":
		return t.Broken, nil
	case t.Epoch != k.head.Epoch:
		return fmt.Sprintf("it carries history epoch %d and the table is in epoch %d", t.Epoch, k.head.Epoch), nil
	case t.Last > k.head.Seq:
		return fmt.Sprintf("it ends at %d, after the table's last event %d", t.Last, k.head.Seq), nil
	case t.Last < k.confirmed:
		return fmt.Sprintf("it ends at %d and the core has %d: it lost messages", t.Last, k.confirmed), nil
	case k.mark.Reached.Epoch == t.Epoch && t.Last < k.mark.Reached.Seq:
		return fmt.Sprintf("it ends at %d and had reached %d: it lost messages", t.Last, k.mark.Reached.Seq), nil
	case k.hasCore && t.First > k.confirmed+1:
		return fmt.Sprintf("it begins at %d and the core needs %d", t.First, k.confirmed+1), nil
	}
	for _, held := range []*event.Envelope{t.FirstEvent, t.LastEvent} {
		if held == nil {
			continue
		}
		kept, err := r.at(ctx, held.Seq)
		if err != nil {
			return "", err
		}
		if kept.Venue != held.Venue || kept.Epoch != held.Epoch || kept.ID != held.ID || kept.Hash != held.Hash {
			return fmt.Sprintf("its event %d is not that of the table", held.Seq), nil
		}
	}
	return "", nil
}

// renew begins the next stream. The number is kept first: if the power goes now,
// the old stream is judged again, and the number is never used twice.
func (r *Relay) renew(ctx context.Context, old Tail, k knowledge, why string) (Tail, error) {
	next := Renewal{Number: max(k.mark.Renewal, old.Renewal) + 1, Epoch: k.head.Epoch, First: k.confirmed + 1}
	if !k.hasCore {
		next.First = max(1, k.head.Seq-r.limits.Messages+1) // what the limits let it hold
	}
	if err := r.place.begin(next); err != nil {
		return Tail{}, fmt.Errorf("keep the renewal number: %w", err)
	}
	if err := r.transport.Renew(ctx, next); err != nil {
		r.closeTransport()
		return Tail{}, fmt.Errorf("renew the stream: %w", err)
	}
	r.log.Info("relay: new stream", "renewal", next.Number, "epoch", next.Epoch, "first", next.First, "because", why)
	tail, err := r.transport.Tail(ctx)
	if err != nil {
		r.closeTransport()
		return Tail{}, fmt.Errorf("read the new stream: %w", err)
	}
	if !tail.Exists || tail.Broken != "" || tail.Last != next.First-1 || tail.Renewal != next.Number || tail.Epoch != next.Epoch {
		return Tail{}, fmt.Errorf("the new stream is not as begun: %+v", tail)
	}
	return tail, nil
}

// confirmedHere is how much of this box's own history the core has confirmed.
// After a restore the core may know more of an older epoch than this history
// shares with it: then it is the fork point.
func (r *Relay) confirmedHere(ctx context.Context, c Point) (int64, error) {
	head := r.head()
	switch {
	case c.Epoch == 0:
		return 0, nil
	case head.Before(c):
		return 0, fmt.Errorf("%w: epoch %d, sequence %d was confirmed, and the table ends at epoch %d, sequence %d", ErrAhead, c.Epoch, c.Seq, head.Epoch, head.Seq)
	case c.Epoch == head.Epoch:
		return c.Seq, nil
	}
	if r.fork.of == c && r.fork.epoch == head.Epoch {
		return r.fork.shared, nil
	}
	// Epochs never fall along the table: find the last event not above c.Epoch.
	var failed error
	shared := int64(sort.Search(int(min(c.Seq, head.Seq)), func(i int) bool {
		e, err := r.at(ctx, int64(i)+1)
		if err != nil {
			failed = err
		}
		return err != nil || e.Epoch > c.Epoch
	}))
	if failed != nil {
		return 0, failed
	}
	r.fork = forkPoint{of: c, epoch: head.Epoch, shared: shared}
	return shared, nil
}

// forkPoint remembers how much of the history up to a confirmed place this
// epoch shares. What comes later in the table cannot change it.
type forkPoint struct {
	of     Point
	epoch  int64
	shared int64
}

// at reads one event of the table.
func (r *Relay) at(ctx context.Context, seq int64) (event.Envelope, error) {
	found, err := r.events.After(ctx, seq-1, 1)
	if err != nil {
		return event.Envelope{}, fmt.Errorf("read event %d: %w", seq, err)
	}
	if len(found) != 1 || found[0].Seq != seq {
		return event.Envelope{}, fmt.Errorf("the event table has no event %d", seq)
	}
	return found[0], nil
}

// head is the end of the table; an empty table is in epoch 1.
func (r *Relay) head() Point {
	epoch, seq, _ := r.events.Head()
	return Point{max(epoch, 1), seq}
}

package relay

import (
	"context"
	"fmt"
	"time"
)

// A window is what is on its way at a time: more would only hold memory.
const (
	windowEvents = 64
	windowBytes  = 4 << 20
)

// Publishing flushes the same disk as the floor's commits and takes the same
// processors as its screens. So a window goes out when nothing was committed for
// a moment, and in a rush at least one every quarter of a second.
const (
	quietFor = 15 * time.Millisecond
	patience = 250 * time.Millisecond
)

// trimStep is how many confirmed messages are dropped at a time, or fewer where
// the limits are small: each drop rewrites a file and flushes it.
const trimStep = 1000

// perMessage is what a message takes beside its body, about: subject, headers
// and the file's own.
const perMessage = 350

// pump publishes until ctx ends or something fails. moved says whether it got
// anywhere.
func (r *Relay) pump(ctx context.Context) (moved bool, err error) {
	for {
		room, err := r.makeRoom(ctx)
		if err != nil {
			return moved, err
		}
		var window []Message
		var bytes int64
		if room > 0 {
			if window, bytes, err = r.window(ctx, min(room, windowEvents)); err != nil {
				return moved, err
			}
		}
		if len(window) == 0 {
			moved, r.stalled = true, nil
			if room > 0 {
				r.status.set(Current, "")
			} else {
				r.status.set(Full, "")
			}
			select {
			case <-ctx.Done():
				return moved, ctx.Err()
			case <-r.wake:
			}
			continue
		}
		r.status.set(Publishing, "")
		if err := r.giveWay(ctx); err != nil {
			return moved, err
		}
		if err := r.transport.Publish(ctx, window); err != nil {
			return moved, fmt.Errorf("publish from %d: %w", window[0].Seq, err)
		}
		moved, r.stalled = true, nil
		r.sent = window[len(window)-1].Seq
		r.tail.Last, r.tail.Bytes = r.sent, r.tail.Bytes+bytes
		r.place.reached(Point{r.tail.Epoch, r.sent}, r.tail.Renewal)
	}
}

// giveWay waits while the floor is committing, within its patience.
func (r *Relay) giveWay(ctx context.Context) error {
	for end := time.Now().Add(patience); ; {
		now := time.Now()
		quietAt := r.born.Add(time.Duration(r.committed.Load()) + quietFor)
		if !now.Before(quietAt) || !now.Before(end) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(quietAt.Sub(now), end.Sub(now))):
		}
	}
}

// window reads what comes next from the table. It holds the table to its own
// word: the next event has the next sequence.
func (r *Relay) window(ctx context.Context, limit int64) (window []Message, bytes int64, err error) {
	if r.head().Seq <= r.sent {
		return nil, 0, nil
	}
	events, err := r.events.After(ctx, r.sent, int(limit))
	if err != nil {
		return nil, 0, fmt.Errorf("read the event table: %w", err)
	}
	for i := range events {
		e := &events[i]
		if want := r.sent + int64(i) + 1; e.Seq != want {
			return nil, 0, fmt.Errorf("the event table has %d where %d must follow", e.Seq, want)
		}
		if e.Venue != r.venue {
			return nil, 0, fmt.Errorf("event %d is of venue %q, and this is the relay of %q", e.Seq, e.Venue, r.venue)
		}
		if e.Epoch > r.tail.Epoch {
			break // a new history: pump settles first
		}
		m, err := newMessage(e)
		if err != nil {
			return nil, 0, err
		}
		size := int64(len(m.Body)) + perMessage
		if len(window) > 0 && bytes+size > windowBytes {
			break
		}
		window, bytes = append(window, m), bytes+size
	}
	return window, bytes, nil
}

// makeRoom trims what is not needed any more and says how many messages may
// still come in. With a core nothing is dropped that it has not confirmed;
// without one the oldest go, and the table keeps them. A stream that stopped
// being fit, by a new epoch or a word of the core, is settled first.
func (r *Relay) makeRoom(ctx context.Context) (room int64, err error) {
	word, _ := r.place.peek()
	hasCore := word != Point{}
	confirmed, err := r.confirmedHere(ctx, word)
	if err != nil {
		return 0, err
	}
	_, wanted := r.place.renewalAsked()
	if wanted || r.head().Epoch != r.tail.Epoch || hasCore && (confirmed > r.tail.Last || confirmed+1 < r.tail.First) {
		if err := r.settle(ctx); err != nil {
			return 0, err
		}
	}
	if !hasCore {
		for r.roomLeft() == 0 && r.tail.Last > r.tail.First {
			held := r.tail.Last - r.tail.First + 1
			if err := r.trim(ctx, r.tail.First+max(1, held/4)); err != nil {
				return 0, err
			}
		}
		return max(1, r.roomLeft()), nil
	}
	below := min(confirmed+1, r.tail.Last) // the last message stays: the position is read from it
	if n := below - r.tail.First; n >= r.trimStep || n > 0 && r.roomLeft() == 0 {
		if err := r.trim(ctx, below); err != nil {
			return 0, err
		}
	}
	if confirmed >= r.tail.Last {
		return max(1, r.roomLeft()), nil
	}
	return r.roomLeft(), nil
}

func (r *Relay) roomLeft() int64 {
	if r.tail.Bytes >= r.limits.Bytes {
		return 0
	}
	return max(0, r.limits.Messages-(r.tail.Last-r.tail.First+1))
}

func (r *Relay) trim(ctx context.Context, below int64) error {
	if err := r.transport.Trim(ctx, below); err != nil {
		return fmt.Errorf("trim below %d: %w", below, err)
	}
	tail, err := r.transport.Tail(ctx)
	if err != nil {
		return fmt.Errorf("read the trimmed stream: %w", err)
	}
	if tail.Last != r.tail.Last || tail.First != below || tail.Broken != "" {
		return fmt.Errorf("the stream is not as trimmed: %+v", tail)
	}
	r.tail = tail
	return nil
}

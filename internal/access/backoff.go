package access

import "time"

// How long a miss costs. The first four misses of a person on a device cost 1, 2,
// 4 and 8 s (the number pad counts them down); it doubles on to 15 minutes. A
// whole device, and a person over all devices, have a few misses free, so that a
// shared tablet on a busy night is not slowed by other people's thumbs.
//
// What one person's misses can do to others is bounded: the person-wide and the
// box-wide wait stop at a minute, so a player with a stolen tablet can hold
// nobody out. Nothing is ever locked for good.
const (
	firstWait     = time.Second
	longestWait   = 15 * time.Minute
	sharedWait    = time.Minute    // the longest wait that is caused by others
	deviceFree    = 6              // misses on a device before it waits as a whole
	personFree    = 6              // misses against a person over all devices
	boxFree       = 20             // misses on the box
	forgivenAfter = 12 * time.Hour // a miss this old no longer counts
)

// nobody stands in for every id that is not an enabled member of staff, so that
// made-up ids cannot fill the table.
const nobody = "nobody"

// Miss counts the wrong PINs of one person on one device.
type Miss struct {
	Staff, Device string
	Count         int
	Last          time.Time
}

type missKey struct{ staff, device string }

// backoff keeps the misses and says how long the next try must wait. Every count
// (device, person, box) is a sum over the pairs, so there is one thing to keep.
type backoff struct{ misses map[missKey]Miss }

// newBackoff takes up what was kept. A Last that lies in the future, because the
// box started with a wrong clock, counts as now: the wait is its full length and
// never longer. Times are moved onto the monotonic clock of now.
func newBackoff(kept []Miss, now time.Time) *backoff {
	b := &backoff{misses: map[missKey]Miss{}}
	for _, m := range kept {
		m.Last = onClock(m.Last, now)
		b.misses[missKey{m.Staff, m.Device}] = m
	}
	return b
}

// onClock moves a kept wall time onto the monotonic clock that now carries.
func onClock(kept, now time.Time) time.Time {
	return now.Add(-max(0, now.Sub(kept)))
}

// wait is how long the person must still wait before a PIN is looked at on this
// device. Zero or less: now.
func (b *backoff) wait(staff, device string, now time.Time) time.Duration {
	var pair, person, dev, box tally
	for _, m := range b.misses {
		if now.Sub(m.Last) >= forgivenAfter {
			continue
		}
		box.add(m)
		if m.Device == device {
			dev.add(m)
		}
		if m.Staff == staff {
			person.add(m)
		}
		if m.Device == device && m.Staff == staff {
			pair.add(m)
		}
	}
	return max(pair.left(0, longestWait, now), dev.left(deviceFree, longestWait, now),
		person.left(personFree, sharedWait, now), box.left(boxFree, sharedWait, now))
}

// charge counts a try before the PIN is looked at, so that tries made at the same
// instant, or cut off by pulling the plug, are counted too.
func (b *backoff) charge(staff, device string, now time.Time) Miss {
	m := b.misses[missKey{staff, device}]
	if now.Sub(m.Last) >= forgivenAfter {
		m.Count = 0
	}
	return Miss{Staff: staff, Device: device, Count: m.Count + 1, Last: now}
}

type tally struct {
	count int
	last  time.Time
}

func (t *tally) add(m Miss) {
	t.count += m.Count
	if m.Last.After(t.last) {
		t.last = m.Last
	}
}

func (t *tally) left(free int, longest time.Duration, now time.Time) time.Duration {
	if t.count <= free {
		return 0
	}
	w := longest
	if n := t.count - free - 1; n < 20 {
		w = min(longest, firstWait<<n)
	}
	return w - now.Sub(t.last)
}

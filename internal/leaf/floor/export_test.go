package floor

import "context"

// Waiting is how many jobs wait for the writer.
func (f *Floor) Waiting() int { return len(f.inbox) }

// InMemory is how many nights are in memory. Call it when nothing is under way.
func (f *Floor) InMemory() (n int) {
	_ = f.between(context.Background(), func() { n = len(f.nights) })
	return n
}

// Nudge lets the floor look at the clocks again, as its timer does.
func (f *Floor) Nudge() { _ = f.between(context.Background(), func() {}) }

// BoxMS is the floor's box time.
func (f *Floor) BoxMS() int64 { return f.opt.Box.NowMS() }

// Package clock is the tournament clock: arithmetic, not a ticker.
//
// A State is an anchor: which item of the structure runs, how much of it was
// left at a moment, and whether time goes by. Everything else is computed for
// a given now: Reading says what the screen shows, NextBoundary when it next
// changes by itself, Boundaries what went by unseen. Screens do the same sum
// (testdata/vectors/clock.json holds the cases both must pass).
//
// All times are milliseconds of one monotonic clock, handed in by the caller:
// only differences count. A wall clock that jumps is none of this package's
// business. After a restart, when the monotonic clock begins again, the caller
// puts the kept reading back with Set (see there for time that went by while
// the box was off).
//
// # What happens at 0:00
//
// A boundary is the moment one item becomes the next. It belongs to the new
// item: exactly then the reading is the next item with all its time. So no
// item shows 0:00, except where nothing follows by itself:
//   - the last item. Play goes on at the last level until someone has won, so
//     the clock waits there at 0:00;
//   - an item that ends the day. The clock waits at 0:00 until Start opens the
//     next day.
//
// The same holds for time taken off by hand: taking all that is left, or
// more, ends the item and the next one begins with all its time. The new level
// belongs to the next hand (TDA 23), so nothing is carried over.
package clock

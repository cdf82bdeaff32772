package script

import (
	"fmt"
	"time"

	"felt/internal/poker/tournament"
)

// Night is a recorded evening as commands.
type Night struct {
	Name    string
	Config  tournament.Config
	Players []Person
	Staff   []string
	Steps   []Step    // in order of time; the first creates the tournament
	Skipped []Skipped // lines of the recording that are no command
}

// Person is who a PlayerID stands for: names never are in events.
type Person struct {
	ID   tournament.PlayerID
	Name string
}

// Step is one thing that somebody did.
type Step struct {
	Line    int       // of the recording's list, from 1; 0: the reader's own, such as creating the tournament
	At      time.Time // wall time; the difference of two steps is box time
	By      string    // who did it, "" where the recording does not say
	Command tournament.Command
}

// Skipped is a line without a step.
type Skipped struct {
	Line int
	Do   string
	Why  string
}

// Start is the time of the first step.
func (n Night) Start() time.Time { return n.Steps[0].At }

// who follows each person's entries, so that "Viktor is out" finds the stack
// that is meant.
type who struct {
	sold   int
	latest map[tournament.PlayerID]tournament.EntryNo
}

func newWho() who { return who{latest: map[tournament.PlayerID]tournament.EntryNo{}} }

func (w *who) buys(p tournament.PlayerID) tournament.EntryNo {
	w.sold++
	w.latest[p] = tournament.EntryNo(w.sold)
	return w.latest[p]
}

func (w *who) entry(p tournament.PlayerID) (tournament.EntryNo, error) {
	no, known := w.latest[p]
	if !known {
		return 0, fmt.Errorf("%s has not bought in", p)
	}
	return no, nil
}

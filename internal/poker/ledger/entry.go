package ledger

import (
	"felt/internal/poker/money"
	"felt/internal/poker/refusal"
)

// Entry is one movement of money. Its lines add up to zero.
type Entry struct {
	No         int    `json:"no"`     // 1, 2, 3 ... in the book
	At         int64  `json:"at"`     // milliseconds since 1970, for people
	Action     string `json:"action"` // id of the action that caused it
	Kind       Kind   `json:"kind"`
	Lines      []Line `json:"lines"`
	ReversalOf int    `json:"reversal_of,omitempty"` // the entry that this one takes back
}

// Line is one account's part of an entry.
type Line struct {
	Account Account      `json:"account"`
	Amount  money.Amount `json:"amount"` // minor units; positive is a debit
}

// Kind says why money moved. The close of the night needs it: a drawer also
// fills by settling what was owed, and empties by prizes.
type Kind string

const (
	Sale     Kind = "sale"     // buy-in, re-entry, rebuy, add-on
	Refund   Kind = "refund"   // a sale given back
	Settle   Kind = "settle"   // something owed is paid, or money moves between drawers
	Withhold Kind = "withhold" // a deduction from the pool as a whole
	Fund     Kind = "fund"     // overlay and house contribution
	Prize    Kind = "prize"    // handed over
	Bounty   Kind = "bounty"   // handed over
	Unpaid   Kind = "unpaid"   // awarded and not claimed at close
	Change   Kind = "change"   // the house's change put into a drawer or taken out
)

// Reversal is the entry that takes e back: the same lines with the other sign.
// No, At and Action are those of the reversal.
func (e Entry) Reversal(no int, at int64, action string) Entry {
	r := Entry{No: no, At: at, Action: action, Kind: e.Kind, ReversalOf: e.No, Lines: make([]Line, len(e.Lines))}
	for i, l := range e.Lines {
		r.Lines[i] = Line{l.Account, -l.Amount}
	}
	return r
}

// check refuses an entry that is not balanced or names an unknown account.
func (e Entry) check() error {
	var sum money.Amount
	for i, l := range e.Lines {
		if !l.Account.known() {
			return refusal.New("account_unknown", "There is no account %.40q.", string(l.Account)).At("lines[%d].account", i)
		}
		var err error
		if sum, err = money.Add(sum, l.Amount); err != nil || !l.Amount.InRange() {
			return refusal.New("amount_out_of_range", "An amount of %d cannot be booked.", l.Amount).At("lines[%d].amount", i)
		}
	}
	if sum != 0 {
		return refusal.New("unbalanced", "The lines of the entry add up to %d, not to zero.", sum).
			Mend("Name where the difference comes from.").At("lines")
	}
	switch e.Kind {
	case Sale, Refund, Settle, Withhold, Fund, Prize, Bounty, Unpaid, Change:
		return nil
	}
	return refusal.New("kind_unknown", "There is no kind of entry %.20q.", string(e.Kind)).At("kind")
}

package audit

import (
	"fmt"

	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

// Verdict is what the auditor says of a night.
type Verdict struct {
	OK      bool    `json:"ok"` // every check is
	Checks  []Check `json:"checks"`
	Figures Figures `json:"figures"`
}

// Check is one invariant. Detail says what is wrong, or, of a check that holds,
// what is worth knowing.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`
}

// Figures are the auditor's own sums. Money is in minor units.
type Figures struct {
	Events  int `json:"events"`
	Actions int `json:"actions"`
	Undone  int `json:"undone"` // actions that are out of the fold

	Entries     int   `json:"entries"` // sold and not voided
	People      int   `json:"people"`
	In          int   `json:"in"`
	ChipsInPlay int64 `json:"chips_in_play"`
	Counted     int64 `json:"counted"` // known stacks of those who are in

	Drawers     map[tournament.Method]money.Amount `json:"drawers"`
	Deductions  map[string]money.Amount            `json:"deductions"` // withheld from the pool and the fee included
	Bounties    money.Amount                       `json:"bounties"`
	Pool        money.Amount                       `json:"pool"`
	Overlay     money.Amount                       `json:"overlay"`
	House       money.Amount                       `json:"house_contribution"`
	PrizesDue   money.Amount                       `json:"prizes_due"` // to players whose place or share is known
	PrizesPaid  money.Amount                       `json:"prizes_paid"`
	Differences []Difference                       `json:"differences,omitempty"`
}

// Difference is a player who was paid another amount than is due now: positive
// is still to pay, negative to collect.
type Difference struct {
	Entry tournament.EntryNo `json:"entry"`
	Due   money.Amount       `json:"due"`
	Paid  money.Amount       `json:"paid"`
	Open  money.Amount       `json:"open"`
}

// Night audits a whole history.
func Night(records []tournament.Record) Verdict {
	_, v := night(records)
	return v
}

// Against audits a history and holds the state folded from it against the
// auditor's own figures.
func Against(records []tournament.Record, s *tournament.State) Verdict {
	h, v := night(records)
	v.add("state", h.compare(s, v.Figures))
	return v
}

func night(records []tournament.Record) (*history, Verdict) {
	h := read(records)
	j := h.journal()
	v := Verdict{OK: true, Figures: h.figures(j)}
	v.add("numbers", h.numbers)
	v.add("money", j.wrong)
	v.add("undone", h.undoneIsOut(j))
	v.add("close", h.close(j, v.Figures))
	v.add("chips", h.chips())
	wrong, note := h.counted()
	v.note("counts", wrong, note)
	v.add("seats", h.seats)
	v.add("places", h.placesCover())
	v.add("prizes", h.prizesAddUp(v.Figures))
	v.add("payouts", h.payouts(v.Figures))
	return h, v
}

func (v *Verdict) add(name string, wrong []string) {
	c := Check{Name: name, OK: len(wrong) == 0}
	if !c.OK {
		v.OK = false
		c.Detail = wrong[0]
		if len(wrong) > 1 {
			c.Detail += fmt.Sprintf(" (and %d more)", len(wrong)-1)
		}
	}
	v.Checks = append(v.Checks, c)
}

// note adds a check whose second text is worth knowing though nothing is wrong.
func (v *Verdict) note(name string, wrong []string, note string) {
	v.add(name, wrong)
	if c := &v.Checks[len(v.Checks)-1]; c.OK {
		c.Detail = note
	}
}

// Failed is the first check that failed, nil if none did.
func (v Verdict) Failed() *Check {
	for i := range v.Checks {
		if !v.Checks[i].OK {
			return &v.Checks[i]
		}
	}
	return nil
}

package audit

import (
	"fmt"

	"felt/internal/poker/tournament"
)

// standing takes one event that is not undone.
func (h *history) standing(i int, r tournament.Record) {
	switch e := r.Event.(type) {
	case tournament.Created:
		h.config = e.Config
	case tournament.StructureReplaced:
		h.config.Structure = e.Structure
	case tournament.PayoutsReplaced:
		h.config.Payouts = e.Plan
	case tournament.RulesReplaced:
		structure, plan := h.config.Structure, h.config.Payouts
		h.config = e.Config
		h.config.Structure, h.config.Payouts = structure, plan
	case tournament.RegistrationClosed:
		h.closed = true
	case tournament.RegistrationReopened:
		h.closed = false
	case tournament.Finished:
		h.finished = true

	case tournament.EntryBought:
		x := &entry{no: e.Entry, at: i, player: e.Player, again: e.Kind == "re_entry", in: true, chips: e.Chips, count: -1}
		h.entries = append(h.entries, x)
		h.byNo[e.Entry] = x
	case tournament.Rebought:
		h.chipsTo(e.Entry, e.Chips, 1, 0)
	case tournament.AddedOn:
		h.chipsTo(e.Entry, e.Chips, 0, 1)
	case tournament.SaleReversed:
		h.struck[h.rowOf(e.Of)] = true
		switch s := h.sales[h.rowOf(e.Of)]; s.kind {
		case "rebuy":
			h.chipsTo(s.entry, -s.chips, -1, 0)
		case "add_on":
			h.chipsTo(s.entry, -s.chips, 0, -1)
		}
	case tournament.EntryVoided:
		for _, x := range e.Reversals {
			h.struck[h.rowOf(x.Of)] = true
		}
		if x := h.byNo[e.Entry]; x != nil && !x.void {
			h.stand(x)
			h.removed -= x.taken
			x.void, x.in = true, false
			for _, by := range x.by {
				if other := h.byNo[by]; other != nil && !other.void {
					other.hits--
				}
			}
		}
	case tournament.PrizePaid:
		h.paid[e.Entry] += e.Amount
	case tournament.PrizeReturned:
		s := h.sales[h.rowOf(e.Of)]
		h.paid[s.entry] -= s.paid

	case tournament.Busted:
		h.bust(i, e)
	case tournament.Removed:
		if x := h.byNo[e.Entry]; x != nil && x.in {
			x.hand, x.table, x.stack, x.taken, x.removed = r.Action, x.seat.Table, e.Stack, e.Stack, true
			h.removed += e.Stack
			h.goesOut(i, x)
		}
	case tournament.Counted:
		h.lastCount = i
		for _, c := range e.Counts {
			if x := h.byNo[c.Entry]; x != nil && !x.void {
				x.count = c.Chips
			}
		}
	case tournament.ColouredUp:
		h.given += e.Given - e.Taken
	case tournament.DealOffered:
		h.offer, h.made = &e, false
	case tournament.DealMade:
		if h.offer == nil || h.offer.Deal != e.Deal {
			h.numbers = append(h.numbers, fmt.Sprintf("deal %d was made and not offered last", e.Deal))
			return
		}
		h.made, h.reserve, h.shares = true, h.offer.Reserve, map[tournament.EntryNo]amount{}
		for _, x := range h.offer.Shares {
			h.shares[x.Entry] = x.Amount
		}
	default:
		if fact, is := clockOf(r.Event); is {
			h.started = fact.Clock.Started
			return
		}
		h.seating(r.Event)
	}
}

func clockOf(e tournament.Event) (tournament.ClockFact, bool) {
	switch e := e.(type) {
	case tournament.ClockStarted:
		return e.ClockFact, true
	case tournament.ClockPaused:
		return e.ClockFact, true
	case tournament.ClockSet:
		return e.ClockFact, true
	case tournament.BoundaryPassed:
		return e.ClockFact, true
	case tournament.BreakTaken:
		return e.ClockFact, true
	case tournament.BreakEnded:
		return e.ClockFact, true
	case tournament.ClockInterrupted:
		return e.ClockFact, true
	case tournament.HandForHandStarted:
		return e.ClockFact, true
	case tournament.HandForHandPlayed:
		return e.ClockFact, true
	case tournament.HandForHandEnded:
		return e.ClockFact, true
	}
	return tournament.ClockFact{}, false
}

func (h *history) chipsTo(no tournament.EntryNo, chips int64, rebuys, addOns int) {
	x := h.byNo[no]
	if x == nil || x.void {
		h.numbers = append(h.numbers, fmt.Sprintf("chips were sold to entry %d, which is not there", no))
		return
	}
	x.chips += chips
	x.rebuys += rebuys
	x.addOns += addOns
	if x.count >= 0 {
		if x.count += chips; x.count < 0 {
			x.count = -1
		}
	}
}

// bust gives the last known count to a single taker; a split pot waits for the
// next count.
func (h *history) bust(i int, e tournament.Busted) {
	x := h.byNo[e.Entry]
	if x == nil || !x.in {
		h.numbers = append(h.numbers, fmt.Sprintf("entry %d went out and was not in", e.Entry))
		return
	}
	x.hand, x.table, x.stack, x.by = e.Hand, e.Table, e.Stack, e.By
	for _, no := range e.By {
		by := h.byNo[no]
		if by == nil || by.void {
			continue
		}
		by.hits++
		if len(e.By) == 1 && x.count >= 0 && by.count >= 0 {
			by.count += x.count
		}
	}
	h.goesOut(i, x)
}

func (h *history) goesOut(i int, x *entry) {
	h.stand(x)
	x.outAt = i
	x.in, x.count = false, -1
	h.outs = append(h.outs, x)
	x.order = len(h.outs)
}

// issued is all chips that were sold and stand.
func (h *history) issued() int64 {
	var sum int64
	for _, x := range h.entries {
		if !x.void {
			sum += x.chips
		}
	}
	return sum
}

func (h *history) inPlay() int64 { return h.issued() - h.removed + h.given }

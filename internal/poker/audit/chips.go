package audit

import (
	"fmt"

	"felt/internal/poker/tournament"
)

// chips reckons the chips in play a second way: forwards over all that happened,
// each action adding what it sold or took, an undo taking exactly that out again.
func (h *history) chips() []string {
	var wrong []string
	var sum int64
	of := map[string]int64{} // by action
	stands := map[string]bool{}
	undoes := map[string]string{}
	var takenOut []tournament.Record
	voids := map[tournament.EntryNo][]string{} // actions that voided it
	// gone is what left play with players who were taken out; of an entry that
	// never happened, nothing did.
	gone := func() (n int64) {
		for _, r := range takenOut {
			e := r.Event.(tournament.Removed)
			void := false
			for _, action := range voids[e.Entry] {
				void = void || stands[action]
			}
			if stands[r.Action] && !void {
				n += e.Stack
			}
		}
		return n
	}
	var flip func(action string, to bool)
	flip = func(action string, to bool) {
		if stands[action] == to {
			wrong = append(wrong, fmt.Sprintf("action %s was undone or brought back twice", action))
			return
		}
		stands[action] = to
		if to {
			sum += of[action]
		} else {
			sum -= of[action]
		}
		if other := undoes[action]; other != "" {
			flip(other, !to)
		}
	}
	for _, r := range h.records {
		stands[r.Action] = true
		add := func(n int64) {
			sum += n
			of[r.Action] += n
		}
		switch e := r.Event.(type) {
		case tournament.EntryBought:
			add(e.Chips)
		case tournament.Rebought:
			add(e.Chips)
		case tournament.AddedOn:
			add(e.Chips)
		case tournament.SaleReversed:
			add(-h.sales[h.rowOf(e.Of)].chips)
		case tournament.EntryVoided:
			for _, x := range e.Reversals {
				add(-h.sales[h.rowOf(x.Of)].chips)
			}
			voids[e.Entry] = append(voids[e.Entry], r.Action)
		case tournament.Removed:
			takenOut = append(takenOut, r)
		case tournament.ColouredUp:
			add(e.Given - e.Taken)
		case tournament.Counted:
			var counted int64
			for _, c := range e.Counts {
				counted += c.Chips
			}
			if inPlay := sum - gone(); counted > inPlay {
				wrong = append(wrong, fmt.Sprintf("a count of %d chips where %d were in play", counted, inPlay))
			}
		case tournament.Undone:
			undoes[r.Action] = e.Action
			flip(e.Action, false)
		}
		if inPlay := sum - gone(); inPlay < 0 {
			wrong = append(wrong, fmt.Sprintf("%d chips were in play after event %d", inPlay, r.Seq))
		}
	}
	if inPlay, then := h.inPlay(), sum-gone(); then != inPlay {
		wrong = append(wrong, fmt.Sprintf("%d chips are in play by the entries and %d by the actions", inPlay, then))
	}
	return wrong
}

// counted holds the known stacks against the chips in play. Stacks counted
// before a sale was taken back are no measure any more: count again.
func (h *history) counted() (wrong []string, note string) {
	var sum int64
	all := true
	for _, x := range h.entries {
		if x.in && x.count >= 0 {
			sum += x.count
		}
		all = all && (!x.in || x.count >= 0)
	}
	switch inPlay := h.inPlay(); {
	case h.lastCount < 0:
		return nil, "nothing was counted"
	case h.correction > h.lastCount:
		return nil, "something was taken back or coloured up since the last count: count again"
	case !h.lastCountWasWhole():
		return nil, "not everybody was counted in the last round"
	case sum > inPlay:
		return []string{fmt.Sprintf("%d chips were counted and %d are in play", sum, inPlay)}, ""
	case all && sum < inPlay:
		return nil, fmt.Sprintf("%d chips in play were not counted", inPlay-sum)
	}
	return nil, ""
}

// lastCountWasWhole: everybody who was in then is in the newest count.
func (h *history) lastCountWasWhole() bool {
	count, ok := h.records[h.lastCount].Event.(tournament.Counted)
	if !ok {
		return false
	}
	in := map[tournament.EntryNo]bool{}
	for _, c := range count.Counts {
		in[c.Entry] = true
	}
	for _, x := range h.entries {
		wasIn := x.at < h.lastCount && (x.in || x.outAt > h.lastCount)
		if wasIn && !in[x.no] {
			return false
		}
	}
	return true
}

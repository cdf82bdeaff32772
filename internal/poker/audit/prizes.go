package audit

import (
	"fmt"
	"slices"

	"felt/internal/poker/ledger"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"
)

// figures are the auditor's sums.
func (h *history) figures(j *journal) Figures {
	used := j.used()
	f := Figures{
		Events: len(h.records), Actions: h.actions, ChipsInPlay: h.inPlay(), People: len(h.newest()),
		Drawers: j.drawers(), Deductions: map[string]amount{}, Bounties: used[ledger.Bounties], PrizesPaid: -used[ledger.PrizesPaid],
		House: h.config.House,
	}
	for _, out := range h.out {
		if out {
			f.Undone++
		}
	}
	for _, x := range h.entries {
		if !x.void {
			f.Entries++
		}
		if x.in {
			f.In++
			f.Counted += max(x.count, 0)
		}
	}
	for a, n := range used {
		if name, is := deduction(a); is && n != 0 {
			f.Deductions[name] += n
		}
	}
	gross := used[ledger.PrizePool]
	net := gross
	for _, w := range h.config.Withholding {
		part := gross * amount(w.Basis) / 10_000
		net -= part
		if part != 0 {
			f.Deductions[w.Kind] += part
		}
	}
	f.Overlay = max(0, h.config.Guarantee-net)
	f.Pool = net + f.Overlay + f.House
	dues := h.dues(f.Pool)
	for _, n := range dues {
		f.PrizesDue += n
	}
	for _, x := range h.entries {
		if due, paid := dues[x.no], h.paid[x.no]; paid != 0 && paid != due || h.finished && due != paid {
			f.Differences = append(f.Differences, Difference{x.no, due, paid, due - paid})
		}
	}
	return f
}

func deduction(a ledger.Account) (string, bool) {
	const prefix = "deduction:"
	if len(a) > len(prefix) && a[:len(prefix)] == prefix {
		return string(a[len(prefix):]), true
	}
	return "", false
}

// prizes are the amounts by place, first place at index 0; nil while nobody has
// bought in or where the plan cannot pay this field.
func (h *history) prizes(pool amount) []amount {
	field := payout.Field{Players: len(h.newest())}
	for _, x := range h.entries {
		if !x.void {
			field.Entries++
		}
	}
	if field.Entries == 0 {
		return nil
	}
	list, err := h.config.Payouts.Projected(pool, field)
	if err != nil {
		return nil
	}
	return list.ByPlace()
}

// dues are what each player is to get: a share of the deal, or the prizes of his
// places divided by those who tie for them, odd minor units to those who bought in
// first.
func (h *history) dues(pool amount) map[tournament.EntryNo]amount {
	list := map[tournament.EntryNo]amount{}
	prizes := h.prizes(pool)
	places := h.places()
	winner := len(places) > 0 && places[len(places)-1].place == 1
	if prizes == nil || !h.closed && !winner {
		return list
	}
	tied := map[int][]tournament.EntryNo{}
	for _, p := range places {
		tied[p.place] = append(tied[p.place], p.no)
	}
	for place, who := range tied {
		var sum amount
		for i := range who {
			if place+i <= len(prizes) {
				sum += prizes[place+i-1]
			}
		}
		slices.Sort(who)
		n := amount(len(who))
		for i, no := range who {
			part := sum / n
			if amount(i) < sum%n {
				part++
			}
			if part != 0 {
				list[no] = part
			}
		}
	}
	for no, share := range h.shares {
		if h.made {
			list[no] = share
		}
	}
	if h.made && winner {
		list[places[len(places)-1].no] += h.reserve
	}
	return list
}

// prizesAddUp: all prizes are the pool, never rise with the place, and with what
// is due to players, shared by a deal or still played for nothing is left over.
func (h *history) prizesAddUp(f Figures) (wrong []string) {
	prizes := h.prizes(f.Pool)
	if prizes == nil {
		return nil
	}
	var sum amount
	for i, n := range prizes {
		sum += n
		if i > 0 && n > prizes[i-1] {
			wrong = append(wrong, fmt.Sprintf("place %d gets more than place %d", i+1, i))
		}
	}
	if sum != f.Pool {
		wrong = append(wrong, fmt.Sprintf("the prizes add up to %d and the pool is %d", sum, f.Pool))
	}
	dues := h.dues(f.Pool)
	if len(dues) == 0 {
		return wrong
	}
	var due amount
	for _, n := range dues {
		due += n
	}
	places := h.places()
	winner := len(places) > 0 && places[len(places)-1].place == 1
	switch {
	case h.made && !winner && !h.finished:
		due += h.reserve
	case !h.made && !winner:
		for i := range min(f.In, len(prizes)) {
			due += prizes[i]
		}
	}
	if due != f.Pool {
		wrong = append(wrong, fmt.Sprintf("%d is due or played for and the pool is %d", due, f.Pool))
	}
	return wrong
}

// payouts: nobody was paid less than nothing, and all that was paid has somebody
// who got it. Paid is another amount than due only as a difference that is shown.
func (h *history) payouts(f Figures) (wrong []string) {
	var sum amount
	for no, n := range h.paid {
		sum += n
		if n < 0 {
			wrong = append(wrong, fmt.Sprintf("entry %d gave %d more back than it got", no, -n))
		}
		if x := h.byNo[no]; n != 0 && (x == nil || x.void) {
			wrong = append(wrong, fmt.Sprintf("%d was paid to entry %d, which is not there", n, no))
		}
	}
	if sum != f.PrizesPaid {
		wrong = append(wrong, fmt.Sprintf("%d left the drawers as prizes and %d reached players", f.PrizesPaid, sum))
	}
	return wrong
}

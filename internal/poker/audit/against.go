package audit

import (
	"fmt"
	"maps"
	"slices"

	"felt/internal/poker/tournament"
)

// compare holds the state's figures against the auditor's.
func (h *history) compare(s *tournament.State, f Figures) (wrong []string) {
	differs := func(what string, state, own any) {
		if a, b := fmt.Sprint(state), fmt.Sprint(own); a != b {
			wrong = append(wrong, fmt.Sprintf("%s: the state says %s, the auditor %s", what, a, b))
		}
	}
	differs("registration closed", s.RegistrationClosed, h.closed)
	differs("finished", s.Finished, h.finished)
	differs("players in", s.Live, f.In)
	differs("people", s.People, f.People)
	differs("entries sold", s.Sold.Entries, f.Entries)
	differs("chips in play", s.ChipsInPlay(), f.ChipsInPlay)
	counted, _ := s.CountedChips()
	differs("chips counted", counted, f.Counted)

	drawers := s.Drawers()
	maps.DeleteFunc(drawers, func(_ tournament.Method, n amount) bool { return n == 0 })
	differs("drawers", drawers, f.Drawers)
	var inDrawers amount
	for _, n := range f.Drawers {
		inDrawers += n
	}
	differs("taken", s.Till.Taken, inDrawers)
	differs("bounties", s.Till.Bounty, f.Bounties)
	differs("prizes paid", s.Till.Prizes, f.PrizesPaid)
	pool := s.Pool()
	differs("pool", pool.Total, f.Pool)
	differs("overlay", pool.Overlay, f.Overlay)
	deductions := s.Deductions()
	for _, w := range s.Withheld() {
		deductions[w.Kind] += w.Amount
	}
	deductions["fee"] += s.Till.Fee
	maps.DeleteFunc(deductions, func(_ string, n amount) bool { return n == 0 })
	differs("deductions", deductions, f.Deductions)

	if book, err := s.Books(); err != nil {
		wrong = append(wrong, "the state's books: "+err.Error())
	} else {
		var sum amount
		for _, n := range book.Trial() {
			sum += n
		}
		differs("trial balance", sum, 0)
	}
	return append(wrong, append(h.comparePlayers(s, f, differs), h.compareSeats(s)...)...)
}

func (h *history) comparePlayers(s *tournament.State, f Figures, differs func(string, any, any)) (wrong []string) {
	places := h.places()
	slices.Reverse(places)
	var theirs []placed
	for _, x := range s.Standings() {
		theirs = append(theirs, placed{x.Entry, x.Place, x.To})
	}
	differs("places", theirs, places)

	dues := h.dues(f.Pool)
	paidOut := map[tournament.EntryNo]amount{}
	for _, d := range s.Payouts() {
		if d.Due != 0 {
			paidOut[d.Entry] = d.Due
		}
	}
	maps.DeleteFunc(dues, func(_ tournament.EntryNo, n amount) bool { return n == 0 })
	differs("dues", paidOut, dues)

	stands, newest := 0, h.newest()
	for _, x := range h.entries {
		if x.void {
			continue
		}
		stands++
		e := s.Entry(x.no)
		if e == nil {
			wrong = append(wrong, fmt.Sprintf("entry %d is not in the state", x.no))
			continue
		}
		own := [9]any{x.in, x.seat, x.chips, x.count, x.rebuys, x.addOns, x.hits, h.paid[x.no], x.again}
		got := [9]any{e.Status == tournament.In, e.Seat, e.Chips, e.Count, e.Rebuys, e.AddOns, e.Knocked, s.PaidTo(x.no), e.Kind == "re_entry"}
		if own != got {
			differs(fmt.Sprintf("entry %d (in, seat, chips, count, rebuys, add-ons, hits, paid, again)", x.no), got, own)
		}
		if own := newest[x.player].no; s.Latest[x.player] != own {
			differs("latest entry of "+string(x.player), s.Latest[x.player], own)
		}
	}
	for i := range s.Entries {
		if e := s.Entry(tournament.EntryNo(i + 1)); e != nil {
			stands--
		}
	}
	if stands != 0 {
		wrong = append(wrong, fmt.Sprintf("the state has %d entries more than the auditor", -stands))
	}
	return wrong
}

func (h *history) compareSeats(s *tournament.State) (wrong []string) {
	theirs := map[tournament.Place]tournament.EntryNo{}
	tables := map[int]int{}
	for i := range s.Tables {
		t := &s.Tables[i]
		tables[t.Number] = len(t.Seats)
		for seat, no := range t.Seats {
			if no != 0 {
				theirs[tournament.Place{Table: t.Number, Seat: seat + 1}] = no
			}
		}
	}
	if !maps.Equal(tables, h.tables) {
		wrong = append(wrong, fmt.Sprintf("tables: the state has %v, the auditor %v", tables, h.tables))
	}
	if !maps.Equal(theirs, h.sitting) {
		wrong = append(wrong, fmt.Sprintf("seats: the state has %v, the auditor %v", theirs, h.sitting))
	}
	return wrong
}

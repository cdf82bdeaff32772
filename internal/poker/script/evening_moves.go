package script

import (
	"maps"
	"slices"

	"felt/internal/poker/seating"
	"felt/internal/poker/tournament"
)

func (r *eveningReader) moves(c eveningCommand) ([]tournament.Move, error) {
	var moves []tournament.Move
	for _, m := range c.Moves {
		entry, err := r.entry(m.Player)
		if err != nil {
			return nil, err
		}
		if m.FromTable == 0 {
			m.FromTable = c.Table
		}
		moves = append(moves, tournament.Move{Entry: entry,
			From: seating.Place{Table: m.FromTable, Seat: m.FromSeat}, To: seating.Place{Table: m.Table, Seat: m.Seat}})
	}
	return moves, nil
}

// tablesOf lists the tables that moves lead to, ascending.
func tablesOf(moves []tournament.Move) []int {
	tables := map[int]bool{}
	for _, m := range moves {
		tables[m.To.Table] = true
	}
	return slices.Sorted(maps.Keys(tables))
}

func buttons(at map[int]int) []tournament.Command {
	var list []tournament.Command
	for _, table := range slices.Sorted(maps.Keys(at)) {
		list = append(list, tournament.SetButton{Table: table, Button: at[table]})
	}
	return list
}

func (r *eveningReader) count(chips map[tournament.PlayerID]int64) (tournament.CountChips, error) {
	var c tournament.CountChips
	r.counted = chips
	for _, p := range slices.Sorted(maps.Keys(chips)) {
		entry, err := r.entry(p)
		if err != nil {
			return c, err
		}
		c.Counts = append(c.Counts, tournament.Count{Entry: entry, Chips: chips[p]})
	}
	return c, nil
}

// offer shares by the stacks counted last.
func (r *eveningReader) offer(c eveningCommand) (tournament.OfferDeal, error) {
	r.deals++
	o := tournament.OfferDeal{Method: "icm", Reserve: c.Reserve * r.unit}
	for _, p := range slices.Sorted(maps.Keys(c.Shares)) {
		entry, err := r.entry(p)
		if err != nil {
			return o, err
		}
		o.Shares = append(o.Shares, tournament.Share{Entry: entry, Chips: r.counted[p], Amount: c.Shares[p] * r.unit})
	}
	return o, nil
}

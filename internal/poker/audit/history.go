package audit

import (
	"fmt"

	"felt/internal/poker/tournament"
)

// history is a night as the auditor reads it: each standing event in order, with
// rules of its own.
type history struct {
	records []tournament.Record
	out     map[string]bool // actions that are undone
	actions int
	sales   map[tournament.RowNo]sale             // what every row of the till sold or paid, standing or not
	origin  map[tournament.RowNo]tournament.RowNo // of a reversal, or of what took one back, the row it began with

	config     tournament.Config
	closed     bool // registration
	finished   bool
	started    bool
	entries    []*entry // in the order of sale, by standing events
	byNo       map[tournament.EntryNo]*entry
	tables     map[int]int // seats of the tables in play
	sitting    map[tournament.Place]tournament.EntryNo
	outs       []*entry // in the order they went out
	given      int64    // of colour-ups, less taken
	removed    int64
	struck     map[tournament.RowNo]bool // rows taken back by a standing action
	paid       map[tournament.EntryNo]amount
	shares     map[tournament.EntryNo]amount
	reserve    amount
	offer      *tournament.DealOffered
	made       bool
	lastCount  int // index of the newest standing count, -1 none
	correction int // index of the newest record that took chips back, -1 none

	numbers, seats []string // what is wrong with them
}

// entry is one stack.
type entry struct {
	no      tournament.EntryNo
	at      int // index of its sale in the history
	player  tournament.PlayerID
	again   bool // a re-entry
	in      bool
	void    bool
	removed bool
	seat    tournament.Place
	chips   int64
	count   int64 // -1 not known
	rebuys  int
	addOns  int
	hits    int
	by      []tournament.EntryNo // who took the chips

	order int // in which it went out, from 1
	outAt int // index in the history
	hand  string
	table int
	stack int64 // at the start of the hand
	taken int64 // chips that left play with it
}

type sale struct {
	entry tournament.EntryNo
	kind  string
	chips int64
	sale  tournament.Sale
	paid  amount // of a prize
}

func read(records []tournament.Record) *history {
	h := &history{
		records: records, out: undone(records), sales: map[tournament.RowNo]sale{}, origin: map[tournament.RowNo]tournament.RowNo{}, byNo: map[tournament.EntryNo]*entry{},
		tables: map[int]int{}, sitting: map[tournament.Place]tournament.EntryNo{}, struck: map[tournament.RowNo]bool{},
		paid: map[tournament.EntryNo]amount{}, lastCount: -1, correction: -1,
	}
	h.checkNumbers()
	for i, r := range records {
		switch r.Event.(type) {
		case tournament.Undone, tournament.EntryVoided, tournament.SaleReversed, tournament.Removed, tournament.ColouredUp:
			h.correction = i
		}
		if !h.out[r.Action] {
			h.standing(i, r)
		}
	}
	h.checkSeats()
	return h
}

// rowOf is the row that a row began with: itself, unless it takes another back.
func (h *history) rowOf(no tournament.RowNo) tournament.RowNo {
	if first, is := h.origin[no]; is {
		return first
	}
	return no
}

// undone says which actions are out: those named by an undo that is not out
// itself. An undo is always later than what it names.
func undone(records []tournament.Record) map[string]bool {
	first, by := map[string]int{}, map[string][]string{}
	for i, r := range records {
		if _, seen := first[r.Action]; !seen {
			first[r.Action] = i
		}
		if u, ok := r.Event.(tournament.Undone); ok {
			by[u.Action] = append(by[u.Action], r.Action)
		}
	}
	known := map[string]bool{}
	var out func(action string) bool
	out = func(action string) bool {
		if is, done := known[action]; done {
			return is
		}
		is := false
		for _, undo := range by[action] {
			if first[undo] > first[action] && !out(undo) {
				is = true
			}
		}
		known[action] = is
		return is
	}
	for action := range by {
		out(action)
	}
	return known
}

// checkNumbers wants every entry, row, deal and draw to have the next number,
// also where the action was undone: none is ever used twice.
func (h *history) checkNumbers() {
	var entries tournament.EntryNo
	var rows tournament.RowNo
	deals, draws, seq := 0, 0, int64(0)
	seen := map[string]bool{}
	row := func(no tournament.RowNo, s sale) {
		rows++
		if no != rows {
			h.numbers = append(h.numbers, fmt.Sprintf("row %d comes where %d is next", no, rows))
		}
		if s.kind != "" {
			h.sales[rows] = s
		}
	}
	back := func(first tournament.RowNo, list []tournament.Reversal) {
		for i := range list {
			row(first+tournament.RowNo(i), sale{})
			h.origin[rows] = h.rowOf(list[i].Of)
		}
	}
	draw := func(d *tournament.Drawn) {
		if d != nil {
			if d.Attempt <= draws {
				h.numbers = append(h.numbers, fmt.Sprintf("draw %d comes after draw %d", d.Attempt, draws))
			}
			draws = d.Attempt
		}
	}
	for _, r := range h.records {
		if r.Seq <= seq {
			h.numbers = append(h.numbers, fmt.Sprintf("event %d comes after event %d", r.Seq, seq))
		}
		seq = r.Seq
		if !seen[r.Action] {
			seen[r.Action] = true
			h.actions++
		}
		switch e := r.Event.(type) {
		case tournament.EntryBought:
			entries++
			if e.Entry != entries {
				h.numbers = append(h.numbers, fmt.Sprintf("entry %d comes where %d is next", e.Entry, entries))
			}
			row(e.Row, sale{entry: e.Entry, kind: e.Kind, chips: e.Chips, sale: e.Sale})
		case tournament.Rebought:
			row(e.Row, sale{entry: e.Entry, kind: "rebuy", chips: e.Chips, sale: e.Sale})
		case tournament.AddedOn:
			row(e.Row, sale{entry: e.Entry, kind: "add_on", chips: e.Chips, sale: e.Sale})
		case tournament.SaleSettled:
			row(e.Row, sale{})
		case tournament.SaleReversed:
			row(e.Row, sale{})
			h.origin[rows] = h.rowOf(e.Of)
		case tournament.PrizePaid:
			row(e.Row, sale{entry: e.Entry, kind: "prize", paid: e.Amount})
		case tournament.PrizeReturned:
			row(e.Row, sale{})
			h.origin[rows] = h.rowOf(e.Of)
		case tournament.EntryVoided:
			back(e.FirstRow, e.Reversals)
		case tournament.Undone:
			back(e.FirstRow, e.Reversals)
		case tournament.DealOffered:
			if deals++; e.Deal != deals {
				h.numbers = append(h.numbers, fmt.Sprintf("deal %d comes where %d is next", e.Deal, deals))
			}
		case tournament.EntrySeated:
			draw(e.Draw)
		case tournament.TableBroken:
			draw(e.Draw)
		case tournament.Redrawn:
			draw(e.Draw)
		}
	}
}

package tournament

import "felt/internal/poker/money"

// book writes the money of a record into the ledger. It is done for every
// record, undone or not: what was taken back stays and its reversal stands
// beside it, so that the till can be counted against every row.
func (s *State) book(r Record) {
	switch e := r.Event.(type) {
	case EntryBought:
		s.sale(r, e.Kind, e.Entry, e.Player, e.Sale)
	case Rebought:
		s.sale(r, "rebuy", e.Entry, s.playerOf(e.Entry), e.Sale)
	case AddedOn:
		s.sale(r, "add_on", e.Entry, s.playerOf(e.Entry), e.Sale)
	case SaleSettled:
		if of := s.row(e.Of); of != nil {
			of.settled = true
			s.addRow(r, Row{Kind: "settlement", Entry: of.Entry, Player: of.Player, Method: e.Method, Taken: of.Taken, Of: e.Of, settles: true, sale: of.first})
		}
	case SaleReversed:
		s.reverse(r, e.Reversal)
	case EntryVoided:
		s.reverseAll(r, e.Reversals)
	case PrizePaid:
		s.addRow(r, Row{Kind: "prize", Entry: e.Entry, Player: s.playerOf(e.Entry), Method: e.Method, Taken: -e.Amount, Prize: e.Amount})
	case PrizeReturned:
		s.reverse(r, e.Reversal)
	case Undone:
		s.reverseAll(r, e.Reversals)
	}
}

func (s *State) sale(r Record, kind string, no EntryNo, player PlayerID, x Sale) {
	s.addRow(r, Row{Kind: kind, Entry: no, Player: player, Method: x.Method, Taken: x.Price(), Pool: x.Pool, Fee: x.Fee, Deductions: x.Deductions, Bounty: x.Bounty, chips: x.Chips})
}

func (s *State) reverseAll(r Record, list []Reversal) {
	for _, x := range list {
		s.reverse(r, x)
	}
}

// reverse writes the row that takes another back. Taking a reversal back brings
// the row it reversed in again: it is then of the first row's kind.
func (s *State) reverse(r Record, x Reversal) {
	of := s.row(x.Of)
	if of == nil {
		return
	}
	back := *of
	back.Of, back.How, back.Method, back.ReversedBy = x.Of, x.How, x.Method, 0
	switch {
	case !of.forward():
		back.Kind = of.kind
	case of.kind == "prize":
		back.Kind = "prize_return"
	default:
		back.Kind = "reversal"
	}
	back.Taken, back.Pool, back.Fee, back.Bounty, back.Prize = -of.Taken, -of.Pool, -of.Fee, -of.Bounty, -of.Prize
	back.Deductions = make([]Deduction, len(of.Deductions))
	for i, d := range of.Deductions {
		back.Deductions[i] = Deduction{d.Kind, -d.Amount}
	}
	s.addRow(r, back)
	s.row(x.Of).ReversedBy = RowNo(len(s.Rows))
	if back.settles {
		if sale := s.newest(back.sale); sale != nil {
			sale.settled = back.forward()
		}
	}
}

// forward says whether the row is a sale, a settlement or a prize, and not what
// took one back.
func (r *Row) forward() bool { return r.Kind != "reversal" && r.Kind != "prize_return" }

// newest follows a row over its reversals and returns to the row that counts now.
func (s *State) newest(no RowNo) *Row {
	row := s.row(no)
	for row != nil && row.ReversedBy != 0 {
		row = s.row(row.ReversedBy)
	}
	return row
}

func (s *State) addRow(r Record, row Row) {
	row.No, row.At, row.Action = s.NextRow(), r.At, r.Action
	if row.first == 0 {
		row.first, row.kind = row.No, row.Kind
	}
	s.Rows = append(s.Rows, row)
	s.touched.Money = true
	m := &s.Till
	if !row.settles { // a settlement moves money between drawers, it takes none in
		m.Taken += row.Taken
	}
	m.Pool += row.Pool
	m.Fee += row.Fee
	m.Bounty += row.Bounty
	m.Prizes += row.Prize
	if row.Prize != 0 {
		s.paid[row.Entry] += row.Prize
	}
}

func (s *State) row(no RowNo) *Row {
	if no < 1 || int(no) > len(s.Rows) {
		return nil
	}
	return &s.Rows[no-1]
}

func (s *State) playerOf(no EntryNo) PlayerID {
	if no < 1 || int(no) > len(s.Entries) {
		return ""
	}
	return s.Entries[no-1].Player
}

// Till is the running totals of the ledger, in minor units.
type Till struct {
	Taken  money.Amount // in the drawers now: taken less given back less prizes
	Pool   money.Amount // reached the prize pool
	Fee    money.Amount
	Bounty money.Amount
	Prizes money.Amount // paid out
}

// Drawers is what each method's drawer holds of this tournament, in minor
// units: taken in, less given back, less prizes paid. A settlement moves money
// from the receivables to the drawer it was paid into.
func (s *State) Drawers() map[Method]money.Amount {
	d := map[Method]money.Amount{}
	for _, row := range s.Rows {
		d[row.Method] += row.Taken
		if row.settles {
			d[Receivable] -= row.Taken
		}
	}
	return d
}

// Deductions adds up the named deductions of all sales, in minor units.
func (s *State) Deductions() map[string]money.Amount {
	d := map[string]money.Amount{}
	for _, row := range s.Rows {
		for _, x := range row.Deductions {
			d[x.Kind] += x.Amount
		}
	}
	return d
}

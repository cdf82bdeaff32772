package tournament

import (
	"felt/internal/poker/ledger"
	"felt/internal/poker/money"
)

// Books is the money of the night in double entry: row n of the till is entry n,
// then what follows from the pool as a whole (what is withheld from it, the
// overlay, the house contribution). An error means that the rows contradict
// themselves, which the auditor must hear.
func (s *State) Books() (*ledger.Book, error) {
	b := &ledger.Book{}
	post := func(kind ledger.Kind, row Row, of RowNo, lines ...ledger.Line) error {
		return b.Post(ledger.Entry{No: b.Len() + 1, At: row.At, Action: row.Action, Kind: kind, Lines: lines, ReversalOf: int(of)})
	}
	for _, row := range s.Rows {
		of := row.Of
		if row.settles && row.No == row.first {
			of = 0 // it settles a sale, it takes none back
		}
		if err := post(s.entryKind(row), row, of, row.lines()...); err != nil {
			return nil, err
		}
	}
	var last Row
	if n := len(s.Rows); n > 0 {
		last.At = s.Rows[n-1].At
	}
	for _, w := range s.Withheld() {
		if err := post(ledger.Withhold, last, 0, ledger.Line{Account: ledger.PrizePool, Amount: w.Amount}, ledger.Line{Account: ledger.Deduction(w.Kind), Amount: -w.Amount}); err != nil {
			return nil, err
		}
	}
	pool := s.Pool()
	for _, x := range []struct {
		from   ledger.Account
		amount money.Amount
	}{{ledger.Overlay, pool.Overlay}, {ledger.House, pool.House}} {
		if x.amount == 0 {
			continue
		}
		if err := post(ledger.Fund, last, 0, ledger.Line{Account: x.from, Amount: x.amount}, ledger.Line{Account: ledger.PrizePool, Amount: -x.amount}); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// lines are the two sides of a row.
func (row Row) lines() []ledger.Line {
	value := ledger.Drawer(string(row.Method))
	switch a := ledger.Account(row.Method); a {
	case ledger.Receivable, ledger.Ticket, ledger.Voucher:
		value = a
	}
	lines := []ledger.Line{{Account: value, Amount: row.Taken}}
	add := func(a ledger.Account, amount money.Amount) {
		if amount != 0 {
			lines = append(lines, ledger.Line{Account: a, Amount: amount})
		}
	}
	if row.settles {
		add(ledger.Receivable, -row.Taken)
		return lines
	}
	add(ledger.PrizePool, -row.Pool)
	add(ledger.Deduction("fee"), -row.Fee)
	for _, d := range row.Deductions {
		add(ledger.Deduction(d.Kind), -d.Amount)
	}
	add(ledger.Bounties, -row.Bounty)
	add(ledger.PrizesPaid, row.Prize)
	return lines
}

// entryKind says why the money of a row moved. What was taken back because it
// never was in the drawer is of the kind of its row, what was given back is a
// refund.
func (s *State) entryKind(row Row) ledger.Kind {
	switch {
	case row.settles:
		return ledger.Settle
	case row.Prize != 0:
		return ledger.Prize
	}
	of := s.row(row.Of)
	if of == nil {
		return ledger.Sale
	}
	kind := s.entryKind(*of)
	if row.How == "given_back" && !row.forward() && kind == ledger.Sale {
		return ledger.Refund
	}
	return kind
}

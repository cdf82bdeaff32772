package audit

import (
	"fmt"
	"maps"

	"felt/internal/poker/ledger"
	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

type amount = money.Amount

// journal is the till in double entry, row by row over all that happened, undone
// or not: what was taken back stands beside its reversal.
type journal struct {
	book  ledger.Book
	rows  []posting
	wrong []string
}

// posting is one row: what came into the drawer of a method, and what it was for.
type posting struct {
	action  string
	kind    ledger.Kind
	method  tournament.Method
	value   amount
	uses    map[ledger.Account]amount // credit, positive
	settles bool
	backBy  tournament.RowNo
}

func (h *history) journal() *journal {
	j := &journal{}
	for _, r := range h.records {
		switch e := r.Event.(type) {
		case tournament.EntryBought:
			j.sale(r, e.Sale)
		case tournament.Rebought:
			j.sale(r, e.Sale)
		case tournament.AddedOn:
			j.sale(r, e.Sale)
		case tournament.SaleSettled:
			if of := j.row(r, e.Of); of != nil {
				j.post(r, posting{kind: ledger.Settle, method: e.Method, value: of.value, settles: true}, 0)
			}
		case tournament.PrizePaid:
			j.post(r, posting{kind: ledger.Prize, method: e.Method, value: -e.Amount, uses: map[ledger.Account]amount{ledger.PrizesPaid: -e.Amount}}, 0)
		case tournament.SaleReversed:
			j.back(r, e.Reversal)
		case tournament.PrizeReturned:
			j.back(r, e.Reversal)
		case tournament.EntryVoided:
			for _, x := range e.Reversals {
				j.back(r, x)
			}
		case tournament.Undone:
			for _, x := range e.Reversals {
				j.back(r, x)
			}
		}
	}
	var sum amount
	for _, balance := range j.book.Trial() {
		sum += balance
	}
	if sum != 0 {
		j.wrong = append(j.wrong, fmt.Sprintf("debits and credits differ by %d", sum))
	}
	return j
}

func (j *journal) sale(r tournament.Record, s tournament.Sale) {
	p := posting{kind: ledger.Sale, method: s.Method, uses: map[ledger.Account]amount{}}
	use := func(a ledger.Account, n amount) {
		p.value += n
		if n != 0 {
			p.uses[a] += n
		}
	}
	use(ledger.PrizePool, s.Pool)
	use(ledger.Deduction("fee"), s.Fee)
	use(ledger.Bounties, s.Bounty)
	for _, d := range s.Deductions {
		use(ledger.Deduction(d.Kind), d.Amount)
	}
	j.post(r, p, 0)
}

func (j *journal) row(r tournament.Record, no tournament.RowNo) *posting {
	if no < 1 || int(no) > len(j.rows) {
		j.wrong = append(j.wrong, fmt.Sprintf("event %d names row %d, which is not there", r.Seq, no))
		j.post(r, posting{kind: ledger.Settle, method: "cash"}, 0) // nothing moves; the numbers go on
		return nil
	}
	return &j.rows[no-1]
}

// back writes the reversal of a row. The ledger holds it to the row and refuses a
// second one.
func (j *journal) back(r tournament.Record, x tournament.Reversal) {
	of := j.row(r, x.Of)
	if of == nil {
		return
	}
	p := posting{kind: of.kind, method: x.Method, value: -of.value, settles: of.settles, uses: map[ledger.Account]amount{}}
	for a, n := range of.uses {
		p.uses[a] = -n
	}
	if x.How == "given_back" && of.kind == ledger.Sale {
		p.kind = ledger.Refund
	}
	j.post(r, p, x.Of)
	j.rows[x.Of-1].backBy = tournament.RowNo(len(j.rows))
}

func (j *journal) post(r tournament.Record, p posting, of tournament.RowNo) {
	p.action = r.Action
	j.rows = append(j.rows, p)
	e := ledger.Entry{No: j.book.Len() + 1, At: r.At, Action: r.Action, Kind: p.kind, ReversalOf: int(of)}
	e.Lines = append(e.Lines, ledger.Line{Account: accountOf(p.method), Amount: p.value})
	if p.settles {
		e.Lines = append(e.Lines, ledger.Line{Account: ledger.Receivable, Amount: -p.value})
	}
	for a, n := range p.uses {
		e.Lines = append(e.Lines, ledger.Line{Account: a, Amount: -n})
	}
	if err := j.book.Post(e); err != nil {
		j.wrong = append(j.wrong, fmt.Sprintf("row %d: %v", len(j.rows), err))
		// An empty entry keeps the numbers of the rows after it.
		_ = j.book.Post(ledger.Entry{No: j.book.Len() + 1, Kind: p.kind})
	}
}

func accountOf(m tournament.Method) ledger.Account {
	switch m {
	case "receivable":
		return ledger.Receivable
	case "ticket":
		return ledger.Ticket
	case "voucher":
		return ledger.Voucher
	}
	return ledger.Drawer(string(m))
}

// uses adds up what the rows were for.
func (j *journal) used() map[ledger.Account]amount {
	sum := map[ledger.Account]amount{}
	for _, p := range j.rows {
		for a, n := range p.uses {
			sum[a] += n
		}
	}
	return sum
}

func (j *journal) drawers() map[tournament.Method]amount {
	d := map[tournament.Method]amount{}
	for _, p := range j.rows {
		d[p.method] += p.value
		if p.settles {
			d["receivable"] -= p.value
		}
	}
	maps.DeleteFunc(d, func(_ tournament.Method, n amount) bool { return n == 0 })
	return d
}

// undoneIsOut: what was sold and paid by actions that stand, less what standing
// actions took back, is exactly what the till kept. So undone money is out of it,
// and money brought back is in it again.
func (h *history) undoneIsOut(j *journal) (wrong []string) {
	left := j.used()
	for no := range h.sales {
		p := j.rows[no-1]
		if h.out[p.action] || h.struck[no] {
			continue
		}
		for a, n := range p.uses {
			left[a] -= n
		}
	}
	var returned amount // prizes that standing actions took back
	for _, r := range h.records {
		if e, ok := r.Event.(tournament.PrizeReturned); ok && !h.out[r.Action] {
			returned += h.sales[h.rowOf(e.Of)].paid
		}
	}
	left[ledger.PrizesPaid] -= returned
	for a, n := range left {
		if n != 0 {
			wrong = append(wrong, fmt.Sprintf("%d in %s belongs to no action that stands", n, a))
		}
	}
	return wrong
}

// close is the account of the night: value in + overlay + house = prizes due +
// deductions + bounties, prizes due being all of the pool.
func (h *history) close(j *journal, f Figures) (wrong []string) {
	in := f.Overlay + f.House + f.PrizesPaid
	for _, n := range f.Drawers {
		in += n
	}
	out := f.Pool + f.Bounties
	for _, n := range f.Deductions {
		out += n
	}
	if in != out {
		wrong = append(wrong, fmt.Sprintf("%d came in and %d is accounted for", in, out))
	}
	return wrong
}

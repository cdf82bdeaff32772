package ledger

import "felt/internal/poker/money"

// Close is the account of a night:
//
//	value in + overlay + house = prizes + deductions + bounties + refunds
//
// Everything is in minor units and positive as written.
type Close struct {
	ValueIn    map[Account]money.Amount // what sales brought, by drawer, receivable, ticket, voucher
	Overlay    money.Amount
	House      money.Amount
	Prizes     money.Amount            // handed over, and awarded but not claimed
	Deductions map[string]money.Amount // by name
	Bounties   money.Amount            // charged for heads
	Refunds    money.Amount            // given back to players

	BountiesPaid money.Amount // of Bounties, handed over
	Payable      money.Amount // of Prizes, not claimed
	Owed         money.Amount // of the value in, still receivable
}

// Close sums up the book as it stands. Reversals count against what they take
// back. While prizes are still to be paid the two sides differ by Open.
func (b *Book) Close() Close {
	c := Close{ValueIn: map[Account]money.Amount{}, Deductions: map[string]money.Amount{}}
	for _, e := range b.entries {
		for _, l := range e.Lines {
			switch {
			case e.Kind == Sale && l.Account.HoldsValue():
				c.ValueIn[l.Account] += l.Amount
			case e.Kind == Refund && l.Account.HoldsValue():
				c.Refunds -= l.Amount
			}
		}
	}
	for a, balance := range b.balances {
		if a.isDeduction() {
			c.Deductions[string(a[len(deduction):])] = -balance
		}
	}
	c.Overlay, c.House = b.balances[Overlay], b.balances[House]
	c.Payable = -b.balances[PrizesPayable]
	c.Prizes = b.balances[PrizesPaid] + c.Payable
	c.Bounties, c.BountiesPaid = -b.balances[Bounties], b.balances[BountiesPaid]
	c.Owed = b.balances[Receivable]
	return c
}

// In is the left side: all value that came into the night.
func (c Close) In() money.Amount {
	in := c.Overlay + c.House
	for _, a := range c.ValueIn {
		in += a
	}
	return in
}

// Out is the right side: all that became of it.
func (c Close) Out() money.Amount {
	out := c.Prizes + c.Bounties + c.Refunds
	for _, a := range c.Deductions {
		out += a
	}
	return out
}

// Open is what is still to be paid (positive) or to be collected (negative). The
// night can close when it is zero and all bounties are paid.
func (c Close) Open() money.Amount { return c.In() - c.Out() }

package ledger

import "strings"

// Account is where value lies or what it is for.
type Account string

// The accounts that exist once. Drawers and deductions are many: see Drawer and
// Deduction.
const (
	Receivable Account = "receivable" // announced and owed, not yet in a drawer (TDA 27)
	Ticket     Account = "ticket"     // tickets taken in, less tickets given as prizes
	Voucher    Account = "voucher"

	PrizePool     Account = "prize_pool"     // credit: what the players are owed as prizes
	PrizesPaid    Account = "prizes_paid"    // debit: what was handed over of it
	PrizesPayable Account = "prizes_payable" // credit: awarded, not claimed when the night closed
	Bounties      Account = "bounties"       // credit: what was charged for heads
	BountiesPaid  Account = "bounties_paid"  // debit: what was handed over of it

	Overlay Account = "overlay"            // debit: what the house adds to reach the guarantee
	House   Account = "house_contribution" // debit: what the house adds on top
	Float   Account = "float"              // credit: the house's own change in the drawers
)

// Drawer is the drawer of a payment method: "cash", "card", "mobilepay".
func Drawer(method string) Account { return Account(drawer + method) }

// Deduction is a named part of the money that does not become prizes: "fee",
// "league_fund", "staff", "charity".
func Deduction(name string) Account { return Account(deduction + name) }

const (
	drawer    = "drawer:"
	deduction = "deduction:"
)

// HoldsValue reports whether the account is something a player can pay with.
func (a Account) HoldsValue() bool {
	return a == Receivable || a == Ticket || a == Voucher || a.isDrawer()
}

func (a Account) isDrawer() bool    { return strings.HasPrefix(string(a), drawer) }
func (a Account) isDeduction() bool { return strings.HasPrefix(string(a), deduction) }

func (a Account) known() bool {
	switch a {
	case Receivable, Ticket, Voucher, PrizePool, PrizesPaid, PrizesPayable, Bounties, BountiesPaid, Overlay, House, Float:
		return true
	}
	return a.isDrawer() && len(a) > len(drawer) || a.isDeduction() && len(a) > len(deduction)
}

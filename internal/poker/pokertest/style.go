package pokertest

import (
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"
)

// Style is what kind of night is generated.
type Style struct {
	Players       int // before the start; late registration adds to them
	SeatsPerTable int
	ReEntry       bool
	Rebuy         bool
	AddOn         bool
	Bounty        money.Amount
	Guarantee     money.Amount
	House         money.Amount
	Withhold      int64 // basis points for the staff
	RedrawAt      []int
	Stacks        bool // busts of one hand at several tables rank by stacks
	HandForHand   clock.HandForHand
	Deal          bool // a deal may be made
	Undos         int  // one action in so many is undone; 0 none but the one at the end
	Corrections   bool // voids, reversals, removals, rules changed on the way
}

// AnyStyle throws a style.
func AnyStyle(d Dice) Style {
	s := Style{
		Players: 2 + d.Below(14), SeatsPerTable: 2 + d.Below(9),
		ReEntry: d.Below(2) == 0, Rebuy: d.Below(2) == 0, AddOn: d.Below(2) == 0,
		Stacks: d.Below(3) == 0, Deal: d.Below(2) == 0, Undos: 5 + d.Below(15), Corrections: d.Below(2) == 0,
	}
	if d.Below(8) == 0 {
		s.Players += d.Below(30)
	}
	if d.Below(3) == 0 {
		s.Bounty = 25_00
	}
	if d.Below(4) == 0 {
		s.Guarantee = money.Amount(d.Below(300_000))
	}
	if d.Below(6) == 0 {
		s.House = 77_77
	}
	if d.Below(4) == 0 {
		s.Withhold = 300
	}
	if d.Below(3) == 0 {
		s.RedrawAt = []int{2 * s.SeatsPerTable, 3}
	}
	switch d.Below(3) {
	case 0:
		s.HandForHand = clock.HandForHand{Clock: clock.HandCap, Minutes: 3}
	case 1:
		s.HandForHand = clock.HandForHand{Clock: clock.HandFixed, Minutes: 2}
	}
	return s
}

// Config is a tournament of the style.
func (s Style) Config(d Dice) tournament.Config {
	c := House()
	c.BuyIn = tournament.Offer{Pool: 101_01, Fee: 9_99, Bounty: s.Bounty, Chips: 10_000, Deductions: []tournament.Deduction{{Kind: "league_fund", Amount: 3_33}}}
	if s.ReEntry {
		o := c.BuyIn
		o.LimitPerPlayer = d.Below(3)
		c.ReEntry = &o
	}
	if s.Rebuy {
		c.Rebuy = &tournament.Offer{Pool: 50_01, Chips: 5_000, LimitPerPlayer: d.Below(4)}
	}
	if s.AddOn {
		c.AddOn = &tournament.Offer{Pool: 33_34, Fee: 1, Chips: 12_500, LimitPerPlayer: 1}
	}
	c.Methods = []tournament.Method{"cash", "card", "voucher"}
	c.Guarantee, c.House, c.HandForHand = s.Guarantee, s.House, s.HandForHand
	if s.Withhold > 0 {
		c.Withholding = []tournament.Withholding{{Kind: "staff", Basis: s.Withhold}}
	}
	c.SeatsPerTable = s.SeatsPerTable
	c.Seating.FinalTable, c.Seating.RedrawAt = min(s.SeatsPerTable+1, 11), s.RedrawAt
	if d.Below(4) == 0 {
		c.Seating.FinalTable = 0
	}
	if d.Below(3) == 0 {
		c.Seating.Draw = "all"
	}
	if s.Stacks {
		c.Ranking.SimultaneousAtTables = "stacks"
	}
	c.Payouts = plans[d.Below(len(plans))]
	closes := 2 + d.Below(4)
	c.Structure.Items[closes].ClosesRegistration = true
	if s.AddOn && d.Below(2) == 0 {
		c.Structure.Items[3].AddOn = true
	}
	c.Structure = c.Structure.Normalize()
	return c
}

var plans = []payout.Plan{
	{Rows: []payout.Row{share(1, 100)}},
	{Rows: []payout.Row{share(1, 65), share(2, 35)}, RoundTo: 5_00},
	{Rows: []payout.Row{share(1, 50), share(2, 30), share(3, 20)}},
	{Rows: []payout.Row{share(1, 40), share(2, 25), share(3, 15), {Place: 4, To: 5, Share: 10 * payout.Whole / 100}}, RoundTo: 1_00, Rounding: payout.Nearest},
	{Table: "home"},
}

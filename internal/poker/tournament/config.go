package tournament

import (
	"felt/internal/poker/blinds"
	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
)

// Config is all that was decided about a tournament before and during play.
// It holds no free text: the tournament's name lives in a table of its own.
type Config struct {
	Currency money.Currency `json:"currency"`
	BuyIn    Offer          `json:"buy_in"`
	ReEntry  *Offer         `json:"re_entry,omitempty"` // nil: freezeout
	Rebuy    *Offer         `json:"rebuy,omitempty"`    // nil: no rebuys
	AddOn    *Offer         `json:"add_on,omitempty"`   // nil: no add-ons
	Methods  []Method       `json:"methods"`            // how the till takes money, the first is the default

	Structure   blinds.Structure `json:"structure"`
	Payouts     payout.Plan      `json:"payouts"`
	Guarantee   money.Amount     `json:"guarantee,omitempty"`          // minor units; the overlay is what the pool is short of it
	House       money.Amount     `json:"house_contribution,omitempty"` // added by the house on top
	Withholding []Withholding    `json:"withholding,omitempty"`        // taken from the pool as a whole

	SeatsPerTable int               `json:"seats_per_table"` // 2 to 11
	Seating       SeatingPolicy     `json:"seating"`
	Ranking       Ranking           `json:"ranking"`
	HandForHand   clock.HandForHand `json:"hand_for_hand"`
}

// Offer is one thing the till sells: what it costs, what it gives, how often.
type Offer struct {
	Pool           money.Amount `json:"pool"`                       // to the prize pool, before deductions, minor units
	Fee            money.Amount `json:"fee,omitempty"`              // to the house, on top
	Deductions     []Deduction  `json:"deductions,omitempty"`       // named parts that leave the pool again
	Bounty         money.Amount `json:"bounty,omitempty"`           // on the head, on top
	Chips          int64        `json:"chips"`                      // stack it gives
	LimitPerPlayer int          `json:"limit_per_player,omitempty"` // 0: no limit
}

// Price is what the player hands over, in minor units.
func (o Offer) Price() money.Amount { return o.Pool + o.Fee + o.Bounty }

// ToPool is what stays in the prize pool of one sale, in minor units.
func (o Offer) ToPool() money.Amount {
	n := o.Pool
	for _, d := range o.Deductions {
		n -= d.Amount
	}
	return n
}

// Deduction names a fixed part of each sale that does not become prize money.
type Deduction struct {
	Kind   string       `json:"kind"` // staff, charity, league_fund, travel
	Amount money.Amount `json:"amount"`
}

// Withholding names a share of the whole pool that does not become prize money,
// such as the 3 % for the staff of many festivals. Rounded down to a minor unit.
type Withholding struct {
	Kind  string `json:"kind"`
	Basis int64  `json:"basis_points"` // 1/100 of a percent
}

// SeatingPolicy is how seats are drawn and tables kept even.
type SeatingPolicy struct {
	Draw                   string `json:"draw"` // shortest_tables (default) or all
	HaltAt                 int    `json:"halt_at"`
	MaxDifference          int    `json:"max_difference"`
	MaxDifferenceFewTables int    `json:"max_difference_few_tables"`
	FewTables              int    `json:"few_tables"`
	BreakOrder             []int  `json:"break_order,omitempty"` // first to break first; empty: highest number first
	SpareSeats             int    `json:"spare_seats,omitempty"`
	FinalTable             int    `json:"final_table"`         // seats at the final table
	RedrawAt               []int  `json:"redraw_at,omitempty"` // players left at which all seats are drawn again
	Stud                   bool   `json:"stud,omitempty"`
}

// Ranking is how players who go out in the same hand at different tables are
// ranked: "tie" (live poker) or "stacks" (the larger stack at the start of the
// hand ranks higher). At one table the larger stack always ranks higher.
type Ranking struct {
	SimultaneousAtTables string `json:"simultaneous_at_tables"`
}

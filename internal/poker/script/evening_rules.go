package script

import (
	"fmt"

	"felt/internal/poker/blinds"
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/tournament"
)

// evening is the recording's own shape.
type evening struct {
	Name  string `json:"name"`
	Event struct {
		Currency      money.Currency      `json:"currency"`
		StartStack    int64               `json:"start_stack"`
		AddOnStack    int64               `json:"add_on_stack"`
		BuyIn         eveningPrice        `json:"buy_in"`
		ReEntry       eveningPrice        `json:"re_entry"`
		AddOn         eveningPrice        `json:"add_on"`
		SeatsPerTable int                 `json:"seats_per_table"`
		Staff         []string            `json:"staff"`
		Methods       []tournament.Method `json:"payment_methods"`
	} `json:"event"`
	Policy struct {
		BreakOrder    []int `json:"break_order"`
		MaxDifference struct {
			Many int `json:"more_than_4_tables"`
			Few  int `json:"4_tables_or_fewer"`
		} `json:"max_difference"`
		HaltAt     int `json:"halt_at"`
		FinalTable int `json:"final_table"`
	} `json:"policy"`
	Structure []struct {
		Break              bool    `json:"break"`
		Small              int64   `json:"small"`
		Big                int64   `json:"big"`
		Ante               int64   `json:"ante"`
		AnteType           string  `json:"ante_type"`
		Minutes            int     `json:"minutes"`
		AddOn              bool    `json:"add_on"`
		RegistrationCloses bool    `json:"registration_closes"`
		ColourUp           []int64 `json:"colour_up"`
		NewChips           []int64 `json:"new_chips"`
	} `json:"structure"`
	Payouts struct {
		Percent []payout.Share `json:"percent"`
		RoundTo money.Amount   `json:"round_to"`
	} `json:"payout_table"`
	Players []struct {
		ID   tournament.PlayerID `json:"id"`
		Name string              `json:"name"`
	} `json:"players"`
	Commands []eveningCommand `json:"commands"`
}

// eveningPrice is in whole units; the league's part comes out of the pool's.
type eveningPrice struct {
	Pool   money.Amount `json:"pool"`
	Fee    money.Amount `json:"fee"`
	League money.Amount `json:"league_fund_from_pool"`
	Limit  int          `json:"limit_per_player"`
}

func (e evening) minor() int64 {
	unit := int64(1)
	for range e.Event.Currency.MinorDigits() {
		unit *= 10
	}
	return unit
}

func (e evening) config() (tournament.Config, error) {
	c := tournament.Config{
		Currency: e.Event.Currency,
		BuyIn:    e.offer(e.Event.BuyIn, e.Event.StartStack),
		Methods:  e.Event.Methods,
		Payouts:  payout.Plan{RoundTo: e.Payouts.RoundTo * money.Amount(e.minor()), Rounding: payout.Down},
		Seating: tournament.SeatingPolicy{
			Draw: "shortest_tables", HaltAt: e.Policy.HaltAt,
			MaxDifference: e.Policy.MaxDifference.Many, MaxDifferenceFewTables: e.Policy.MaxDifference.Few, FewTables: 4,
			BreakOrder: e.Policy.BreakOrder, FinalTable: e.Policy.FinalTable,
		},
		SeatsPerTable: e.Event.SeatsPerTable,
		Ranking:       tournament.Ranking{SimultaneousAtTables: "tie"},
	}
	again, addOn := e.offer(e.Event.ReEntry, e.Event.StartStack), e.offer(e.Event.AddOn, e.Event.AddOnStack)
	c.ReEntry, c.AddOn = &again, &addOn
	for i, share := range e.Payouts.Percent {
		c.Payouts.Rows = append(c.Payouts.Rows, payout.Row{Place: i + 1, To: i + 1, Share: share})
	}
	for i, row := range e.Structure {
		item := blinds.Item{
			Break: row.Break, Small: row.Small, Big: row.Big, Ante: row.Ante, Minutes: row.Minutes,
			AddOn: row.AddOn, ClosesRegistration: row.RegistrationCloses, ColourUp: row.ColourUp, NewChips: row.NewChips,
		}
		switch row.AnteType {
		case "bb":
			item.AnteKind = blinds.AnteBigBlind
		case "":
		default:
			return c, fmt.Errorf("line %d of the structure: there is no ante type %q", i+1, row.AnteType)
		}
		c.Structure.Items = append(c.Structure.Items, item)
	}
	c.Structure = c.Structure.Normalize()
	return c, nil
}

func (e evening) offer(p eveningPrice, chips int64) tournament.Offer {
	unit := money.Amount(e.minor())
	o := tournament.Offer{Pool: p.Pool * unit, Fee: p.Fee * unit, Chips: chips, LimitPerPlayer: p.Limit}
	if p.League != 0 {
		o.Deductions = []tournament.Deduction{{Kind: "league_fund", Amount: p.League * unit}}
	}
	return o
}

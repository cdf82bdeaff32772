package calc

import (
	"felt/internal/poker/money"
	"felt/internal/poker/payout"
	"felt/internal/poker/refusal"
)

type payoutIn struct {
	Pool    *money.Amount `json:"pool"`
	Entries *int          `json:"entries"`

	// One of:
	Percentages []payout.Share `json:"percentages"` // place by place, adding up to exactly 100
	Table       string         `json:"table"`       // the name of a published table
	Method      string         `json:"method"`      // geometric, with:
	Places      *int           `json:"places"`
	Ratio       *payout.Factor `json:"ratio"`
	Slowing     *payout.Factor `json:"slowing"` // 0 by default

	RoundTo  money.Amount    `json:"round_to"` // 0 or left out: 1
	Rounding payout.Rounding `json:"rounding"` // down (default) or nearest
	Minimum  money.Amount    `json:"minimum"`
}

type payoutOut struct {
	Payouts []payoutRow `json:"payouts"`
}

type payoutRow struct {
	Place  int          `json:"place"`
	To     int          `json:"to"`
	Amount money.Amount `json:"amount"` // each
}

func payouts(in payoutIn) (payoutOut, error) {
	plan, err := in.plan()
	if err != nil {
		return payoutOut{}, err
	}
	prizes, err := plan.Prizes(*in.Pool, payout.Field{Entries: *in.Entries, Players: *in.Entries})
	if err != nil {
		return payoutOut{}, err
	}
	out := payoutOut{Payouts: make([]payoutRow, len(prizes))}
	for i, prize := range prizes {
		out.Payouts[i] = payoutRow{prize.Place, prize.To, prize.Amount}
	}
	return out, nil
}

func (in payoutIn) plan() (payout.Plan, error) {
	plan := payout.Plan{Table: in.Table, RoundTo: in.RoundTo, Rounding: in.Rounding, Minimum: in.Minimum}
	if in.Pool == nil || in.Entries == nil {
		return plan, refusal.New("field_missing", "The pool and the number of entries are needed.").Mend(`Give "pool" and "entries".`)
	}
	for i, share := range in.Percentages {
		plan.Rows = append(plan.Rows, payout.Row{Place: i + 1, To: i + 1, Share: share})
	}
	switch {
	case in.Method == "geometric" && in.Places != nil && in.Ratio != nil:
		plan.Curve = &payout.Curve{Places: *in.Places, Ratio: *in.Ratio}
		if in.Slowing != nil {
			plan.Curve.Slowing = *in.Slowing
		}
	case in.Method == "geometric":
		return plan, refusal.New("field_missing", "The method geometric needs places and ratio.").Mend(`Give "places" and "ratio".`)
	case in.Method != "":
		return plan, refusal.New("method_unknown", "There is no payout method %.20q.", in.Method).Mend("The method is geometric.").At("method")
	case in.Places != nil || in.Ratio != nil || in.Slowing != nil:
		return plan, refusal.New("field_out_of_place", "places, ratio and slowing belong to the method geometric.").Mend(`Leave them out, or give "method":"geometric".`)
	}
	return plan, nil
}

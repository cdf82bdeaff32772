package calc

import (
	"errors"
	"strings"

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
		return payoutOut{}, inputWords(err)
	}
	out := payoutOut{Payouts: make([]payoutRow, len(prizes))}
	for i, prize := range prizes {
		out.Payouts[i] = payoutRow{prize.Place, prize.To, prize.Amount}
	}
	return out, nil
}

func (in payoutIn) plan() (payout.Plan, error) {
	plan := payout.Plan{Table: in.Table, RoundTo: in.RoundTo, Rounding: in.Rounding, Minimum: in.Minimum}
	if in.Pool == nil {
		return plan, missing("pool")
	}
	if in.Entries == nil {
		return plan, missing("entries")
	}
	for i, share := range in.Percentages {
		plan.Rows = append(plan.Rows, payout.Row{Place: i + 1, To: i + 1, Share: share})
	}
	switch in.Method {
	case "":
		stray := map[string]bool{"places": in.Places != nil, "ratio": in.Ratio != nil, "slowing": in.Slowing != nil}
		for _, name := range []string{"places", "ratio", "slowing"} {
			if stray[name] {
				return plan, refusal.New("field_out_of_place", "%s belongs to the method geometric.", name).
					Mend(`Leave it out, or give "method":"geometric".`).At("%s", name)
			}
		}
	case "geometric":
		if in.Places == nil {
			return plan, missing("places")
		}
		if in.Ratio == nil {
			return plan, missing("ratio")
		}
		plan.Curve = &payout.Curve{Places: *in.Places, Ratio: *in.Ratio}
		if in.Slowing != nil {
			plan.Curve.Slowing = *in.Slowing
		}
	default:
		return plan, refusal.New("method_unknown", "There is no payout method %.20q.", in.Method).Mend("The method is geometric.").At("method")
	}
	return plan, nil
}

// inputWords names the fields as they are called here, not in the plan.
func inputWords(err error) error {
	if r, ok := errors.AsType[*refusal.Refusal](err); ok && strings.HasPrefix(r.Field, "rows") {
		r.Field = "percentages" + strings.TrimSuffix(strings.TrimPrefix(r.Field, "rows"), ".share")
	}
	return err
}

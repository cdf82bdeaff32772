package calc

import (
	"felt/internal/poker/deal"
	"felt/internal/poker/money"
)

type chopIn struct {
	Method  deal.Method    `json:"method"` // even, chip or icm
	Stacks  []int64        `json:"stacks"`
	Prizes  []money.Amount `json:"prizes"`
	Reserve money.Amount   `json:"reserve"`  // left to play for, off first prize; 0 by default
	RoundTo money.Amount   `json:"round_to"` // 0 or left out: 1
}

type chopOut struct {
	Values   []money.Amount `json:"values"`
	Reserve  money.Amount   `json:"reserve"`
	Warnings []string       `json:"warnings"` // sentences for the players
}

func chop(in chopIn) (chopOut, error) {
	shares, err := deal.Compute(deal.Proposal{Method: in.Method, Stacks: in.Stacks, Prizes: in.Prizes, Reserve: in.Reserve, RoundTo: in.RoundTo})
	if err != nil {
		return chopOut{}, err
	}
	out := chopOut{Values: shares.Values, Reserve: shares.Reserve, Warnings: make([]string, 0, len(shares.Warnings))}
	for _, w := range shares.Warnings {
		out.Warnings = append(out.Warnings, w.Text)
	}
	return out, nil
}

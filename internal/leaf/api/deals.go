package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/poker/deal"
	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

func (a *API) deals() {
	huma.Register(a.huma, huma.Operation{
		OperationID: "calculate-deal", Method: http.MethodPost, Path: "/api/tournaments/{id}/deals/calculate", Summary: "Work out a deal from the counts; nothing is changed", Tags: []string{"deals"},
		MaxBodyBytes: bodyLimit, Metadata: need(access.See), Errors: []int{404, 409, 422},
	}, a.calculateDeal)

	type offer struct {
		Target
		Body struct {
			Method  string             `json:"method" enum:"even,chip,icm,by_hand"`
			Shares  []tournament.Share `json:"shares" minItems:"1" maxItems:"20"`
			Reserve money.Amount       `json:"reserve,omitempty" minimum:"0" doc:"left to play for, off first prize"`
		}
	}
	command(a, "/api/tournaments/{id}/deals", "offer-deal", "Offer a deal to the players left", access.Deal,
		func(in offer) tournament.Command {
			return tournament.OfferDeal{Method: in.Body.Method, Shares: in.Body.Shares, Reserve: in.Body.Reserve}
		})

	type TheDeal struct {
		Target
		Deal int `path:"deal" minimum:"1"`
	}
	type answer struct {
		TheDeal
		Body struct {
			Entry tournament.EntryNo `json:"entry" minimum:"1"`
			Yes   bool               `json:"yes"`
		}
	}
	command(a, "/api/tournaments/{id}/deals/{deal}/answer", "answer-deal", "Record a player's yes or no", access.Deal,
		func(in answer) tournament.Command {
			return tournament.AnswerDeal{Deal: in.Deal, Entry: in.Body.Entry, Yes: in.Body.Yes}
		})
	command(a, "/api/tournaments/{id}/deals/{deal}/make", "make-deal", "Put an agreed deal in force", access.Deal,
		func(in TheDeal) tournament.Command { return tournament.MakeDeal{Deal: in.Deal} })
}

type calculate struct {
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		Method  string             `json:"method" enum:"even,chip,icm"`
		Reserve money.Amount       `json:"reserve,omitempty" minimum:"0"`
		RoundTo money.Amount       `json:"round_to,omitempty" minimum:"0"`
		Stacks  []tournament.Count `json:"stacks,omitempty" maxItems:"20" doc:"instead of the counts known"`
	}
}

// DealSheet is a deal worked out.
type DealSheet struct {
	Body struct {
		Shares   []tournament.Share `json:"shares"`
		Reserve  money.Amount       `json:"reserve"`
		Prizes   []money.Amount     `json:"prizes"` // of the places still open
		Warnings []string           `json:"warnings"`
	}
}

// calculateDeal reads stacks and prizes on the floor and computes beside it.
func (a *API) calculateDeal(ctx context.Context, in *calculate) (*DealSheet, error) {
	stacks := in.Body.Stacks
	var prizes []money.Amount
	var no *tournament.Refusal
	err := a.Floor.Read(ctx, in.ID, func(n *floor.Night) {
		if len(stacks) == 0 {
			stacks = n.State.Stacks(deal.MaxPlayers + 1)
		}
		list, r := n.State.Prizes()
		no = r
		for place := 1; place <= min(n.State.Live, list.Places(), deal.MaxPlayers); place++ {
			prizes = append(prizes, list.At(place).Amount)
		}
	})
	if err == nil && no != nil {
		err = no
	}
	if err != nil {
		return nil, translate(err)
	}
	p := deal.Proposal{Method: deal.Method(in.Body.Method), Prizes: prizes, Reserve: in.Body.Reserve, RoundTo: in.Body.RoundTo}
	for _, s := range stacks {
		p.Stacks = append(p.Stacks, s.Chips)
	}
	shares, err := deal.Compute(p)
	if err != nil {
		return nil, translate(err)
	}
	var out DealSheet
	out.Body.Shares, out.Body.Reserve, out.Body.Prizes, out.Body.Warnings = []tournament.Share{}, shares.Reserve, prizes, []string{}
	for i, s := range stacks {
		out.Body.Shares = append(out.Body.Shares, tournament.Share{Entry: s.Entry, Chips: s.Chips, Amount: shares.Values[i]})
	}
	for _, w := range shares.Warnings {
		out.Body.Warnings = append(out.Body.Warnings, w.Text)
	}
	return &out, nil
}

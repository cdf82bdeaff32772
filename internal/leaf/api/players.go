package api

import (
	"felt/internal/access"
	"felt/internal/poker/tournament"
)

func (a *API) players() {
	type bust struct {
		Target
		Body struct {
			Outs []tournament.GoneOut `json:"outs" minItems:"1" maxItems:"100" doc:"the players who went out in one hand"`
		}
	}
	command(a, "/api/tournaments/{id}/busts", "bust-players", "Record the players who went out in one hand", access.Bust,
		func(in bust) tournament.Command { return tournament.Bust{Outs: in.Body.Outs} })

	type bustOne struct {
		EntryTarget
		Body struct {
			By    []tournament.EntryNo `json:"by,omitempty" maxItems:"10" doc:"who took the chips"`
			Stack int64                `json:"stack,omitempty" minimum:"0" doc:"chips at the start of the hand"`
		}
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/bust", "bust-entry", "A player is out", access.Bust,
		func(in bustOne) tournament.Command {
			return tournament.Bust{Outs: []tournament.GoneOut{{Entry: in.Entry, By: in.Body.By, Stack: in.Body.Stack}}}
		})

	type remove struct {
		EntryTarget
		Body struct {
			Reason string `json:"reason" enum:"disqualified,no_show,forfeited"`
			Stack  int64  `json:"stack" minimum:"0" doc:"chips that leave play"`
		}
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/remove", "remove-entry", "Take a player out with his chips (TDA 71D)", access.Bust,
		func(in remove) tournament.Command {
			return tournament.Remove{Entry: in.Entry, Reason: in.Body.Reason, Stack: in.Body.Stack}
		})

	type penalise struct {
		EntryTarget
		Body struct {
			Kind   string `json:"kind" enum:"warning,missed_hand,missed_rounds"`
			Rounds int    `json:"rounds,omitempty" minimum:"0" maximum:"10"`
		}
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/penalise", "penalise-entry", "Record a penalty (TDA 71)", access.Bust,
		func(in penalise) tournament.Command {
			return tournament.Penalise{Entry: in.Entry, Kind: in.Body.Kind, Rounds: in.Body.Rounds}
		})

	type counts struct {
		Target
		Body struct {
			Counts []tournament.Count `json:"counts" minItems:"1" maxItems:"2000"`
		}
	}
	command(a, "/api/tournaments/{id}/counts", "count-chips", "Record chip counts", access.CountChips,
		func(in counts) tournament.Command { return tournament.CountChips{Counts: in.Body.Counts} })

	type colourUp struct {
		Target
		Body struct {
			Chip  int64 `json:"chip" minimum:"1"`
			Taken int64 `json:"taken" minimum:"0"`
			Given int64 `json:"given" minimum:"0"`
		}
	}
	command(a, "/api/tournaments/{id}/colour-up", "colour-up", "Remove a denomination (TDA 24)", access.CountChips,
		func(in colourUp) tournament.Command {
			return tournament.ColourUp{Chip: in.Body.Chip, Taken: in.Body.Taken, Given: in.Body.Given}
		})
}

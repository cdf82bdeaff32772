package api

import (
	"context"

	"felt/internal/access"
	"felt/internal/leaf/floor"
	"felt/internal/leaf/store"
	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

// NewPlayer is a person who is here for the first time.
type NewPlayer struct {
	Name  string `json:"name" minLength:"1" maxLength:"80"`
	Short string `json:"short_name,omitempty" maxLength:"40"`
	Phone string `json:"phone,omitempty" maxLength:"40"`
	Email string `json:"email,omitempty" maxLength:"120"`
}

type register struct {
	Target
	Body struct {
		Player   string            `json:"player,omitempty" maxLength:"40" doc:"id of a known player"`
		New      *NewPlayer        `json:"new_player,omitempty" doc:"or a new one"`
		Method   tournament.Method `json:"method" maxLength:"24"`
		Seat     *tournament.Place `json:"seat,omitempty" doc:"a seat chosen by hand"`
		Draw     bool              `json:"draw,omitempty" doc:"draw a seat (TDA 7, 8)"`
		Override bool              `json:"override,omitempty" doc:"a director insists"`
	}
}

func (a *API) till() {
	requested(a, "/api/tournaments/{id}/entries", "register-player", "Sell a stack: a buy-in, or a re-entry for somebody who is out", access.TakeMoney, a.register)

	type buy struct {
		EntryTarget
		Body struct {
			Method   tournament.Method `json:"method" maxLength:"24"`
			Override bool              `json:"override,omitempty"`
		}
	}
	overridable(a, "/api/tournaments/{id}/entries/{entry}/rebuy", "buy-rebuy", "Sell a rebuy (TDA 27)",
		func(in buy) tournament.Command {
			return tournament.Rebuy{Entry: in.Entry, Method: in.Body.Method, Override: in.Body.Override}
		}, func(in buy) bool { return in.Body.Override })
	overridable(a, "/api/tournaments/{id}/entries/{entry}/add-on", "buy-add-on", "Sell the add-on",
		func(in buy) tournament.Command {
			return tournament.BuyAddOn{Entry: in.Entry, Method: in.Body.Method, Override: in.Body.Override}
		}, func(in buy) bool { return in.Body.Override })

	type refund struct {
		How    string            `json:"how" enum:"never_taken,given_back" doc:"what is true of the money"`
		Method tournament.Method `json:"method,omitempty" maxLength:"24" doc:"how it was given back"`
	}
	type void struct {
		EntryTarget
		Body refund
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/void", "void-entry", "Say that an entry never happened", access.Bust,
		func(in void) tournament.Command {
			return tournament.VoidEntry{Entry: in.Entry, How: in.Body.How, Method: in.Body.Method}
		})

	type LedgerTarget struct {
		Target
		Row tournament.RowNo `path:"row" minimum:"1"`
	}
	type reverse struct {
		LedgerTarget
		Body refund
	}
	command(a, "/api/tournaments/{id}/ledger/{row}/reverse", "reverse-sale", "Take a rebuy or add-on back", access.TakeMoney,
		func(in reverse) tournament.Command {
			return tournament.ReverseSale{Reversal: tournament.Reversal{Of: in.Row, How: in.Body.How, Method: in.Body.Method}}
		})
	type settle struct {
		LedgerTarget
		Body struct {
			Method tournament.Method `json:"method" maxLength:"24"`
		}
	}
	command(a, "/api/tournaments/{id}/ledger/{row}/settle", "settle-sale", "Take the money of chips behind (TDA 27)", access.TakeMoney,
		func(in settle) tournament.Command {
			return tournament.SettleSale{Row: in.Row, Method: in.Body.Method}
		})
	type giveBack struct {
		LedgerTarget
		Body refund
	}
	command(a, "/api/tournaments/{id}/ledger/{row}/return", "return-prize", "Take a payment of a prize back", access.UndoPayout,
		func(in giveBack) tournament.Command {
			return tournament.ReturnPrize{Reversal: tournament.Reversal{Of: in.Row, How: in.Body.How, Method: in.Body.Method}}
		})

	type pay struct {
		EntryTarget
		Body struct {
			Amount money.Amount      `json:"amount" minimum:"1" doc:"minor units, as handed over"`
			Method tournament.Method `json:"method" maxLength:"24"`
		}
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/pay", "pay-prize", "Hand a prize to a player", access.PayPrizes,
		func(in pay) tournament.Command {
			return tournament.PayPrize{Entry: in.Entry, Amount: in.Body.Amount, Method: in.Body.Method}
		})
}

// overridable registers a sale that a director may insist on.
func overridable[I targeted](a *API, path, id, summary string, build func(I) tournament.Command, insists func(I) bool) {
	requested(a, path, id, summary, access.TakeMoney, func(ctx context.Context, in I) (floor.Request, error) {
		if insists(in) {
			if err := identity(ctx).Allow(access.EditStructure); err != nil {
				return floor.Request{}, err
			}
		}
		return floor.Request{Command: build(in)}, nil
	})
}

// register sells a stack. A new player is written in the same transaction.
func (a *API) register(ctx context.Context, in register) (floor.Request, error) {
	b := in.Body
	if (b.Player == "") == (b.New == nil) {
		return floor.Request{}, with(problemOf(422, "bad_value", "An entry is for a known player or for a new one."), "Send player or new_player.")
	}
	if b.Override {
		if err := identity(ctx).Allow(access.EditStructure); err != nil {
			return floor.Request{}, err
		}
	}
	if b.New != nil {
		if err := named(b.New.Name, "new_player.name"); err != nil {
			return floor.Request{}, err
		}
	}
	c := tournament.Register{Player: tournament.PlayerID(b.Player), Method: b.Method, Draw: b.Draw, Override: b.Override}
	if b.Seat != nil {
		c.Seat = *b.Seat
	}
	if b.New == nil {
		if !a.Roster.Knows(c.Player) {
			return floor.Request{}, problemOf(404, "player_unknown", "There is no such player.")
		}
		return floor.Request{Command: c}, nil
	}
	p := store.Player{ID: a.NewID(), Name: b.New.Name, ShortName: b.New.Short, Phone: b.New.Phone, Email: b.New.Email}
	if in.Key != "" {
		p.ID = idOfKey(identity(ctx).Device, "player/"+in.Key)
	}
	c.Player = tournament.PlayerID(p.ID)
	return floor.Request{Command: c, Committed: func() { a.Roster.Put(p) }, Tables: []func(context.Context, *store.Tx) error{func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreatePlayer(ctx, p)
		return err
	}}}, nil
}

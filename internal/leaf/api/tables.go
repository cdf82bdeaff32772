package api

import (
	"felt/internal/access"
	"felt/internal/poker/tournament"
)

func (a *API) tables() {
	type openTable struct {
		Target
		Body struct {
			Table int `json:"table" minimum:"1" maximum:"9999"`
			Seats int `json:"seats,omitempty" minimum:"0" maximum:"11" doc:"0: as the tournament says"`
		}
	}
	command(a, "/api/tournaments/{id}/tables", "open-table", "Put a table into play", access.Seat,
		func(in openTable) tournament.Command {
			return tournament.OpenTable{Table: in.Body.Table, Seats: in.Body.Seats}
		})

	type AtTable struct {
		Target
		Table int `path:"table" minimum:"1" maximum:"9999"`
	}
	command(a, "/api/tournaments/{id}/tables/{table}/close", "close-table", "Take an empty table out of play", access.Seat,
		func(in AtTable) tournament.Command { return tournament.CloseTable{Table: in.Table} })

	type breakTable struct {
		AtTable
		Body struct {
			Moves []tournament.Move `json:"moves,omitempty" maxItems:"11" doc:"who sat down where; without them the seats are drawn (TDA 10B)"`
		}
	}
	command(a, "/api/tournaments/{id}/tables/{table}/break", "break-table", "Break a table", access.Seat,
		func(in breakTable) tournament.Command {
			return tournament.BreakTable{Table: in.Table, Moves: in.Body.Moves}
		})

	type setButton struct {
		AtTable
		Body struct {
			Button     int `json:"button" minimum:"1" maximum:"11"`
			SmallBlind int `json:"small_blind,omitempty" minimum:"0" maximum:"11"`
			BigBlind   int `json:"big_blind,omitempty" minimum:"0" maximum:"11"`
		}
	}
	command(a, "/api/tournaments/{id}/tables/{table}/button", "set-button", "Record button and blinds of the hand just finished", access.Seat,
		func(in setButton) tournament.Command {
			return tournament.SetButton{Table: in.Table, Button: in.Body.Button, SmallBlind: in.Body.SmallBlind, BigBlind: in.Body.BigBlind}
		})

	type lockSeat struct {
		AtTable
		Seat int `path:"seat" minimum:"1" maximum:"11"`
		Body struct {
			Locked bool `json:"locked"`
		}
	}
	command(a, "/api/tournaments/{id}/tables/{table}/seats/{seat}/lock", "lock-seat", "Keep a free seat free, or free it again", access.Seat,
		func(in lockSeat) tournament.Command {
			return tournament.LockSeat{Place: tournament.Place{Table: in.Table, Seat: in.Seat}, Locked: in.Body.Locked}
		})

	type redraw struct {
		Target
		Body struct {
			Tables []int             `json:"tables" minItems:"1" maxItems:"4000" doc:"the tables that stay"`
			Moves  []tournament.Move `json:"moves,omitempty" doc:"who sat down where; without them the seats are drawn"`
		}
	}
	command(a, "/api/tournaments/{id}/redraw", "redraw-seats", "Draw every seat anew (TDA RP-9)", access.Seat,
		func(in redraw) tournament.Command {
			return tournament.Redraw{Tables: in.Body.Tables, Moves: in.Body.Moves}
		})

	type accept struct {
		Target
		Body struct {
			Moves []tournament.Move `json:"moves" minItems:"1" maxItems:"100"`
		}
	}
	command(a, "/api/tournaments/{id}/advice/accept", "accept-advice", "Carry out the moves that the rules advise (TDA 11)", access.Seat,
		func(in accept) tournament.Command { return tournament.AcceptAdvice{Moves: in.Body.Moves} })

	type seatEntry struct {
		EntryTarget
		Body struct {
			Place *tournament.Place `json:"place,omitempty" doc:"without it a seat is drawn (TDA 8)"`
		}
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/seat", "seat-entry", "Seat a player who stands", access.Seat,
		func(in seatEntry) tournament.Command {
			c := tournament.SeatEntry{Entry: in.Entry}
			if in.Body.Place != nil {
				c.Place = *in.Body.Place
			}
			return c
		})

	type moveEntry struct {
		EntryTarget
		Body struct {
			From   tournament.Place `json:"from" doc:"where the player sits as you see it"`
			To     tournament.Place `json:"to"`
			Reason string           `json:"reason,omitempty" enum:"by_hand,correction,balance"`
		}
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/move", "move-entry", "Move a player", access.Seat,
		func(in moveEntry) tournament.Command {
			return tournament.MoveEntry{Move: tournament.Move{Entry: in.Entry, From: in.Body.From, To: in.Body.To}, Reason: in.Body.Reason}
		})

	type fixEntry struct {
		EntryTarget
		Body struct {
			Fixed bool `json:"fixed"`
		}
	}
	command(a, "/api/tournaments/{id}/entries/{entry}/fix", "fix-entry", "Keep a player in the seat (TDA 9), or free him again", access.Seat,
		func(in fixEntry) tournament.Command {
			return tournament.FixEntry{Entry: in.Entry, Fixed: in.Body.Fixed}
		})
}

// EntryTarget names an entry of a tournament. Exported, like every embedded input: huma reads no
// parameters of an embedded type that is not.
type EntryTarget struct {
	Target
	Entry tournament.EntryNo `path:"entry" minimum:"1"`
}

package audit

import (
	"fmt"

	"felt/internal/poker/tournament"
)

// seating takes the events of tables and seats. Where an undo makes two facts
// meet in one seat, the later one has it and the other player stands.
func (h *history) seating(e tournament.Event) {
	switch e := e.(type) {
	case tournament.TableOpened:
		if _, open := h.tables[e.Table]; !open {
			h.tables[e.Table] = e.Seats
		}
	case tournament.TableClosed:
		h.shut(e.Table)
	case tournament.TableBroken:
		h.up(e.Moves)
		h.shut(e.Table)
		h.down(e.Moves)
	case tournament.Redrawn:
		h.up(e.Moves)
		stays := map[int]bool{}
		for _, t := range e.Tables {
			stays[t] = true
		}
		for t, seats := range h.tables {
			if !stays[t] {
				h.shut(t)
			} else {
				h.tables[t] = max(seats, e.Seats)
			}
		}
		h.down(e.Moves)
	case tournament.EntrySeated:
		h.sit(e.Entry, e.Place)
	case tournament.EntryMoved:
		h.sit(e.Entry, e.To)
	}
}

func (h *history) up(moves []tournament.Move) {
	for _, m := range moves {
		if x := h.byNo[m.Entry]; x != nil {
			h.stand(x)
		}
	}
}

func (h *history) down(moves []tournament.Move) {
	for _, m := range moves {
		h.sit(m.Entry, m.To)
	}
}

func (h *history) sit(no tournament.EntryNo, p tournament.Place) {
	x := h.byNo[no]
	if x == nil || !x.in {
		return
	}
	h.stand(x)
	if p.Seat < 1 || p.Seat > h.tables[p.Table] {
		return
	}
	if other := h.byNo[h.sitting[p]]; other != nil {
		other.seat = tournament.Place{}
	}
	h.sitting[p], x.seat = no, p
}

func (h *history) stand(x *entry) {
	if h.sitting[x.seat] == x.no {
		delete(h.sitting, x.seat)
	}
	x.seat = tournament.Place{}
}

func (h *history) shut(table int) {
	for seat := 1; seat <= h.tables[table]; seat++ {
		if x := h.byNo[h.sitting[tournament.Place{Table: table, Seat: seat}]]; x != nil {
			h.stand(x)
		}
	}
	delete(h.tables, table)
}

// checkSeats wants one player a seat, one seat a player, at tables in play, and
// one stack a person.
func (h *history) checkSeats() {
	at := map[tournament.Place]tournament.EntryNo{}
	playing := map[tournament.PlayerID]tournament.EntryNo{}
	for _, x := range h.entries {
		if x.in {
			if other, twice := playing[x.player]; twice {
				h.seats = append(h.seats, fmt.Sprintf("%s is in with the entries %d and %d", x.player, other, x.no))
			}
			playing[x.player] = x.no
		}
		if x.seat == (tournament.Place{}) {
			continue
		}
		if !x.in {
			h.seats = append(h.seats, fmt.Sprintf("entry %d is out and sits at %s", x.no, x.seat))
		}
		if other, taken := at[x.seat]; taken {
			h.seats = append(h.seats, fmt.Sprintf("the entries %d and %d sit at %s", other, x.no, x.seat))
		}
		if x.seat.Seat < 1 || x.seat.Seat > h.tables[x.seat.Table] {
			h.seats = append(h.seats, fmt.Sprintf("entry %d sits at %s, which is not in play", x.no, x.seat))
		}
		at[x.seat] = x.no
	}
	if len(at) != len(h.sitting) {
		h.seats = append(h.seats, fmt.Sprintf("%d players sit in %d seats", len(at), len(h.sitting)))
	}
}

package script

import (
	"fmt"
	"strconv"
	"strings"

	"felt/internal/poker/clock"
	"felt/internal/poker/seating"
	"felt/internal/poker/tournament"
)

type clubReader struct {
	who
	players  []Person
	ids      map[string]tournament.PlayerID
	starting map[string]seating.Place
	seats    map[string]seating.Place // where each player sits
	taken    map[seating.Place]string
	running  bool
}

func (r *clubReader) read(e clubEvent, c tournament.Config) (commands []tournament.Command, skip string, err error) {
	switch e.Type {
	case "clock":
		return r.clock(e.Text, c)
	case "buy_in":
		id := tournament.PlayerID(fmt.Sprintf("p%02d", len(r.players)+1))
		r.ids[e.Player] = id
		r.players = append(r.players, Person{id, e.Player})
		return r.sits(e.Player, r.starting[e.Player]), "", nil
	case "rebuy":
		if _, known := r.ids[e.Player]; !known {
			return nil, "", fmt.Errorf("%s has not bought in", e.Player)
		}
		return r.sits(e.Player, r.seats[e.Player]), "", nil
	case "bust":
		return r.bust(e)
	}
	return nil, "", fmt.Errorf("there is no command for it")
}

// sits sells a stack in a seat that is known and free, else without one.
func (r *clubReader) sits(player string, p seating.Place) []tournament.Command {
	if r.taken[p] != "" {
		p = seating.Place{}
	}
	r.buys(r.ids[player])
	r.at(player, p)
	return []tournament.Command{tournament.Register{Player: r.ids[player], Method: "cash", Seat: p}}
}

func (r *clubReader) at(player string, p seating.Place) {
	if was := r.seats[player]; r.taken[was] == player {
		delete(r.taken, was)
	}
	r.seats[player] = p
	if p != (seating.Place{}) {
		r.taken[p] = player
	}
}

func (r *clubReader) bust(e clubEvent) ([]tournament.Command, string, error) {
	entry, err := r.entry(r.ids[e.Player])
	if err != nil {
		return nil, "", err
	}
	out := tournament.GoneOut{Entry: entry}
	for _, by := range e.By {
		taker, err := r.entry(r.ids[by])
		if err != nil {
			return nil, "", err
		}
		out.By = append(out.By, taker)
	}
	var commands []tournament.Command
	is := r.seats[e.Player]
	if e.Seat.Table != "" { // once, the recording does not say
		if is, err = placeOf(e.Seat.Table, e.Seat.Seat); err != nil {
			return nil, "", err
		}
	}
	if was := r.seats[e.Player]; was != is && r.taken[is] == "" {
		if was == (seating.Place{}) {
			commands = append(commands, tournament.SeatEntry{Entry: entry, Place: is})
		} else {
			commands = append(commands, tournament.MoveEntry{Move: tournament.Move{Entry: entry, From: was, To: is}, Reason: "by_hand"})
		}
		r.at(e.Player, is)
	}
	commands = append(commands, tournament.Bust{Outs: []tournament.GoneOut{out}})
	seat := r.seats[e.Player]
	r.at(e.Player, seating.Place{})
	r.seats[e.Player] = seat // for a re-entry, if it stays free
	return commands, "", nil
}

// clock stands between the end of one line and the start of the next, as the
// recording's did.
func (r *clubReader) clock(text string, c tournament.Config) ([]tournament.Command, string, error) {
	word, number := text, 0
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		if n, err := strconv.Atoi(text[i+1:]); err == nil {
			word, number = text[:i], n
		}
	}
	start := func() []tournament.Command {
		if r.running {
			return nil
		}
		r.running = true
		return []tournament.Command{tournament.StartClock{}}
	}
	item := 0
	switch word {
	case "Tournament started":
		return start(), "", nil
	case "Tournament ended":
		return []tournament.Command{tournament.Finish{}}, "", nil
	case "End of round", "End of break":
		if !r.running {
			return nil, "the clock stood", nil
		}
		r.running = false
		return []tournament.Command{tournament.PauseClock{}}, "", nil
	case "Start of round":
		at, ok := c.Structure.IndexOfLevel(number)
		if !ok {
			return nil, "", fmt.Errorf("there is no level %d", number)
		}
		item = at
	case "Start of break":
		for n := number; item < len(c.Structure.Items); item++ {
			if c.Structure.Items[item].Break {
				if n--; n == 0 {
					break
				}
			}
		}
		if item == len(c.Structure.Items) {
			return nil, "", fmt.Errorf("there is no break %d", number)
		}
	default:
		return nil, "it is the same as the start that follows", nil
	}
	set := tournament.SetClock{Reading: clock.Reading{Item: item, LeftMS: c.Structure.Items[item].MS()}}
	return append([]tournament.Command{set}, start()...), "", nil
}

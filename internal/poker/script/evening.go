package script

import (
	"encoding/json"
	"fmt"
	"time"

	"felt/internal/poker/money"
	"felt/internal/poker/seating"
	"felt/internal/poker/tournament"
)

// Evening reads the evening of testdata/evening: its commands, in order, for a
// tournament with its prices, policies, structure and payout list. Whole units
// of money become minor units.
//
// Seats, busts, counts and pauses are facts of the recording and carried out as
// they stand. Levels and scheduled breaks are the box's own: they are passed at
// the moment the clock comes to them, and registration closes with its break.
func Evening(recording []byte) (Night, error) {
	var doc evening
	if err := json.Unmarshal(recording, &doc); err != nil {
		return Night{}, fmt.Errorf("read the evening: %w", err)
	}
	config, err := doc.config()
	if err != nil {
		return Night{}, fmt.Errorf("read the evening: %w", err)
	}
	n := Night{Name: doc.Name, Config: config, Staff: doc.Event.Staff}
	for _, p := range doc.Players {
		n.Players = append(n.Players, Person{p.ID, p.Name})
	}
	if len(doc.Commands) == 0 {
		return Night{}, fmt.Errorf("read the evening: it has no commands")
	}
	n.Steps = append(n.Steps, Step{At: doc.Commands[0].At.Add(-time.Second), Command: tournament.Create{Config: config}})
	r := eveningReader{who: newWho(), unit: money.Amount(doc.minor())}
	for i, c := range doc.Commands {
		commands, skip, err := r.read(c)
		if err != nil {
			return Night{}, fmt.Errorf("read the evening, command %d (%s): %w", i+1, c.Do, err)
		}
		if skip != "" {
			n.Skipped = append(n.Skipped, Skipped{i + 1, c.Do, skip})
		}
		for _, command := range commands {
			n.Steps = append(n.Steps, Step{Line: i + 1, At: c.At, By: c.Clerk, Command: command})
		}
	}
	return n, nil
}

// eveningCommand is one line of the recording.
type eveningCommand struct {
	At time.Time `json:"at"`
	Do string    `json:"do"`

	Player tournament.PlayerID `json:"player"`
	Kind   string              `json:"kind"`
	Entry  int                 `json:"entry"`
	No     tournament.RowNo    `json:"no"`
	Of     tournament.RowNo    `json:"of"`
	Clerk  string              `json:"clerk"`
	Method tournament.Method   `json:"method"`
	Amount money.Amount        `json:"amount"`

	Table     int                 `json:"table"`
	Seat      int                 `json:"seat"`
	Seats     int                 `json:"seats"`
	FromTable int                 `json:"from_table"`
	FromSeat  int                 `json:"from_seat"`
	By        tournament.PlayerID `json:"by"`
	Moves     []eveningMove       `json:"moves"`

	Counts  map[tournament.PlayerID]int64 `json:"counts"`
	Buttons map[int]int                   `json:"buttons"`
	Chip    int64                         `json:"chip"`
	On      bool                          `json:"on"`

	Shares  map[tournament.PlayerID]money.Amount `json:"shares"`
	Reserve money.Amount                         `json:"reserve"`
}

type eveningMove struct {
	Player    tournament.PlayerID `json:"player"`
	FromTable int                 `json:"from_table"`
	FromSeat  int                 `json:"from_seat"`
	Table     int                 `json:"table"`
	Seat      int                 `json:"seat"`
}

// eveningReader turns lines into commands one after the other.
type eveningReader struct {
	who
	unit    money.Amount // minor units of a whole unit
	rows    []tournament.Method
	counted map[tournament.PlayerID]int64
	deals   int
}

func (r *eveningReader) read(c eveningCommand) (commands []tournament.Command, skip string, err error) {
	one := func(command tournament.Command) ([]tournament.Command, string, error) {
		return []tournament.Command{command}, "", nil
	}
	switch c.Do {
	case "draw_commit", "draw_reveal":
		return nil, "the recorded seats were not drawn from this seed", nil
	case "registration_close":
		return nil, "it closes with the break of the structure", nil
	case "table_open":
		return one(tournament.OpenTable{Table: c.Table, Seats: c.Seats})
	case "entry":
		if no := r.buys(c.Player); int(no) != c.Entry {
			return nil, "", fmt.Errorf("entry %d is the %dth sold", c.Entry, no)
		}
		return r.sold(c, tournament.Register{Player: c.Player, Method: c.Method, Seat: tournament.Place{Table: c.Table, Seat: c.Seat}})
	case "clock_start":
		return one(tournament.StartClock{})
	case "clock_pause":
		return one(tournament.PauseClock{})
	case "level", "break":
		return one(tournament.PassBoundary{})
	case "colour_up":
		// What was taken and given is not recorded; the counts that follow add
		// up to the chips sold, so it was the same.
		return one(tournament.ColourUp{Chip: c.Chip})
	case "hand_for_hand":
		if c.On {
			return one(tournament.StartHandForHand{})
		}
		return one(tournament.EndHandForHand{})
	case "button":
		return one(tournament.SetButton{Table: c.Table, Button: c.Seat})
	case "buttons":
		return buttons(c.Buttons), "", nil
	case "reverse":
		return r.reverse(c)
	case "deal_made":
		return one(tournament.MakeDeal{Deal: r.deals})
	case "finish":
		return one(tournament.Finish{})
	case "count_round":
		count, err := r.count(c.Counts)
		return append([]tournament.Command{count}, buttons(c.Buttons)...), "", err
	case "table_break":
		moves, err := r.moves(c)
		return []tournament.Command{tournament.BreakTable{Table: c.Table, Moves: moves}}, "", err
	case "redraw":
		moves, err := r.moves(c)
		return []tournament.Command{tournament.Redraw{Tables: tablesOf(moves), Moves: moves}}, "", err
	case "deal_offer":
		offer, err := r.offer(c)
		return []tournament.Command{offer}, "", err
	}
	entry, err := r.entry(c.Player)
	if err != nil {
		return nil, "", err
	}
	switch c.Do {
	case "add_on":
		return r.sold(c, tournament.BuyAddOn{Entry: entry, Method: c.Method})
	case "bust":
		by, err := r.entry(c.By)
		return []tournament.Command{tournament.Bust{Outs: []tournament.GoneOut{{Entry: entry, By: []tournament.EntryNo{by}}}}}, "", err
	case "move":
		m := tournament.Move{Entry: entry, From: seating.Place{Table: c.FromTable, Seat: c.FromSeat}, To: seating.Place{Table: c.Table, Seat: c.Seat}}
		return one(tournament.AcceptAdvice{Moves: []tournament.Move{m}})
	case "deal_agree":
		return one(tournament.AnswerDeal{Deal: r.deals, Entry: entry, Yes: true})
	case "pay_prize":
		return one(tournament.PayPrize{Entry: entry, Amount: c.Amount * r.unit, Method: c.Method})
	}
	return nil, "", fmt.Errorf("there is no command for it")
}

// sold keeps the method of each row of the till, for its reversal.
func (r *eveningReader) sold(c eveningCommand, command tournament.Command) ([]tournament.Command, string, error) {
	r.rows = append(r.rows, c.Method)
	if int(c.No) != len(r.rows) {
		return nil, "", fmt.Errorf("row %d is the %dth of the till", c.No, len(r.rows))
	}
	return []tournament.Command{command}, "", nil
}

// reverse gives an add-on's money back from the drawer it went into.
func (r *eveningReader) reverse(c eveningCommand) ([]tournament.Command, string, error) {
	if c.Of < 1 || int(c.Of) > len(r.rows) {
		return nil, "", fmt.Errorf("there is no row %d", c.Of)
	}
	method := r.rows[c.Of-1]
	c.Method = method
	return r.sold(c, tournament.ReverseSale{Reversal: tournament.Reversal{Of: c.Of, How: "given_back", Method: method}})
}

package chips

import (
	"cmp"
	"slices"

	"felt/internal/poker/refusal"
)

// Remainder says what becomes of a part of a new chip in a race.
type Remainder string

const (
	// HalfUp: at least half of a new chip makes one more. The zero value
	// means the same. The usual practice; the TDA text does not say it.
	HalfUp Remainder = "half_up"
	// Down: less than a whole new chip makes none.
	Down Remainder = "down"
)

// Odd is what one player has of the leaving denomination.
type Odd struct {
	Seat  int  // 1 to MaxSeat, each seat once
	Chips int  // number of chips, 0 to MaxOdd
	Last  bool // these are all the chips he has
}

// What a race at one table takes at most.
const (
	MaxSeat = 20
	MaxOdd  = 10_000
)

// Award is the new chips one seat gets.
type Award struct {
	Seat      int  `json:"seat"`
	Chips     int  `json:"chips"`               // all new chips of the seat
	Exchanged int  `json:"exchanged,omitempty"` // of them, for the same value of old ones
	Won       bool `json:"won,omitempty"`       // one was won in the race; never more
	Saved     bool `json:"saved,omitempty"`     // one came from the bank, so that he is not raced out
	Card      Card `json:"card,omitempty"`      // his highest card
}

// Result is a race at one table.
type Result struct {
	// ToRace is the new chips that are raced for, on top of the exchanges.
	ToRace int
	// Odd is the old chips raced with: the cards needed.
	Odd int
	// Decided says that the winners are known. They are not where the race has
	// to be dealt first and no cards were given: Awards then has only the
	// exchanges, and Added no saving chips.
	Decided bool
	// Awards has an entry for every player, in the order given.
	Awards []Award
	// Removed and Added are values in chips: what leaves the table and what
	// comes. Chips in play change by the difference.
	Removed, Added int64
}

// Race colours up one table (TDA 24). Each player first changes as many old
// chips as make whole new ones. The odd rest is raced: their value in new chips
// is the number of prizes, one card is dealt for each odd chip, seat 1 first
// and all cards of one player in turn; the highest single card, by rank and
// then spades, hearts, diamonds, clubs, wins the first, and nobody more than
// one. Nobody is raced out: a player whose last chips are gone gets one chip of
// the value to from the bank, after the race.
//
// The new value must be a multiple of the old. cards are in the order dealt;
// none are needed if nothing is raced for. The error is a *refusal.Refusal.
func Race(odd []Odd, from, to int64, remainder Remainder, cards []Card) (Result, error) {
	if err := checkRace(odd, from, to, remainder); err != nil {
		return Result{}, err
	}
	whole := int(to / from) // old chips in a new one
	r := Result{Awards: make([]Award, len(odd))}
	for i, o := range odd {
		r.Awards[i] = Award{Seat: o.Seat, Chips: o.Chips / whole, Exchanged: o.Chips / whole}
		r.Odd += o.Chips % whole
		r.Removed += int64(o.Chips) * from
		r.Added += int64(o.Chips/whole) * to
	}
	r.ToRace = toRace(r.Odd, whole, remainder)
	r.Added += int64(r.ToRace) * to
	if r.ToRace > 0 {
		if len(cards) == 0 && !everyoneWins(odd, whole, r.ToRace) {
			return r, nil
		}
		if err := r.deal(odd, whole, cards); err != nil {
			return Result{}, err
		}
	}
	r.Decided = true
	for i, o := range odd {
		if o.Last && o.Chips > 0 && r.Awards[i].Chips == 0 {
			r.Awards[i].Saved = true
			r.Awards[i].Chips = 1
			r.Added += to
		}
	}
	return r, nil
}

// toRace is the number of new chips the odd ones are worth.
func toRace(odd, whole int, remainder Remainder) int {
	n := odd / whole
	if remainder != Down && odd%whole*2 >= whole {
		n++
	}
	return n
}

// everyoneWins tells whether there is a new chip for each player with odd
// ones, so that no card is needed.
func everyoneWins(odd []Odd, whole, toRace int) bool {
	players := 0
	for _, o := range odd {
		if o.Chips%whole > 0 {
			players++
		}
	}
	return toRace >= players
}

// deal gives the cards out and the chips to the highest.
func (r *Result) deal(odd []Odd, whole int, cards []Card) error {
	if len(cards) > 0 {
		if err := checkCards(cards, r.Odd); err != nil {
			return err
		}
		// Seat 1 first, whatever order the seats were given in.
		order := make([]int, len(odd))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(odd[a].Seat, odd[b].Seat) })
		top := 0
		for _, i := range order {
			for range odd[i].Chips % whole {
				if c := cards[top]; r.Awards[i].Card == "" || c.beats(r.Awards[i].Card) {
					r.Awards[i].Card = c
				}
				top++
			}
		}
	}
	var race []int
	for i, o := range odd {
		if o.Chips%whole > 0 {
			race = append(race, i)
		}
	}
	slices.SortFunc(race, func(a, b int) int {
		if one, two := r.Awards[a].Card, r.Awards[b].Card; one != two {
			return cmp.Compare(two.order(), one.order())
		}
		return cmp.Compare(odd[a].Seat, odd[b].Seat) // two decks: the earlier dealt
	})
	for _, i := range race[:r.ToRace] {
		r.Awards[i].Won = true
		r.Awards[i].Chips++
	}
	return nil
}

func checkRace(odd []Odd, from, to int64, remainder Remainder) error {
	switch {
	case from < 1 || to > Max || to <= from:
		return refusal.New("race_values", "A chip is coloured up to a higher one, both between 1 and 1,000,000,000,000.").Under("TDA 24").At("to")
	case to%from != 0:
		return refusal.New("race_values", "A chip of %d cannot be changed into chips of %d.", to, from).
			Mend("Colour up to a multiple of the leaving chip.").Under("TDA 24").At("to")
	case remainder != "" && remainder != HalfUp && remainder != Down:
		return refusal.New("race_remainder", "There is no remainder rule %.20q.", string(remainder)).Mend("It is half_up or down.").At("remainder")
	case len(odd) > MaxSeat:
		return refusal.New("race_seats", "A race is held at one table; it has at most %d seats.", MaxSeat).Under("TDA 24A").At("odd")
	}
	seen := map[int]bool{}
	for i, o := range odd {
		if o.Seat < 1 || o.Seat > MaxSeat || seen[o.Seat] {
			return refusal.New("race_seats", "Seats are numbered 1 to %d and each is named once.", MaxSeat).At("odd[%d].seat", i)
		}
		if o.Chips < 0 || o.Chips > MaxOdd || int64(o.Chips) > Max/from {
			return refusal.New("race_chips", "A player has 0 to %d chips of one kind.", MaxOdd).At("odd[%d].chips", i)
		}
		seen[o.Seat] = true
	}
	return nil
}

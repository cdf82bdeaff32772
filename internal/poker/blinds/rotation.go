package blinds

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
)

// sheetRotation is a published mixed game: one segment after the other, each a
// game of the rotation with its own limits.
type sheetRotation struct {
	Segments []struct {
		Segment  int    `json:"segment"`
		Game     string `json:"game"`
		SmallBet int64  `json:"small_bet"`
		BigBet   int64  `json:"big_bet"`
	} `json:"segments"`
	FirstDayHours json.Number   `json:"first_day_hours"`
	Breaks        string        `json:"breaks"`
	SecondCase    *sheetByHands `json:"second_case"`
}

// sheetByHands is a level that ends after so many hands, not minutes.
type sheetByHands struct {
	Event        string `json:"event"`
	HandsPerGame int    `json:"hands_per_game"`
}

var rotationGames = map[string]Game{
	"H": GameLimitHoldem, "O": GameLimitOmaha8, "R": GameRazz, "S": GameStud, "E": GameStud8,
}

// rotation reads a mixed game as a run of levels, one a segment. Such a sheet
// gives the length of the day, which the segments share equally; breaks it
// tells in words are left for a person to place.
func (f sheetFile) rotation() (Sheet, error) {
	minutes, err := shared(f.FirstDayHours, len(f.Segments))
	if err != nil {
		return Sheet{}, err
	}
	r := reader{}
	if f.Breaks != "" {
		r.warn(BreaksNotPlaced, WholeSheet, 0, "The breaks are told in words and are not in the structure: %s.", f.Breaks)
	}
	if by := f.SecondCase; by != nil && by.HandsPerGame > 0 {
		r.warn(ByHands, WholeSheet, 0, "The file's second structure changes after %d hands of each game, not by the clock, and is not read: %s.",
			by.HandsPerGame, by.Event)
	}
	for i, seg := range f.Segments {
		game, ok := rotationGames[seg.Game]
		if !ok {
			return Sheet{}, fmt.Errorf("segment %d: the rotation H O R S E has no game %q", i+1, seg.Game)
		}
		if seg.Segment != 0 && seg.Segment != i+1 {
			r.warn(LevelNumber, i, i+1, "Segment %d is printed where segment %d is due.", seg.Segment, i+1)
		}
		r.items = append(r.items, Item{Game: game, SmallBet: seg.SmallBet, BigBet: seg.BigBet, Minutes: minutes})
	}
	return r.sheet(f.Event, f.chips())
}

// plainHours keeps a number such as 1e999999999 away from exact arithmetic.
var plainHours = regexp.MustCompile(`^\d{1,3}(\.\d{1,4})?$`)

// shared is the whole number of minutes each of n segments has of the hours.
func shared(hours json.Number, n int) (int, error) {
	if !plainHours.MatchString(hours.String()) {
		return 0, errors.New("the sheet does not say in plain hours how long its segments are")
	}
	day, _ := new(big.Rat).SetString(hours.String())
	each := day.Mul(day, big.NewRat(60, int64(n)))
	if !each.IsInt() {
		return 0, fmt.Errorf("the %d segments do not share %s hours in whole minutes", n, hours)
	}
	return int(each.Num().Int64()), nil
}

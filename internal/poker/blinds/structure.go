package blinds

import (
	"slices"

	"felt/internal/poker/chips"
)

// What a structure may hold at most.
const (
	MaxItems   = 200
	MaxMinutes = 24 * 60
	MaxChips   = chips.Max
)

// AnteKind says who posts the ante of a level.
type AnteKind string

const (
	// AnteNone: no ante. The zero value means the same.
	AnteNone AnteKind = "none"
	// AntePerPlayer: everyone dealt in posts the ante.
	AntePerPlayer AnteKind = "per_player"
	// AnteBigBlind: the big blind posts one ante for the table, after his
	// blind; it is not reduced for a short table (TDA RP-11).
	AnteBigBlind AnteKind = "big_blind"
	// AnteButton: the button posts one ante for the table.
	AnteButton AnteKind = "button"
)

func (k AnteKind) known() bool {
	switch k {
	case "", AnteNone, AntePerPlayer, AnteBigBlind, AnteButton:
		return true
	}
	return false
}

// Game is what is dealt in a level, for structures that change it.
type Game string

// The games Felt knows. The zero value leaves the game to the tournament.
// The letters of a rotation are games of their own, so that a mixed game is a
// run of levels (or of segments) each with its own limits.
const (
	GameHoldem       Game = "nlhe"
	GamePotOmaha     Game = "plo"
	GamePotOmaha8    Game = "plo8"
	GameLimitHoldem  Game = "limit_holdem"   // H of H.O.R.S.E.
	GameLimitOmaha8  Game = "limit_omaha8"   // O
	GameRazz         Game = "razz"           // R
	GameStud         Game = "stud"           // S
	GameStud8        Game = "stud8"          // E
	GameTripleDraw   Game = "triple_draw_27" // 2-7 triple draw, limit
	GameMixedRotated Game = "mixed"          // several games by hands within the level
)

var games = []Game{"", GameHoldem, GamePotOmaha, GamePotOmaha8, GameLimitHoldem, GameLimitOmaha8,
	GameRazz, GameStud, GameStud8, GameTripleDraw, GameMixedRotated}

// Stud tells whether the game is played with ante and bring-in, not blinds.
func (g Game) Stud() bool { return g == GameRazz || g == GameStud || g == GameStud8 }

// Item is one line of the sheet: a level or a break.
type Item struct {
	Break bool `json:"break,omitempty"`
	// Level counts the levels from 1 and is 0 for a break. Normalize sets it.
	Level int `json:"level,omitempty"`

	Small    int64    `json:"small,omitempty"`
	Big      int64    `json:"big,omitempty"`
	Ante     int64    `json:"ante,omitempty"`
	AnteKind AnteKind `json:"ante_kind,omitempty"`

	// Limit games: the two bet sizes; stud games: the bring-in as well.
	SmallBet int64 `json:"small_bet,omitempty"`
	BigBet   int64 `json:"big_bet,omitempty"`
	BringIn  int64 `json:"bring_in,omitempty"`
	Game     Game  `json:"game,omitempty"`

	// Minutes is the length, 1 to MaxMinutes.
	Minutes int `json:"minutes"`

	// ColourUp lists the denominations that leave during this break (TDA 24),
	// NewChips those that come.
	ColourUp []int64 `json:"colour_up,omitempty"`
	NewChips []int64 `json:"new_chips,omitempty"`

	// ClosesRegistration: registration (late entries and re-entries) closes
	// at the moment this item starts, whether it is a level or a break.
	ClosesRegistration bool `json:"closes_registration,omitempty"`
	// AddOn: add-ons are sold during this break.
	AddOn bool `json:"add_on,omitempty"`
	// EndOfDay: the day is over when this item ends. The clock stops there at
	// 0:00 until someone starts the next day.
	EndOfDay bool `json:"end_of_day,omitempty"`
}

// MS is the length of the item in milliseconds.
func (it Item) MS() int64 { return int64(it.Minutes) * 60_000 }

// Structure is the whole sheet, in the order it is played.
type Structure struct {
	Items []Item `json:"items"`
}

// Normalize returns a copy with the levels numbered from 1 in order, breaks at
// 0, and ante kinds that agree with the ante: no ante has no kind. It leaves
// every number of chips as it is.
func (st Structure) Normalize() Structure {
	items := slices.Clone(st.Items)
	level := 0
	for i := range items {
		it := &items[i]
		it.ColourUp, it.NewChips = slices.Clone(it.ColourUp), slices.Clone(it.NewChips)
		if it.Break {
			it.Level = 0
		} else {
			level++
			it.Level = level
		}
		if it.Ante == 0 || it.AnteKind == AnteNone {
			it.AnteKind = ""
		}
	}
	return Structure{Items: items}
}

// Levels is the number of levels.
func (st Structure) Levels() int {
	n := 0
	for _, it := range st.Items {
		if !it.Break {
			n++
		}
	}
	return n
}

// IndexOfLevel is the place in Items of the given level, counted from 1.
// ok is false if the structure has fewer levels.
func (st Structure) IndexOfLevel(level int) (item int, ok bool) {
	n := 0
	for i, it := range st.Items {
		if it.Break {
			continue
		}
		if n++; n == level {
			return i, true
		}
	}
	return 0, false
}

// NextLevel is the first level after the given item, NextBreak the first
// break: what a screen shows as "next". ok is false if none is left.
func (st Structure) NextLevel(item int) (next int, ok bool) { return st.next(item, false) }

// NextBreak: see NextLevel.
func (st Structure) NextBreak(item int) (next int, ok bool) { return st.next(item, true) }

func (st Structure) next(item int, isBreak bool) (int, bool) {
	for i := max(item+1, 0); i < len(st.Items); i++ {
		if st.Items[i].Break == isBreak {
			return i, true
		}
	}
	return 0, false
}

// RegistrationCloses is the item at whose start registration closes.
// ok is false if the structure does not say.
func (st Structure) RegistrationCloses() (item int, ok bool) {
	i := slices.IndexFunc(st.Items, func(it Item) bool { return it.ClosesRegistration })
	return i, i >= 0
}

// TotalMinutes is the length of all items together.
func (st Structure) TotalMinutes() int {
	sum := 0
	for _, it := range st.Items {
		sum += it.Minutes
	}
	return sum
}

// ChipsAt is the denominations on the tables while the item is played, given
// those the tournament started with: after every colour-up of the breaks
// before it, and with every chip they brought.
func (st Structure) ChipsAt(item int, start chips.Set) chips.Set {
	set := start
	for i, it := range st.Items {
		if i >= item {
			break
		}
		set = set.With(it.NewChips...).Without(it.ColourUp...)
	}
	return set
}

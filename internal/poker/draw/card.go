package draw

import (
	"fmt"
	"strings"
)

// Card is a playing card, 0 (two of clubs) to 51 (ace of spades), ordered by
// rank and then by suit: spades over hearts over diamonds over clubs. A higher
// number is a higher card, so no two cards are equal (TDA 10B, 24).
type Card int

// DeckSize is the number of cards in a pack.
const DeckSize = 52

const (
	ranks = "23456789TJQKA"
	suits = "cdhs"
)

// Valid says whether the card is one of the pack.
func (c Card) Valid() bool { return c >= 0 && c < DeckSize }

// String is the rank and the suit, "As" for the ace of spades, "" for no card.
func (c Card) String() string {
	if !c.Valid() {
		return ""
	}
	return string([]byte{ranks[c/4], suits[c%4]})
}

// ParseCard reads what String writes.
func ParseCard(s string) (Card, bool) {
	if len(s) != 2 {
		return 0, false
	}
	rank, suit := strings.IndexByte(ranks, s[0]), strings.IndexByte(suits, s[1])
	return Card(rank*4 + suit), rank >= 0 && suit >= 0
}

// MarshalText writes the card as String does, in JSON too.
func (c Card) MarshalText() ([]byte, error) {
	if !c.Valid() {
		return nil, fmt.Errorf("%d is no playing card", int(c))
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (c *Card) UnmarshalText(text []byte) error {
	card, ok := ParseCard(string(text))
	if !ok {
		return fmt.Errorf("%q is no playing card", text)
	}
	*c = card
	return nil
}

// Deal gives one card each to n players from one shuffled pack, in the order
// they are dealt. More than a pack's worth of players get none: it returns nil.
func Deal(seed Seed, purpose string, attempt, n int) []Card {
	if n < 0 || n > DeckSize {
		return nil
	}
	pack := Shuffle(seed, purpose, "cards", attempt, DeckSize)
	hand := make([]Card, n)
	for i := range hand {
		hand[i] = Card(pack[i])
	}
	return hand
}

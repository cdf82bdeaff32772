package chips

import (
	"slices"
	"strings"

	"felt/internal/poker/refusal"
)

// Card is a playing card as two letters, rank and suit: "As", "Td", "2c".
type Card string

const (
	ranks = "23456789TJQKA"
	suits = "cdhs" // spades highest
)

// order is the place of the card among the 52, by rank and then suit; -1 if it
// is none.
func (c Card) order() int {
	if len(c) != 2 {
		return -1
	}
	rank, suit := strings.IndexByte(ranks, c[0]), strings.IndexByte(suits, c[1])
	if rank < 0 || suit < 0 {
		return -1
	}
	return rank*len(suits) + suit
}

func (c Card) beats(other Card) bool { return c.order() > other.order() }

// checkCards: enough cards, all of them cards, none twice unless a second deck
// is needed.
func checkCards(cards []Card, needed int) error {
	if len(cards) < needed {
		return refusal.New("race_cards", "One card is dealt for each odd chip: %d, and %d are given.", needed, len(cards)).Under("TDA 24A").At("cards")
	}
	for i, c := range cards {
		if c.order() < 0 {
			return refusal.New("race_cards", "%.10q is no card.", string(c)).Mend("Write rank and suit, such as As, Td or 2c.").At("cards[%d]", i)
		}
		if needed <= 52 && slices.Contains(cards[:i], c) {
			return refusal.New("race_cards", "The card %s is there twice.", c).At("cards[%d]", i)
		}
	}
	return nil
}

package seating_test

import (
	"testing"

	"felt/internal/poker/seating"
)

// bigRoom is the room of the Big 50: 3,153 tables of nine for 28,371 players.
func bigRoom(size func(table int) int) []seating.Table {
	room := make([]seating.Table, 3153)
	for i := range room {
		room[i] = tableOf(i+1, 9, size(i))
		room[i].Button, room[i].SmallBlind, room[i].BigBlind = 1, 2, 3
	}
	return room
}

func BenchmarkAdvise(b *testing.B) {
	policy := closed()
	even := func(i int) int {
		if i < 6 {
			return 8 // 28,371 players
		}
		return 9
	}
	for _, c := range []struct {
		name  string
		room  []seating.Table
		moves int
	}{
		{"nothing due", bigRoom(even), 0},
		{"one move due", bigRoom(func(i int) int {
			if i == 1000 {
				return 6
			}
			return 9
		}), 1},
		{"every second table is three short", bigRoom(func(i int) int { return 9 - i%2*3 }), 1576},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := policy
			p.BreakAllowed = c.moves < 100 // else a break would be due
			b.ReportAllocs()
			for b.Loop() {
				if got := len(seating.Advise(c.room, p).Moves); got != c.moves {
					b.Fatalf("%d moves, want %d", got, c.moves)
				}
			}
		})
	}
}

func BenchmarkOpenSeats(b *testing.B) {
	room := bigRoom(func(int) int { return 0 })
	b.ReportAllocs()
	for b.Loop() {
		if got := len(seating.OpenSeats(room, "")); got != 3153*9 {
			b.Fatal(got)
		}
	}
}

package seating

import (
	"cmp"
	"slices"
)

// DrawPolicy says which free seats a draw chooses from.
type DrawPolicy string

const (
	// ShortestTables is every free seat of the tables with the fewest players,
	// so that tables stay within one. Most rooms draw like this.
	ShortestTables DrawPolicy = "shortest_tables"
	// AllSeats is every free seat of the room: TDA 8 and 10A read literally.
	AllSeats DrawPolicy = "all"
)

// OpenSeats is the ordered list a seat is drawn from, by table and then by
// seat, under the policy ("" is ShortestTables). Locked seats are not open.
// Blinds and button do not matter: a new player may get any seat (TDA 8, 10A).
// It is empty where no seat is free, or the tables contradict themselves.
func OpenSeats(tables []Table, d DrawPolicy) []Place {
	if Check(tables) != nil {
		return nil
	}
	room := make([]table, len(tables))
	for i := range tables {
		room[i] = table{Table: &tables[i], occupied: seatsOf(tables[i].Occupied)}
	}
	slices.SortFunc(room, func(a, b table) int { return cmp.Compare(a.Number, b.Number) })
	return openSeats(room, d)
}

func openSeats(room []table, d DrawPolicy) []Place {
	fewest := fewestWithRoom(room)
	open := make([]Place, 0, countOpen(room, d))
	for i := range room {
		if d != AllSeats && room[i].size() != fewest {
			continue
		}
		for free := room[i].free(); free != 0; free &= free - 1 {
			open = append(open, Place{room[i].Number, free.after(0)})
		}
	}
	return open
}

// fewestWithRoom is the players at the shortest table with a free seat.
func fewestWithRoom(room []table) int {
	fewest := MaxSeats + 1
	for i := range room {
		if room[i].free() != 0 {
			fewest = min(fewest, room[i].size())
		}
	}
	return fewest
}

package audit

import (
	"fmt"
	"slices"

	"felt/internal/poker/tournament"
)

// placed is a player's place; tied players share the places from place to to.
type placed struct {
	no        tournament.EntryNo
	place, to int
}

// newest is each person's latest entry that was not voided.
func (h *history) newest() map[tournament.PlayerID]*entry {
	list := map[tournament.PlayerID]*entry{}
	for _, x := range h.entries {
		if !x.void && (list[x.player] == nil || list[x.player].no < x.no) {
			list[x.player] = x
		}
	}
	return list
}

// places ranks everybody who is out, worst first, and the winner once one is left.
func (h *history) places() []placed {
	newest := h.newest()
	var gone []*entry
	in := 0
	var last *entry
	for _, x := range newest {
		if x.in {
			in++
			last = x
		} else {
			gone = append(gone, x)
		}
	}
	slices.SortFunc(gone, func(a, b *entry) int { return a.order - b.order })
	var list []placed
	next := len(newest) // the worst place not given yet
	for i := 0; i < len(gone); {
		j := i
		for j < len(gone) && gone[j].hand == gone[i].hand {
			j++
		}
		for _, tied := range h.rank(gone[i:j]) { // worst first
			slices.SortFunc(tied, func(a, b *entry) int { return int(b.no - a.no) })
			for _, x := range tied {
				list = append(list, placed{x.no, next - len(tied) + 1, next})
			}
			next -= len(tied)
		}
		i = j
	}
	if in == 1 && h.started && len(newest) > 1 {
		list = append(list, placed{last.no, 1, 1})
	}
	return list
}

// rank splits the players of one hand into groups that tie, worst first. The
// larger stack ranks higher at one table, and everywhere if the house says so.
func (h *history) rank(hand []*entry) [][]*entry {
	oneTable := true
	for _, x := range hand {
		oneTable = oneTable && x.table == hand[0].table
	}
	if !oneTable && h.config.Ranking.SimultaneousAtTables != "stacks" {
		return [][]*entry{slices.Clone(hand)}
	}
	byStack := map[int64][]*entry{}
	var stacks []int64
	for _, x := range hand {
		if byStack[x.stack] == nil {
			stacks = append(stacks, x.stack)
		}
		byStack[x.stack] = append(byStack[x.stack], x)
	}
	slices.Sort(stacks)
	var groups [][]*entry
	for _, n := range stacks {
		groups = append(groups, byStack[n])
	}
	return groups
}

// placesCover wants every place from last to the number of players in given once,
// a tie giving as many as it has players, and every person one.
func (h *history) placesCover() (wrong []string) {
	people := len(h.newest())
	given := map[int]int{}
	who := map[tournament.EntryNo]bool{}
	list := h.places()
	for _, p := range list {
		if who[p.no] {
			wrong = append(wrong, fmt.Sprintf("entry %d has two places", p.no))
		}
		who[p.no] = true
		given[p.place]++
	}
	for place := people - len(list) + 1; place <= people; {
		n := given[place]
		if n == 0 {
			return append(wrong, fmt.Sprintf("nobody has place %d", place))
		}
		place += n
		if place > people+1 {
			wrong = append(wrong, "a tie goes beyond the last place")
		}
	}
	in := 0
	for _, x := range h.newest() {
		if x.in {
			in++
		}
	}
	if len(list) != people-in && !(in == 1 && len(list) == people) {
		wrong = append(wrong, fmt.Sprintf("%d people, %d in, %d places", people, in, len(list)))
	}
	return wrong
}

package chips

import "fmt"

// InPlay is the chips that must be on the tables: everything issued (stacks,
// rebuys, add-ons, chips given by a race) less everything removed (forfeited
// stacks, disqualified players, chips taken by a race). Counted stacks are held
// against it.
type InPlay struct {
	Issued  int64 `json:"issued"`
	Removed int64 `json:"removed"`
}

// Total is the chips in play.
func (p InPlay) Total() int64 { return p.Issued - p.Removed }

// Add issues and removes chips. It refuses an amount below zero, more removed
// than is in play, and more than Max.
func (p InPlay) Add(issued, removed int64) (InPlay, error) {
	switch {
	case issued < 0 || removed < 0:
		return p, fmt.Errorf("chips are issued and removed in amounts of 0 and more, not %d and %d", issued, removed)
	case issued > Max-p.Issued:
		return p, fmt.Errorf("a tournament has at most %d chips", Max)
	case removed > p.Total()+issued:
		return p, fmt.Errorf("%d chips cannot be removed: only %d are in play", removed, p.Total()+issued)
	}
	return InPlay{p.Issued + issued, p.Removed + removed}, nil
}

// Off is by how much a count of all stacks differs from the chips in play:
// above zero, there are chips too many on the tables.
func (p InPlay) Off(counted int64) int64 { return counted - p.Total() }

// Average is the average stack, rounded half up, and 0 when nobody is left.
func (p InPlay) Average(players int) int64 {
	if players <= 0 {
		return 0
	}
	n := int64(players)
	return p.Total()/n + (p.Total()%n*2+n)/(2*n)
}

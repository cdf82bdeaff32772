package seating

import "slices"

// Policy is what the house fixed before the start (TDA 11C: the procedure is
// predetermined). The zero value halts nothing, breaks nothing, and keeps
// tables within one.
type Policy struct {
	RuleSet string // rule book of the final table's size: TDA2024 (also for "") or WSOP2025

	HaltAt                 int // players short of the fullest table at which one stops, usually 3 (TDA 11D); 0 never
	MaxDifference          int // players the fullest may have more than the shortest; 0 counts as 1
	MaxDifferenceFewTables int // the same with FewTables tables or fewer; 0 counts as 1
	FewTables              int // usually 4

	BreakOrder   []int // tables in the order they break; those not listed follow, highest number first
	BreakAllowed bool  // registration is closed
	SpareSeats   int   // seats kept free at each remaining table when one breaks

	FinalTableSeats int   // players at which the last tables combine (FinalTableOf); 0: the last two break like others
	RedrawAt        []int // players left at which all seats are drawn anew
	// MostSeated is the most players seated at once since all seats were last
	// drawn (the start, or the last redraw, whose players it starts from). A
	// redraw at 24 is due once 24 or fewer are left of more than 24. 0 is not
	// known: every threshold reached is then due.
	MostSeated int

	Stud bool       // stud only. Mixed games are not: their button is frozen in stud and the mover is who would be big blind (TDA 11B)
	Draw DrawPolicy // which free seats a draw chooses from
}

// The rule books that give a final table's size.
const (
	TDA2024  = "TDA 2024"
	WSOP2025 = "WSOP 2025"
)

// HousePolicy is the usual one: halt at three short, within two until four
// tables are left and then within one, highest number breaks first, no spare
// seat, final table by TDA RP-9 for tables of the given size.
func HousePolicy(handed int) Policy {
	return Policy{
		RuleSet: TDA2024, HaltAt: 3,
		MaxDifference: 2, MaxDifferenceFewTables: 1, FewTables: 4,
		FinalTableSeats: FinalTableOf(TDA2024, handed),
		Draw:            ShortestTables,
	}
}

// maxDifference is the limit with so many tables in play, at least 1: twenty
// players at three tables cannot be closer.
func (p Policy) maxDifference(tables int) int {
	if tables <= p.FewTables {
		return max(p.MaxDifferenceFewTables, 1)
	}
	return max(p.MaxDifference, 1)
}

// breakOrder is the order in which tables break, fixed before the start; so it
// decides every tie between tables. Of two equally full tables the one that
// breaks earlier gives; of two equally short ones the one that breaks later
// receives, so that a player who has just been moved is not soon moved again.
type breakOrder struct {
	listed map[int]int // place in the house's list, by table number; nil without a list
}

func (p Policy) breakOrder() breakOrder {
	if len(p.BreakOrder) == 0 {
		return breakOrder{}
	}
	listed := make(map[int]int, len(p.BreakOrder))
	for i, number := range p.BreakOrder {
		if _, twice := listed[number]; !twice {
			listed[number] = i
		}
	}
	return breakOrder{listed}
}

// compare is negative where a breaks before b.
func (o breakOrder) compare(a, b *table) int {
	if o.listed != nil {
		if c := o.place(a) - o.place(b); c != 0 {
			return c
		}
	}
	return b.Number - a.Number
}

func (o breakOrder) place(t *table) int {
	if i, ok := o.listed[t.Number]; ok {
		return i
	}
	return len(o.listed)
}

// sort puts the room into the break order and gives each table its rank.
func (o breakOrder) sort(room []*table) {
	slices.SortFunc(room, o.compare)
	for i, t := range room {
		t.rank = i
	}
}

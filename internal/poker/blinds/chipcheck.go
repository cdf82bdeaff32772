package blinds

import (
	"slices"

	"felt/internal/poker/chips"
)

// usual is the denominations nearly every room has. Where a sheet does not say
// which chips are on the tables, one of these may be, unnamed, between two that
// its colour-ups name.
var usual = chips.Set{1, 5, 25, 100, 500, 1_000, 5_000, 25_000, 100_000, 500_000, 1_000_000, 5_000_000}

// checkChips follows the chips through the structure: every amount must be
// payable with the chips in play, and a colour-up takes the smallest ones.
// Without a starting set the chips are those that the colour-ups name; when the
// last of them has left, what is in play is not known and not judged.
func (st Structure) checkChips(start chips.Set) []Warning {
	given := len(start) > 0
	set := start
	if !given {
		for _, it := range st.Items {
			set = set.With(it.ColourUp...)
		}
	}
	lowest := set.Smallest() // no chip below it is in play
	var found []Warning
	for i, it := range st.Items {
		if !it.Break {
			found = append(found, payable(i, it, onTables(set, lowest, given))...)
		}
		if given {
			set = set.With(it.NewChips...)
		}
		found = append(found, colourUp(i, it, set, given)...)
		set = set.Without(it.ColourUp...)
		for _, v := range it.ColourUp {
			lowest = max(lowest, v+1)
		}
	}
	return found
}

// onTables is the set an amount is held against: the chips in play, and where
// they are only known from colour-ups the usual ones as well.
func onTables(set chips.Set, lowest int64, given bool) chips.Set {
	if given || len(set) == 0 {
		return set
	}
	for _, v := range usual {
		if v >= lowest {
			set = set.With(v)
		}
	}
	return set
}

func payable(i int, it Item, set chips.Set) []Warning {
	amounts := []struct {
		name string
		n    int64
	}{{"small blind", it.Small}, {"big blind", it.Big}, {"ante", it.Ante},
		{"small bet", it.SmallBet}, {"big bet", it.BigBet}, {"bring-in", it.BringIn}}
	var found []Warning
	for _, a := range amounts {
		if !set.Payable(a.n) {
			found = append(found, warn(NotPayable, i, it.Level, "The %s of %s cannot be paid: the smallest chip in play is %s.",
				a.name, num(a.n), num(set.Smallest())))
		}
	}
	return found
}

func colourUp(i int, it Item, set chips.Set, given bool) []Warning {
	var found []Warning
	for _, v := range it.ColourUp {
		switch {
		case !set.Has(v):
			found = append(found, warn(ColourUpUnknown, i, it.Level, "The chip of %s is not in play.", num(v)))
		case smallerStays(set, it.ColourUp, v):
			found = append(found, warn(ColourUpOrder, i, it.Level, "The chip of %s leaves while smaller ones stay.", num(v)))
		}
	}
	if given && len(it.ColourUp) > 0 && len(set.Without(it.ColourUp...)) == 0 {
		found = append(found, warn(ColourUpAll, i, it.Level, "No chip would be left in play."))
	}
	return found
}

func smallerStays(set chips.Set, leaving []int64, v int64) bool {
	return slices.ContainsFunc(set, func(s int64) bool { return s < v && !slices.Contains(leaving, s) })
}

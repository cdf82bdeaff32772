package blinds

import (
	"fmt"
	"slices"

	"felt/internal/poker/chips"
)

// Unplayable is the error of a structure that no tournament can run on.
type Unplayable struct {
	Item int    // index into Items, WholeSheet for the structure as a whole
	Why  string // a sentence
}

func (e *Unplayable) Error() string {
	if e.Item == WholeSheet {
		return e.Why
	}
	return fmt.Sprintf("line %d: %s", e.Item+1, e.Why)
}

// Validate says whether a tournament can run on the structure (error, always
// an *Unplayable) and what looks wrong about it (warnings, in the order of the
// lines). The denominations the tournament starts with may be given; without
// them the chips in play are those the colour-ups name.
func (st Structure) Validate(start ...int64) ([]Warning, error) {
	if err := st.playable(); err != nil {
		return nil, err
	}
	st = st.Normalize()
	set, err := chips.NewSet(start...)
	if err != nil {
		return nil, &Unplayable{WholeSheet, err.Error()}
	}
	var found []Warning
	found = append(found, st.checkBlinds()...)
	found = append(found, st.checkAntes()...)
	found = append(found, st.checkLimits()...)
	found = append(found, st.checkChips(set)...)
	found = append(found, st.checkOrder()...)
	slices.SortStableFunc(found, func(a, b Warning) int { return a.Item - b.Item })
	return found, nil
}

func (st Structure) playable() error {
	if len(st.Items) > MaxItems {
		return &Unplayable{WholeSheet, fmt.Sprintf("A structure has at most %d lines.", MaxItems)}
	}
	if st.Levels() == 0 {
		return &Unplayable{WholeSheet, "A structure needs at least one level."}
	}
	for i, it := range st.Items {
		if why := it.unplayable(); why != "" {
			return &Unplayable{i, why}
		}
	}
	return nil
}

func (it Item) unplayable() string {
	numbers := []int64{it.Small, it.Big, it.Ante, it.SmallBet, it.BigBet, it.BringIn}
	for _, n := range numbers {
		if n < 0 || n > MaxChips {
			return "Blinds, bets and antes are between 0 and " + num(MaxChips) + " chips."
		}
	}
	for _, n := range slices.Concat(it.ColourUp, it.NewChips) {
		if n < 1 || n > MaxChips {
			return "A chip is worth between 1 and " + num(MaxChips) + "."
		}
	}
	switch {
	case it.Minutes < 1 || it.Minutes > MaxMinutes:
		return fmt.Sprintf("A level or break lasts between 1 and %d minutes.", MaxMinutes)
	case !it.AnteKind.known():
		return "The ante is posted by nobody, every player, the big blind or the button."
	case !slices.Contains(games, it.Game):
		return "This game is not known."
	case it.Break && slices.ContainsFunc(numbers, func(n int64) bool { return n > 0 }):
		return "A break has no blinds."
	case !it.Break && it.Big == 0 && it.BigBet == 0:
		return "A level needs a big blind or limits."
	case !it.Break && it.Big > 0 && it.Small == 0:
		return "A level needs a small blind."
	case it.BigBet > 0 && (it.SmallBet == 0 || it.SmallBet > it.BigBet):
		return "A limit level has a small bet, not above its big bet."
	}
	return ""
}

// checkBlinds compares each level with the one before it.
func (st Structure) checkBlinds() []Warning {
	var found []Warning
	var before *Item
	for i := range st.Items {
		it := &st.Items[i]
		if it.Break || it.Big == 0 {
			continue
		}
		if it.Small > it.Big {
			found = append(found, warn(SmallAboveBig, i, it.Level,
				"The small blind %s is above the big blind %s.", num(it.Small), num(it.Big)))
		} else if it.Small*2 != it.Big {
			found = append(found, warn(SmallNotHalf, i, it.Level,
				"The small blind %s is not half of the big blind %s.", num(it.Small), num(it.Big)))
		}
		if before != nil {
			found = append(found, compareBlinds(i, *before, *it)...)
		}
		before = it
	}
	return found
}

func compareBlinds(i int, before, it Item) []Warning {
	switch {
	case it.Big < before.Big:
		return []Warning{warn(BlindsFall, i, it.Level, "The big blind is %s after %s.", num(it.Big), num(before.Big))}
	case it.Small < before.Small:
		return []Warning{warn(BlindsFall, i, it.Level, "The small blind is %s after %s.", num(it.Small), num(before.Small))}
	case it.Game != before.Game || it.Big != before.Big || it.Small != before.Small:
		return nil
	case it.Ante != before.Ante:
		return []Warning{warn(BlindsRepeat, i, it.Level, "The blinds %s/%s are those of the level before; only the ante changes, from %s to %s.",
			num(it.Small), num(it.Big), num(before.Ante), num(it.Ante))}
	default:
		return []Warning{warn(BlindsRepeat, i, it.Level, "Blinds and ante are those of the level before: %s/%s.", num(it.Small), num(it.Big))}
	}
}

// checkAntes holds each ante against its big blind, and a big blind ante
// against the habit of the sheet.
func (st Structure) checkAntes() []Warning {
	var found []Warning
	usual := slices.ContainsFunc(st.Items, func(it Item) bool {
		return it.AnteKind == AnteBigBlind && it.Ante == it.Big
	})
	before := int64(0)
	for i, it := range st.Items {
		if it.Break || it.Big == 0 {
			continue
		}
		slipped := usual && it.AnteKind == AnteBigBlind && it.Ante != it.Big
		switch {
		case it.Ante > 0 && it.AnteKind == "":
			found = append(found, warn(AnteWithoutKind, i, it.Level, "Nobody is said to post the ante of %s.", num(it.Ante)))
		case it.Ante > it.Big:
			found = append(found, warn(AnteAboveBig, i, it.Level, "The ante %s is above the big blind %s.", num(it.Ante), num(it.Big)))
		case slipped:
			found = append(found, warn(AnteNotBig, i, it.Level, "The ante is %s and the big blind %s; other levels have them equal.", num(it.Ante), num(it.Big)))
		case it.Ante < before:
			found = append(found, warn(AnteFalls, i, it.Level, "The ante is %s after %s.", num(it.Ante), num(before)))
		}
		before = it.Ante
	}
	return found
}

// checkLimits looks at limit levels: the bets rise, a rotation keeps its
// limits, and stud games say what they are opened with.
func (st Structure) checkLimits() []Warning {
	var found []Warning
	var before *Item
	for i := range st.Items {
		it := &st.Items[i]
		if it.Break || it.BigBet == 0 {
			continue
		}
		if it.Game.Stud() && (it.Ante == 0 || it.BringIn == 0) {
			found = append(found, warn(BringInMissing, i, it.Level, "A stud game needs an ante and a bring-in."))
		}
		if before != nil {
			switch {
			case it.BigBet < before.BigBet || it.SmallBet < before.SmallBet:
				found = append(found, warn(BlindsFall, i, it.Level, "The limits are %s/%s after %s/%s.",
					num(it.SmallBet), num(it.BigBet), num(before.SmallBet), num(before.BigBet)))
			case it.BigBet > before.BigBet && it.Game.Stud() && !before.Game.Stud():
				found = append(found, warn(RotationRise, i, it.Level, "The limits rise to %s/%s where the stud games of the rotation begin.",
					num(it.SmallBet), num(it.BigBet)))
			}
		}
		before = it
	}
	return found
}

// checkOrder looks at the breaks and at what may be said once.
func (st Structure) checkOrder() []Warning {
	var found []Warning
	closed := false
	for i, it := range st.Items {
		if it.ClosesRegistration {
			if closed {
				found = append(found, warn(RegistrationTwice, i, it.Level, "Registration has closed before."))
			}
			closed = true
		}
		if !it.Break && (len(it.ColourUp) > 0 || len(it.NewChips) > 0 || it.AddOn) {
			found = append(found, warn(OutsideBreak, i, it.Level, "Chips are coloured up and add-ons are sold during a break."))
		}
	}
	if st.Items[0].Break {
		found = append(found, warn(StartsWithBreak, 0, 0, "The tournament starts with a break."))
	}
	if last := len(st.Items) - 1; st.Items[last].Break {
		found = append(found, warn(EndsWithBreak, last, 0, "The structure ends with a break; no level follows it."))
	}
	return found
}

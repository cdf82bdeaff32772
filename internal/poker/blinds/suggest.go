package blinds

import (
	"fmt"
	"strings"

	"felt/internal/poker/chips"
	"felt/internal/poker/refusal"
)

// Wish is what a structure is suggested for.
type Wish struct {
	Players      int   // 2 to 100,000
	StartStack   int64 // chips
	Minutes      int   // planned length, breaks counted
	LevelMinutes int   // length of one level
	Chips        []int64
	// ExpectedChips is every chip that will be in play at the end, re-entries
	// and add-ons counted; 0 takes one starting stack a player.
	ExpectedChips int64
	// FirstDepth is how many big blinds a starting stack is worth in level 1,
	// 50 to 300; 0 takes the default, 125.
	FirstDepth int
}

// Felt's conventions. Published ones disagree by a factor of five (first big
// blind of a fiftieth of the stack; last one equal to the stack, or 7 % of all
// chips, or a twentieth), so the explanation always says which is in use.
const (
	defaultFirstDepth = 125 // 100 to 150 big blinds to start with
	minFirstDepth     = 50
	maxFirstDepth     = 300
	lastDepth         = 25 // 20 to 30 big blinds among all chips at the end
)

// Suggest proposes a structure and says in sentences why it looks like that.
//
// The blinds rise in equal ratios over round numbers; every amount can be paid
// with the chips in play; the big blind posts an ante of one big blind from
// level 1 on (TDA RP-11); a chip nobody needs any more leaves in the next
// break (TDA 24); the structure ends with a level and lasts as long as wished,
// within a tenth. A wish that cannot be met is refused, never bent: the error
// is a *refusal.Refusal.
func Suggest(w Wish) (Structure, []string, error) {
	set, err := w.check()
	if err != nil {
		return Structure{}, nil, err
	}
	plan, err := w.timeline()
	if err != nil {
		return Structure{}, nil, err
	}
	expected := w.ExpectedChips
	if expected == 0 {
		expected = int64(w.Players) * w.StartStack
	}
	first := firstBig(w.StartStack, int64(w.firstDepth()), set.Smallest())
	last := lastBig(expected, first, set.Smallest())
	bigs := rise(first, last, plan.levels, set.Smallest())
	st := plan.lay(bigs, set)
	return st, w.why(st, plan, expected), nil
}

func (w Wish) firstDepth() int {
	if w.FirstDepth == 0 {
		return defaultFirstDepth
	}
	return w.FirstDepth
}

func (w Wish) check() (chips.Set, error) {
	switch {
	case w.Players < 2 || w.Players > 100_000:
		return nil, refusal.New("players_out_of_range", "A tournament has 2 to 100,000 players.").At("players")
	case w.StartStack < 1 || w.StartStack > MaxChips/int64(w.Players):
		return nil, refusal.New("stack_out_of_range", "A starting stack is at least 1 chip, and all stacks together at most %s.", num(MaxChips)).At("start_stack")
	case w.Minutes < 1 || w.Minutes > 7*24*60:
		return nil, refusal.New("hours_out_of_range", "A tournament lasts between a minute and a week.").At("hours")
	case w.LevelMinutes < 1 || w.LevelMinutes > MaxMinutes:
		return nil, refusal.New("level_minutes_out_of_range", "A level lasts between 1 and %d minutes.", MaxMinutes).At("level_minutes")
	case w.ExpectedChips != 0 && (w.ExpectedChips < w.StartStack || w.ExpectedChips > MaxChips):
		return nil, refusal.New("expected_chips_out_of_range", "The chips expected at the end are at least one stack and at most %s.", num(MaxChips)).At("expected_chips")
	case w.FirstDepth != 0 && (w.FirstDepth < minFirstDepth || w.FirstDepth > maxFirstDepth):
		return nil, refusal.New("depth_out_of_range", "A starting stack is worth %d to %d big blinds.", minFirstDepth, maxFirstDepth).At("first_depth")
	case len(w.Chips) == 0 || len(w.Chips) > 20:
		return nil, refusal.New("chips_missing", "Name 1 to 20 chips.").At("chips")
	}
	set, err := chips.NewSet(w.Chips...)
	if err != nil {
		return nil, refusal.New("chip_out_of_range", "A chip is worth between 1 and %s.", num(MaxChips)).At("chips")
	}
	for i := 1; i < len(set); i++ {
		if set[i]%set[i-1] != 0 {
			return nil, refusal.New("chips_do_not_divide", "The chip of %s cannot be changed into chips of %s.", num(set[i]), num(set[i-1])).
				Mend("Leave one of the two out.").At("chips")
		}
	}
	if w.StartStack%set.Smallest() != 0 {
		return nil, refusal.New("stack_not_payable", "A stack of %s cannot be made of these chips; the smallest is %s.", num(w.StartStack), num(set.Smallest())).At("start_stack")
	}
	if w.StartStack < 2*set.Smallest() {
		return nil, refusal.New("stack_too_small", "A stack of %s does not pay one big blind: two of the smallest chip are %s.", num(w.StartStack), num(2*set.Smallest())).At("start_stack")
	}
	return set, nil
}

// timeline is how the evening is divided.
type timeline struct {
	levels, levelMinutes int
	every                int // levels between breaks
	breakMinutes         int
}

func (p timeline) breaks() int  { return (p.levels - 1) / p.every }
func (p timeline) minutes() int { return p.levels*p.levelMinutes + p.breaks()*p.breakMinutes }

// timeline takes breaks of ten minutes, and of another usual length only where
// ten do not come within a tenth of the wish.
func (w Wish) timeline() (timeline, error) {
	var nearest timeline
	for _, breakMinutes := range []int{10, 15, 5, 20} {
		p := w.divide(breakMinutes)
		if p.levels+p.breaks() > MaxItems {
			continue
		}
		if nearest.levels == 0 {
			nearest = p
		}
		if 10*abs(p.minutes()-w.Minutes) <= w.Minutes {
			return p, nil
		}
	}
	if nearest.levels == 0 {
		return timeline{}, refusal.New("too_many_levels", "%d minutes in levels of %d are more than %d lines.", w.Minutes, w.LevelMinutes, MaxItems).
			Mend("Make the levels longer.").At("level_minutes")
	}
	return timeline{}, refusal.New("time_not_met", "Levels of %d minutes do not come within a tenth of %d minutes; the nearest is %d.",
		w.LevelMinutes, w.Minutes, nearest.minutes()).Mend("Change the length of the levels or of the tournament.").At("level_minutes")
}

// divide finds the number of levels whose length, with a break about every
// hour but not after every single level, is nearest to the wish.
func (w Wish) divide(breakMinutes int) timeline {
	p := timeline{levels: 1, levelMinutes: w.LevelMinutes, every: max(2, (60+w.LevelMinutes/2)/w.LevelMinutes), breakMinutes: breakMinutes}
	if w.LevelMinutes >= 90 {
		p.every = 1
	}
	for {
		more := p
		more.levels++
		if abs(more.minutes()-w.Minutes) >= abs(p.minutes()-w.Minutes) {
			return p
		}
		p = more
	}
}

// lay puts levels and breaks in order and lets chips leave.
func (p timeline) lay(bigs []int64, set chips.Set) Structure {
	var st Structure
	for i, big := range bigs {
		if i > 0 && i%p.every == 0 {
			leaving := leaveBefore(bigs[i:], set)
			st.Items = append(st.Items, Item{Break: true, Minutes: p.breakMinutes, ColourUp: leaving})
			set = set.Without(leaving...)
		}
		st.Items = append(st.Items, Item{Level: i + 1, Small: half(big, set.Smallest()), Big: big,
			Ante: big, AnteKind: AnteBigBlind, Minutes: p.levelMinutes})
	}
	return st
}

func (w Wish) why(st Structure, p timeline, expected int64) []string {
	first, last := st.Items[0], st.Items[len(st.Items)-1]
	stacks := fmt.Sprintf("all %s chips expected", num(expected))
	if w.ExpectedChips == 0 {
		stacks = fmt.Sprintf("all %s chips of %d stacks, no re-entry or add-on counted,", num(expected), w.Players)
	}
	why := []string{
		fmt.Sprintf("Felt's convention: a stack of %s is %s big blinds in level 1 (%d are aimed at, give or take a fifth)%s.",
			num(w.StartStack), tenths(w.StartStack, first.Big), w.firstDepth(),
			unless(within(w.StartStack*5, first.Big*int64(w.firstDepth()), 4, 6), "; these chips allow no nearer round blind")),
		fmt.Sprintf("Felt's convention: in the last level %s are %s big blinds (20 to 30)%s. Other published conventions end where a big blind is 7 %% of all chips, or a starting stack.",
			stacks, tenths(expected, last.Big),
			unless(within(expected, last.Big, 20, 30), "; there are too few levels or chips for that")),
		fmt.Sprintf("%s and %s: %d minutes for %d wished.",
			count(p.levels, fmt.Sprintf("level of %d", p.levelMinutes), fmt.Sprintf("levels of %d", p.levelMinutes)),
			count(p.breaks(), fmt.Sprintf("break of %d", p.breakMinutes), fmt.Sprintf("breaks of %d", p.breakMinutes)), p.minutes(), w.Minutes),
		"The big blind posts an ante of one big blind (TDA RP-11).",
	}
	var left []string
	for _, it := range st.Items {
		for _, v := range it.ColourUp {
			left = append(left, num(v))
		}
	}
	if len(left) > 0 {
		why = append(why, fmt.Sprintf("Each chip leaves in the first break after which nobody needs it (TDA 24): %s.", strings.Join(left, ", ")))
	}
	if n := repeats(st); n > 0 {
		why = append(why, fmt.Sprintf("%s the blinds of the level before: between %s and %s the chips allow no more steps.",
			count(n, "level repeats", "levels repeat"), num(first.Big), num(last.Big)))
	}
	return why
}

func repeats(st Structure) int {
	n, before := 0, int64(0)
	for _, it := range st.Items {
		if it.Break {
			continue
		}
		if it.Big == before {
			n++
		}
		before = it.Big
	}
	return n
}

// within tells whether a/b lies between low and high.
func within(a, b, low, high int64) bool { return a >= b*low && a <= b*high }

func unless(holds bool, remark string) string {
	if holds {
		return ""
	}
	return remark
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// tenths writes a/b with one decimal, rounded half up.
func tenths(a, b int64) string {
	t := (a/b)*10 + (a%b*10+b/2)/b
	if t%10 == 0 {
		return num(t / 10)
	}
	return fmt.Sprintf("%s.%d", num(t/10), t%10)
}

func abs(n int) int { return max(n, -n) }

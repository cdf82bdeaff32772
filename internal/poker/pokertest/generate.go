package pokertest

import (
	"errors"
	"fmt"

	"felt/internal/poker/tournament"
)

// Generate plays a random night of legal taps from first table to last payout,
// with actions undone and brought back on the way, at least one. After every
// action check is called, where one is given; its error ends the night and is
// returned with the action that did it.
//
// A tap that is refused, as some of a hurried floor are, changes nothing and the
// night goes on. A night that does not come to its end is an error.
func Generate(d Dice, style Style, check func(*Night) error) (*Night, error) {
	return GenerateOn(NewNight(), d, style, check)
}

// GenerateOn is Generate on a night before anything happened, such as one that
// a real box plays.
func GenerateOn(n *Night, d Dice, style Style, check func(*Night) error) (*Night, error) {
	g := &generator{Night: n, dice: d, style: style, check: check, Refused: map[string]int{}}
	g.do(tournament.Create{Config: style.Config(d)})
	g.doors()
	g.play()
	g.settle()
	for g.err == nil && (g.undone == 0 || g.style.Undos > 0 && g.chance(3)) { // also after the finish
		g.undo()
		g.play()
		g.settle()
	}
	if g.err == nil && !g.State.Finished {
		g.err = fmt.Errorf("the night did not come to its end: %d in, %d actions, refused %v", g.State.Live, len(g.Actions), g.Refused)
	}
	return g.Night, g.err
}

type generator struct {
	*Night
	dice     Dice
	style    Style
	check    func(*Night) error
	Refused  map[string]int
	undone   int
	lastUndo string
	people   int
	err      error
}

// do takes a command; false says that it was refused, or that the night is over.
func (g *generator) do(c tournament.Command) bool {
	if g.err != nil {
		return false
	}
	_, refused := g.Do(c)
	return g.done(refused, "%T%+v", c, c)
}

func (g *generator) done(refused *tournament.Refusal, what string, args ...any) bool {
	if refused != nil {
		g.Refused[refused.Code]++
		return false
	}
	if g.check != nil {
		if err := g.check(g.Night); err != nil {
			g.err = fmt.Errorf("after action %s, "+what+": %w", append(append([]any{g.Last()}, args...), err)...)
		}
	}
	return g.err == nil
}

func (g *generator) chance(in int) bool { return g.dice.Below(in) == 0 }

// later lets some time go by, and the box pass what the clock came to.
func (g *generator) later(most int) {
	g.Now += int64(1+g.dice.Below(most)) * 1000
	if g.State.Interrupted == nil && !g.State.Finished {
		if at, ok := g.State.Clock.NextBoundary(g.State.Config.Structure, g.State.Clock.AnchorMS); ok && at <= g.Now && !g.chance(4) {
			g.do(tournament.PassBoundary{})
		}
	}
}

// doors sells the first stacks.
func (g *generator) doors() {
	tables := (g.style.Players + g.style.SeatsPerTable - 1) / g.style.SeatsPerTable
	for t := range tables {
		g.do(tournament.OpenTable{Table: t + 1})
	}
	for range g.style.Players {
		g.register()
		g.later(60)
		if g.chance(12) {
			g.wobble()
		}
	}
	for g.err == nil && g.State.Live < 2 {
		g.register()
	}
	g.do(tournament.StartClock{})
}

// play goes on until one is left or nothing is left to play for.
func (g *generator) play() {
	limit := len(g.Actions) + 60*(g.State.People+4)
	for g.err == nil && !g.over() {
		g.later(240)
		switch hurry := len(g.Actions) > limit-20*(g.State.People+4); {
		case len(g.Actions) > limit || g.Now > 72*3_600_000:
			g.err = errors.New("the night does not end")
		case hurry || g.chance(3):
			g.bust()
		default:
			g.tap()
		}
	}
}

func (g *generator) over() bool {
	s := g.State
	return s.Finished || s.Live == 1 || s.Deal != nil && s.Deal.Made && s.Deal.Reserve == 0 && len(s.Deal.Shares) == s.Live
}

// tap is anything that happens between two busts.
func (g *generator) tap() {
	if g.stand() {
		return
	}
	switch n := g.dice.Below(20); {
	case n < 4:
		g.advised()
	case n < 7:
		g.sell()
	case n < 10:
		g.time()
	case n < 12:
		g.count()
	case n < 13:
		g.button()
	case n < 15:
		g.pay()
	case n < 16 && g.style.Deal:
		g.deal()
	case n < 17 && g.style.Corrections:
		g.correct()
	case n < 18:
		g.wobble()
	}
	if g.style.Undos > 0 && g.chance(g.style.Undos) {
		g.undo()
	}
}

// settle pays what is due, collects what was paid too much, and closes the night.
func (g *generator) settle() {
	if g.err != nil || g.State.Finished {
		return
	}
	g.later(60)
	if g.State.Interrupted != nil {
		g.do(tournament.ResumeClock{})
	}
	if g.chance(2) {
		g.do(tournament.Finish{})
	}
	if !g.State.RegistrationClosed {
		g.do(tournament.CloseRegistration{})
	}
	for range 2 * len(g.State.Entries) {
		if g.err != nil || !g.payNext() {
			break
		}
		if g.style.Undos > 0 && g.chance(3*g.style.Undos) {
			g.undo()
			if !g.over() {
				g.play()
			}
		}
	}
	for i := range g.State.Rows {
		if row := g.State.Rows[i]; row.Method == tournament.Receivable && row.ReversedBy == 0 && row.Taken > 0 && !g.chance(4) {
			g.do(tournament.SettleSale{Row: row.No, Method: "card"})
		}
	}
	if g.State.Draw.Commitment != "" && g.chance(2) {
		g.do(tournament.RevealDraw{})
	}
	if !g.State.RegistrationClosed {
		g.do(tournament.CloseRegistration{})
	}
	if !g.State.Finished {
		g.do(tournament.Finish{})
	}
}

// undo takes a random action out, or brings one back.
func (g *generator) undo() {
	if g.err != nil || len(g.Actions) < 2 {
		return
	}
	for range 12 {
		back := 1 + g.dice.Below(len(g.Actions)-1)
		if g.chance(3) {
			back = len(g.Actions) - 1 - g.dice.Below(min(4, len(g.Actions)-1)) // mostly it is one of the newest
		}
		action := g.Actions[back]
		if g.chance(4) && g.lastUndo != "" {
			action = g.lastUndo // redo
		}
		p := tournament.PreviewUndo(g.Records, action, g.Now)
		if p.Blocked != nil {
			g.Refused["undo:"+p.Blocked.Code]++
			continue
		}
		u := tournament.Undo{Action: action}
		for _, q := range p.Money {
			m := tournament.Reversal{Of: q.Row, How: "never_taken", Method: q.Method}
			if q.Method != tournament.Receivable && g.chance(2) {
				m.How, m.Method = "given_back", g.method()
			}
			u.Money = append(u.Money, m)
		}
		_, refused := g.Undo(u)
		if g.done(refused, "undo of %s", action) {
			g.undone++
			g.lastUndo = g.Last()
		}
		return
	}
}

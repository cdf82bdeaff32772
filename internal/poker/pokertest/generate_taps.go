package pokertest

import (
	"fmt"

	"felt/internal/poker/clock"
	"felt/internal/poker/money"
	"felt/internal/poker/tournament"
)

func (g *generator) method() tournament.Method {
	return g.State.Config.Methods[g.dice.Below(len(g.State.Config.Methods))]
}

// pays is a method, now and then chips behind.
func (g *generator) pays() tournament.Method {
	if g.chance(10) {
		return tournament.Receivable
	}
	return g.method()
}

// register sells a stack to somebody new.
func (g *generator) register() {
	g.people++
	c := tournament.Register{Player: tournament.PlayerID(fmt.Sprintf("p%d", g.people)), Method: g.pays(), Override: g.chance(20)}
	g.enter(c)
}

func (g *generator) enter(c tournament.Register) {
	switch n := g.dice.Below(10); {
	case n < 7:
		c.Draw = true
	case n < 9:
		c.Seat = g.free()
	}
	if !g.do(c) && c.Draw { // no seat is free
		g.do(tournament.OpenTable{Table: g.newTable()})
		g.do(c)
	}
}

func (g *generator) newTable() int {
	most := 0
	for i := range g.State.Tables {
		most = max(most, g.State.Tables[i].Number)
	}
	return most + 1
}

// free is a free seat, the zero Place where none is.
func (g *generator) free() tournament.Place {
	var list []tournament.Place
	for i := range g.State.Tables {
		t := &g.State.Tables[i]
		for seat, no := range t.Seats {
			if no == 0 {
				list = append(list, tournament.Place{Table: t.Number, Seat: seat + 1})
			}
		}
	}
	if len(list) == 0 {
		return tournament.Place{}
	}
	return list[g.dice.Below(len(list))]
}

// who picks an entry by status.
func (g *generator) who(is tournament.Status) *tournament.Entry {
	var list []int
	for i := range g.State.Entries {
		if g.State.Entries[i].Status == is {
			list = append(list, i)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return &g.State.Entries[list[g.dice.Below(len(list))]]
}

// bust takes one player out, or several of one hand.
func (g *generator) bust() {
	var outs []tournament.GoneOut
	n := 1
	if g.chance(5) {
		n += 1 + g.dice.Below(2)
	}
	named := map[tournament.EntryNo]bool{}
	takers := map[tournament.EntryNo]bool{}
	for range n {
		if e := g.who(tournament.In); e != nil && !named[e.No] && !takers[e.No] && len(outs) < g.State.Live-1 {
			named[e.No] = true
			o := tournament.GoneOut{Entry: e.No}
			if n > 1 {
				o.Stack = int64(g.dice.Below(3)) * 1000 // equal ones tie
			}
			for range g.dice.Below(3) {
				by := g.who(tournament.In)
				if !named[by.No] && !takers[by.No] {
					o.By = append(o.By, by.No)
				}
				takers[by.No] = true
			}
			outs = append(outs, o)
		}
	}
	g.do(tournament.Bust{Outs: outs})
}

// stand seats players who have no seat, if there is one.
func (g *generator) stand() bool {
	for i := range g.State.Entries {
		if e := &g.State.Entries[i]; e.Status == tournament.In && e.Seat == (tournament.Place{}) {
			return g.do(tournament.SeatEntry{Entry: e.No})
		}
	}
	return false
}

// advised does what the rules say is due.
func (g *generator) advised() {
	a := g.State.Advice()
	switch {
	case a.Redraw != nil:
		g.do(tournament.Redraw{Tables: a.Redraw.Tables})
	case a.Break != nil:
		g.do(tournament.BreakTable{Table: a.Break.Table})
	case len(a.Moves) > 0:
		var moves []tournament.Move
		for _, m := range a.Moves[:1+g.dice.Below(len(a.Moves))] {
			moves = append(moves, tournament.Move{Entry: g.State.At(m.From), From: m.From, To: m.To})
		}
		g.do(tournament.AcceptAdvice{Moves: moves})
	}
}

func (g *generator) sell() {
	override := g.chance(8)
	switch g.dice.Below(5) {
	case 0:
		if !g.State.RegistrationClosed && g.State.People < 3*g.style.Players+4 {
			g.register()
		}
	case 1:
		if e := g.who(tournament.Out); e != nil && len(g.State.Entries) < 4*g.style.Players+8 {
			g.enter(tournament.Register{Player: e.Player, Method: g.pays(), Override: override})
		}
	case 2, 4:
		if e := g.who(tournament.In); e != nil {
			g.do(tournament.Rebuy{Entry: e.No, Method: g.pays(), Override: override})
		}
	case 3:
		if e := g.who(tournament.In); e != nil {
			g.do(tournament.BuyAddOn{Entry: e.No, Method: g.pays(), Override: override})
		}
	}
}

// time is somebody at the clock.
func (g *generator) time() {
	switch g.dice.Below(14) {
	case 0, 1:
		g.do(tournament.PauseClock{})
	case 2, 3, 4:
		g.do(tournament.StartClock{})
	case 5:
		g.do(tournament.AddTime{DeltaMS: int64(g.dice.Below(9)-3) * 60_000})
	case 6:
		g.do(tournament.ChangeLevel{By: 1 - 2*g.dice.Below(2)})
	case 7:
		g.do(tournament.SetClock{Reading: clock.Reading{Item: g.dice.Below(8), LeftMS: int64(1+g.dice.Below(600)) * 1000}})
	case 8:
		g.do(tournament.TakeBreak{Minutes: 1 + g.dice.Below(10), ReplacesNext: g.chance(2)})
	case 9:
		g.do(tournament.EndBreak{})
	case 10:
		g.do(tournament.StartHandForHand{})
	case 11, 12:
		if g.State.HandForHand == nil {
			g.do(tournament.StartHandForHand{})
			break
		}
		if !g.do(tournament.FinishHand{}) || g.chance(3) {
			g.do(tournament.EndHandForHand{})
		}
	case 13:
		kept := g.State.Clock.Settle(g.State.Config.Structure, g.Now)
		g.Now += int64(g.dice.Below(600_000))
		if g.do(tournament.Interrupt{Clock: kept, KeptAt: g.Wall()}) && !g.chance(4) {
			g.do(tournament.ResumeClock{AwayMS: int64(g.dice.Below(2)) * int64(g.dice.Below(600_000))})
		}
	}
	if g.State.Interrupted != nil && g.chance(2) {
		g.do(tournament.ResumeClock{})
	}
}

// count goes round all, or some.
func (g *generator) count() {
	left := g.State.ChipsInPlay()
	var c tournament.CountChips
	in := int64(g.State.Live)
	some := g.chance(3)
	for i := range g.State.Entries {
		e := &g.State.Entries[i]
		if e.Status != tournament.In || in == 0 {
			continue
		}
		stack := min(left, int64(g.dice.Below(int(2*left/in+1))))
		if in == 1 {
			stack = left
		}
		in--
		if some && g.chance(2) {
			continue
		}
		left -= stack
		c.Counts = append(c.Counts, tournament.Count{Entry: e.No, Chips: stack})
	}
	g.do(c)
}

func (g *generator) button() {
	if len(g.State.Tables) == 0 {
		return
	}
	t := &g.State.Tables[g.dice.Below(len(g.State.Tables))]
	seat := func() int { return 1 + g.dice.Below(len(t.Seats)) }
	g.do(tournament.SetButton{Table: t.Number, Button: seat(), SmallBlind: seat(), BigBlind: seat()})
}

// wobble is what a floor does besides: seats kept free, players moved by hand,
// penalties, tables opened and closed.
func (g *generator) wobble() {
	e := g.who(tournament.In)
	if e == nil {
		return
	}
	switch g.dice.Below(8) {
	case 0:
		g.do(tournament.LockSeat{Place: g.free(), Locked: !g.chance(3)})
	case 1:
		g.do(tournament.FixEntry{Entry: e.No, Fixed: !g.chance(3)})
	case 2, 3:
		g.do(tournament.MoveEntry{Move: tournament.Move{Entry: e.No, From: e.Seat, To: g.free()}, Reason: "correction"})
	case 4:
		g.do(tournament.Penalise{Entry: e.No, Kind: "missed_rounds", Rounds: 1 + g.dice.Below(2)})
	case 5:
		g.do(tournament.OpenTable{Table: g.newTable()})
	case 6:
		if n := len(g.State.Tables); n > 1 {
			g.do(tournament.BreakTable{Table: g.State.Tables[g.dice.Below(n)].Number})
		}
	case 7:
		g.do(tournament.ColourUp{Chip: 25, Taken: 400, Given: int64(g.dice.Below(3)) * 200})
	}
}

// correct is what goes wrong at the till and in the rules.
func (g *generator) correct() {
	how := [2]string{"never_taken", "given_back"}[g.dice.Below(2)]
	switch g.dice.Below(9) {
	case 0:
		if len(g.State.Entries) > 0 {
			g.do(tournament.VoidEntry{Entry: tournament.EntryNo(1 + g.dice.Below(len(g.State.Entries))), How: how, Method: g.method()})
		}
	case 1, 2, 3:
		for i := range g.State.Rows { // most rows are entries
			if row := g.State.Rows[i]; (row.Kind == "rebuy" || row.Kind == "add_on") && g.chance(2) {
				g.do(tournament.ReverseSale{Reversal: tournament.Reversal{Of: row.No, How: how, Method: g.method()}})
				break
			}
		}
	case 4, 5:
		if n := len(g.State.Rows); n > 0 {
			g.do(tournament.SettleSale{Row: tournament.RowNo(1 + g.dice.Below(n)), Method: g.method()})
		}
	case 6:
		if e := g.who(tournament.In); e != nil {
			g.do(tournament.Remove{Entry: e.No, Reason: "disqualified", Stack: int64(g.dice.Below(8000))})
		}
	case 7:
		g.do(tournament.ReplacePayouts{Plan: plans[g.dice.Below(len(plans))]})
	case 8:
		c := g.State.Config
		c.Guarantee += money.Amount(g.dice.Below(20_000))
		g.do(tournament.ReplaceRules{Config: c})
		if g.chance(2) {
			g.do(tournament.CloseRegistration{})
		} else {
			g.do(tournament.ReopenRegistration{})
		}
	}
}

// pay hands out a prize, or takes one back.
func (g *generator) pay() {
	if !g.State.RegistrationClosed && g.State.Live < 4 && g.chance(2) {
		g.do(tournament.CloseRegistration{})
	}
	if g.chance(6) && len(g.State.Rows) > 0 {
		row := g.State.Rows[len(g.State.Rows)-1-g.dice.Below(min(6, len(g.State.Rows)))]
		if row.Kind == "prize" {
			g.do(tournament.ReturnPrize{Reversal: tournament.Reversal{Of: row.No, How: "given_back", Method: g.method()}})
			return
		}
	}
	g.payNext()
}

// payNext pays the first player who is due something, or takes back a payment
// that was too much; false when all is even.
func (g *generator) payNext() bool {
	for i := range g.State.Entries {
		e := g.State.Entry(tournament.EntryNo(i + 1))
		if e == nil {
			continue
		}
		due, refused := g.State.DueTo(e.No)
		if refused != nil {
			return false
		}
		switch open := due - g.State.PaidTo(e.No); {
		case open > 0 && e.Status != tournament.In || open > 0 && g.over():
			if g.chance(5) && open > 1 {
				open = open / 2
			}
			return g.do(tournament.PayPrize{Entry: e.No, Amount: open, Method: g.method()})
		case open < 0:
			for _, row := range g.State.Rows {
				if row.Entry == e.No && row.Kind == "prize" && row.ReversedBy == 0 {
					return g.do(tournament.ReturnPrize{Reversal: tournament.Reversal{Of: row.No, How: "given_back", Method: g.method()}})
				}
			}
		}
	}
	return false
}

// deal offers, asks round and makes a deal.
func (g *generator) deal() {
	s := g.State
	if s.Live > 5 || s.Live < 2 {
		return
	}
	if !s.RegistrationClosed {
		g.do(tournament.CloseRegistration{})
	}
	left, refused := s.PrizesLeft()
	if refused != nil || left == 0 {
		return
	}
	o := tournament.OfferDeal{Method: "even"}
	if g.chance(2) {
		o.Reserve = left / 10
	}
	parts, err := money.SplitEven(left-o.Reserve, s.Live)
	if err != nil {
		return
	}
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Status == tournament.In {
			o.Shares = append(o.Shares, tournament.Share{Entry: e.No, Amount: parts[len(o.Shares)], Chips: max(e.Count, 0)})
		}
	}
	if !g.do(o) {
		return
	}
	no := g.State.Deals
	for _, x := range o.Shares {
		g.do(tournament.AnswerDeal{Deal: no, Entry: x.Entry, Yes: !g.chance(10)})
	}
	g.do(tournament.MakeDeal{Deal: no})
}

package tournament_test

import (
	"testing"

	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"

	"github.com/google/go-cmp/cmp"
)

// three plays three players: a1 creates, a2 to a4 buy in, a5 starts the clock.
func three(t *testing.T, c tournament.Config) *pokertest.Table {
	t.Helper()
	return pokertest.Given(t, created(c), pokertest.Buy("p1"), pokertest.Buy("p2"), pokertest.Buy("p3"), tournament.StartClock{})
}

func TestABuyInIsNotUndoneOnceItsPlayerIsOut(t *testing.T) {
	g := three(t, rebuyHouse()).And(pokertest.Out(1, 2)) // a6
	g.WhenUndone("a2").InTheWay("a6")
}

func TestABustIsNotUndoneAfterTheReEntry(t *testing.T) {
	g := three(t, rebuyHouse()).And(pokertest.Out(1, 2), pokertest.Buy("p1")) // a6, a7
	g.WhenUndone("a6").InTheWay("a7")
}

func TestASaleIsNotUndoneTwice(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.Rebuy{Entry: 1, Method: "cash"}, tournament.ReverseSale{Reversal: reversal(4, "never_taken", "")}) // a6, a7
	g.WhenUndone("a6").InTheWay("a7")
	g.WhenUndone("a7").Taken()
	g.WhenUndone("a6").Taken()
	g.WhenUndone("a6").Refused(tournament.ActionUndone, "")
	audited(t, g.Night)
}

// a6 is undone by a7, brought back by a8 and undone again by a9: taking a8 back
// would change nothing.
func TestARedoIsNotUndoneUnderALaterUndo(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.ColourUp{Chip: 25, Taken: 100, Given: 200})
	g.WhenUndone("a6").Taken()
	g.WhenUndone("a7").Taken()
	g.WhenUndone("a6").Taken()
	g.WhenUndone("a8").InTheWay("a9")
	g.WhenUndone("a9").Taken()
	g.WhenUndone("a8").Taken()
	if chips := g.State.ChipsInPlay(); chips != 30_000 {
		t.Errorf("%d chips in play", chips)
	}
	audited(t, g.Night)
}

func TestTheLastPlayerIsNotUndoneAway(t *testing.T) {
	g := three(t, rebuyHouse()).And(pokertest.Out(1, 3), pokertest.Out(2, 3)) // a6, a7: p3 wins
	g.WhenUndone("a4").InTheWay("a7")
	g.When(tournament.VoidEntry{Entry: 3, How: "never_taken"}).Refused(tournament.EntryHasPast, "")
	audited(t, g.Night)
}

func TestTheStartOfTheClockIsNotUndoneOnceSomebodyIsOut(t *testing.T) {
	g := three(t, rebuyHouse()).And(pokertest.Out(1, 3))
	g.WhenUndone("a5").InTheWay("a6")
}

func TestAnythingThePlayersAgreedOnIsNotUndoneUnderTheirDeal(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.CloseRegistration{}, pokertest.Out(1, 2), // a6, a7
		tournament.OfferDeal{Method: "even", Shares: []tournament.Share{{Entry: 2, Amount: 120_00}, {Entry: 3, Amount: 120_00}}},
		tournament.AnswerDeal{Deal: 1, Entry: 2, Yes: true}, tournament.AnswerDeal{Deal: 1, Entry: 3, Yes: true}, tournament.MakeDeal{Deal: 1}) // a8 to a11
	for _, action := range []string{"a7", "a9"} {
		g.WhenUndone(action).InTheWay("a11")
	}
	g.WhenUndone("a8").InTheWay("a9")
	for name, c := range map[string]tournament.Command{
		"a late entry": tournament.Register{Player: "p4", Method: "cash", Override: true},
		"a rebuy":      tournament.Rebuy{Entry: 2, Method: "cash", Override: true},
		"a void":       tournament.VoidEntry{Entry: 1, How: "never_taken"},
		"reopening":    tournament.ReopenRegistration{},
		"payouts":      tournament.ReplacePayouts{Plan: pokertest.House().Payouts},
	} {
		t.Run(name, func(t *testing.T) {
			_, refused := g.Do(c)
			if refused == nil || refused.Code != tournament.DealIsMade {
				t.Errorf("%v, want %s", refused, tournament.DealIsMade)
			}
		})
	}
	more := rebuyHouse()
	more.Guarantee = 5_000_00
	g.When(tournament.ReplaceRules{Config: more}).Refused(tournament.DealIsMade, "")
	g.And(tournament.Finish{}) // the deal leaves nothing to play for: a12
	g.WhenUndone("a7").InTheWay("a11")
	audited(t, g.Night)
}

// Else somebody who goes out with a share would tie with players of the same hand
// who went out without one.
func TestADealIsMadeBetweenHands(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.CloseRegistration{}, tournament.StartHandForHand{}, pokertest.Out(1, 2),
		tournament.OfferDeal{Method: "even", Shares: []tournament.Share{{Entry: 2, Amount: 120_00}, {Entry: 3, Amount: 120_00}}},
		tournament.AnswerDeal{Deal: 1, Entry: 2, Yes: true}, tournament.AnswerDeal{Deal: 1, Entry: 3, Yes: true})
	g.When(tournament.MakeDeal{Deal: 1}).Refused(tournament.HandForHandOn, "TDA RP-8")
	g.And(tournament.EndHandForHand{}) // a12
	g.When(tournament.MakeDeal{Deal: 1}).Taken()
	g.WhenUndone("a12").InTheWay("a13")
}

func TestASaleIsNotUndoneUnderADeal(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.Rebuy{Entry: 2, Method: "cash"}, tournament.CloseRegistration{}, pokertest.Out(1, 2), // a6 to a8
		tournament.OfferDeal{Method: "even", Shares: []tournament.Share{{Entry: 2, Amount: 140_00}, {Entry: 3, Amount: 140_00}}},
		tournament.AnswerDeal{Deal: 1, Entry: 2, Yes: true}, tournament.AnswerDeal{Deal: 1, Entry: 3, Yes: true}, tournament.MakeDeal{Deal: 1})
	g.WhenUndone("a6").InTheWay("a12")
	g.When(tournament.ReverseSale{Reversal: reversal(4, "never_taken", "")}).Refused(tournament.DealIsMade, "")
}

func TestABustIsNotUndoneUnderTheFinish(t *testing.T) {
	g := three(t, rebuyHouse()).And(pokertest.Out(1, 3), pokertest.Out(2, 3), tournament.Finish{}) // a6 to a8
	g.WhenUndone("a6").InTheWay("a8")
	g.WhenUndone("a8").Taken()
	g.WhenUndone("a7").Taken()
	if g.State.Live != 2 || g.State.Finished {
		t.Errorf("%d in, finished %t", g.State.Live, g.State.Finished)
	}
	audited(t, g.Night)
}

func TestTheCloseOfRegistrationIsNotUndoneOncePrizesWerePaid(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.CloseRegistration{}, pokertest.Out(1, 3), tournament.PayPrize{Entry: 1, Amount: 60_00, Method: "cash"}) // a6 to a8
	g.WhenUndone("a6").InTheWay("a8")
	g.WhenUndone("a8").Taken()
	g.WhenUndone("a6").Taken()
	if g.State.RegistrationClosed {
		t.Error("registration is still closed")
	}
	audited(t, g.Night)
}

func TestACancelledTournamentKeepsItsMoneyOut(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()), pokertest.Buy("p1"), tournament.VoidEntry{Entry: 1, How: "never_taken"}, tournament.Cancel{}) // a2 to a4
	g.WhenUndone("a3").InTheWay("a4")
}

func TestAVoidedEntryWasKnockedOutByNobody(t *testing.T) {
	g := three(t, rebuyHouse()).And(pokertest.Out(1, 2), tournament.VoidEntry{Entry: 1, How: "never_taken"})
	if k := g.State.Entry(2).Knocked; k != 0 {
		t.Errorf("%d knock-outs, want none: the entry never happened", k)
	}
	audited(t, g.Night)
}

func TestChipsNeverFallBelowNothing(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.Remove{Entry: 1, Reason: "disqualified", Stack: 25_000})
	g.When(tournament.VoidEntry{Entry: 2, How: "never_taken"}).Refused(tournament.CountTooLarge, "")
	h := three(t, rebuyHouse()).And(tournament.Rebuy{Entry: 1, Method: "cash"}, tournament.Remove{Entry: 1, Reason: "disqualified", Stack: 34_000}) // a6, a7
	h.WhenUndone("a6").InTheWay("a7")
	h.When(tournament.ReverseSale{Reversal: reversal(4, "never_taken", "")}).Refused(tournament.CountTooLarge, "")
}

// What was published stays published, and later draws stand on it.
func TestACommitmentOutlivesTheUndoOfItsDraw(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()), tournament.OpenTable{Table: 1}, tournament.Register{Player: "p1", Method: "cash", Draw: true}) // a3 commits
	commitment := g.State.Draw.Commitment
	g.WhenUndone("a3").Taken()
	g.And(tournament.Register{Player: "p2", Method: "cash", Draw: true})
	if commitment == "" || g.State.Draw.Commitment != commitment {
		t.Fatalf("commitment %q, was %q", g.State.Draw.Commitment, commitment)
	}
	g.And(tournament.RevealDraw{}) // a6
	g.WhenUndone("a6").Refused(tournament.UndoInTheWay, "")
	if diff := cmp.Diff(1, len(g.State.Draw.Revealed)); diff != "" {
		t.Error(diff)
	}
	audited(t, g.Night)
}

// Hands of two rounds of hand-for-hand play are two hands, whatever was undone.
func TestAHandOfAnUndoneHandForHandIsNoHandOfTheNext(t *testing.T) {
	c := rebuyHouse()
	g := pokertest.Given(t, created(c), tournament.OpenTable{Table: 1}, tournament.OpenTable{Table: 2},
		pokertest.Sit("p1", 1, 1), pokertest.Sit("p2", 1, 2), pokertest.Sit("p3", 2, 1), pokertest.Sit("p4", 2, 2), tournament.StartClock{}, // a2 to a8
		tournament.StartHandForHand{}, pokertest.Out(1, 2)) // a9, a10
	g.WhenUndone("a9").Taken()
	g.And(tournament.StartHandForHand{}, pokertest.Out(3, 4))
	x, _ := g.State.StandingOf(3)
	if x.Place != 3 || x.To != 3 {
		t.Errorf("entry 3 is %d to %d, want 3 alone", x.Place, x.To)
	}
	audited(t, g.Night)
}

// What was counted before a sale was taken back may be less than it gave: then
// nobody knows the stack.
func TestAStackIsNeverLessThanNothing(t *testing.T) {
	g := three(t, rebuyHouse()).And(tournament.Rebuy{Entry: 1, Method: "cash"}, tournament.CountChips{Counts: []tournament.Count{{Entry: 1, Chips: 2_000}}},
		tournament.ReverseSale{Reversal: reversal(4, "never_taken", "")})
	if e := g.State.Entry(1); e.Count != -1 {
		t.Errorf("count %d, want -1: not known", e.Count)
	}
	audited(t, g.Night)
}

// A player may be left standing, and a seat that is taken is refused.
func TestTheDirectorChoosesTheSeatOfARestoredPlayer(t *testing.T) {
	g := twoTables(t, rebuyHouse(), 2, 2).And(pokertest.Out(1, 2))
	bust := g.Last()
	g.And(tournament.BreakTable{Table: 1, Moves: []tournament.Move{{Entry: 2, From: at(1, 2), To: at(2, 3)}}})
	if _, refused := g.Undo(tournament.Undo{Action: bust, Seats: []tournament.SeatChoice{{Entry: 3, Place: at(2, 9)}}}); refused == nil || refused.Code != tournament.BadValue {
		t.Errorf("a seat for somebody who keeps his: %v, want %s", refused, tournament.BadValue)
	}
	if _, refused := g.Undo(tournament.Undo{Action: bust, Seats: []tournament.SeatChoice{{Entry: 1, Place: at(2, 1)}}}); refused == nil || refused.Code != tournament.SeatTaken {
		t.Errorf("%v, want %s", refused, tournament.SeatTaken)
	}
	if _, refused := g.Undo(tournament.Undo{Action: bust, Seats: []tournament.SeatChoice{{Entry: 1}}}); refused != nil {
		t.Errorf("left standing: %v", refused)
	}
	if e := g.State.Entry(1); e.Status != tournament.In || e.Seat != (tournament.Place{}) {
		t.Errorf("%+v", e)
	}
	audited(t, g.Night)
}

// Who takes chips has chips, and is not out in the same hand.
func TestNobodyTakesChipsAndIsOutInOneHand(t *testing.T) {
	g := three(t, rebuyHouse()).When(tournament.Bust{Outs: []tournament.GoneOut{{Entry: 1, By: []tournament.EntryNo{2}}, {Entry: 2, By: []tournament.EntryNo{3}}}})
	g.Refused(tournament.BadValue, "")
}

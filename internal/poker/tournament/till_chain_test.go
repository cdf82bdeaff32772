package tournament_test

import (
	"testing"

	"felt/internal/poker/audit"
	"felt/internal/poker/pokertest"
	"felt/internal/poker/tournament"
)

// audited fails the test where the auditor finds something.
func audited(t *testing.T, n *pokertest.Night) {
	t.Helper()
	if c := audit.Against(n.Records, n.State).Failed(); c != nil {
		t.Errorf("the auditor: %s: %s", c.Name, c.Detail)
	}
}

func rebuyHouse() tournament.Config {
	c := pokertest.House()
	c.Rebuy = &tournament.Offer{Pool: 50_00, Fee: 5_00, Chips: 5_000}
	c.ReEntry = &tournament.Offer{Pool: 100_00, Fee: 10_00, Chips: 10_000}
	return c
}

func created(c tournament.Config) tournament.Command { return tournament.Create{Config: c} }

func reversal(of tournament.RowNo, how string, m tournament.Method) tournament.Reversal {
	return tournament.Reversal{Of: of, How: how, Method: m}
}

func TestASaleBroughtBackCanBeTakenBackAgainInEveryWay(t *testing.T) {
	// a5 sells the rebuy as row 4 (the tournament is a1, three players a2 to a4)
	given := func() *pokertest.Table {
		g := pokertest.Given(t, created(rebuyHouse()), pokertest.Buy("p1"), pokertest.Buy("p2"), pokertest.Buy("p3"),
			tournament.Rebuy{Entry: 1, Method: "cash"})
		g.WhenUndone("a5").Taken()
		g.WhenUndone("a6").Taken() // a7 is the redo: row 6 stands for the rebuy
		if g.State.Till.Pool != 350_00 || g.State.ChipsInPlay() != 35_000 {
			t.Fatalf("after the redo: pool %d, chips %d", g.State.Till.Pool, g.State.ChipsInPlay())
		}
		audited(t, g.Night)
		return g
	}
	for name, again := range map[string]func(*pokertest.Table){
		"reversed":                func(g *pokertest.Table) { g.When(tournament.ReverseSale{Reversal: reversal(4, "given_back", "card")}) },
		"reversed by its new row": func(g *pokertest.Table) { g.When(tournament.ReverseSale{Reversal: reversal(6, "never_taken", "")}) },
		"undone again":            func(g *pokertest.Table) { g.WhenUndone("a5") },
		"redo undone":             func(g *pokertest.Table) { g.WhenUndone("a7") },
	} {
		t.Run(name, func(t *testing.T) {
			g := given()
			again(g)
			g.Taken()
			if g.State.Till.Pool != 300_00 || g.State.ChipsInPlay() != 30_000 || g.State.Sold.Rebuys != 0 {
				t.Errorf("pool %d, chips %d, rebuys %d", g.State.Till.Pool, g.State.ChipsInPlay(), g.State.Sold.Rebuys)
			}
			audited(t, g.Night)
			g.WhenUndone(g.Last()).Taken()
			if g.State.Till.Pool != 350_00 || g.State.Sold.Rebuys != 1 {
				t.Errorf("brought back: pool %d, rebuys %d", g.State.Till.Pool, g.State.Sold.Rebuys)
			}
			audited(t, g.Night)
		})
	}
	t.Run("voided with its entry", func(t *testing.T) {
		g := given().When(tournament.VoidEntry{Entry: 1, How: "given_back", Method: "cash"}).Taken()
		if g.State.Till.Pool != 200_00 || g.State.Till.Taken != 220_00 || g.State.ChipsInPlay() != 20_000 {
			t.Errorf("pool %d, in the drawers %d, chips %d", g.State.Till.Pool, g.State.Till.Taken, g.State.ChipsInPlay())
		}
		audited(t, g.Night)
	})
}

func TestARedoneSettlementIsSettledOnce(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()), pokertest.Buy("p1"), tournament.Register{Player: "p2", Method: tournament.Receivable},
		tournament.SettleSale{Row: 2, Method: "card"}) // a4
	g.WhenUndone("a4").Taken()
	if d := g.State.Drawers(); d["card"] != 0 || d[tournament.Receivable] != 110_00 {
		t.Errorf("undone: %v", d)
	}
	audited(t, g.Night)
	g.WhenUndone("a5").Taken()
	if d := g.State.Drawers(); d["card"] != 110_00 || d[tournament.Receivable] != 0 {
		t.Errorf("redone: %v", d)
	}
	audited(t, g.Night)
	g.When(tournament.SettleSale{Row: 2, Method: "cash"}).Refused(tournament.NotReceivable, "")
}

func TestADebtThatWasNeverPaidIsNotGivenBackInMoney(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()), pokertest.Buy("p1"), pokertest.Buy("p2"), tournament.Rebuy{Entry: 1, Method: tournament.Receivable})
	g.When(tournament.ReverseSale{Reversal: reversal(3, "given_back", "cash")}).Refused(tournament.BadValue, "")
	// An entry with both: the cash goes back, the debt is struck.
	g.When(tournament.VoidEntry{Entry: 1, How: "given_back", Method: "cash"}).Taken()
	if d := g.State.Drawers(); d["cash"] != 110_00 || d[tournament.Receivable] != 0 {
		t.Errorf("drawers: %v", d)
	}
	audited(t, g.Night)
}

func TestASettlementIsNotUndoneUnderASaleThatWasGivenBack(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()), pokertest.Buy("p1"), pokertest.Buy("p2"), tournament.Rebuy{Entry: 1, Method: tournament.Receivable},
		tournament.SettleSale{Row: 3, Method: "card"}, tournament.ReverseSale{Reversal: reversal(3, "given_back", "card")})
	g.WhenUndone("a5").InTheWay("a6")
	g.WhenUndone("a4").InTheWay("a6")
}

func TestAPrizeBroughtBackStandsAsAPrize(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()), pokertest.Buy("p1"), pokertest.Buy("p2"), tournament.StartClock{},
		tournament.CloseRegistration{}, pokertest.Out(1, 2), tournament.PayPrize{Entry: 1, Amount: 10_00, Method: "cash"}) // a7, row 3
	g.WhenUndone("a7").Taken()
	g.WhenUndone("a8").Taken()
	g.When(tournament.VoidEntry{Entry: 1, How: "never_taken"}).Refused(tournament.EntryHasPast, "")
	g.When(tournament.ReturnPrize{Reversal: reversal(3, "given_back", "card")}).Taken()
	if g.State.PaidTo(1) != 0 || g.State.Till.Prizes != 0 {
		t.Errorf("paid %d, prizes %d", g.State.PaidTo(1), g.State.Till.Prizes)
	}
	audited(t, g.Night)
}

// A restored action is held against the world as it is now.
func TestAnAddOnIsNotBroughtBackForAnEntryThatIsGone(t *testing.T) {
	g := pokertest.Given(t, created(rebuyHouse()), pokertest.Buy("p1"), pokertest.Buy("p2"), tournament.Rebuy{Entry: 1, Method: "cash"}) // a4
	g.WhenUndone("a4").Taken()                                                                                                           // a5
	g.WhenUndone("a2").Taken()                                                                                                           // entry 1 never happened
	g.WhenUndone("a5").InTheWay("a4")
	audited(t, g.Night)
}

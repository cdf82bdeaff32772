package event

import "felt/internal/poker/tournament"

// Names is the one table of event names. A name with its version never changes
// its meaning; a changed payload gets a new version and an upcaster from the old.
func Names() *Registry {
	r := NewRegistry()
	for _, n := range []struct {
		name   string
		sample any
	}{
		{"tournament.created.v1", tournament.Created{}},
		{"tournament.structure_replaced.v1", tournament.StructureReplaced{}},
		{"tournament.payouts_replaced.v1", tournament.PayoutsReplaced{}},
		{"tournament.rules_replaced.v1", tournament.RulesReplaced{}},
		{"tournament.finished.v1", tournament.Finished{}},
		{"tournament.cancelled.v1", tournament.Cancelled{}},
		{"registration.closed.v1", tournament.RegistrationClosed{}},
		{"registration.reopened.v1", tournament.RegistrationReopened{}},

		{"table.opened.v1", tournament.TableOpened{}},
		{"table.closed.v1", tournament.TableClosed{}},
		{"table.broken.v1", tournament.TableBroken{}},
		{"table.button_set.v1", tournament.ButtonSet{}},
		{"seats.redrawn.v1", tournament.Redrawn{}},
		{"seat.locked.v1", tournament.SeatLocked{}},
		{"entry.seated.v1", tournament.EntrySeated{}},
		{"entry.moved.v1", tournament.EntryMoved{}},
		{"entry.fixed.v1", tournament.EntryFixed{}},

		{"entry.bought.v1", tournament.EntryBought{}},
		{"entry.rebought.v1", tournament.Rebought{}},
		{"entry.added_on.v1", tournament.AddedOn{}},
		{"entry.voided.v1", tournament.EntryVoided{}},
		{"sale.settled.v1", tournament.SaleSettled{}},
		{"sale.reversed.v1", tournament.SaleReversed{}},

		{"entry.busted.v1", tournament.Busted{}},
		{"entry.removed.v1", tournament.Removed{}},
		{"entry.penalised.v1", tournament.Penalised{}},
		{"chips.counted.v1", tournament.Counted{}},
		{"chips.coloured_up.v1", tournament.ColouredUp{}},

		{"clock.started.v1", tournament.ClockStarted{}},
		{"clock.paused.v1", tournament.ClockPaused{}},
		{"clock.set.v1", tournament.ClockSet{}},
		{"clock.boundary_passed.v1", tournament.BoundaryPassed{}},
		{"clock.break_taken.v1", tournament.BreakTaken{}},
		{"clock.break_ended.v1", tournament.BreakEnded{}},
		{"clock.interrupted.v1", tournament.ClockInterrupted{}},
		{"hand_for_hand.started.v1", tournament.HandForHandStarted{}},
		{"hand_for_hand.played.v1", tournament.HandForHandPlayed{}},
		{"hand_for_hand.ended.v1", tournament.HandForHandEnded{}},

		{"deal.offered.v1", tournament.DealOffered{}},
		{"deal.answered.v1", tournament.DealAnswered{}},
		{"deal.made.v1", tournament.DealMade{}},
		{"prize.paid.v1", tournament.PrizePaid{}},
		{"prize.returned.v1", tournament.PrizeReturned{}},

		{"draw.committed.v1", tournament.DrawCommitted{}},
		{"draw.revealed.v1", tournament.DrawRevealed{}},
		{"action.undone.v1", tournament.Undone{}},
	} {
		r.Register(n.name, func() any { return n.sample })
	}
	return r
}

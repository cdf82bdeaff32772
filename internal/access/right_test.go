package access

import "testing"

func TestOnlyStaffRolesHaveRights(t *testing.T) {
	for _, r := range []Role{Screen, Player, "", "root"} {
		if len(r.Rights()) != 0 || r.IsStaff() || r.May(See) {
			t.Errorf("%q may do %v", r, r.Rights())
		}
	}
	for _, r := range []Role{Owner, Director, Floor, Cashier} {
		if !r.IsStaff() || !r.May(See) || r.May("") || r.May("anything") {
			t.Errorf("%q: %v", r, r.Rights())
		}
	}
}

func TestTheTableOfRights(t *testing.T) {
	for _, c := range []struct {
		right                           Right
		owner, director, floor, cashier bool
	}{
		{See, true, true, true, true},
		{CreateTournament, true, true, false, false},
		{EditStructure, true, true, false, false},
		{RunClock, true, true, true, false},
		{RegisterPlayers, true, true, true, true},
		{TakeMoney, true, true, true, true},
		{Seat, true, true, true, true},
		{Bust, true, true, true, false},
		{CountChips, true, true, true, false},
		{EditPayouts, true, true, false, false},
		{Deal, true, true, false, false},
		{PayPrizes, true, true, false, true},
		{Finish, true, true, false, false},
		{UndoPayout, true, true, false, false},
		{EditClosed, true, true, false, false},
		{ManageScreens, true, true, true, false},
		{PairDevices, true, true, false, false},
		{ManageStaff, true, true, false, false},
		{Settings, true, true, false, false},
		{Personal, true, true, false, false},
		{Backup, true, true, false, false},
		{Restore, true, false, false, false},
	} {
		for role, want := range map[Role]bool{Owner: c.owner, Director: c.director, Floor: c.floor, Cashier: c.cashier} {
			if role.May(c.right) != want {
				t.Errorf("%s %s: %v, want %v", role, c.right, !want, want)
			}
		}
	}
	if n := len(Owner.Rights()); n != 22 {
		t.Errorf("the owner has %d rights, the table above 22: add the new one", n)
	}
}

func TestUndoingNeedsTheRightToDo(t *testing.T) {
	cashier := Identity{Role: Cashier}
	refused(t, cashier.AllowUndo(Undone{Need: []Right{Bust}}), "not_allowed")
	if err := cashier.AllowUndo(Undone{Need: []Right{TakeMoney}}); err != nil {
		t.Error(err)
	}
	refused(t, Identity{}.AllowUndo(Undone{}), "not_allowed") // nobody undoes nothing
}

func TestUndoingPayoutsAndClosedNightsNeedsOwnerOrDirectorWithThePINAgain(t *testing.T) {
	for _, u := range []Undone{{Need: []Right{PayPrizes}, Payout: true}, {Need: []Right{TakeMoney}, Closed: true}} {
		// The cashier pays prizes and has the PIN given again, and still may not.
		refused(t, Identity{Role: Cashier, SteppedUp: true}.AllowUndo(u), "not_allowed")
		for _, r := range []Role{Owner, Director} {
			refused(t, Identity{Role: r}.AllowUndo(u), "pin_again")
			if err := (Identity{Role: r, SteppedUp: true}).AllowUndo(u); err != nil {
				t.Error(r, err)
			}
		}
	}
}

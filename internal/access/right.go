package access

import "felt/internal/problem"

// Role is what a person or a machine is to the box. The list is closed.
type Role string

const (
	Owner    Role = "owner"    // the venue itself: everything
	Director Role = "director" // runs tournaments; everything but owners and restore
	Floor    Role = "floor"    // moves people and chips in the room
	Cashier  Role = "cashier"  // takes and pays money at the desk
	Screen   Role = "screen"   // a TV: looks, never acts
	Player   Role = "player"   // a phone: sees its own seat, never acts for others
)

// Right is one thing a person may be allowed to do. The list is closed; a
// command that names none of these is refused.
type Right string

const (
	See              Right = "see"               // the operator pages and staff topics
	CreateTournament Right = "create_tournament" // from a template or from scratch
	EditStructure    Right = "edit_structure"    // levels, breaks, settings of a tournament
	RunClock         Right = "run_clock"         // start, pause, level, time left
	RegisterPlayers  Right = "register_players"  // names, profiles, entries on the list
	TakeMoney        Right = "take_money"        // buy-in, re-entry, rebuy, add-on, refund
	Seat             Right = "seat"              // seat, move, balance, break a table, redraw
	Bust             Right = "bust"              // out, with who took the chips; void
	CountChips       Right = "count_chips"       // stacks, colour-up, chip race
	EditPayouts      Right = "edit_payouts"      // places, shares, deductions, guarantee
	Deal             Right = "deal"              // chop between those left
	PayPrizes        Right = "pay_prizes"        // hand out prize money
	Finish           Right = "finish"            // close the night, open it again
	UndoPayout       Right = "undo_payout"       // take back a prize handed out
	EditClosed       Right = "edit_closed"       // undo or correct on a closed night
	ManageScreens    Right = "manage_screens"    // what TVs show; messages to the room
	PairDevices      Right = "pair_devices"      // codes for new devices; unpair
	ManageStaff      Right = "manage_staff"      // people below one's own rank, their PINs
	Settings         Right = "settings"          // venue, tables, templates, printers, certificate
	Personal         Right = "personal"          // export, merge or erase a player's data
	Backup           Right = "backup"            // make and fetch backups
	Restore          Right = "restore"           // put a backup back; new recovery code
)

// rights is the closed table. Screen and Player have no row: they have no rights.
var rights = map[Role][]Right{
	Owner: {See, CreateTournament, EditStructure, RunClock, RegisterPlayers, TakeMoney, Seat, Bust, CountChips,
		EditPayouts, Deal, PayPrizes, Finish, UndoPayout, EditClosed, ManageScreens, PairDevices, ManageStaff,
		Settings, Personal, Backup, Restore},
	Director: {See, CreateTournament, EditStructure, RunClock, RegisterPlayers, TakeMoney, Seat, Bust, CountChips,
		EditPayouts, Deal, PayPrizes, Finish, UndoPayout, EditClosed, ManageScreens, PairDevices, ManageStaff,
		Settings, Personal, Backup},
	// Rebuys and add-ons are bought at the table, so the floor takes money; it
	// does not pay prizes out.
	Floor:   {See, RunClock, RegisterPlayers, TakeMoney, Seat, Bust, CountChips, ManageScreens},
	Cashier: {See, RegisterPlayers, TakeMoney, Seat, PayPrizes},
}

// again lists the rights that ask for the PIN once more (step-up), because what
// they do is hard to see and costs money or people's data.
var again = map[Right]bool{UndoPayout: true, EditClosed: true, ManageStaff: true, Personal: true, Restore: true}

// May reports whether the role has the right.
func (r Role) May(right Right) bool {
	for _, has := range rights[r] {
		if has == right {
			return true
		}
	}
	return false
}

// Rights returns what the role may do, in the order of the list above.
func (r Role) Rights() []Right { return append([]Right(nil), rights[r]...) }

// IsStaff reports whether a person of this role signs in with a PIN.
func (r Role) IsStaff() bool { return r.rank() > 0 }

// rank orders who may manage whom: only a higher one manages a lower one.
func (r Role) rank() int {
	switch r {
	case Owner:
		return 3
	case Director:
		return 2
	case Floor, Cashier:
		return 1
	}
	return 0
}

// NeedsPINAgain reports whether the right asks for a step-up.
func (right Right) NeedsPINAgain() bool { return again[right] }

// Allow returns nil if the person may do it now, and the refusal otherwise:
// not_allowed when the role lacks the right, pin_again when it needs a step-up.
func (who Identity) Allow(need ...Right) error {
	for _, right := range need {
		if !who.Role.May(right) {
			return problem.New(403, "not_allowed", "Your role does not allow this.").
				WithNext("Ask an owner or director to do it.")
		}
	}
	for _, right := range need {
		if right.NeedsPINAgain() && !who.SteppedUp {
			return problem.New(403, "pin_again", "This asks for your PIN again.").WithNext("Enter your PIN.")
		}
	}
	return nil
}

// Undone says what an undo touches.
type Undone struct {
	Need   []Right // the rights that doing the action needed
	Payout bool    // the action handed out prize money, or its undo changes money handed out
	Closed bool    // the night is closed
}

// AllowUndo returns nil if the person may take the action back: undoing needs the
// right to do; payouts and closed nights need an owner or director with the PIN
// again (architecture section 4).
func (who Identity) AllowUndo(u Undone) error {
	need := append([]Right{See}, u.Need...)
	if u.Payout {
		need = append(need, UndoPayout)
	}
	if u.Closed {
		need = append(need, EditClosed)
	}
	return who.Allow(need...)
}

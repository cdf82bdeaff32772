package leaf_test

import (
	"fmt"
	"testing"

	"felt/internal/leaf/leaftest"
)

type preview struct {
	Blocked *struct{ Code, Action string }
	Money   []struct {
		Row    int
		Amount int64
		Method string
	}
	Seats []struct {
		Entry int
		Place struct{ Table, Seat int }
	}
	Players [2]int
}

type entryRow struct {
	Status      string
	Table, Seat int
	Place       int
}

func entries(c *leaftest.Client, night string) map[string]entryRow {
	rows := map[string]entryRow{}
	c.Read(&rows, night+"/entries")
	return rows
}

func TestAWrongBustIsUndoneLaterWithItsRepairs(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 2)
	owner.Enter(night, 8)
	owner.Command(night+"/clock/start", nil)
	was := entries(owner, night)["8"]
	bust := owner.Command(night+"/entries/8/bust", o{"by": []int{1}})
	owner.Command(fmt.Sprintf("%s/tables/%d/break", night, was.Table), o{})
	owner.Command(night+"/entries/7/bust", o{"by": []int{1}})

	var p preview
	head := box.Head()
	owner.Read(&p, night+"/actions/"+bust.Action+"/undo")
	if box.Head() != head {
		t.Error("a preview changed something")
	}
	if p.Blocked != nil || p.Players != [2]int{6, 7} || len(p.Seats) != 1 || p.Seats[0].Entry != 8 || p.Seats[0].Place.Table != 3-was.Table {
		t.Fatalf("the preview: %+v", p)
	}
	owner.Command(night+"/undo", o{"action": bust.Action})
	rows := entries(owner, night)
	if r := rows["8"]; r.Status != "in" || r.Table != p.Seats[0].Place.Table || r.Seat != p.Seats[0].Place.Seat {
		t.Errorf("he sits at %+v, the preview said %+v", r, p.Seats[0])
	}
	if rows["7"].Place != 8 {
		t.Errorf("who went out afterwards is %d. of 8", rows["7"].Place)
	}
	// And redo: the undo is an action too.
	var log struct{ Rows []struct{ Action string } }
	owner.Read(&log, night+"/log?limit=1")
	owner.Command(night+"/undo", o{"action": log.Rows[0].Action})
	if r := entries(owner, night)["8"]; r.Status != "out" || r.Place != 8 {
		t.Errorf("after the redo: %+v", r)
	}
}

func TestMoneyIsNotUndoneWithoutSayingWhatIsTrue(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	owner.Enter(night, 3)
	rebuy := owner.Command(night+"/entries/2/rebuy", o{"method": "card"})
	var p preview
	owner.Read(&p, night+"/actions/"+rebuy.Action+"/undo")
	if len(p.Money) != 1 || p.Money[0].Amount != 20_000 || p.Money[0].Method != "card" {
		t.Fatalf("the preview asks %+v", p.Money)
	}
	owner.Refused(409, "repair_missing", night+"/undo", o{"action": rebuy.Action})
	owner.Command(night+"/undo", o{"action": rebuy.Action, "money": []o{{"of": p.Money[0].Row, "how": "given_back", "method": "cash"}}})
	var desk struct {
		Money struct{ Drawers map[string]int64 }
	}
	owner.Read(&desk, night)
	if d := desk.Money.Drawers; d["card"] != 20_000 || d["cash"] != 3*22_000-20_000 {
		t.Errorf("the drawers: %v", d)
	}
	owner.Refused(409, "action_undone", night+"/undo", o{"action": rebuy.Action, "money": []o{}})
	owner.Refused(404, "action_unknown", night+"/undo", o{"action": "nothing"})
}

func TestUndoOnADeviceIsThatDevicesLastAction(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	owner.Enter(night, 6)
	owner.Command(night+"/clock/start", nil)
	floor := owner.Colleague("Fia Floor", "floor")
	spare := owner.Device("Spare")
	spare.SignIn(owner.Staff)
	spare.Refused(409, "nothing_to_undo", night+"/undo-last", o{})

	owner.Command(night+"/entries/6/bust", o{})
	floor.Command(night+"/entries/5/bust", o{})
	owner.Command(night+"/undo-last", o{}) // a colleague acted in between
	if rows := entries(owner, night); rows["6"].Status != "in" || rows["5"].Status != "out" {
		t.Errorf("after the owner's undo: %+v", rows)
	}
	floor.Command(night+"/undo-last", o{})
	if rows := entries(owner, night); rows["5"].Status != "in" {
		t.Errorf("after the floor's undo: %+v", rows)
	}

	// The colleague has given the seat away meanwhile.
	seat := entries(owner, night)["6"]
	bust := owner.Command(night+"/entries/6/bust", o{})
	floor.Command(night+"/entries", o{"new_player": o{"name": "Zoe"}, "method": "cash", "seat": o{"table": seat.Table, "seat": seat.Seat}})
	version := owner.Version(night)
	owner.Refused(409, "undo_not_mine", night+"/undo-last", o{})
	owner.Refused(409, "undo_not_mine", night+"/undo-last", o{"action": "another"})
	if owner.Version(night) != version {
		t.Error("a refused undo changed something")
	}
	owner.Command(night+"/undo", o{"action": bust.Action}) // from the log it is possible
	if r := entries(owner, night)["6"]; r.Status != "in" || r.Table == seat.Table && r.Seat == seat.Seat {
		t.Errorf("he sits at %+v", r)
	}
}

// heads plays a night of three to the end, with the prizes paid.
func heads(t *testing.T, owner *leaftest.Client) (night string, paid string) {
	t.Helper()
	night = owner.Create(leaftest.Rules(), 1)
	owner.Enter(night, 3)
	owner.Command(night+"/clock/start", nil)
	owner.Command(night+"/registration/close", nil)
	owner.Command(night+"/entries/3/bust", o{"by": []int{1}})
	owner.Command(night+"/entries/2/bust", o{"by": []int{1}})
	paid = owner.Command(night+"/entries/1/pay", o{"amount": 30_000, "method": "cash"}).Action
	return night, paid
}

func TestPayoutsAndClosedNightsAskForThePINAgain(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	director, cashier := owner.Colleague("Dea Director", "director"), owner.Colleague("Cay Cashier", "cashier")
	other := owner.Device("Office")
	other.SignIn(owner.Staff) // not stepped up
	night, paid := heads(t, other)
	undo := o{"action": paid, "money": []o{{"of": 4, "how": "given_back", "method": "cash"}}}
	other.Refused(403, "pin_again", night+"/undo", undo)
	cashier.StepUp()
	cashier.Refused(403, "not_allowed", night+"/undo", undo)
	director.Refused(403, "pin_again", night+"/undo", undo)
	director.StepUp()
	director.Command(night+"/undo", undo)

	finish := other.Command(night+"/finish", nil)
	other.Refused(403, "pin_again", night+"/undo", o{"action": finish.Action})
	other.Refused(409, "finished", night+"/clock/start", nil)
	box.Restart()
	other.StepUp()
	other.Command(night+"/undo", o{"action": finish.Action})
	var list struct{ Open []struct{ ID string } }
	owner.Read(&list, "/api/tournaments")
	if len(list.Open) != 1 {
		t.Errorf("open again: %+v", list)
	}
	other.Command(night+"/finish", nil)
}

func TestEachRoleDoesItsOwnWork(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	who := map[string]*leaftest.Client{"owner": owner, "director": owner.Colleague("Dea", "director"), "floor": owner.Colleague("Fia", "floor"), "cashier": owner.Colleague("Cay", "cashier")}
	night := owner.Create(leaftest.Rules(), 1)
	owner.Enter(night, 5)
	allowed := map[string]string{ // after the night's path; who may
		"/entries/77/bust":     "owner director floor",
		"/entries/77/pay":      "owner director cashier",
		"/entries/77/rebuy":    "owner director floor cashier",
		"/entries/77/fix":      "owner director floor cashier",
		"/clock/start":         "owner director floor",
		"/finish":              "owner director",
		"/registration/reopen": "owner director",
		"/deals":               "owner director",
		"/entries/77/rebuy " + `{"method":"cash","override":true}`: "owner director",
	}
	bodies := map[string]any{"/entries/77/bust": o{}, "/entries/77/pay": o{"amount": 1, "method": "cash"}, "/entries/77/rebuy": o{"method": "cash"}, "/entries/77/fix": o{"fixed": true}, "/deals": o{"method": "even", "shares": []o{{"entry": 1, "amount": 1}}}}
	for path, list := range allowed {
		for role, c := range who {
			may := containsWord(list, role)
			body, route := bodies[path], path
			if r, b, ok := cut(path); ok {
				route, body = r, b
			}
			r := c.Ask("POST", night+route, body)
			if denied := r.Status == 403; denied == may {
				t.Errorf("%s %s: %d %s", role, path, r.Status, r.Body)
			}
		}
	}
}

package floor

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"felt/internal/leaf/view"
	"felt/internal/live"
	"felt/internal/poker/tournament"
)

// The topics of a tournament. Staff: desk (what it is, clock, figures, money,
// advice), entries, tables, log, ledger, dues. Everybody: room and seats.
const (
	desk    = "desk"
	entries = "entries"
	tables  = "tables"
	logbook = "log"
	ledger  = "ledger"
	room    = "room"
	seats   = "seats"
	dues    = "dues"
)

// What the topics hold at most; older lines are asked for page by page.
const (
	logLines     = 300
	ledgerLines  = 400
	payoutLines  = 200
	placesShown  = 300 // newest players out whose places are kept current while entries come
	everyoneOut  = 2000
	tablesAtOnce = 64 // in larger rooms advice comes after the answers
)

// Topic names a topic of a tournament.
func Topic(id, kind string) string { return "t/" + id + "/" + kind }

// LogRow is one action of the log.
type LogRow struct {
	Action string      `json:"action"`
	At     int64       `json:"at"`
	Actor  string      `json:"actor"`
	Device string      `json:"device"`
	Events []EventView `json:"events"`
	Undone bool        `json:"undone,omitempty"`
	UndoOf string      `json:"undo_of,omitempty"`
}

type doc = map[string]json.RawMessage

// LoadTopic builds a topic that somebody asks for; it is the hub's Load.
func (f *Floor) LoadTopic(name string) (live.Topic, bool) {
	parts := strings.Split(name, "/")
	if len(parts) != 3 || parts[0] != "t" {
		return live.Topic{}, false
	}
	t := live.Topic{Audience: live.Staff}
	if parts[2] == room || parts[2] == seats {
		t.Audience = live.Public
	}
	err := f.Read(context.Background(), parts[1], func(n *Night) { t.Doc = f.whole(n, parts[2]) })
	return t, err == nil && t.Doc != nil
}

// whole builds a topic's document from the committed night.
func (f *Floor) whole(n *Night, kind string) doc {
	all := tournament.Touched{All: true}
	d := doc{}
	switch kind {
	case desk:
		f.desk(n, all, d)
	case room:
		f.room(n, all, d)
	case entries, seats:
		places := placesOf(n.State, len(n.State.Outs))
		for i := range n.State.Entries {
			f.person(n, n.State.Entries[i].No, places, kind, d)
		}
	case tables:
		v := f.View(n)
		for i := range n.State.Tables {
			t, _ := v.Table(n.State.Tables[i].Number)
			put(d, strconv.Itoa(t.Table), t)
		}
	case logbook:
		for _, a := range n.Actions[max(0, len(n.Actions)-logLines):] {
			put(d, a.ID, f.LogRow(n, a))
		}
	case ledger:
		v := f.View(n)
		for _, r := range n.State.Rows[max(0, len(n.State.Rows)-ledgerLines):] {
			put(d, strconv.Itoa(int(r.No)), v.Row(r))
		}
	case dues:
		f.duesPatch(n, all, d)
	default:
		return nil
	}
	return d
}

// project gives what a group changed, for topics that somebody follows.
func (f *Floor) project(n *Night) []live.Change {
	t := n.State.TakeTouched()
	var changes []live.Change
	change := func(kind string, fill func(doc)) {
		name := Topic(n.ID, kind)
		if !f.opt.Hub.Has(name) {
			return
		}
		d := doc{}
		fill(d)
		if len(d) > 0 {
			changes = append(changes, live.Change{Topic: name, Patch: d})
		}
	}
	change(desk, func(d doc) { f.desk(n, t, d) })
	change(room, func(d doc) { f.room(n, t, d) })
	if t.All || t.Standing || prizesChange(t) || len(t.Entries) > 0 {
		places := f.touchedPlaces(n, t)
		for _, kind := range []string{entries, seats} {
			change(kind, func(d doc) { f.people(n, t, places, kind, d) })
		}
	}
	change(tables, func(d doc) { f.tables(n, t, d) })
	change(logbook, func(d doc) { f.logPatch(n, d) })
	change(ledger, func(d doc) { f.ledgerPatch(n, d) })
	change(dues, func(d doc) { f.duesPatch(n, t, d) })
	n.relog, n.sent, n.sentRows = false, len(n.Actions), len(n.State.Rows)
	n.tablesSent = n.tablesSent[:0]
	for i := range n.State.Tables {
		n.tablesSent = append(n.tablesSent, n.State.Tables[i].Number)
	}
	return changes
}

// View is the night as the views are built from it.
func (f *Floor) View(n *Night) view.Night {
	return view.Night{ID: n.ID, Name: n.Name, Version: n.Version, State: n.State, NowMS: f.opt.Box.NowMS(), Names: f.opt.Names.Name}
}

func (f *Floor) desk(n *Night, t tournament.Touched, d doc) {
	v := f.View(n)
	put(d, "meta", v.Meta())
	put(d, "totals", v.Totals())
	if t.All || t.Clock || t.Config {
		put(d, "clock", v.Clock())
	}
	if t.All || t.Config {
		put(d, "structure", n.State.Config.Structure)
		put(d, "plan", n.State.Config.Payouts)
	}
	if t.All || t.Money || t.Config {
		put(d, "money", v.Money())
		put(d, "payouts", v.Payouts(payoutLines))
	}
	if t.All || t.Config || len(t.Tables) > 0 {
		if len(n.State.Tables) > tablesAtOnce && !t.All {
			n.adviceWaits = true
		} else {
			put(d, "advice", v.Advice())
		}
	}
}

// adviseLater publishes the advice of a huge room after everybody was answered.
func (f *Floor) adviseLater(n *Night) {
	n.adviceWaits = false
	if name := Topic(n.ID, desk); f.opt.Hub.Has(name) {
		d := doc{}
		put(d, "advice", f.View(n).Advice())
		f.opt.Hub.Publish([]live.Change{{Topic: name, Patch: d}})
	}
}

// duesPatch: a bust in the money adds its line; a change of the pool changes all.
func (f *Floor) duesPatch(n *Night, t tournament.Touched, d doc) {
	v := f.View(n)
	pool := n.State.Pool().Total
	if t.All || t.Standing || t.Config || t.Deal || pool != n.poolSent {
		n.poolSent = pool
		for no := range n.duesSent {
			d[strconv.Itoa(int(no))] = nil
		}
		n.duesSent = map[tournament.EntryNo]bool{}
		for _, row := range v.Dues() {
			put(d, strconv.Itoa(int(row.Entry)), row)
			n.duesSent[row.Entry] = true
		}
		return
	}
	for _, no := range t.Entries {
		row, has := v.Due(no)
		switch {
		case has:
			put(d, strconv.Itoa(int(no)), row)
			n.duesSent[no] = true
		case n.duesSent[no]:
			d[strconv.Itoa(int(no))] = nil
			delete(n.duesSent, no)
		}
	}
}

func (f *Floor) room(n *Night, t tournament.Touched, d doc) {
	v := f.View(n)
	put(d, "meta", v.PublicMeta())
	put(d, "totals", v.Totals())
	if t.All || t.Clock || t.Config {
		put(d, "clock", v.Clock())
	}
	if t.All || t.Config {
		put(d, "structure", n.State.Config.Structure)
	}
	if t.All || t.Money || t.Config {
		put(d, "payouts", v.Payouts(payoutLines))
	}
}

// placesOf gives the places of the newest players out.
func placesOf(s *tournament.State, most int) map[tournament.EntryNo]tournament.Standing {
	list := s.LastOut(most)
	places := make(map[tournament.EntryNo]tournament.Standing, len(list)+1)
	for _, x := range list {
		places[x.Entry] = x
	}
	if w := s.Winner(); w != 0 {
		places[w] = tournament.Standing{Place: 1, To: 1, Entry: w}
	}
	return places
}

// prizesChange says that players who are out long since may be due another sum.
func prizesChange(t tournament.Touched) bool { return t.Config || t.Deal }

// touchedPlaces: a bust changes no place but its own. An entry moves everybody
// who is out one down; in a huge field the newest ones are kept current and the
// others are asked for page by page.
func (f *Floor) touchedPlaces(n *Night, t tournament.Touched) map[tournament.EntryNo]tournament.Standing {
	most := 16
	if t.All || t.Standing || prizesChange(t) {
		most = len(n.State.Outs)
		if most > everyoneOut {
			most = placesShown
		}
	}
	return placesOf(n.State, most)
}

func (f *Floor) people(n *Night, t tournament.Touched, places map[tournament.EntryNo]tournament.Standing, kind string, d doc) {
	if t.All {
		for i := range n.State.Entries {
			f.person(n, n.State.Entries[i].No, places, kind, d)
		}
		return
	}
	for _, no := range t.Entries {
		f.person(n, no, places, kind, d)
		if e := n.State.Entry(no); e != nil && e.Kind == "re_entry" { // the entry it replaced
			for i := int(no) - 2; i >= 0; i-- {
				if n.State.Entries[i].Player == e.Player {
					f.person(n, n.State.Entries[i].No, places, kind, d)
					break
				}
			}
		}
	}
	if t.Standing || prizesChange(t) {
		for no := range places {
			f.person(n, no, places, kind, d)
		}
	}
	if w := n.State.Winner(); w != 0 {
		f.person(n, w, places, kind, d)
	}
}

func (f *Floor) person(n *Night, no tournament.EntryNo, places map[tournament.EntryNo]tournament.Standing, kind string, d doc) {
	key := strconv.Itoa(int(no))
	if kind == entries {
		if row, ok := f.View(n).Entry(no, places[no]); ok {
			put(d, key, row)
			return
		}
	} else if row, ok := f.View(n).Seat(no, places[no]); ok {
		put(d, key, row)
		return
	}
	d[key] = nil
}

func (f *Floor) tables(n *Night, t tournament.Touched, d doc) {
	v := f.View(n)
	if t.All {
		for i := range n.State.Tables {
			t.Tables = append(t.Tables, n.State.Tables[i].Number)
		}
		for _, old := range n.tablesSent {
			t.Tables = append(t.Tables, old)
		}
	}
	for _, number := range t.Tables {
		if row, ok := v.Table(number); ok {
			put(d, strconv.Itoa(number), row)
		} else {
			d[strconv.Itoa(number)] = nil
		}
	}
}

func (f *Floor) logPatch(n *Night, d doc) {
	from := n.sent
	if n.relog {
		from = max(0, len(n.Actions)-logLines)
	}
	for _, a := range n.Actions[from:] {
		put(d, a.ID, f.LogRow(n, a))
	}
	for i := max(0, n.sent-logLines); i < len(n.Actions)-logLines; i++ {
		d[n.Actions[i].ID] = nil
	}
}

func (f *Floor) ledgerPatch(n *Night, d doc) {
	v := f.View(n)
	rows := n.State.Rows
	for _, r := range rows[min(n.sentRows, len(rows)):] {
		put(d, strconv.Itoa(int(r.No)), v.Row(r))
		if r.Of > 0 {
			put(d, strconv.Itoa(int(r.Of)), v.Row(rows[r.Of-1]))
		}
	}
	for i := max(0, n.sentRows-ledgerLines); i < len(rows)-ledgerLines; i++ {
		d[strconv.Itoa(i+1)] = nil
	}
}

// LogRow is one line of the log.
func (f *Floor) LogRow(n *Night, a Action) LogRow {
	row := LogRow{Action: a.ID, At: a.At, Actor: a.Actor, Device: a.Device, Undone: a.Undone, UndoOf: a.UndoOf, Events: []EventView{}}
	for _, r := range n.Events(a) {
		if name, data, err := f.names.Encode(r.Event); err == nil {
			row.Events = append(row.Events, EventView{name, data})
		}
	}
	return row
}

// put encodes a row. The types of this package always encode.
func put(d doc, key string, v any) {
	if b, err := json.Marshal(v); err == nil {
		d[key] = b
	}
}

package leaf_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"felt/internal/leaf/leaftest"
)

type o = map[string]any

// scenario is one command of a night: what is refused before it, and the
// command, which is taken.
type scenario struct {
	id      string // operation
	path    string // after /api/tournaments/{id}
	body    any
	no      any    // a body that is refused; nil for the same body
	noPath  string // where it is not the same path
	status  int    // of the refusal; 0: nothing is to be refused here
	code    string
	rule    string
	refused bool // the refusal comes after the command, not before
}

// evening goes once through every command there is.
var evening = []scenario{
	{id: "open-table", path: "/tables", body: o{"table": 1}, no: o{"table": 1}, refused: true, status: 409, code: "table_exists"},
	{id: "open-table", path: "/tables", body: o{"table": 2}, no: o{"table": 3, "seats": 1}, status: 422, code: "bad_value"},
	{id: "open-table", path: "/tables", body: o{"table": 3}},
	{id: "close-table", path: "/tables/3/close", refused: true, status: 404, code: "table_unknown"},
	{id: "start-clock", path: "", no: nil, noPath: "/clock/start", status: 409, code: "not_yet"},
	{id: "register-player", path: "/entries", body: o{"new_player": o{"name": "Anna"}, "method": "cash", "seat": o{"table": 1, "seat": 1}}, no: o{"new_player": o{"name": "Anna"}, "method": "gold"}, status: 422, code: "method_unknown"},
	{id: "register-player", path: "/entries", body: o{"new_player": o{"name": "Ben"}, "method": "card", "seat": o{"table": 1, "seat": 2}}, no: o{"new_player": o{"name": "Bo"}, "method": "cash", "seat": o{"table": 1, "seat": 1}}, status: 409, code: "seat_taken"},
	{id: "register-player", path: "/entries", body: o{"new_player": o{"name": "Cleo"}, "method": "receivable", "seat": o{"table": 2, "seat": 1}}, no: o{"player": "nobody", "method": "cash"}, status: 404, code: "player_unknown"},
	{id: "register-player", path: "/entries", body: o{"new_player": o{"name": "Dan"}, "method": "cash"}, no: o{"method": "cash"}, status: 422, code: "bad_value"},
	{id: "register-player", path: "/entries", body: o{"new_player": o{"name": "Eva"}, "method": "cash", "seat": o{"table": 2, "seat": 2}}, no: o{"new_player": o{"name": "  "}, "method": "cash"}, status: 422, code: "bad_value"},
	{id: "register-player", path: "/entries", body: o{"new_player": o{"name": "Finn"}, "method": "cash", "seat": o{"table": 2, "seat": 3}}},
	{id: "settle-sale", path: "/ledger/3/settle", body: o{"method": "cash"}, refused: true, status: 409, code: "not_receivable"},
	{id: "seat-entry", path: "/entries/4/seat", body: o{"place": o{"table": 1, "seat": 3}}, refused: true, status: 409, code: "already_seated"},
	{id: "start-clock", path: "/clock/start", refused: true, status: 409, code: "clock_is_running"},
	{id: "pause-clock", path: "/clock/pause", refused: true, status: 409, code: "clock_is_standing"},
	{id: "set-clock", path: "/clock/set", body: o{"item": 1, "left_ms": 60_000}, no: o{"item": 99, "left_ms": 1}, status: 422, code: "clock_reading_out_of_range"},
	{id: "add-minutes", path: "/clock/minutes", body: o{"minutes": 5}, no: o{"minutes": 601}, status: 422, code: "bad_value"},
	{id: "start-clock", path: "/clock/start"},
	{id: "resume-clock", path: "", noPath: "/clock/resume", no: o{"away_ms": 0}, status: 409, code: "not_yet"},
	{id: "take-break", path: "/break/take", body: o{"minutes": 10}, refused: true, status: 409, code: "clock_on_break_already"},
	{id: "end-break", path: "/break/end", refused: true, status: 409, code: "clock_no_break_on"},
	{id: "advance-level", path: "/level/advance"},
	{id: "buy-add-on", path: "/entries/1/add-on", body: o{"method": "cash"}, refused: true, status: 409, code: "limit_reached"},
	{id: "back-level", path: "/level/back"},
	{id: "buy-rebuy", path: "/entries/2/rebuy", body: o{"method": "cash"}, noPath: "/entries/77/rebuy", status: 404, code: "entry_unknown"},
	{id: "reverse-sale", path: "/ledger/9/reverse", body: o{"how": "given_back", "method": "cash"}, refused: true, status: 409, code: "row_reversed"},
	{id: "set-button", path: "/tables/1/button", body: o{"button": 1}, no: o{"button": 11}, status: 409, code: "seat_unknown"},
	{id: "lock-seat", path: "/tables/2/seats/9/lock", body: o{"locked": true}, noPath: "/tables/1/seats/1/lock", status: 409, code: "seat_taken"},
	{id: "lock-seat", path: "/tables/2/seats/9/lock", body: o{"locked": false}},
	{id: "fix-entry", path: "/entries/1/fix", body: o{"fixed": true}, noPath: "/entries/77/fix", status: 404, code: "entry_unknown"},
	{id: "move-entry", path: "/entries/2/move", body: o{"from": o{"table": 1, "seat": 2}, "to": o{"table": 2, "seat": 8}, "reason": "by_hand"}, refused: true, status: 409, code: "not_seated"},
	{id: "move-entry", path: "/entries/2/move", body: o{"from": o{"table": 2, "seat": 8}, "to": o{"table": 1, "seat": 2}, "reason": "correction"}},
	{id: "count-chips", path: "/counts", body: o{"counts": []o{{"entry": 1, "chips": 12_000}}}, no: o{"counts": []o{{"entry": 1, "chips": 99_000_000}}}, status: 409, code: "count_too_large"},
	{id: "penalise-entry", path: "/entries/1/penalise", body: o{"kind": "missed_hand"}, noPath: "/entries/77/penalise", status: 404, code: "entry_unknown"},
	{id: "colour-up", path: "/colour-up", body: o{"chip": 25, "taken": 100, "given": 100}, no: o{"chip": 25, "taken": -1, "given": 0}, status: 422, code: "bad_value"},
	{id: "bust-entry", path: "/entries/2/bust", body: o{"by": []int{1}}, refused: true, status: 409, code: "entry_not_in"},
	{id: "undo-last", path: "/undo-last", body: o{}},
	{id: "bust-players", path: "/busts", body: o{"outs": []o{{"entry": 6, "by": []int{1}}}}, refused: true, status: 409, code: "entry_not_in"},
	{id: "remove-entry", path: "/entries/5/remove", body: o{"reason": "no_show", "stack": 10_000}, refused: true, status: 409, code: "entry_not_in"},
	{id: "void-entry", path: "/entries/5/void", noPath: "/entries/77/void", body: o{"how": "given_back", "method": "cash"}, status: 404, code: "entry_unknown"},
	{id: "accept-advice", path: "", noPath: "/advice/accept", no: o{"moves": []o{{"entry": 1, "from": o{"table": 1, "seat": 1}, "to": o{"table": 2, "seat": 2}}}}, status: 409, code: "advice_changed"},
	{id: "break-table", path: "/tables/2/break", body: o{}, refused: true, status: 404, code: "table_unknown"},
	{id: "redraw-seats", path: "/redraw", body: o{"tables": []int{1}}, no: o{"tables": []int{9}}, status: 404, code: "table_unknown"},
	{id: "close-registration", path: "/registration/close", refused: true, status: 409, code: "registration_closed"},
	{id: "reopen-registration", path: "/registration/reopen", refused: true, status: 409, code: "registration_open"},
	{id: "close-registration", path: "/registration/close"},
	{id: "start-hand-for-hand", path: "/hand-for-hand/start", refused: true, status: 409, code: "hand_for_hand_on", rule: "TDA RP-8"},
	{id: "finish-hand", path: "/hand-for-hand/hand"},
	{id: "end-hand-for-hand", path: "/hand-for-hand/end", refused: true, status: 409, code: "hand_for_hand_off", rule: "TDA RP-8"},
	{id: "finish-tournament", path: "", noPath: "/finish", status: 409, code: "still_playing"},
	{id: "cancel-tournament", path: "", noPath: "/cancel", status: 409, code: "still_playing"},
}

// Every command: what is taken gives events, a version and the same ETag; what is
// refused says why and changes nothing.
func TestEveryCommandIsTakenOrRefusedAsItShould(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 0)
	screen := owner.Live(leaftest.Topics(night)...)
	desk := leaftest.Topics(night)[0]
	version := owner.Version(night)
	refuse := func(s scenario) {
		t.Helper()
		path, body := s.path, s.body
		if s.noPath != "" {
			path = s.noPath
		}
		if s.no != nil {
			body = s.no
		}
		head := box.Head()
		r := owner.Ask(http.MethodPost, night+path, body, "Idempotency-Key: "+leaftest.Key())
		p := r.Problem(t)
		if p.Status != s.status || s.code != "" && p.Code != s.code || s.rule != "" && p.Rule != s.rule {
			t.Errorf("%s %v: refused with %d %s %q (%s), want %d %s %q", path, body, p.Status, p.Code, p.Rule, p.Detail, s.status, s.code, s.rule)
		}
		if now := owner.Version(night); now != version || box.Head() != head {
			t.Errorf("%s: a refused command brought the version from %d to %d, the chain from %s to %s", path, version, now, head, box.Head())
		}
		if frames := screen.Frames(); len(frames) > 0 {
			t.Errorf("%s: a refused command was told to the screens: %+v", path, frames)
		}
	}
	for _, s := range evening {
		if s.status != 0 && !s.refused {
			refuse(s)
		}
		if s.path == "" {
			continue
		}
		done := owner.Command(night+s.path, s.body)
		if len(done.Events) == 0 || done.Version != version+int64(len(done.Events)) || done.Action == "" {
			t.Errorf("%s: from version %d to %+v", s.path, version, done)
		}
		version = done.Version
		screen.Settle(desk, version)
		if n := len(screen.Frames()); n != 1 {
			t.Errorf("%s: %d frames for one command", s.path, n)
		}
		if s.status != 0 && s.refused {
			refuse(s)
		}
	}
}

// commands are the routes of commands on a tournament, by operation.
func commands(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.ReadFile("../../api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
		}
	}
	if err := json.Unmarshal(file, &doc); err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for path, ops := range doc.Paths {
		if post, ok := ops["post"]; ok && strings.HasPrefix(path, "/api/tournaments/{id}/") && post.OperationID != "calculate-deal" {
			list[post.OperationID] = path
		}
	}
	return list
}

func TestTheEveningKnowsEveryCommand(t *testing.T) {
	known := map[string]bool{ // these have tests of their own
		"undo-action": true, "offer-deal": true, "answer-deal": true, "make-deal": true, "pay-prize": true, "return-prize": true, "reveal-draw": true, "note-action": true,
	}
	for _, s := range evening {
		known[s.id] = true
	}
	for id, path := range commands(t) {
		if !known[id] {
			t.Errorf("%s (%s) is not in the evening", id, path)
		}
	}
}

// What is wrong with a request before any rule is asked has one answer on every
// route, and it is never a 500.
func TestWhatIsNoRequestIsRefusedOnEveryCommand(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	stranger := box.Stranger()
	paired := owner.Device("Spare tablet")
	owner.StepUp()
	head := box.Head()
	has := map[string]any{}
	for _, s := range evening {
		if s.body != nil {
			has[s.id] = s.body
		}
	}
	for id, pattern := range commands(t) {
		path := strings.NewReplacer("{id}", strings.TrimPrefix(night, "/api/tournaments/"), "{entry}", "1", "{table}", "1", "{seat}", "1", "{row}", "1", "{deal}", "1", "{action}", "x").Replace(pattern)
		body := has[id]
		if body == nil {
			body = o{}
		}
		for _, c := range []struct {
			what, method string
			by           *leaftest.Client
			body         any
			headers      []string
			status       int
		}{
			{"malformed", "POST", owner, `{"a":`, nil, 400},
			{"unknown field", "POST", owner, `{"surprise":1}`, nil, 422},
			{"wrong type", "POST", owner, `[]`, nil, 422},
			{"oversized", "POST", owner, `{"a":"` + strings.Repeat("x", 70_000) + `"}`, nil, 413},
			{"not JSON", "POST", owner, `a=b`, []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
			{"nobody", "POST", stranger, body, nil, 401},
			{"nobody on a paired device", "POST", paired, body, nil, 401},
			{"foreign host", "POST", owner, body, []string{"Host: evil.example"}, 421},
			{"foreign origin", "POST", owner, body, []string{"Origin: http://evil.example"}, 403},
			{"no origin", "POST", owner, body, []string{"Origin: "}, 403},
			{"method", "PATCH", owner, body, nil, 405},
		} {
			r := c.by.Ask(c.method, path, c.body, c.headers...)
			if p := r.Problem(t); p.Status != c.status {
				t.Errorf("%s %s: %d %s, want %d", path, c.what, p.Status, p.Code, c.status)
			}
		}
		other := strings.Replace(path, night, "/api/tournaments/nowhere", 1)
		if r := owner.Ask("POST", other, body); r.Status != 404 && r.Status != 422 {
			t.Errorf("%s of a tournament that is not there: %d %s", path, r.Status, r.Body)
		}
	}
	if box.Head() != head {
		t.Error("something was written")
	}
}

func TestARepeatedKeyIsOneCommand(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	same := func(a, b leaftest.Reply) bool {
		return a.Status == b.Status && string(a.Body) == string(b.Body) && a.Header.Get("ETag") == b.Header.Get("ETag")
	}
	repeat := func(path string, body, other any) {
		t.Helper()
		key := "Idempotency-Key: " + leaftest.Key()
		var replies [4]leaftest.Reply
		var all sync.WaitGroup
		for i := range replies {
			all.Go(func() { replies[i], _ = owner.Do("POST", path, body, key) })
		}
		all.Wait()
		head := box.Head()
		for _, r := range replies {
			if r.Status != 200 || !same(r, replies[0]) {
				t.Errorf("%s at the same time: %d %s and %d %s", path, r.Status, r.Body, replies[0].Status, replies[0].Body)
			}
		}
		box.Restart()
		if r := owner.Ask("POST", path, body, key); !same(r, replies[0]) {
			t.Errorf("%s after a restart: %d %s, first %s", path, r.Status, r.Body, replies[0].Body)
		}
		if other != nil {
			if p := owner.Ask("POST", path, other, key).Problem(t); p.Status != 422 || p.Code != "key_reused" {
				t.Errorf("%s with another body: %+v", path, p)
			}
		}
		if box.Head() != head {
			t.Errorf("%s: a repeated request was written again", path)
		}
	}
	repeat("/api/tournaments", o{"name": "Friday", "config": leaftest.Rules(), "tables": 3}, o{"name": "Saturday", "config": leaftest.Rules()})
	repeat(night+"/entries", o{"new_player": o{"name": "Anna"}, "method": "cash", "draw": true}, o{"new_player": o{"name": "Bo"}, "method": "cash", "draw": true})
	owner.Enter(night, 3)
	repeat(night+"/clock/start", nil, nil)
	repeat(night+"/clock/minutes", o{"minutes": 1}, o{"minutes": 2})
	owner.Command(night+"/entries/1/bust", o{})
	repeat(night+"/undo-last", o{}, o{"action": "other"})
	repeat("/api/players", o{"name": "Gus"}, o{"name": "Gil"})

	// The same key and body for another tournament is another request.
	key := "Idempotency-Key: " + leaftest.Key()
	owner.Get(nil, "POST", night+"/tables", o{"table": 7}, key)
	second := owner.Create(leaftest.Rules(), 1)
	if p := owner.Ask("POST", second+"/tables", o{"table": 7}, key).Problem(t); p.Code != "key_reused" {
		t.Errorf("another tournament: %+v", p)
	}
}

func TestAWholeDocumentIsReplacedOnlyByWhoReadIt(t *testing.T) {
	box := leaftest.Start(t, leaftest.Options{})
	owner := box.SetUp()
	night := owner.Create(leaftest.Rules(), 1)
	owner.StepUp()
	var template, player struct{ ID string }
	owner.Get(&template, "POST", "/api/templates", o{"name": "Thursdays", "config": leaftest.Rules()})
	owner.Get(&player, "POST", "/api/players", o{"name": "Gus"})
	for _, path := range []string{night + "/structure", night + "/payouts", night + "/rules", "/api/templates/" + template.ID, "/api/settings", "/api/players/" + player.ID} {
		var doc map[string]any
		etag := owner.Read(&doc, path).Header.Get("ETag")
		for _, key := range []string{"id", "version", "$schema"} {
			if strings.HasPrefix(path, "/api/templates") || strings.HasPrefix(path, "/api/players") {
				delete(doc, key)
			}
		}
		if p := owner.Ask("PUT", path, doc).Problem(t); p.Status != 428 {
			t.Errorf("%s without If-Match: %+v", path, p)
		}
		if p := owner.Ask("PUT", path, doc, `If-Match: "99"`).Problem(t); p.Status != 412 || `"`+itoa(p.Version)+`"` != etag {
			t.Errorf("%s with an old version: %+v; it is %s", path, p, etag)
		}
		if p := owner.Ask("PUT", path, doc, `If-Match: *`).Problem(t); p.Status != 412 {
			t.Errorf("%s with any version: %+v", path, p)
		}
		r := owner.Ask("PUT", path, doc, "If-Match: "+etag)
		if r.Status != 200 || r.Header.Get("ETag") == etag {
			t.Errorf("%s: %d %s, ETag %s before and %s after", path, r.Status, r.Body, etag, r.Header.Get("ETag"))
		}
	}
}

func itoa(n int64) string { b, _ := json.Marshal(n); return string(b) }

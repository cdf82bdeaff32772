package routes

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheCommittedListOpensNothingByTheWay(t *testing.T) {
	l, err := Committed()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range l.All() {
		if o.Pattern == "/" || strings.HasPrefix(o.Pattern, "/api/{") || o.Method != "GET" && o.Listener == Room && !strings.HasPrefix(o.Pattern, "/api/") {
			t.Errorf("%+v opens too much", o)
		}
		if o.Method != "GET" && o.Pattern[len(o.Pattern)-1] == '/' {
			t.Errorf("%+v opens state changes on a whole folder", o)
		}
	}
	// The words of the list that would be a person's, or a secret, if a room could read them.
	for _, o := range l.All() {
		for _, f := range o.Fields {
			if o.Listener == Room && slices.Contains([]string{"phone", "email", "note", "pin", "token", "recovery", "session", "staff", "device"}, f) {
				t.Errorf("%s %s shows %q to the room", o.Method, o.Pattern, f)
			}
		}
	}
}

func TestALineThatCannotBeReadIsAnError(t *testing.T) {
	for _, line := range []string{"room GET /x", "cellar GET /x -", "room FETCH /x -", "room GET x -", "room GET evil.example/x -", "room GET /x Name",
		"room GET /{a}{b} -", "room GET /x -\nroom GET /x -", "local GET /x -"} {
		if l, err := Parse(line); err == nil {
			t.Errorf("%q: %v", line, l.All())
		}
	}
}

func TestMatchFindsTheRouteOfARequest(t *testing.T) {
	l, err := Parse("room GET /t/{id} name\nstaff GET /{$} -\nstaff GET /_app/ -\nstaff POST /api/pair -")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		side         Listener
		method, path string
		want         string
	}{
		{Room, "GET", "/t/7", "/t/{id}"}, {Room, "HEAD", "/t/7", "/t/{id}"}, {Room, "POST", "/t/7", ""}, {Room, "GET", "/t/7/x", ""},
		{Room, "GET", "/", ""}, {Staff, "GET", "/", "/{$}"}, {Local, "GET", "/", "/{$}"}, {Staff, "GET", "/x", ""}, {Staff, "GET", "/t/7", ""},
		{Staff, "GET", "/_app/a/b.js", "/_app/"}, {Staff, "POST", "/_app/a", ""}, {Local, "POST", "/api/pair", "/api/pair"}, {Staff, "DELETE", "/api/pair", ""},
		{"", "GET", "/", ""},
	} {
		o, ok := l.Match(c.side, httptest.NewRequest(c.method, c.path, nil))
		if o.Pattern != c.want || ok != (c.want != "") {
			t.Errorf("%s %s %s: %q", c.side, c.method, c.path, o.Pattern)
		}
	}
}

func TestTheWalkFindsWhatIsOpenAndShouldNotBe(t *testing.T) {
	l, err := Parse("room GET /t/{id} name level\nroom GET /gone -\nstaff GET /api/access state")
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]Answer{
		"/t/{id}":     {200, "application/json", []byte(`{"name":"Friday","levels":[{"level":1,"phone":"12345678"}]}`)},
		"/api/access": {200, "application/json", []byte(`{"state":"ready"}`)},
		"/api/log":    {401, "application/problem+json", []byte(`{"code":"not_paired"}`)},
		"/api/leak":   {200, "application/json", []byte(`{}`)},
		"/api/teapot": {404, "application/problem+json", nil},
		"/api/moved":  {302, "", nil},
		"/room/none":  {404, "application/problem+json", nil},
		"/room/401":   {401, "application/problem+json", nil},
	}
	served := []Route{{Room, "GET", "/t/{id}"}, {Staff, "GET", "/api/access"}, {Staff, "GET", "/api/log"}, {Staff, "POST", "/api/leak"},
		{Staff, "GET", "/api/teapot"}, {Staff, "GET", "/api/moved"}, {Room, "GET", "/room/none"}, {Room, "GET", "/room/401"}}
	got := Walk(l, served, func(r Route) Answer { return answers[r.Pattern] })
	want := []string{
		`room GET /t/{id} shows "levels", which the list does not name`,
		`room GET /t/{id} shows "phone", which the list does not name`,
		"staff POST /api/leak answered a stranger with 200 and is not on the list",
		"staff GET /api/teapot answered a stranger with 404 and is not on the list",
		"staff GET /api/moved answered a stranger with 302 and is not on the list",
		"room GET /room/401 answered a stranger with 401 and is not on the list",
		"room GET /gone is on the list and nothing serves it",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

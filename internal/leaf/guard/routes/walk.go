package routes

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
)

// Route is a route the box really serves.
type Route struct {
	Listener Listener // Room or Staff
	Method   string
	Pattern  string // as net/http has it, without method and host
}

// Answer is what a route answered a stranger: no cookies, no token.
type Answer struct {
	Status int
	Type   string // media type without parameters
	Body   []byte
}

// Walk tries every route as a stranger and returns what is wrong, one sentence
// each, in order:
//
//   - a route that is not on the list and answered with anything but 401 (staff)
//     or 404 (room);
//   - a route on the list whose JSON shows a field the list does not name;
//   - a line of the list that no route answers to, which would open by itself the
//     day somebody adds that route.
//
// try fills in the wildcards of the pattern and asks.
func Walk(l List, served []Route, try func(Route) Answer) (wrong []string) {
	seen := map[string]bool{}
	for _, r := range served {
		name := fmt.Sprintf("%s %s %s", r.Listener, r.Method, r.Pattern)
		open, listed := l.find(r)
		a := try(r)
		switch {
		case listed:
			seen[name] = true
			for _, f := range ShownBeyond(a, open.Fields) {
				wrong = append(wrong, fmt.Sprintf("%s shows %q, which the list does not name", name, f))
			}
		case r.Listener == Room && a.Status != 404, r.Listener == Staff && a.Status != 401:
			wrong = append(wrong, fmt.Sprintf("%s answered a stranger with %d and is not on the list", name, a.Status))
		}
	}
	for _, o := range l.open {
		if name := fmt.Sprintf("%s %s %s", o.Listener, o.Method, o.Pattern); !seen[name] {
			wrong = append(wrong, name+" is on the list and nothing serves it")
		}
	}
	return wrong
}

func (l List) find(r Route) (Open, bool) {
	for _, o := range l.open {
		if o.Listener == r.Listener && o.Method == r.Method && o.Pattern == r.Pattern {
			return o, true
		}
	}
	return Open{}, false
}

// ShownBeyond returns the names in the JSON of an answer that are not among
// fields, sorted. A refusal (problem+json) shows nothing of the box. A JSON body
// that cannot be read shows "(unreadable)".
func ShownBeyond(a Answer, fields []string) []string {
	if a.Type != "application/json" {
		return nil
	}
	var v any
	if err := json.Unmarshal(a.Body, &v); err != nil {
		return []string{"(unreadable)"}
	}
	names := map[string]bool{}
	collect(v, names)
	var beyond []string
	for n := range names {
		if !slices.Contains(fields, n) {
			beyond = append(beyond, n)
		}
	}
	sort.Strings(beyond)
	return beyond
}

func collect(v any, names map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for n, inner := range v {
			names[n] = true
			collect(inner, names)
		}
	case []any:
		for _, inner := range v {
			collect(inner, names)
		}
	}
}

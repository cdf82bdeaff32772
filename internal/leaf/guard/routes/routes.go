// Package routes holds the committed list of every route that needs no session
// (testdata/open-routes.txt) and what it takes to hold the box to it: Match, by
// which the guard lets a request pass, and Walk, by which a test tries every
// route there is.
package routes

import (
	_ "embed"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Listener is the side of the box a request came in by.
type Listener string

const (
	Room  Listener = "room"  // :8080, plain HTTP: displays and phones
	Staff Listener = "staff" // :8443, HTTPS
	Local Listener = "local" // http://localhost:8081; has the routes of Staff
)

// Side is the listener under which the list names a route: Local is Staff.
func (l Listener) Side() Listener {
	if l == Local {
		return Staff
	}
	return l
}

// Open is one route that needs no session.
type Open struct {
	Listener Listener
	Method   string
	Pattern  string   // as net/http has it, without method and host
	Fields   []string // names its JSON may show at any depth; none where it shows no JSON
}

// List is the whole list.
type List struct {
	open  []Open
	muxes map[Listener]*http.ServeMux
}

//go:embed testdata/open-routes.txt
var committed string

// Committed returns the list this build was made with.
func Committed() (List, error) { return Parse(committed) }

var (
	methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	field   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// Parse reads a list in the form of testdata/open-routes.txt.
func Parse(text string) (l List, err error) {
	l.muxes = map[Listener]*http.ServeMux{Room: http.NewServeMux(), Staff: http.NewServeMux()}
	for n, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if len(words) < 4 {
			return List{}, fmt.Errorf("open routes, line %d: listener, method, pattern and fields are needed", n+1)
		}
		o := Open{Listener(words[0]), words[1], words[2], words[3:]}
		if o.Fields[0] == "-" {
			o.Fields = nil
		}
		for _, f := range o.Fields {
			if !field.MatchString(f) {
				return List{}, fmt.Errorf("open routes, line %d: %q is no field", n+1, f)
			}
		}
		mux := l.muxes[o.Listener]
		if mux == nil || !slices.Contains(methods, o.Method) || !strings.HasPrefix(o.Pattern, "/") {
			return List{}, fmt.Errorf("open routes, line %d: %q is no route", n+1, line)
		}
		if err := handle(mux, o.Method+" "+o.Pattern); err != nil {
			return List{}, fmt.Errorf("open routes, line %d: %w", n+1, err)
		}
		l.open = append(l.open, o)
	}
	return l, nil
}

// handle adds a pattern and returns net/http's panic about a bad one as an error.
func handle(mux *http.ServeMux, pattern string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	mux.Handle(pattern, http.NotFoundHandler())
	return nil
}

// All returns the list in its order.
func (l List) All() []Open { return slices.Clone(l.open) }

// Match returns the open route the request is for, if it is for one.
func (l List) Match(side Listener, r *http.Request) (Open, bool) {
	mux := l.muxes[side.Side()]
	if mux == nil {
		return Open{}, false
	}
	_, pattern := mux.Handler(r)
	for _, o := range l.open {
		if o.Listener == side.Side() && o.Method+" "+o.Pattern == pattern {
			return o, true
		}
	}
	return Open{}, false
}

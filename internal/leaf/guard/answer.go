package guard

import (
	"net/http"
	"strings"

	"felt/internal/problem"
)

// answer watches what a handler writes. A refusal in plain text, as net/http
// itself writes it for a route that is not there, goes out as problem+json, so
// that a client only ever meets one shape of no.
type answer struct {
	http.ResponseWriter
	id      string
	status  int // 0 until the header is out
	code    string
	bytes   int64
	swallow bool // the plain text that a problem took the place of
}

func (a *answer) started() bool { return a.status != 0 }

func (a *answer) WriteHeader(status int) {
	if status < 200 && status != http.StatusSwitchingProtocols { // informational: more will come
		a.ResponseWriter.WriteHeader(status)
		return
	}
	if a.started() {
		return
	}
	if kind := a.Header().Get("Content-Type"); status >= 400 && (kind == "" || strings.HasPrefix(kind, "text/plain")) {
		a.swallow = true
		a.refuse(plainRefusal(status))
		return
	}
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if !a.started() {
		a.WriteHeader(http.StatusOK)
	}
	if a.swallow {
		return len(b), nil
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// refuse writes a problem with the id of the request.
func (a *answer) refuse(p *problem.Problem) {
	said := *p
	said.Instance = a.id
	a.status, a.code = said.Status, said.Code
	h := a.Header()
	h.Del("Content-Length")
	h.Del("Etag")
	problem.Write(a.ResponseWriter, &said)
}

// Unwrap lets http.ResponseController, and through it WebSockets, reach the
// connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func plainRefusal(status int) *problem.Problem {
	switch status {
	case http.StatusNotFound:
		return problem.New(status, "not_found", "There is no such page here.")
	case http.StatusMethodNotAllowed:
		return problem.New(status, "method", "This address does not take this kind of request.")
	}
	if status >= 500 {
		return problem.New(status, "internal", "Something went wrong in the box.")
	}
	return problem.New(status, "refused", "The box refused this request.")
}

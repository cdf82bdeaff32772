package problem

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// MediaType is the content type of every answer this package writes.
const MediaType = "application/problem+json"

// Problem is one refusal. Type, Title and Status are filled in by New; Code is
// from a closed list of the package that refuses and never changes its meaning.
type Problem struct {
	Type     string `json:"type"`               // "about:blank", or a page that explains the code
	Title    string `json:"title"`              // the status in words
	Status   int    `json:"status"`             // HTTP status; 0 where there is no HTTP (feltctl)
	Code     string `json:"code"`               // for programs, e.g. "pin_wrong"
	Detail   string `json:"detail"`             // for people: what happened and why
	Rule     string `json:"rule,omitempty"`     // rule number where there is one, e.g. "TDA 11A"
	Next     string `json:"next,omitempty"`     // for people: what to do now
	Field    string `json:"field,omitempty"`    // the part of the input that is meant, e.g. "owner.pin"
	Version  int64  `json:"version,omitempty"`  // the current version, when a stale one was sent
	Instance string `json:"instance,omitempty"` // id of the request, to find it in the log
	Retry    int    `json:"retry,omitempty"`    // seconds to wait before trying again
	Override bool   `json:"override,omitempty"` // a director may insist: ask again with override
	Action   string `json:"action,omitempty"`   // the action in the way, for undo
}

// New makes a problem with the title that belongs to the status.
func New(status int, code, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// WithNext says what to do now, and returns the same problem.
func (p *Problem) WithNext(next string) *Problem { p.Next = next; return p }

// WithRule names the rule the refusal rests on, and returns the same problem.
func (p *Problem) WithRule(rule string) *Problem { p.Rule = rule; return p }

// WithField names the part of the input that is meant, and returns the same problem.
func (p *Problem) WithField(field string) *Problem { p.Field = field; return p }

// Error is the sentence for people, so that a Problem can travel as an error.
func (p *Problem) Error() string {
	if p.Next != "" {
		return p.Detail + " " + p.Next
	}
	return p.Detail
}

// JSON is the object on the wire. It never fails.
func (p *Problem) JSON() []byte {
	b, err := json.Marshal(p)
	if err != nil { // strings and integers only: cannot happen
		panic(err)
	}
	return b
}

// Write sends the problem. It is never kept by a cache.
func Write(w http.ResponseWriter, p *Problem) {
	h := w.Header()
	h.Set("Content-Type", MediaType)
	h.Set("Cache-Control", "no-store")
	if p.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(p.Retry))
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(p.JSON(), '\n'))
}

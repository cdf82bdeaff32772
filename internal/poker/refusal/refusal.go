// Package refusal is the way the rules say no: a code for programs, a sentence
// for people that says what is wrong, and what mends it.
package refusal

import "fmt"

// Refusal is one no. It travels as an error; nothing was changed.
type Refusal struct {
	Code  string // for programs, from the closed list of the package that refuses, e.g. "shares_incomplete"
	Text  string // what is wrong, a whole sentence
	Next  string // what mends it, a whole sentence
	Rule  string // rule number where there is one, e.g. "TDA 24A"
	Field string // the part of the input that is meant, e.g. "percentages[3]"

	Override bool   // a director may do it all the same by asking again with override
	Action   string // the action in the way, for undo
}

// New makes a refusal whose text is formatted as by fmt.Sprintf.
func New(code, text string, args ...any) *Refusal {
	return &Refusal{Code: code, Text: fmt.Sprintf(text, args...)}
}

// Mend says what to do now, and returns the same refusal.
func (r *Refusal) Mend(next string, args ...any) *Refusal {
	r.Next = fmt.Sprintf(next, args...)
	return r
}

// At names the part of the input that is meant, and returns the same refusal.
func (r *Refusal) At(field string, args ...any) *Refusal {
	r.Field = fmt.Sprintf(field, args...)
	return r
}

// Under names the rule that says no, and returns the same refusal.
func (r *Refusal) Under(rule string) *Refusal {
	r.Rule = rule
	return r
}

// Overridable says that a director may insist, and returns the same refusal.
func (r *Refusal) Overridable() *Refusal {
	r.Override = true
	return r
}

// InTheWay names the action that is in the way, and returns the same refusal.
func (r *Refusal) InTheWay(action string) *Refusal {
	r.Action = action
	return r
}

// Error is what is wrong and what mends it.
func (r *Refusal) Error() string {
	if r.Next == "" {
		return r.Text
	}
	return r.Text + " " + r.Next
}

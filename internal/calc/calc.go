package calc

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"felt/internal/poker/refusal"
	"felt/internal/problem"
)

// MaxInput is the largest input, in bytes.
const MaxInput = 1 << 20

// calculators is the table of all calculators by name.
var calculators = map[string]calculator{
	"balance":   calculate(balance),
	"icm":       calculate(icm),
	"chop":      calculate(chop),
	"payout":    calculate(payouts),
	"structure": calculate(structure),
	"chiprace":  calculate(chiprace),
	"pko":       calculate(pko),
	"satellite": calculate(satellite),
}

// Names lists the calculators in alphabetical order.
func Names() []string { return slices.Sorted(maps.Keys(calculators)) }

// Run lets the calculator of that name answer one JSON object with one JSON
// object. Exactly one of out and refused is nil. It never panics and never
// changes anything.
func Run(name string, in []byte) (out []byte, refused *problem.Problem) {
	run, known := calculators[name]
	if !known {
		return nil, problem.New(404, "unknown_calculator", fmt.Sprintf("There is no calculator %.40q.", name)).
			WithNext("The calculators are " + strings.Join(Names(), ", ") + ".")
	}
	if len(in) > MaxInput {
		return nil, problem.New(413, "too_large", fmt.Sprintf("The input is %d bytes; the limit is %d.", len(in), MaxInput))
	}
	answer, err := run(in)
	if err != nil {
		return nil, asProblem(err)
	}
	out, err = json.Marshal(answer)
	if err != nil {
		return nil, problem.New(500, "internal", "The answer could not be written: "+err.Error())
	}
	return out, nil
}

type calculator func(in []byte) (any, error)

// calculate reads the input strictly into In and gives it to the function.
// The function refuses with a *refusal.Refusal or a *problem.Problem.
func calculate[In, Out any](run func(In) (Out, error)) calculator {
	return func(in []byte) (any, error) {
		var input In
		if err := decode(in, &input); err != nil {
			return nil, err
		}
		return run(input)
	}
}

// asProblem gives a refusal of the rules the shape of the API: 422, the input
// was understood and cannot be calculated.
func asProblem(err error) *problem.Problem {
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		return p
	}
	if r, ok := errors.AsType[*refusal.Refusal](err); ok {
		return problem.New(422, r.Code, r.Text).WithRule(r.Rule).WithNext(r.Next).WithField(r.Field)
	}
	return problem.New(422, "refused", err.Error())
}

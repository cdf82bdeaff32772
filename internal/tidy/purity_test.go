package tidy

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// What of a pure package reads a clock or the machine.
var impure = map[string][]string{
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "LoadLocation", "Local"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
}

func TestTheRulesReadNoClockAndStartNoGoroutine(t *testing.T) {
	for _, s := range sources() {
		if !s.in("internal/poker") || s.isTest() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s:%d starts a goroutine", s.path, line(n))
			case *ast.SelectorExpr:
				if p, ok := n.X.(*ast.Ident); ok && slices.Contains(impure[p.Name], n.Sel.Name) {
					t.Errorf("%s:%d uses %s.%s", s.path, line(n), p.Name, n.Sel.Name)
				}
			}
			return true
		})
	}
}

// Where money is computed there is no float64. ICM is not among them: it weighs
// chances in integers of its own, and package deal says so.
var moneyPaths = []string{
	"internal/poker/money", "internal/poker/ledger", "internal/poker/payout", "internal/poker/bounty", "internal/poker/deal", "internal/poker/tournament",
	"internal/poker/audit", "internal/leaf/store", "internal/leaf/floor", "internal/leaf/view", "internal/leaf/api",
}

func TestNoFloatComesNearMoney(t *testing.T) {
	for _, s := range sources() {
		if !s.in(moneyPaths...) || s.isTest() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if call, ok := n.(*ast.IndexExpr); ok && isTypeFor(call) { // names a type, as for the API's description
				return false
			}
			if id, ok := n.(*ast.Ident); ok && (id.Name == "float64" || id.Name == "float32") {
				t.Errorf("%s:%d uses %s", s.path, line(n), id.Name)
			}
			return true
		})
	}
}

func isTypeFor(x *ast.IndexExpr) bool {
	s, ok := x.X.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "TypeFor"
}

// The standard library's own randomness is for tests and benchmarks; draws come from HMAC and
// secrets from crypto/rand.
func TestNothingDrawsFromMathRand(t *testing.T) {
	for _, s := range sources() {
		for _, path := range s.imports() {
			if strings.HasPrefix(path, "math/rand") && !s.isTest() && !s.in("bench", "internal/powercut") {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
	}
}

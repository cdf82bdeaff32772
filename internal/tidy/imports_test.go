package tidy

import (
	"slices"
	"strings"
	"testing"
)

// The house, from docs/ARCHITECTURE.md: each part may import the parts named and
// itself. What is not named here is nobody's business but its own.
var mayImport = map[string][]string{
	"internal/poker":   {},
	"internal/problem": {},
	"internal/event":   {"internal/poker"},
	"internal/live":    {"internal/poker", "internal/problem"},
	"internal/access":  {"internal/poker", "internal/problem"},
	"internal/calc":    {"internal/poker", "internal/problem"},
	"internal/leaf":    {"internal/poker", "internal/problem", "internal/event", "internal/live", "internal/access", "internal/calc", "schema"},
	"internal/core":    {"internal/poker", "internal/problem", "internal/event", "internal/live", "internal/access", "internal/calc", "schema"},
	"internal/feltctl": {"internal/poker", "internal/problem", "internal/event", "internal/live", "internal/access", "internal/calc", "internal/leaf", "internal/core"},
	"schema":           {},
}

func TestNobodyImportsWhatIsNotHisBusiness(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sources() {
		for part, allowed := range mayImport {
			if !s.in(part) || s.isTest() || strings.HasPrefix(s.path, "internal/core/hosted/") {
				continue
			}
			seen[part] = true
			for _, path := range s.imports() {
				own, ours := strings.CutPrefix(path, "felt/")
				if ours && !slices.ContainsFunc(append(allowed, part), func(a string) bool { return own == a || strings.HasPrefix(own, a+"/") }) {
					t.Errorf("%s imports %s; %s may import %v", s.path, path, part, allowed)
				}
			}
		}
	}
	for _, part := range []string{"internal/poker", "internal/event", "internal/live", "internal/access", "internal/leaf"} {
		if !seen[part] {
			t.Errorf("no file of %s was looked at", part)
		}
	}
}

// Box and cloud never know each other, not even in a test; only hosted boxes are
// assembled in the cloud.
func TestBoxAndCloudNeverImportEachOther(t *testing.T) {
	for _, s := range sources() {
		for _, path := range s.imports() {
			if s.in("internal/leaf") && strings.HasPrefix(path, "felt/internal/core") || s.in("internal/core") && !s.in("internal/core/hosted") && strings.HasPrefix(path, "felt/internal/leaf") {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
	}
}

// Packages of the standard library that compute and nothing else.
var pure = []string{
	"bytes", "cmp", "container/heap", "crypto/hmac", "crypto/sha256", "encoding/binary", "encoding/hex", "encoding/json",
	"errors", "fmt", "hash", "iter", "maps", "math", "math/big", "math/bits", "reflect", "regexp", "slices", "sort", "strconv", "strings", "sync", "time", "unicode", "unicode/utf8",
}

// pokertest, script and audit play, read and check nights for tests and tools; all
// are as pure as the rules.
func TestTheRulesImportOnlyThemselvesAndPurePackages(t *testing.T) {
	for _, s := range sources() {
		if !s.in("internal/poker") || s.isTest() {
			continue
		}
		for _, path := range s.imports() {
			if !strings.HasPrefix(path, "felt/internal/poker/") && !slices.Contains(pure, path) {
				t.Errorf("%s imports %s", s.path, path)
			}
		}
	}
}

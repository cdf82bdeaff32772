package tidy

import (
	"regexp"
	"strings"
	"testing"

	"felt/internal/event"
)

func eventNames() []string { return event.Names().Names() }

var (
	block   = regexp.MustCompile(`(?s)-- \+goose StatementBegin\n(.*?)-- \+goose StatementEnd`)
	comment = regexp.MustCompile(`--[^\n]*`)
)

// One of the two drivers runs only the first statement of a script, so goose must
// see each statement alone: it cuts at every semicolon that ends a line, and a
// block of its own is one statement.
func TestMigrationsAreSingleStatements(t *testing.T) {
	seen := 0
	for _, file := range tracked() {
		if !strings.HasPrefix(file, "schema/") || !strings.HasSuffix(file, ".sql") || strings.Contains(file, "/query/") {
			continue
		}
		seen++
		text := string(read(t, file))
		if !strings.Contains(text, "-- +goose Up") {
			t.Errorf("%s is no migration", file)
		}
		for _, b := range block.FindAllStringSubmatch(text, -1) {
			if body := strings.TrimSpace(comment.ReplaceAllString(b[1], "")); !strings.HasPrefix(strings.ToUpper(body), "CREATE TRIGGER") || strings.Count(strings.ToUpper(body), "CREATE ") != 1 {
				t.Errorf("%s: a block holds more than one trigger: %.60q", file, body)
			}
		}
		for line := range strings.SplitSeq(comment.ReplaceAllString(block.ReplaceAllString(text, ""), ""), "\n") {
			if at := strings.IndexByte(line, ';'); at >= 0 && strings.TrimSpace(line[at+1:]) != "" {
				t.Errorf("%s: two statements on one line: %q", file, line)
			}
		}
	}
	if seen == 0 {
		t.Error("no migration was looked at")
	}
}

package tidy

import (
	"bytes"
	"go/format"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const longest = 600 // lines

// What no hand wrote line by line, or what is text of people.
func handWritten(file string) bool {
	switch path.Ext(file) {
	case ".go", ".ts", ".svelte", ".css", ".js", ".mjs", ".sh", ".sql":
		return !strings.HasSuffix(file, "/schema.d.ts")
	}
	return false
}

func TestNoFileIsLongerThanOneCanKeepInMind(t *testing.T) {
	generated := map[string]bool{}
	for _, s := range sources() {
		generated[s.path] = s.isGenerated()
	}
	for _, file := range tracked() {
		if !handWritten(file) || generated[file] {
			continue
		}
		limit := longest
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, ".test.ts") {
			limit = 1000 // a table of cases reads as one
		}
		if n := bytes.Count(read(t, file), []byte("\n")); n > limit {
			t.Errorf("%s has %d lines; split it by idea", file, n)
		}
	}
}

func TestNoNameSaysNothing(t *testing.T) {
	nothing := []string{"util", "utils", "common", "helper", "helpers", "manager", "misc", "shared", "base", "stuff", "lib2"}
	for _, file := range tracked() {
		for part := range strings.SplitSeq(strings.TrimSuffix(file, path.Ext(file)), "/") {
			if slices.Contains(nothing, strings.ToLower(part)) && path.Ext(file) != ".css" {
				t.Errorf("%s: %q does not say what is in it", file, part)
			}
		}
	}
}

func TestGoFilesAreFormatted(t *testing.T) {
	for _, s := range sources() {
		if tidy, err := format.Source(s.text); err != nil || !bytes.Equal(tidy, s.text) {
			t.Errorf("%s is not formatted: gofmt -w it (%v)", s.path, err)
		}
	}
}

// The patterns are written so that this file does not match them itself.
var unwanted = map[string]*regexp.Regexp{
	"work left over":        regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b`),
	"a path of one machine": regexp.MustCompile(`(^|[\s"'` + "`" + `(=:])/(wo` + `rk|ho` + `me|Us` + `ers)/`),
	"a host of a registry":  regexp.MustCompile(`registry\.` + `|npm` + `mirror|pypi` + `\.|artifac` + `tory`),
}

// A lock file is written by the package manager, addresses and all.
func TestNothingStandsInTheFilesThatBelongsElsewhere(t *testing.T) {
	for _, file := range tracked() {
		text := read(t, file)
		if bytes.IndexByte(text, 0) >= 0 || strings.HasPrefix(file, "testdata/") && strings.HasSuffix(file, ".json") {
			continue
		}
		for what, pattern := range unwanted {
			if path.Base(file) == "package-lock.json" && what != "a path of one machine" {
				continue
			}
			if at := pattern.FindIndex(text); at != nil {
				t.Errorf("%s:%d: %s: %q", file, 1+bytes.Count(text[:at[0]], []byte("\n")), what, text[at[0]:at[1]])
			}
		}
	}
}

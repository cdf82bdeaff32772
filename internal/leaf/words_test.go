package leaf_test

import (
	"slices"
	"strings"
)

func containsWord(list, word string) bool { return slices.Contains(strings.Fields(list), word) }

// cut separates a path from the body that follows it.
func cut(s string) (path, body string, ok bool) { return strings.Cut(s, " ") }

func splitLines(b []byte) []string { return strings.Split(string(b), "\n") }

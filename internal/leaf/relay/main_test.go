package relay_test

import (
	"fmt"
	"os"
	"testing"
)

// TestMain lets the test binary be the box that gets killed, or the idle leaf
// that is weighed.
func TestMain(m *testing.M) {
	for name, child := range map[string]func(string) error{childKilled: runKilled, childIdle: runIdle} {
		if dir := os.Getenv(name); dir != "" {
			if err := child(dir); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

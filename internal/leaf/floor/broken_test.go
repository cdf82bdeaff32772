package floor_test

import (
	"context"
	"testing"

	"felt/internal/leaf/floor"
)

// A command that is none breaks the code that decides it, as a mistake in the
// rules would.
func TestACommandThatBreaksTheRulesCodeHarmsNobodyElse(t *testing.T) {
	b := open(t)
	b.night("n")
	before := b.seq()
	_, errs := b.together("n", []floor.Request{register("n", 0, 1), {Tournament: "n"}, register("n", 1, 2)})
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Fatalf("errors %v: only the broken command fails", errs)
	}
	if b.seq() != before+4 {
		t.Errorf("the chain grew by %d, want two entries with their seats", b.seq()-before)
	}
	if _, errs := b.together("n", []floor.Request{register("n", 2, 3)}); errs[0] != nil {
		t.Errorf("the night does not go on: %v", errs[0])
	}
}

func TestALookThatBreaksIsRefusedAndTheNightGoesOn(t *testing.T) {
	b := open(t)
	b.night("n")
	if err := b.floor.Read(context.Background(), "n", func(*floor.Night) { panic("a mistake") }); err == nil {
		t.Error("a look that broke was answered as if it had not")
	}
	if _, errs := b.together("n", []floor.Request{register("n", 0, 1)}); errs[0] != nil {
		t.Errorf("the night does not go on: %v", errs[0])
	}
}

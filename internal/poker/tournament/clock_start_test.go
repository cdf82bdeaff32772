package tournament

import (
	"testing"

	"felt/internal/poker/blinds"
	"felt/internal/poker/clock"
)

func TestTheClockStandsAtTheFirstLevelsFullTimeBeforeTheStart(t *testing.T) {
	sheet := func(minutes int) blinds.Structure {
		return blinds.Structure{Items: []blinds.Item{{Level: 1, Small: 1, Big: 2, Minutes: minutes}, {Level: 2, Small: 2, Big: 4, Minutes: 20}}}
	}
	s := New()
	s.Apply(Record{Event: Created{Config: Config{Structure: sheet(20)}}})
	if got := s.Clock.Reading(s.Config.Structure, 5); got != (clock.Reading{LeftMS: 20 * 60_000}) {
		t.Errorf("created: %+v", got)
	}
	s.Apply(Record{Event: StructureReplaced{Structure: sheet(15)}})
	if got := s.Clock.Reading(s.Config.Structure, 5); got != (clock.Reading{LeftMS: 15 * 60_000}) {
		t.Errorf("another structure: %+v", got)
	}
}

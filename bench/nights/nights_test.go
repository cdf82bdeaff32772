package nights

import (
	"testing"

	"felt/internal/poker/tournament"
)

func TestAFieldIsALegalHistory(t *testing.T) {
	s := tournament.New()
	for _, r := range Field(200, 40) {
		if no := tournament.Check(s, r.Event); no != nil {
			t.Fatalf("event %d, %T: %v", r.Seq, r.Event, no)
		}
		s.Apply(r)
	}
	if s.Live != 160 || s.ChipsInPlay() != 200*50_000 {
		t.Fatalf("%d players with %d chips", s.Live, s.ChipsInPlay())
	}
	if _, no := s.Prizes(); no != nil {
		t.Fatal(no)
	}
}

func TestTheLargestFieldCanBePaid(t *testing.T) {
	s := tournament.Fold(Field(Big50, 0))
	prizes, no := s.Prizes()
	if no != nil || prizes.Places() != Big50*15/100 {
		t.Fatal(prizes.Places(), no)
	}
}

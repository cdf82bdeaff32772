package tournament

import (
	"maps"
	"slices"

	"felt/internal/poker/seating"
)

// clone copies what the seat rules change, so that an undo can try seats out.
func (s *State) clone() *State {
	c := *s
	c.Entries = slices.Clone(s.Entries)
	c.Latest = maps.Clone(s.Latest)
	c.Tables = slices.Clone(s.Tables)
	for i := range c.Tables {
		c.Tables[i].Seats = slices.Clone(s.Tables[i].Seats)
		c.Tables[i].Locked = slices.Clone(s.Tables[i].Locked)
	}
	c.touched = Touched{}
	return &c
}

// copied is a state that can be folded on without changing this one.
func (s *State) copied() *State {
	c := s.clone()
	c.Outs, c.Rows = slices.Clone(s.Outs), slices.Clone(s.Rows)
	c.paid = maps.Clone(s.paid)
	c.Draw.Revealed = slices.Clone(s.Draw.Revealed)
	c.prizes = prizeCache{}
	if s.Deal != nil {
		d := *s.Deal
		c.Deal = &d
	}
	return c
}

func (s *State) openSeats() []Place { return seating.OpenSeats(s.seatingTables(), s.drawPolicy()) }

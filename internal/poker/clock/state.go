package clock

import "felt/internal/poker/blinds"

// MaxLeftMS is the most time an item can have left: 24 hours.
const MaxLeftMS int64 = blinds.MaxMinutes * 60_000

// Reading is what a clock shows at one moment.
type Reading struct {
	Item   int   `json:"item"`    // index into the structure's Items
	LeftMS int64 `json:"left_ms"` // of that item, or of the early break
	// Early: an early break is on; LeftMS is its time. Item is the level that
	// goes on after it.
	Early bool `json:"early,omitempty"`
}

// State is the clock as a fact: a reading and the moment it was true.
// The zero State is no clock; New makes one.
type State struct {
	Item     int   `json:"item"`
	LeftMS   int64 `json:"left_ms"` // of Item, at AnchorMS
	Running  bool  `json:"running"`
	AnchorMS int64 `json:"anchor_ms"` // the caller's monotonic clock

	// Inserted is an early break that is on now; Item waits with LeftMS.
	Inserted *InsertedBreak `json:"inserted,omitempty"`
	// SkipItem is the break that will be passed over because an early one was
	// taken in its place; 0 for none (the first item is never skipped).
	SkipItem int `json:"skip_item,omitempty"`

	Started bool `json:"started,omitempty"`
	Ended   bool `json:"ended,omitempty"`
}

// InsertedBreak is a break that the structure does not have.
type InsertedBreak struct {
	LeftMS  int64 `json:"left_ms"` // at the State's AnchorMS
	Minutes int   `json:"minutes"` // its length when it began
	// Replaces is the scheduled break it stands for, 0 for none: what the
	// sheet planned for that one (colour-up, add-ons) is done now.
	Replaces int `json:"replaces,omitempty"`
}

// New is the clock before the start: the first item, all its time, standing.
func New(st blinds.Structure) State {
	if len(st.Items) == 0 {
		return State{}
	}
	return State{LeftMS: st.Items[0].MS()}
}

// Reading is what the clock shows at nowMS, however many boundaries have gone
// by since the anchor.
func (s State) Reading(st blinds.Structure, nowMS int64) Reading {
	return s.Settle(st, nowMS).anchored()
}

// Settle is the same clock anchored at nowMS, with every boundary passed.
// Reading it at any later moment gives what s would have given.
func (s State) Settle(st blinds.Structure, nowMS int64) State {
	return s.walk(st, nowMS, func(Boundary) {})
}

// Held tells whether the clock is running but waits at 0:00, because the last
// item or the day is over.
func (s State) Held(st blinds.Structure, nowMS int64) bool {
	s = s.Settle(st, nowMS)
	return s.Running && !s.Ended && s.Inserted == nil && s.LeftMS == 0
}

// OnBreak tells whether there is a break at nowMS, scheduled or early.
func (s State) OnBreak(st blinds.Structure, nowMS int64) bool {
	r := s.Reading(st, nowMS)
	return r.Early || isBreak(st, r.Item)
}

// anchored is the reading at the anchor itself.
func (s State) anchored() Reading {
	if s.Inserted != nil {
		return Reading{Item: s.Item, LeftMS: s.Inserted.LeftMS, Early: true}
	}
	return Reading{Item: s.Item, LeftMS: s.LeftMS}
}

func isBreak(st blinds.Structure, item int) bool {
	return item >= 0 && item < len(st.Items) && st.Items[item].Break
}

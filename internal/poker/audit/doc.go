// Package audit holds a night against itself: money, chips, seats, places,
// prizes and numbers, computed from the raw events.
//
// It shares no code with the fold of package tournament on purpose. A mistake
// there must not be repeated here; so it reads the events with rules of its own,
// slowly and plainly, and never asks a State for a figure. Against then holds the
// figures of a State beside its own.
//
// It runs in tests after every action, in feltctl, and on the box after start and
// at close. A night that fails is told, never mended.
package audit

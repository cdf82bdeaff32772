// Package tournament is the aggregate: what may happen in a tournament, what
// did happen, and what follows from it.
//
//	command ──Decide──▶ events (facts) or a Refusal
//	events  ──Evolve──▶ State            (places, prizes, averages: derived)
//	history ──Fold────▶ State without the undone actions
//
// Events hold facts of the room, never consequences: "Viktor is out, by Jonas,
// in this hand" is an event; his place and his prize are derived, so that a
// correction early in the night corrects everything after it.
//
// The package is pure: time, randomness and ids come in through Env.
package tournament

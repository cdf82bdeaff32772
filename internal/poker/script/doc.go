// Package script turns recorded evenings into the commands that play them
// again: who bought in where, who took whose chips, when the break began.
//
// It reads and computes; it opens no file and asks no clock. A test, feltctl
// and the demo all play the same steps, each against its own engine.
//
// Only what a person or the box did becomes a step. What follows from it
// (places, prizes, averages) is in the recording to be compared, and what has no
// command is listed in Night.Skipped with the reason.
package script

// Package blinds is the structure of a tournament: levels and breaks in order.
//
// A Structure is what the clock runs over (package clock), what a screen
// shows, and what a director edits. The package checks it (Validate), reads
// published sheets (Import) and proposes one (Suggest).
//
// Blinds, bets and antes are whole chips; lengths are whole minutes.
package blinds

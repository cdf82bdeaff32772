// Package access says who may do what, and how a person proves who he is on a
// box that has no internet.
//
// The rules, in the order a visitor meets them:
//
//   - A box without an owner can only be set up (setup.go). Setting it up pairs
//     the device that did it and prints one recovery code.
//   - A device is paired with a code an owner or director makes (pairing.go).
//     Nothing about staff, not even a list of names, is told to a device that is
//     not paired, and a PIN alone opens nothing.
//   - A person signs in on a paired device with a PIN of six digits (signin.go).
//     PINs are kept as argon2id under a pepper that is in neither the database
//     nor its backups (pin.go, pepper.go). Misses cost a growing wait, by person
//     and device and for the whole box, and never a permanent lock (backoff.go).
//   - What the person may then do is a closed table (right.go). Undoing payouts
//     and touching closed nights ask an owner or director for the PIN again.
//   - The recovery code opens a box whose PINs or key file are gone (recover.go).
//
// Door holds the whole of it in memory and writes each change through a
// Repository before it is true (book.go). Staff names are personal data: they are
// in the repository's tables and nowhere else, never in events and never in logs.
//
// Times that are waited for are read from the monotonic clock. A wall clock that
// jumps neither shortens a session nor makes a wait longer than its full length.
package access

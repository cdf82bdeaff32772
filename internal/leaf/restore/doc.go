// Package restore gives a new box the history of an old one, from a backup and
// the recovery code on paper. Nobody is signed in afterwards and no device is
// paired: the first page asks for the code again, to set a new PIN.
package restore

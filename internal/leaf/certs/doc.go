// Package certs gives the staff listener its certificate on a box without
// internet.
//
// At first start the box makes a certificate authority of its own (authority.go):
// ECDSA P-256, ten years, name-constrained to names and addresses of a local
// network, so that a stolen key cannot pretend to be a bank. Phones and tablets
// trust it once, by a QR code on the box's screen; because it is fetched over
// plain HTTP, its fingerprint stands beside the QR code to be compared.
//
// Under it stands a leaf certificate for the box's names and addresses (leaf.go).
// Keeper (keeper.go) renews it when an address changes or thirty days before its
// end, prefers a real certificate where the venue has one, and hands both to
// crypto/tls without a restart.
//
// A box without a battery clock may believe it is years ago when it starts. So
// the time used here is never earlier than this code, the making of the authority,
// or the latest time the box has seen (Options.Floor); certificates begin a year
// in the past; and a leaf certificate that a wrong clock made is made again when
// the clock is right.
package certs

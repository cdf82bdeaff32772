// Package draw makes random choices that anyone can check afterwards.
//
// The box picks a seed, keeps it secret and publishes its Commitment before
// the first draw. Each draw then follows from the seed alone, and when the seed
// is revealed at the end of the night any phone can recompute all of them.
//
// # The draw, exactly
//
// To pick one of n things, numbered from 0:
//
//  1. Message. Join with a line feed (byte 0x0a), none at the end, in UTF-8:
//     the word "felt-draw-1", the purpose, the entry, the attempt and the
//     counter. Attempt and counter are decimal numbers without leading zeros.
//     The attempt starts at 1, the counter at 0.
//  2. MAC. HMAC-SHA-256 with the seed's bytes as key over that message.
//  3. Number. The first four bytes of the MAC, big end first, as a number x
//     from 0 to 2^32-1.
//  4. Rejection. Let limit be the largest multiple of n not above 2^32. If x
//     is limit or more, add one to the counter and start again: without this
//     the low numbers would come up a little more often.
//  5. Index. x modulo n.
//
// At a shell, for purpose "seat", entry "e1", attempt 1, counter 0:
//
//	printf 'felt-draw-1\nseat\ne1\n1\n0' | openssl dgst -sha256 -mac HMAC -macopt hexkey:SEED
//
// Four bytes are enough for any room (n goes up to 2^32) and keep every step
// exact in a browser, whose numbers are exact only to 2^53.
//
// A shuffle is a Fisher-Yates walk from the top: for i from n-1 down to 1, pick
// j of i+1 with the entry "<entry>/<i>" and swap the things at i and j.
//
// The package draws nothing by itself: the seed is a value handed in.
package draw

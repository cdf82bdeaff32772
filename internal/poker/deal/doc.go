// Package deal computes what the players left may agree on instead of playing
// on: an even chop, a chip chop or an ICM chop (Malmuth-Harville), with a part
// left to play for if they wish.
//
// It only computes. That all agree, in writing, is the room's business. No
// floating point is used: each method gives exact values, or values with a proven bound (see
// chance.go), which are then made whole by a stated rule, so that they always
// add up to the money.
//
// Sources: en.wikipedia.org "Independent Chip Model"; chip chop as on
// poker-king.com and idontchop.com; house rules of the MSPT (msptpoker.com).
package deal

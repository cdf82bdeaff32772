// Package bounty is the money on players' heads: progressive knock-outs, and
// the seats of a satellite.
//
// Progressive (PKO): every entry puts a bounty on its own head. Who knocks a
// player out takes a part of that head in cash and the rest goes onto his own.
// Whoever wins the tournament keeps what is on his head. At every moment
// cash paid + heads alive = entries · start bounty.
//
// All amounts are minor units.
package bounty

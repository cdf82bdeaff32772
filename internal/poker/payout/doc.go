// Package payout turns the money of a tournament into prizes that add up to it.
//
//	gross - deductions = net;  pool = max(net, guarantee) + house contribution   (pool.go)
//	pool - fixed prizes, by shares, rounded, the residue to first                (plan.go)
//
// A Plan says how; it is part of a tournament's configuration and plain JSON.
// Plan.Prizes gives the amount of every place. Players who tie share the sum of
// their places (tie.go). Published tables by field size are in table.go,
// formulas in curve.go.
//
// All figures are whole minor units, all shares exact decimals; nothing is
// floating point. Whatever cannot be paid is refused with what mends it.
package payout

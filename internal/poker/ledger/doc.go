// Package ledger keeps the money of one tournament in double entry: every entry
// moves value from accounts to accounts, and its lines add up to zero.
//
//	buy-in      drawer:cash +600 | prize_pool -475 | deduction:fee -100 | deduction:league_fund -25
//	overlay     overlay +500     | prize_pool -500
//	prize       prizes_paid +1800 | drawer:cash -1800
//	given back  prize_pool +475 | deduction:fee +100 | deduction:league_fund +25 | drawer:cash -600
//
// A positive amount is a debit (value that came to the account), a negative one
// a credit. Nothing is erased: a reversal is an entry of its own that stands
// beside the one it takes back.
//
// At close, value in + overlay + house contribution = prizes + deductions +
// refunds (close.go).
package ledger

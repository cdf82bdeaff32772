// Package chips knows the chips of a tournament: which denominations lie on
// the tables, how much is in play, and how a denomination leaves (colour-up
// and chip race, TDA 24 and 25).
//
// All amounts are chips as whole numbers; no amount is money.
package chips

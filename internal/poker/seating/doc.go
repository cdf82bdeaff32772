// Package seating says who moves where, and why.
//
// Advise looks at the tables and gives what is due by the rules: moves to
// balance (TDA 11A, 11C), tables that stop (TDA 11D), a table to break (TDA 10)
// or a redraw (TDA RP-9). It never acts, and every piece of advice carries a
// Reason in numbers, which English and the screens put into words.
//
// OpenSeats lists the seats a draw chooses from. PlanBreak and PlanRedraw turn
// a seed into seats by the two random steps of TDA 10B.
//
// Rule numbers are those of the Poker TDA rules 2024, version 1.0. Where the
// text leaves room, the comment says which reading is used and why.
package seating

// Package pokertest plays tournaments for tests, simulations and goldens.
//
//	Night     decides commands and undoes actions the way the box does,
//	          and keeps the whole history
//	Given     given these events, when this command, then those events or
//	          that refusal
//	Generate  a seeded random night of legal taps
//
// Everything is reproducible: action ids, seeds and times follow from the order
// of what is done, chance from a seed.
package pokertest

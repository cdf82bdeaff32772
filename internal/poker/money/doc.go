// Package money counts money in whole minor units (øre, cents) and never in
// fractions: what cannot be divided evenly is handed out by a stated rule, so
// that the parts always add up to the whole.
//
// Formatting for people (kr 52,850) is the front end's business; Decimal is
// for logs and CSV.
package money

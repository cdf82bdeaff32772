package tournament

import "felt/internal/poker/seating"

// EntryNo numbers the stacks sold in a tournament, from 1, in the order of sale.
// It is never used twice, also after an undo. An entry is one purchase of a
// stack; a player is a person and may have several entries, one after the other.
type EntryNo int

// PlayerID names a person in the venue's players table. Events never hold more
// of a person than this.
type PlayerID string

// RowNo numbers the rows of the tournament's ledger, from 1.
type RowNo int

// Method says how money changed hands: "cash", "card", "mobilepay", "ticket",
// "voucher", or "receivable" for chips behind that are not paid yet (TDA 27).
type Method string

// Receivable is money announced and owed: the chips play, the till waits.
const Receivable Method = "receivable"

// Place is a seat at a table. The zero Place is "no seat": a player who is in
// but stands.
type Place = seating.Place

var standing = Place{}

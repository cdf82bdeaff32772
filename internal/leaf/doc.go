// Package leaf is the box: it owns the venue's truth, serves the room and the
// staff, and needs nobody outside the room.
//
//	guard ─▶ api ─▶ floor (one writer) ─▶ store (SQLite) ─▶ live hub ─▶ screens
//	                                          └▶ relay (JetStream) ─▶ the cloud
package leaf

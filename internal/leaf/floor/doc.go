// Package floor owns all state of the box. One goroutine takes every command,
// decides it, commits it and only then lets anybody know:
//
//	Do ─▶ inbox ─▶ decide on the working state ─▶ one commit for all that waited
//	                                              ─▶ answer, publish, wake the relay
//
// Commands that arrive while a commit is flushing form the next group. Within a
// group each is decided on a state that includes those before it; one refusal
// never fails its neighbours. If the commit fails, the working state is thrown
// away, folded anew from what was committed, and the whole group is refused.
package floor

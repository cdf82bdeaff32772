// Package relay carries the events of the box to the cloud: every event of the
// event table once, in order, with its id. The table is the truth and this is
// transport: whatever it holds can be thrown away and built again from the
// table, and the floor never waits for it.
//
// It keeps two positions. Published is read from the last message of the
// transport each time the relay begins or something went wrong. Confirmed is
// told by the core, and kept beside the event table.
//
// What the relay relies on, so that a core that reads the transport by its
// sequence numbers can never skip an event without noticing:
//
//   - A message of the transport has the sequence number of its event, always.
//     The transport refuses any other number.
//   - One transport stream belongs to one history epoch. A restored box opens a
//     new epoch, and the stream is thrown away and begun anew.
//   - Events never change. A stream that lost its end, say in a power cut, and
//     is filled again from the table is the same stream, byte for byte.
//
// A stream that breaks one of these, or that has lost what was published, is
// renewed: deleted, given the next renewal number, and filled from the event
// after the last one confirmed.
//
// Where to look: relay.go is the relay and its life, fitness.go decides
// whether a stream can be gone on with, pump.go publishes and trims, and
// embedded.go is the transport of a box, a NATS server inside the process.
// Package relaytest holds what every transport has to pass.
package relay

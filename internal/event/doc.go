// Package event is what Felt remembers: the envelope every fact travels in, the
// registry of versioned names, the codec of the stored bytes, and the one hash
// chain of a venue.
//
// An event is past tense, never edited and never deleted. Its payload (Data) is
// encoded once, by Registry.Encode; from then on only those bytes are hashed,
// stored and sent, and nobody encodes them again. The package keeps no global
// state: a Registry is a value that its owner builds at start.
package event

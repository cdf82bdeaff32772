package event

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// chainDomain starts every hashed message, so that a hash of this chain can
// never be mistaken for a hash of anything else. It changes with the form.
const chainDomain = "felt.event.1"

// Canonical appends the byte form of e that is hashed and returns the result.
//
// The form is a sequence of fields, in this order:
//
//	"felt.event.1"  text
//	Prev            text (hex, "" for the first event of a venue)
//	ID              text
//	Venue           text
//	Epoch           number
//	Seq             number
//	Stream          text
//	StreamSeq       number
//	Action          text
//	Actor           text
//	Device          text
//	At              number
//	Name            text
//	Data            bytes, exactly as stored
//
// A text or bytes field is its length in bytes as 8 bytes big-endian, then the
// bytes (text is UTF-8). A number is 8 bytes big-endian, two's complement.
// Hash is not part of the form. As every field carries its length, two
// different envelopes never share a form.
func Canonical(dst []byte, e *Envelope) []byte {
	dst = appendText(dst, chainDomain)
	dst = appendText(dst, e.Prev)
	dst = appendText(dst, e.ID)
	dst = appendText(dst, e.Venue)
	dst = appendNumber(dst, e.Epoch)
	dst = appendNumber(dst, e.Seq)
	dst = appendText(dst, e.Stream)
	dst = appendNumber(dst, e.StreamSeq)
	dst = appendText(dst, e.Action)
	dst = appendText(dst, e.Actor)
	dst = appendText(dst, e.Device)
	dst = appendNumber(dst, e.At)
	dst = appendText(dst, e.Name)
	dst = appendNumber(dst, int64(len(e.Data)))
	return append(dst, e.Data...)
}

func appendText(dst []byte, s string) []byte {
	dst = binary.BigEndian.AppendUint64(dst, uint64(len(s)))
	return append(dst, s...)
}

func appendNumber(dst []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(dst, uint64(n))
}

// Seal puts e at the end of the chain whose last hash is prev ("" for the first
// event of a venue) and returns it with Prev and Hash set. Every other field,
// sequence numbers included, must be final.
func Seal(prev string, e Envelope) Envelope {
	e.Prev = prev
	e.Hash = hashOf(&e)
	return e
}

func hashOf(e *Envelope) string {
	var room [1024]byte
	sum := sha256.Sum256(Canonical(room[:0], e))
	return hex.EncodeToString(sum[:])
}

// Broken says where a chain does not hold and why.
type Broken struct {
	Epoch, Seq int64  // the event at fault
	Why        string // a sentence for people
}

func (b *Broken) Error() string {
	return fmt.Sprintf("event chain broken at epoch %d, sequence %d: %s", b.Epoch, b.Seq, b.Why)
}

// Verifier checks a chain event by event, without holding it in memory. The
// zero value expects the first event of a venue (Prev "", Seq 1, any epoch);
// set Prev, Seq and Epoch to the last event already trusted to go on from
// there. With Seq above zero a new epoch may begin at any event, as the next
// in sequence, with the fork point as its Prev; an epoch never goes back.
type Verifier struct {
	Prev  string
	Seq   int64
	Epoch int64
}

// Next accepts e as the next event of the chain or returns a *Broken.
func (v *Verifier) Next(e *Envelope) error {
	switch {
	case e.Seq != v.Seq+1:
		return &Broken{e.Epoch, e.Seq, fmt.Sprintf("sequence %d must follow %d", e.Seq, v.Seq)}
	case e.Epoch < 1 || e.Epoch < v.Epoch:
		return &Broken{e.Epoch, e.Seq, fmt.Sprintf("epoch %d cannot follow epoch %d", e.Epoch, v.Epoch)}
	case e.Prev != v.Prev:
		return &Broken{e.Epoch, e.Seq, "it does not name the hash of the event before it"}
	case e.Hash != hashOf(e):
		return &Broken{e.Epoch, e.Seq, "its content does not match its hash"}
	}
	v.Prev, v.Seq, v.Epoch = e.Hash, e.Seq, e.Epoch
	return nil
}

// Verify checks a whole chain that starts at the first event of a venue. The
// error is a *Broken that names the first event at fault.
func Verify(chain []Envelope) error {
	var v Verifier
	for i := range chain {
		if err := v.Next(&chain[i]); err != nil {
			return err
		}
	}
	return nil
}

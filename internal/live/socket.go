package live

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"unicode/utf8"
)

// The server's half of RFC 6455, as far as the hub needs it: no extensions, no
// subprotocols, text messages. Frames are plain bytes, so that one frame serves
// any number of clients.

const (
	opContinue = 0x0
	opText     = 0x1
	opBinary   = 0x2
	opClose    = 0x8
	opPing     = 0x9
	opPong     = 0xA
)

const (
	closeNormal    = 1000
	closeGoingAway = 1001
	closeProtocol  = 1002
	closeBinary    = 1003
	closePolicy    = 1008
	closeTooBig    = 1009
	closeKicked    = 4001 // ours: sign in again, do not just reconnect
)

// protocolFault ends a connection with a close frame.
type protocolFault struct {
	code   uint16
	reason string
}

func (f *protocolFault) Error() string { return f.reason }

// hangUp closes a connection at once, from any goroutine, any number of times.
// (A TLS connection's own Close may wait seconds to say goodbye.)
func hangUp(c net.Conn) {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	c.Close()
}

// drain reads until the other side closes or the read deadline passes.
func drain(c net.Conn) { io.Copy(io.Discard, c) }

// appendFrame adds one unmasked, final frame.
func appendFrame(b []byte, op byte, parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	if b == nil {
		b = make([]byte, 0, n+10)
	}
	b = append(b, 0x80|op)
	switch {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

var pingFrame = appendFrame(nil, opPing)

func closeFrame(code uint16, reason string) []byte {
	if len(reason) > 123 {
		reason = strings.ToValidUTF8(reason[:123], "")
	}
	return appendFrame(nil, opClose, binary.BigEndian.AppendUint16(nil, code), []byte(reason))
}

// frameReader reads a client's frames. Its buffer is small because ten thousand
// clients have one each and say little.
type frameReader struct {
	conn    io.Reader
	early   []byte // to be read before conn
	buf     [256]byte
	at, n   int // buf[at:n] is not used yet
	pace    pace
	message []byte // the fragments so far
	started bool   // of a message that is not whole yet
}

func newFrameReader(conn io.Reader, early []byte) *frameReader {
	return &frameReader{conn: conn, early: early, pace: newPace()}
}

// next gives the next whole message (fragments joined), ping or pong, without
// its mask. A *protocolFault says what the client did wrong, or that it closed.
func (r *frameReader) next() (op byte, payload []byte, err error) {
	for {
		final, op, size, err := r.head()
		if err != nil {
			return 0, nil, err
		}
		r.pace.wait()
		if op >= opClose {
			control, err := r.payload(nil, size)
			if err == nil && op == opClose {
				err = closedByPeer(control)
			}
			return op, control, err
		}
		r.started = true
		if r.message, err = r.payload(r.message, size); err != nil {
			return 0, nil, err
		}
		if final {
			whole := r.message
			r.message, r.started = nil, false
			return opText, whole, nil
		}
	}
}

// head reads a frame's head up to the mask, and judges it.
func (r *frameReader) head() (final bool, op byte, size int, err error) {
	var b [8]byte
	if err := r.full(b[:2]); err != nil {
		return false, 0, 0, err
	}
	final, op = b[0]&0x80 != 0, b[0]&0x0f
	n := uint64(b[1] & 0x7f)
	fault := func(code uint16, reason string) (bool, byte, int, error) {
		return false, 0, 0, &protocolFault{code, reason}
	}
	switch {
	case b[0]&0x70 != 0:
		return fault(closeProtocol, "reserved bits without an extension")
	case b[1]&0x80 == 0:
		return fault(closeProtocol, "a client's frame is masked")
	case op > opBinary && op < opClose || op > opPong:
		return fault(closeProtocol, "unknown opcode")
	case op >= opClose && (!final || n > 125):
		return fault(closeProtocol, "a control frame is whole and short")
	case op == opBinary:
		return fault(closeBinary, "text only")
	case op == opText && r.started || op == opContinue && !r.started:
		return fault(closeProtocol, "fragments out of order")
	}
	switch n {
	case 126:
		if err := r.full(b[:2]); err != nil {
			return false, 0, 0, err
		}
		n = uint64(binary.BigEndian.Uint16(b[:]))
	case 127:
		if err := r.full(b[:8]); err != nil {
			return false, 0, 0, err
		}
		n = binary.BigEndian.Uint64(b[:])
	}
	if n > MaxMessage || len(r.message)+int(n) > MaxMessage {
		return fault(closeTooBig, "a message has at most 64 KiB")
	}
	return final, op, int(n), nil
}

// payload reads mask and payload and adds the payload to b. Memory grows with
// the bytes that arrive, not with those announced.
func (r *frameReader) payload(b []byte, size int) ([]byte, error) {
	var mask [4]byte
	if err := r.full(mask[:]); err != nil {
		return nil, err
	}
	for done := 0; done < size; {
		part := min(size-done, 4096) // a multiple of the mask, but for the last
		b = append(b, make([]byte, part)...)
		fresh := b[len(b)-part:]
		if err := r.full(fresh); err != nil {
			return nil, err
		}
		for i := range fresh {
			fresh[i] ^= mask[i&3]
		}
		done += part
	}
	return b, nil
}

// closedByPeer echoes a proper close frame's code and faults any other.
func closedByPeer(p []byte) error {
	if len(p) == 0 {
		return &protocolFault{closeNormal, ""}
	}
	if len(p) == 1 || !utf8.Valid(p[2:]) {
		return &protocolFault{closeProtocol, "malformed close"}
	}
	code := binary.BigEndian.Uint16(p)
	if code < 1000 || code > 4999 || code >= 1004 && code <= 1006 || code > 1014 && code < 3000 {
		return &protocolFault{closeProtocol, "malformed close"}
	}
	return &protocolFault{code, ""}
}

func (r *frameReader) full(into []byte) error {
	for len(into) > 0 {
		switch {
		case r.at < r.n:
			n := copy(into, r.buf[r.at:r.n])
			r.at += n
			into = into[n:]
			continue
		case len(r.early) > 0:
			n := copy(into, r.early)
			r.early = r.early[n:]
			into = into[n:]
			continue
		case len(into) >= len(r.buf):
			_, err := io.ReadFull(r.conn, into)
			return err
		}
		n, err := r.conn.Read(r.buf[:])
		if n == 0 && err != nil {
			return err
		}
		r.at, r.n = 0, n
	}
	return nil
}

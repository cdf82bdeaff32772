//go:build unix

package live

import (
	"net"
	"syscall"
)

// rawWriter writes to a socket without ever waiting for it.
type rawWriter struct {
	conn syscall.RawConn
	b    []byte
	n    int
	err  error
	once func(fd uintptr) bool
}

// newRawWriter gives nil for connections whose bytes do not go to the socket as
// they are (TLS): those are written by a goroutine.
func newRawWriter(c net.Conn) *rawWriter {
	var w rawWriter
	var err error
	switch c := c.(type) {
	case *net.TCPConn:
		w.conn, err = c.SyscallConn()
	case *net.UnixConn:
		w.conn, err = c.SyscallConn()
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	w.once = w.write
	return &w
}

// try writes what the socket takes at this moment: 0 to len(b) bytes.
func (w *rawWriter) try(b []byte) (int, error) {
	w.b, w.n, w.err = b, 0, nil
	err := w.conn.Write(w.once)
	w.b = nil
	if err == nil {
		err = w.err
	}
	return w.n, err
}

// write answers true in any case: do not wait and call again.
func (w *rawWriter) write(fd uintptr) bool {
	for {
		n, err := syscall.Write(int(fd), w.b)
		if err == syscall.EINTR {
			continue
		}
		if err == nil {
			w.n = n
		} else if err != syscall.EAGAIN {
			w.err = err
		}
		return true
	}
}

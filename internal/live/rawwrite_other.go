//go:build !unix

package live

import "net"

// rawWriter does not exist here: every frame is written by a goroutine.
type rawWriter struct{}

func newRawWriter(net.Conn) *rawWriter { return nil }

func (*rawWriter) try([]byte) (int, error) { return 0, nil }

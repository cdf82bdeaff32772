package relay

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// box is the NATS server inside this process and the one connection to it.
type box struct {
	server *server.Server
	conn   *nats.Conn
}

func serverOptions(e Embedded) *server.Options {
	return &server.Options{
		ServerName: "leaf-" + e.Venue,
		DontListen: true, // no socket at all: only this process reaches it
		NoSigs:     true, // signals belong to the leaf

		JetStream:          true,
		JetStreamDomain:    "leaf-" + e.Venue,
		StoreDir:           e.Dir,
		SyncAlways:         true, // else an acknowledged message is only in memory for up to two minutes
		JetStreamMaxMemory: 1 << 20,
		JetStreamMaxStore:  2*e.Limits.Bytes + 64<<20,

		MaxConn:                8,
		StreamMaxBufferedMsgs:  4 * windowEvents,
		StreamMaxBufferedSize:  4 * windowBytes,
		DisableJetStreamBanner: true,
	}
}

// startBox returns when the stream files have been read, which takes seconds
// only where there are hundreds of thousands of messages.
func startBox(ctx context.Context, options *server.Options, log *slog.Logger) (*box, error) {
	if err := os.MkdirAll(options.StoreDir, 0o700); err != nil {
		return nil, err
	}
	srv, err := server.NewServer(options)
	if err != nil {
		return nil, err
	}
	noted := &serverLog{log: log}
	srv.SetLoggerV2(noted, false, false, false)
	started := make(chan struct{})
	go func() {
		defer close(started)
		srv.Start()
	}()
	b := &box{server: srv}
	select {
	case <-started:
	case <-ctx.Done():
		<-started // the server cannot be shut down half way through its start
		b.stop()
		return nil, ctx.Err()
	}
	if !srv.ReadyForConnections(10*time.Second) || !srv.JetStreamEnabled() {
		b.stop()
		return nil, fmt.Errorf("the embedded NATS server did not start: %w", noted.worst())
	}
	b.conn, err = nats.Connect("", nats.InProcessServer(srv), nats.Name("relay"), nats.NoReconnect(), nats.Timeout(5*time.Second))
	if err != nil {
		b.stop()
		return nil, err
	}
	return b, nil
}

func (b *box) stop() {
	if b.conn != nil {
		b.conn.Close()
	}
	b.server.Shutdown()
	b.server.WaitForShutdown()
}

// serverLog brings the server's lines into the leaf's log. The server takes
// Fatalf for the end of the process; the floor does not.
type serverLog struct {
	log  *slog.Logger
	last atomic.Pointer[string]
}

func (l *serverLog) Noticef(format string, v ...any) { l.log.Debug(natsLine(format, v)) }
func (l *serverLog) Warnf(format string, v ...any)   { l.log.Warn(natsLine(format, v)) }
func (l *serverLog) Debugf(string, ...any)           {}
func (l *serverLog) Tracef(string, ...any)           {}
func (l *serverLog) Errorf(format string, v ...any) {
	line := natsLine(format, v)
	l.last.Store(&line)
	l.log.Error(line)
}
func (l *serverLog) Fatalf(format string, v ...any) { l.Errorf(format, v...) }

func (l *serverLog) worst() error {
	if line := l.last.Load(); line != nil {
		return errors.New(*line)
	}
	return errors.New("it gave no reason")
}

func natsLine(format string, v []any) string {
	return "nats: " + strings.TrimSpace(fmt.Sprintf(format, v...))
}

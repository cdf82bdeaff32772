package guard

import (
	"io"
	"log"
	"net/http"
	"time"
)

// Server returns an http.Server with bounds on what a slow or hostile client can
// hold. A handler that sends much, such as a backup, moves its own write deadline
// with http.ResponseController; a WebSocket is out of these bounds once upgraded.
func Server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      45 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		// What it would write names addresses of guests; what matters is logged by
		// the guard.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

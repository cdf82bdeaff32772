//go:build libsql

package store

import (
	"database/sql/driver"
	"io"
	"strings"
	"time"

	"github.com/tursodatabase/go-libsql"
)

// Driver names the SQLite this binary was built with.
const Driver = "libsql"

// openDriver opens the file once; every connection of the process comes from
// the connector it returns. (Opening and closing it often has crashed others.)
func openDriver(path string, readOnly bool) (driver.Connector, func() error, error) {
	d := libsqlDriver()
	c, err := d.OpenConnector(fileURI(path, readOnly))
	if err != nil {
		return nil, nil, err
	}
	return c, func() error {
		err := c.(io.Closer).Close()
		if !readOnly {
			waitGone(path + "-shm")
		}
		return err
	}, nil
}

// waitGone waits, half a second at most, until the file is deleted. This driver
// closes in the background; when the last connection is closed, SQLite deletes the
// files beside the database, unless another process has it open.
func waitGone(path string) {
	for range 100 {
		if !exists(path) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// libsqlDriver reaches the driver through its connector type, as the package
// exports no other way.
func libsqlDriver() driver.DriverContext {
	return (&libsql.Connector{}).Driver().(driver.DriverContext)
}

// faultOf reads the message: this driver's errors carry no code.
func faultOf(err error) fault {
	s := err.Error()
	for _, m := range []struct {
		text string
		is   fault
	}{
		{"UNIQUE constraint failed", faultUnique},
		{"database or disk is full", faultFull},
		{"readonly database", faultReadOnly},
		{"unable to open database file", faultReadOnly},
		{"disk I/O error", faultFlush}, // read, write or flush: it does not say which
		{"disk image is malformed", faultCorrupt},
		{"file is not a database", faultCorrupt},
		{"database is locked", faultBusy},
	} {
		if strings.Contains(s, m.text) {
			return m.is
		}
	}
	return faultOther
}

//go:build libsql

package store

import (
	"database/sql/driver"
	"io"
	"strings"

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
	return c, c.(io.Closer).Close, nil
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

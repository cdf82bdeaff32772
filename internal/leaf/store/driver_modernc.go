//go:build !libsql

package store

import (
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// Driver names the SQLite this binary was built with.
const Driver = "modernc"

const (
	sqliteBusy     = 5
	sqliteReadOnly = 8
	sqliteIOErr    = 10
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26

	sqliteIOErrFsync    = 10 | 4<<8
	sqliteIOErrDirFsync = 10 | 5<<8
	sqliteUnique        = 19 | 8<<8
	sqlitePrimaryKey    = 19 | 6<<8
	sqliteRowID         = 19 | 10<<8
)

// openDriver opens the file once; every connection of the process comes from
// the connector it returns.
func openDriver(path string, readOnly bool) (driver.Connector, func() error, error) {
	c, err := sqlite.NewConnector(fileURI(path, readOnly))
	return c, func() error { return nil }, err
}

func faultOf(err error) fault {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return faultOther
	}
	switch e.Code() {
	case sqliteIOErrFsync, sqliteIOErrDirFsync:
		return faultFlush
	case sqliteUnique, sqlitePrimaryKey, sqliteRowID:
		return faultUnique
	}
	switch e.Code() & 0xff {
	case sqliteFull:
		return faultFull
	case sqliteReadOnly, sqliteCantOpen:
		return faultReadOnly
	case sqliteIOErr:
		return faultIO
	case sqliteCorrupt, sqliteNotADB:
		return faultCorrupt
	case sqliteBusy:
		return faultBusy
	}
	return faultOther
}

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
)

// Settings of a connection. They are run one by one, as queries, on every new
// connection, because one driver has no place for them in its name and fails an
// Exec that returns a row.
//
// Only the writer ever checkpoints (SQLite before 3.51.3 can corrupt a file when
// two connections do), at moments it chooses, so automatic checkpoints are off
// everywhere.
var (
	always   = []string{"busy_timeout=5000", "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "wal_autocheckpoint=0", "temp_store=MEMORY"}
	writing  = append([]string{"journal_mode=WAL", "synchronous=FULL", "recursive_triggers=ON", "cache_size=-8000"}, always...)
	reading  = append([]string{"query_only=ON", "cache_size=-4000"}, always...)
	examiner = always
)

// readers is how many connections the reading pool has.
const readers = 4

// pool opens n connections, at most, over base. They live as long as the pool.
func pool(base driver.Connector, n int, pragmas []string) *sql.DB {
	db := sql.OpenDB(&connector{base, pragmas})
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxLifetime(0)
	db.SetConnMaxIdleTime(0)
	return db
}

// connector runs the settings on each connection it makes. It hides a Close
// method of base, because several pools share one base.
type connector struct {
	base    driver.Connector
	pragmas []string
}

func (c *connector) Driver() driver.Driver { return c.base.Driver() }

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.base.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range c.pragmas {
		if err := set(ctx, conn, "PRAGMA "+p); err != nil {
			return nil, errors.Join(fmt.Errorf("PRAGMA %s: %w", p, err), conn.Close())
		}
	}
	return conn, nil
}

func set(ctx context.Context, conn driver.Conn, query string) error {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, query, nil)
	if err != nil {
		return err
	}
	row := make([]driver.Value, len(rows.Columns()))
	for err == nil {
		err = rows.Next(row)
	}
	if err == io.EOF {
		err = nil
	}
	return errors.Join(err, rows.Close())
}

// fileURI names the file so that both drivers and SQLite read it the same way,
// whatever characters the path has. To read a file that has no write-ahead log,
// which nobody has open, SQLite needs no locks and makes no files beside it.
func fileURI(path string, readOnly bool) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	mode := "mode=rw"
	if readOnly {
		mode = "mode=ro"
		if !exists(path + "-wal") {
			mode += "&immutable=1"
		}
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: mode}).String()
}

// drain runs a statement that may return rows and ignores them.
func drain(ctx context.Context, conn *sql.Conn, query string) error {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return errors.Join(rows.Err(), rows.Close())
}

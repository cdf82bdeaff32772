package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	schema "felt/schema/leaf"
)

// migrate brings the schema to this build's version.
func migrate(ctx context.Context, writer *sql.DB) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, writer, schema.Migrations,
		goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

// newestMigration is the number of the last migration this build has.
func newestMigration() int64 {
	var newest int64
	files, _ := fs.Glob(schema.Migrations, "*.sql")
	for _, f := range files {
		number, _, _ := strings.Cut(f, "_")
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// Schema returns the statements the database is made of, in order of what they
// make.
func (s *Store) Schema(ctx context.Context) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
	if err != nil {
		return nil, explain(err, s.opt.Path)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

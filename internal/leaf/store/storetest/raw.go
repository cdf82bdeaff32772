package storetest

import (
	"database/sql"
	"testing"

	_ "modernc.org/sqlite" // beside either driver: the two link together
)

// Change runs a statement on a database file behind the store's back. Nothing
// may have the file open.
func Change(t testing.TB, path, statement string) {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite", "file:"+path))
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

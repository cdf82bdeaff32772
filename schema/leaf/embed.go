// Package leaf holds the migrations of the box's database, for goose, and under
// query/ the statements that sqlc turns into Go. A migration file is made of
// single statements, because one of the two drivers runs only the first
// statement of a script. 00020 to 00029 belong to access.
package leaf

import "embed"

// Migrations are the goose migrations, in order of their number.
//
//go:embed *.sql
var Migrations embed.FS

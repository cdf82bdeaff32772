// Package testdata gives the recorded evening to the demo.
package testdata

import _ "embed"

// Evening is evening/evening.json; where it is from stands inside it.
//
//go:embed evening/evening.json
var Evening []byte

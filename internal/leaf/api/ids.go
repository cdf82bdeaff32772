package api

import (
	"crypto/sha256"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/oklog/ulid/v2"
)

// idOfKey makes an id from an Idempotency-Key: a repeated request names the same
// new thing.
func idOfKey(device, key string) string {
	sum := sha256.Sum256([]byte(device + "\n" + key))
	var id ulid.ULID
	copy(id[:], sum[:])
	id[0] &= 0x7f
	return id.String()
}

// schemaName names a type of a rules package with its room, since two rooms may
// use one word: seating's Move is advice, the tournament's Move is a fact.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch room := path.Base(t.PkgPath()); room {
	case "seating", "clock", "payout", "blinds":
		return strings.ToUpper(room[:1]) + room[1:] + name
	}
	return name
}

func schemaOf(r huma.Registry, v any) *huma.Schema {
	return r.Schema(reflect.TypeOf(v), true, "")
}

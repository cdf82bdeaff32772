package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// ErrNotCanonical is returned by CheckData.
var ErrNotCanonical = errors.New("event data is not compact JSON as the codec writes it")

// encode gives the stored bytes of a payload: compact JSON, struct fields in
// the order of the Go type, map keys sorted, and <, >, &, U+2028 and U+2029
// escaped. An envelope that goes through encoding/json keeps such bytes as they
// are, so that the core hashes what the box hashed.
func encode(v any) (json.RawMessage, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return data, nil
}

// decode fills the value that target points to and refuses unknown fields: a
// payload with another field is another version and has another name.
func decode(data []byte, target any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(target); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more than one JSON value")
	}
	return nil
}

// CheckData reports whether data are bytes that survive the way to the core
// unchanged: one valid JSON value in UTF-8, compact and escaped as the codec
// escapes. Everything Registry.Encode returns does.
func CheckData(data json.RawMessage) error {
	if !utf8.Valid(data) || !json.Valid(data) {
		return ErrNotCanonical
	}
	inString := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '"':
			inString = !inString
		case '\\':
			i++ // inside a string, as the JSON is valid; the next byte is escaped
		case ' ', '\t', '\n', '\r':
			if !inString {
				return ErrNotCanonical
			}
		case '<', '>', '&':
			return ErrNotCanonical
		case 0xe2: // U+2028 and U+2029 are e2 80 a8 and e2 80 a9
			if data[i+1] == 0x80 && data[i+2]&^1 == 0xa8 {
				return ErrNotCanonical
			}
		}
	}
	return nil
}

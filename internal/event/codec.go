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
	if len(data) == 0 || !utf8.Valid(data) {
		return ErrNotCanonical
	}
	again, err := json.Marshal(data)
	if err != nil || !bytes.Equal(again, data) {
		return ErrNotCanonical
	}
	return nil
}

package calc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"felt/internal/problem"
)

// decode reads exactly one JSON object into the struct that target points to.
// encoding/json alone is too forgiving for a court: it takes "Pool" for "pool",
// lets the second of two equal fields win and skips null.
func decode(in []byte, target any) error {
	tokens := json.NewDecoder(bytes.NewReader(in))
	tokens.UseNumber()
	if err := checkValue(tokens, reflect.TypeOf(target).Elem(), ""); err != nil {
		return err
	}
	if _, err := tokens.Token(); !errors.Is(err, io.EOF) {
		return malformed("trailing_data", "There is something behind the JSON object.", "")
	}
	if err := json.Unmarshal(in, target); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return malformed("wrong_type", fmt.Sprintf("A %.60s does not fit here; it must be %s.", wrong.Value, inWords(wrong.Type)), wrong.Field)
		}
		return malformed("bad_value", sentence(err.Error()), "")
	}
	return nil
}

// checkValue walks one value beside the type it is meant for.
func checkValue(tokens *json.Decoder, t reflect.Type, path string) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	token, err := tokens.Token()
	if err != nil {
		return malformed("bad_json", "This is not JSON: "+err.Error()+".", path)
	}
	switch token {
	case nil:
		return malformed("null", "null is no value; leave the field out.", path)
	case json.Delim('{'):
		if t.Kind() != reflect.Struct {
			return malformed("wrong_type", "An object does not fit here; it must be "+inWords(t)+".", path)
		}
		return checkObject(tokens, t, path)
	case json.Delim('['):
		if t.Kind() != reflect.Slice {
			return malformed("wrong_type", "A list does not fit here; it must be "+inWords(t)+".", path)
		}
		for i := 0; tokens.More(); i++ {
			if err := checkValue(tokens, t.Elem(), fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
		_, err := tokens.Token()
		return badEnd(err, path)
	}
	if t.Kind() == reflect.Struct || t.Kind() == reflect.Slice {
		return malformed("wrong_type", "This must be "+inWords(t)+".", path)
	}
	return nil
}

func checkObject(tokens *json.Decoder, t reflect.Type, path string) error {
	fields := fieldsOf(t)
	seen := map[string]bool{}
	for tokens.More() {
		token, err := tokens.Token()
		if err != nil {
			return badEnd(err, path)
		}
		key := token.(string) // a decoder gives only strings as keys
		at := strings.TrimPrefix(path+"."+key, ".")
		field, known := fields[key]
		switch {
		case !known:
			return malformed("unknown_field", fmt.Sprintf("There is no field %.60q.", key), at)
		case seen[key]:
			return malformed("field_twice", fmt.Sprintf("The field %q is there twice.", key), at)
		}
		seen[key] = true
		if err := checkValue(tokens, field, at); err != nil {
			return err
		}
	}
	_, err := tokens.Token()
	return badEnd(err, path)
}

// fieldsOf gives the type of each field by its JSON name.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields[name] = f.Type
	}
	return fields
}

func inWords(t reflect.Type) string {
	if reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		return "a number" // decimals read exactly, such as payout.Share
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Struct:
		return "an object"
	case reflect.Pointer:
		return inWords(t.Elem())
	default:
		return "a number"
	}
}

func badEnd(err error, path string) error {
	if err != nil {
		return malformed("bad_json", "This is not JSON: "+err.Error()+".", path)
	}
	return nil
}

func malformed(code, detail, path string) error {
	if len(path) > 120 {
		path = path[:120]
	}
	return problem.New(400, code, detail).WithField(path)
}

func sentence(text string) string { return strings.TrimSuffix(text, ".") + "." }

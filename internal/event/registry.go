package event

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// Unknown is the payload of an event whose name this build does not know, such
// as one written by a newer Felt. It is kept as it is, and encodes to the same
// bytes.
type Unknown struct {
	Name string
	Data json.RawMessage
}

// Registry is the table of event names: which Go type a name has, and which
// old names are read as newer payloads. It is built once, at start, and only
// read afterwards; reading is safe from many goroutines.
type Registry struct {
	types map[string]reflect.Type
	names map[reflect.Type]string
	up    map[string]func(old any) (any, error)
}

// NewRegistry returns an empty table.
func NewRegistry() *Registry {
	return &Registry{
		types: map[string]reflect.Type{},
		names: map[reflect.Type]string{},
		up:    map[string]func(any) (any, error){},
	}
}

// Register gives a versioned name ("entry.busted.v1") to the type that sample
// returns. The sample may be a value or a pointer to one; payloads are decoded
// to values either way. It panics on a name or a type registered twice, which
// is a mistake in the table and not a condition to live with.
func (r *Registry) Register(name string, sample func() any) {
	t := reflect.TypeOf(sample())
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case name == "" || t == nil:
		panic(fmt.Sprintf("event: %q has no name or no type", name))
	case r.types[name] != nil:
		panic(fmt.Sprintf("event: name %q is registered twice", name))
	case r.names[t] != "":
		panic(fmt.Sprintf("event: type %s is both %q and %q", t, r.names[t], name))
	}
	r.types[name] = t
	r.names[t] = name
}

// Upcast says that payloads of the old name are read as what up returns: the
// value of a newer registered type. If that type's name is old as well, its own
// upcaster follows. The old name stays registered with its old type. A loop in
// the table is a mistake in it and shows as an error of Decode.
func (r *Registry) Upcast(old string, up func(old any) (any, error)) {
	if r.types[old] == nil {
		panic(fmt.Sprintf("event: upcaster for unregistered name %q", old))
	}
	if r.up[old] != nil {
		panic(fmt.Sprintf("event: two upcasters for %q", old))
	}
	r.up[old] = up
}

// Decode returns the payload as a value (never a pointer) of its newest type. A
// name that is not in the table gives Unknown and no error.
func (r *Registry) Decode(name string, data json.RawMessage) (any, error) {
	t := r.types[name]
	if t == nil {
		return Unknown{Name: name, Data: slices.Clone(data)}, nil
	}
	target := reflect.New(t)
	if err := decode(data, target.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", name, err)
	}
	payload := target.Elem().Interface()
	for at, steps := name, 0; r.up[at] != nil; steps++ {
		if steps > len(r.up) {
			return nil, fmt.Errorf("decode %s: the upcasters run in a circle", name)
		}
		newer, err := r.up[at](payload)
		if err != nil {
			return nil, fmt.Errorf("read %s as a newer event: %w", name, err)
		}
		payload = valueOf(newer)
		if at = r.names[reflect.TypeOf(payload)]; at == "" {
			return nil, fmt.Errorf("decode %s: upcast to unregistered type %T", name, newer)
		}
	}
	return payload, nil
}

// Encode returns the name of a payload (a value or a pointer to one) and the
// bytes to store. Only registered types and Unknown have a name.
func (r *Registry) Encode(payload any) (name string, data json.RawMessage, err error) {
	payload = valueOf(payload)
	if u, ok := payload.(Unknown); ok {
		return u.Name, slices.Clone(u.Data), nil
	}
	name = r.names[reflect.TypeOf(payload)]
	if name == "" {
		return "", nil, fmt.Errorf("event type %T is not registered", payload)
	}
	data, err = encode(payload)
	return name, data, err
}

// Names lists all registered names in order; one golden file each.
func (r *Registry) Names() []string {
	names := make([]string, 0, len(r.types))
	for name := range r.types {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func valueOf(v any) any {
	if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer && !p.IsNil() {
		return p.Elem().Interface()
	}
	return v
}

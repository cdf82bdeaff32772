package live

import "encoding/json"

// Mirror is what a screen keeps: the documents it was told of. The TypeScript
// client does the same and runs the same vectors.
type Mirror struct {
	Topics map[string]*Mirrored
}

// Mirrored is one topic on a screen.
type Mirrored struct {
	Epoch   string
	Version int64
	Doc     map[string]json.RawMessage
	Refused string // the code, once the server refused or closed it
}

// Apply takes one message of the server. It gives the topics where a step is
// missing: the screen keeps showing what it has and subscribes to them anew.
func (m *Mirror) Apply(out Outbound) (gaps []string) {
	if m.Topics == nil {
		m.Topics = map[string]*Mirrored{}
	}
	switch o := out.(type) {
	case Changes:
		for _, c := range o.Changes {
			if !m.change(c) {
				gaps = append(gaps, c.Topic)
			}
		}
	case Refused:
		m.Topics[o.Topic] = &Mirrored{Refused: o.Code}
	case Pong:
	}
	return gaps
}

// change reports false for a gap.
func (m *Mirror) change(c TopicChange) bool {
	t := m.Topics[c.Topic]
	if c.Snapshot != nil {
		doc := make(map[string]json.RawMessage, len(c.Snapshot))
		apply(doc, c.Snapshot)
		m.Topics[c.Topic] = &Mirrored{Epoch: c.Epoch, Version: c.Version, Doc: doc}
		return true
	}
	switch {
	case t == nil || t.Epoch != c.Epoch || c.Version > t.Version+1:
		return false
	case c.Version <= t.Version: // it has that already
		return true
	}
	apply(t.Doc, c.Patch)
	t.Version = c.Version
	return true
}

// Positions is what a screen says in its next Hello.
func (m *Mirror) Positions() map[string]*Position {
	p := map[string]*Position{}
	for name, t := range m.Topics {
		if t.Refused == "" {
			p[name] = &Position{t.Epoch, t.Version}
		}
	}
	return p
}

// Package pace says how often a source may do something: a few times at once and
// then one each so often. It keeps one time per source and nothing else.
package pace

import (
	"sync"
	"time"
)

// Limit is a pace: Burst times at once, and then one each Every.
type Limit struct {
	Burst int
	Every time.Duration
}

// One is the pace of one source. The zero value is rested.
type One struct{ rested time.Time }

// Take returns 0 and takes one, or how long until one is there.
func (o *One) Take(l Limit, now time.Time) time.Duration {
	from := o.rested
	if from.Before(now) {
		from = now
	}
	next := from.Add(l.Every)
	if over := next.Sub(now) - time.Duration(l.Burst)*l.Every; over > 0 {
		return over
	}
	o.rested = next
	return 0
}

// Sources is the pace of each of many sources. It forgets those that have rested,
// and remembers at most Most: beyond that, new ones share one pace, so that made-up
// addresses can fill neither memory nor everybody's share.
type Sources struct {
	Limit Limit
	Most  int

	mu     sync.Mutex
	each   map[string]*One
	others One
	looked time.Time // when it was last looked who has rested
}

// Take returns 0 and takes one for the source, or how long until one is there.
func (s *Sources) Take(source string, now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.each[source]
	if o == nil {
		if len(s.each) >= s.Most {
			s.forget(now)
		}
		if len(s.each) >= s.Most {
			return s.others.Take(s.Limit, now)
		}
		if s.each == nil {
			s.each = map[string]*One{}
		}
		o = &One{}
		s.each[source] = o
	}
	return o.Take(s.Limit, now)
}

// forget looks through all at most once a second, so that a flood of new sources
// costs no more than that.
func (s *Sources) forget(now time.Time) {
	if now.Sub(s.looked) < time.Second {
		return
	}
	s.looked = now
	for source, o := range s.each {
		if !now.Before(o.rested) {
			delete(s.each, source)
		}
	}
}

package models

import (
	"reflect"
	"sync"
)

// parts are what subjects keep in memory for a Store, by type.
type parts struct {
	mu   sync.RWMutex
	of   map[reflect.Type]any
	ends []func()
}

// Part is what a subject keeps in memory for a Store, one of each type. It is made
// when it is first asked for; a method Close is called when the Store is closed.
func Part[T any](s *Store, make func(*Store) *T) *T {
	key := reflect.TypeFor[T]()
	s.parts.mu.RLock()
	part, ok := s.parts.of[key].(*T)
	s.parts.mu.RUnlock()
	if ok {
		return part
	}
	s.parts.mu.Lock()
	defer s.parts.mu.Unlock()
	if part, ok := s.parts.of[key].(*T); ok {
		return part
	}
	part = make(s)
	if s.parts.of == nil {
		s.parts.of = map[reflect.Type]any{}
	}
	s.parts.of[key] = part
	if c, ok := any(part).(interface{ Close() }); ok {
		s.parts.ends = append(s.parts.ends, c.Close)
	}
	return part
}

// close ends all parts.
func (p *parts) close() {
	p.mu.Lock()
	ends := p.ends
	p.ends = nil
	p.mu.Unlock()
	for _, end := range ends {
		end()
	}
}

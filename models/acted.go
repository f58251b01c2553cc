package models

// Wake wakes the digest of this program. Others look by themselves.
func (s *Store) Wake() {
	select {
	case s.acted <- struct{}{}:
	default:
	}
}

// Acted receives after activity was recorded by this program.
func (s *Store) Acted() <-chan struct{} { return s.acted }

package models

import (
	"database/sql/driver"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

func (s *Store) NewIDs(n int) []int64 {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = int64(s.NewID())
	}
	return ids
}

// ID names a row. It is positive, fits 63 bits and sorts by the time it was
// made: 41 bits of milliseconds since idEpoch, 10 bits of server number, 12
// bits of sequence. JSON carries it as a string.
type ID int64

var IdEpoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// MaxServers is how many programs may make ids on one database at a time.
const MaxServers = 1 << 10

// ErrBadID says that a text is not an id.
var ErrBadID = errors.New("not an id")

func (id ID) String() string { return strconv.FormatInt(int64(id), 10) }

// Time is when the id was made, to the millisecond.
func (id ID) Time() time.Time {
	return IdEpoch.Add(time.Duration(int64(id)>>22) * time.Millisecond)
}

// Code is the short form used in links to posts: base64url without leading zeros.
func (id ID) Code() string {
	var b [9]byte
	binary.BigEndian.PutUint64(b[1:], uint64(id))
	s := strings.TrimLeft(base64.RawURLEncoding.EncodeToString(b[:]), "A")
	if s == "" {
		return "A"
	}
	return s
}

// ParseCode reads the form that Code writes.
func ParseCode(s string) (ID, error) {
	if s == "" || len(s) > 12 {
		return 0, ErrBadID
	}
	b, err := base64.RawURLEncoding.DecodeString(strings.Repeat("A", 12-len(s)) + s)
	if err != nil || b[0] != 0 || b[1]&0x80 != 0 {
		return 0, ErrBadID
	}
	id := ID(binary.BigEndian.Uint64(b[1:]))
	if id <= 0 || id.Code() != s {
		return 0, ErrBadID
	}
	return id, nil
}

// ParseID reads a decimal id.
func ParseID(s string) (ID, error) {
	if s == "" || len(s) > 19 || s[0] == '+' || s[0] == '-' {
		return 0, ErrBadID
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, ErrBadID
	}
	return ID(n), nil
}

// MarshalJSON writes the id as a string, since JavaScript numbers end at 53 bits.
func (id ID) MarshalJSON() ([]byte, error) { return []byte(`"` + id.String() + `"`), nil }

// UnmarshalJSON reads a string or a number.
func (id *ID) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(b), `"`), 10, 64)
	if err != nil || n < 0 {
		return fmt.Errorf("%w: %s", ErrBadID, b)
	}
	*id = ID(n)
	return nil
}

// Value stores the id as bigint.
func (id ID) Value() (driver.Value, error) { return int64(id), nil }

// GormDataType keeps gorm's idea of the column equal to the migrations.
func (ID) GormDataType() string { return "bigint" }

// idSource makes ids for one leased server number.
type idSource struct {
	mu       sync.Mutex
	server   int64
	last     int64
	sequence int64
	now      func() time.Time
}

// next never repeats and never goes back, also when the clock does.
func (s *idSource) next() ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	ms := s.now().Sub(IdEpoch).Milliseconds()
	if ms > s.last {
		s.last, s.sequence = ms, 0
	} else if s.sequence++; s.sequence == 1<<12 {
		s.last++
		s.sequence = 0
	}
	return ID(s.last<<22 | s.server<<12 | s.sequence)
}

func (s *idSource) setServer(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.server = n
}

func Int64s(ids []ID) []int64 {
	out := make([]int64, len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return out
}

// IdAt is the smallest key of a time; times that keys cannot hold become the
// first or the last that they can.
func IdAt(t time.Time) ID { return ID(min(max(t.Sub(IdEpoch).Milliseconds(), 0), 1<<41-1) << 22) }

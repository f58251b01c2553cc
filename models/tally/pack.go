package tally

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"photogram/models"
)

// Counts are kept as pairs of varints: how far a key is above the one before it,
// and its number. A day of an account takes some hundred bytes.

func (k Key) pack() uint64 {
	return uint64(k.Metric)<<19 | uint64(k.Source)<<15 | uint64(k.Follower)<<13 | uint64(k.Kind)<<10 | uint64(k.Detail)
}

func unpack(n uint64) Key {
	return Key{Metric: Metric(n >> 19), Source: Source(n >> 15 & 15), Follower: Follower(n >> 13 & 3), Kind: Kind(n >> 10 & 7),
		Detail: uint16(n & 1023)}
}

// Bytes is what is kept of the counts.
func (c Counts) Bytes() []byte {
	keys := make([]uint64, 0, len(c))
	for k := range maps.Keys(c) {
		keys = append(keys, k.pack())
	}
	slices.Sort(keys)
	out := make([]byte, 0, 4*len(keys))
	before := uint64(0)
	for _, k := range keys {
		out = binary.AppendUvarint(out, k-before)
		out = binary.AppendVarint(out, c[unpack(k)])
		before = k
	}
	return out
}

var errCounts = errors.New("these are not counts")

// Read adds what Bytes made.
func (c Counts) Read(b []byte) error {
	return eachCount(b, func(k Key, n int64) {
		if n += c[k]; n == 0 {
			delete(c, k)
		} else {
			c[k] = n
		}
	})
}

// Read adds to a post what Bytes made of its counts, without taking all of them apart.
func (p *TopPost) Read(b []byte) error {
	return eachCount(b, func(k Key, n int64) {
		switch k.Metric {
		case Views:
			p.Views += n
		case Likes, Comments, Saves, Shares, Replies:
			p.Interactions += n
		case Follows:
			p.Follows += n
		case Unfollows:
			p.Follows -= n
		}
		if k.Metric < ViewHours && k.Kind != NoKind {
			p.Kind = k.Kind
		}
	})
}

func eachCount(b []byte, each func(Key, int64)) error {
	key := uint64(0)
	for len(b) > 0 {
		up, n := binary.Uvarint(b)
		if n <= 0 {
			return errCounts
		}
		value, m := binary.Varint(b[n:])
		if m <= 0 {
			return errCounts
		}
		key += up
		each(unpack(key), value)
		b = b[n+m:]
	}
	return nil
}

// TopPost is a post with what it had in a span.
type TopPost struct {
	Post                         models.ID
	Kind                         Kind
	Views, Interactions, Follows int64
}

// Tops are posts of a span, those with most views first.
type Tops []TopPost

// Bytes is what is kept of the list.
func (t Tops) Bytes() []byte {
	out := make([]byte, 0, 16*len(t))
	for _, p := range t {
		out = binary.BigEndian.AppendUint64(out, uint64(p.Post))
		out = append(out, byte(p.Kind))
		out = binary.AppendVarint(out, p.Views)
		out = binary.AppendVarint(out, p.Interactions)
		out = binary.AppendVarint(out, p.Follows)
	}
	return out
}

// ReadTops reads what Bytes made.
func ReadTops(b []byte) (out Tops, err error) {
	for len(b) > 0 {
		if len(b) < 9 {
			return nil, errCounts
		}
		p := TopPost{Post: models.ID(binary.BigEndian.Uint64(b)), Kind: Kind(b[8])}
		b = b[9:]
		for _, to := range []*int64{&p.Views, &p.Interactions, &p.Follows} {
			value, n := binary.Varint(b)
			if n <= 0 {
				return nil, errCounts
			}
			*to, b = value, b[n:]
		}
		out = append(out, p)
	}
	return out, nil
}

// Language packs the two letters of a language.
func Language(tag string) (uint16, bool) {
	if len(tag) < 2 || tag[0]|32 < 'a' || tag[0]|32 > 'z' || tag[1]|32 < 'a' || tag[1]|32 > 'z' ||
		len(tag) > 2 && tag[2] != '-' && tag[2] != '_' {
		return 0, false
	}
	return uint16(tag[0]|32-'a')<<5 | uint16(tag[1]|32-'a'), true
}

// LanguageName reads what Language packed.
func LanguageName(n uint16) string { return string([]byte{'a' + byte(n>>5&31), 'a' + byte(n&31)}) }

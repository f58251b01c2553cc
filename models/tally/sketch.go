package tally

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"
)

// A sketch of who was reached holds up to exactMost hashes as they are, and
// above that the registers of a HyperLogLog (Flajolet et al., 2007), read by the
// estimator of Ertl (2017), which needs no corrections.
const (
	exactMost = 256
	precision = 11
	registers = 1 << precision
	hashBits  = 48
	rankMost  = hashBits - precision + 1
)

// Error is the standard deviation of an estimate, relative: 1.04/√2048.
var Error = 1.04 / math.Sqrt(registers)

// Sketch is a set of people that can be counted and merged, but not listed.
type Sketch struct {
	exact     []uint64 // sorted
	registers []uint8  // nil while exact
}

// Add puts a hash in and says whether that changed the sketch.
func (k *Sketch) Add(hash uint64) bool {
	hash &= 1<<hashBits - 1
	if k.registers == nil {
		at, there := slices.BinarySearch(k.exact, hash)
		if there {
			return false
		}
		if len(k.exact) < exactMost {
			k.exact = slices.Insert(k.exact, at, hash)
			return true
		}
		k.estimate()
		k.set(hash)
		return true
	}
	return k.set(hash)
}

func (k *Sketch) set(hash uint64) bool {
	i := hash & (registers - 1)
	rank := rankOf(hash)
	if k.registers[i] >= rank {
		return false
	}
	k.registers[i] = rank
	return true
}

// hasAll is whether adding these would change nothing.
func (k *Sketch) hasAll(hashes []uint64) bool {
	for _, h := range hashes {
		h &= 1<<hashBits - 1
		if k.registers == nil {
			if _, there := slices.BinarySearch(k.exact, h); !there {
				return false
			}
		} else if k.registers[h&(registers-1)] < rankOf(h) {
			return false
		}
	}
	return true
}

func rankOf(hash uint64) uint8 {
	return uint8(min(bits.TrailingZeros64(hash>>precision), hashBits-precision) + 1)
}

// estimate goes over from hashes to registers.
func (k *Sketch) estimate() {
	k.registers = make([]uint8, registers)
	for _, h := range k.exact {
		k.set(h)
	}
	k.exact = nil
}

// Merge puts all of another sketch in.
func (k *Sketch) Merge(other *Sketch) {
	if other.registers == nil {
		for _, h := range other.exact {
			k.Add(h)
		}
		return
	}
	if k.registers == nil {
		k.estimate()
	}
	for i, r := range other.registers {
		k.registers[i] = max(k.registers[i], r)
	}
}

// Exact is whether Count is no estimate.
func (k *Sketch) Exact() bool { return k.registers == nil }

// Count is how many different hashes were put in.
func (k *Sketch) Count() int64 {
	if k.registers == nil {
		return int64(len(k.exact))
	}
	var c [rankMost + 1]int
	for _, r := range k.registers {
		c[r]++
	}
	z := registers * tau(1-float64(c[rankMost])/registers)
	for i := rankMost - 1; i >= 1; i-- {
		z = (z + float64(c[i])) / 2
	}
	z += registers * sigma(float64(c[0])/registers)
	return int64(math.Round(registers * registers / (2 * math.Ln2 * z)))
}

func sigma(x float64) float64 {
	if x == 1 {
		return math.Inf(1)
	}
	y, z := 1.0, x
	for {
		x *= x
		before := z
		z += x * y
		y += y
		if z == before {
			return z
		}
	}
}

func tau(x float64) float64 {
	if x == 0 || x == 1 {
		return 0
	}
	y, z := 1.0, 1-x
	for {
		x = math.Sqrt(x)
		before := z
		y /= 2
		z -= (1 - x) * (1 - x) * y
		if z == before {
			return z / 3
		}
	}
}

const (
	formExact     = 1 // 6 bytes for each hash
	formRegisters = 2 // 6 bits for each register
)

// Bytes is the sketch as it is kept, at most 1,537 bytes.
func (k *Sketch) Bytes() []byte {
	if k.registers == nil {
		out := make([]byte, 1, 1+6*len(k.exact))
		out[0] = formExact
		var b [8]byte
		for _, h := range k.exact {
			binary.BigEndian.PutUint64(b[:], h)
			out = append(out, b[2:]...)
		}
		return out
	}
	out := make([]byte, 1, 1+registers*6/8)
	out[0] = formRegisters
	for i := 0; i < registers; i += 4 {
		r := k.registers[i : i+4]
		n := uint32(r[0])<<18 | uint32(r[1])<<12 | uint32(r[2])<<6 | uint32(r[3])
		out = append(out, byte(n>>16), byte(n>>8), byte(n))
	}
	return out
}

var errSketch = errors.New("this is not a sketch")

// ReadSketch reads what Bytes made.
func ReadSketch(b []byte) (*Sketch, error) {
	switch {
	case len(b) == 0:
		return nil, errSketch
	case b[0] == formExact && len(b)%6 == 1 && len(b) <= 1+6*exactMost:
		k := &Sketch{exact: make([]uint64, 0, len(b)/6)}
		for b = b[1:]; len(b) > 0; b = b[6:] {
			k.exact = append(k.exact, uint64(binary.BigEndian.Uint16(b))<<32|uint64(binary.BigEndian.Uint32(b[2:])))
		}
		if !slices.IsSorted(k.exact) {
			return nil, errSketch
		}
		return k, nil
	case b[0] == formRegisters && len(b) == 1+registers*6/8:
		k := &Sketch{registers: make([]uint8, 0, registers)}
		for b = b[1:]; len(b) > 0; b = b[3:] {
			n := uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
			k.registers = append(k.registers, uint8(n>>18), uint8(n>>12&63), uint8(n>>6&63), uint8(n&63))
		}
		if slices.Max(k.registers) > rankMost {
			return nil, errSketch
		}
		return k, nil
	}
	return nil, errSketch
}

package table

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// The names of encodings, as people know them.
const (
	encUTF8    = "UTF-8"
	encUTF16LE = "UTF-16LE"
	encUTF16BE = "UTF-16BE"
	encUTF32LE = "UTF-32LE"
	encUTF32BE = "UTF-32BE"
	encLatin1  = "ISO-8859-1"
	enc1252    = "Windows-1252"
	encMac     = "Mac Roman"
)

type charset struct {
	name    string
	enc     encoding.Encoding
	letters string // that texts in it are made of
	prior   int    // how much more usual than others
}

const western = "äöüÄÖÜßéèêëàâçîïôùûñáíóúãõåøæÅØÆœŒìòÉÀÈÇÑ"

// singles are the encodings with a byte for a character that exports are in.
var singles = []charset{
	{enc1252, charmap.Windows1252, western, 4},
	{encMac, charmap.Macintosh, western, 2},
	{"Windows-1250", charmap.Windows1250, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻěščřžýáíéúůťďňĚŠČŘŽÝÁÍÉőűőŐŰäöüÄÖÜß", 1},
	{"ISO-8859-2", charmap.ISO8859_2, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻěščřžýáíéúůťďňĚŠČŘŽÝÁÍÉőűőŐŰäöüÄÖÜß", 0},
	{"Windows-1251", charmap.Windows1251, cyrillic, 1},
	{"KOI8-R", charmap.KOI8R, cyrillic, 0},
	{"Shift JIS", japanese.ShiftJIS, "", 0},
}

const cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"

func encodingOf(name string) encoding.Encoding {
	switch name {
	case encUTF16LE:
		return utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)
	case encUTF16BE:
		return utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)
	case encUTF32LE:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case encUTF32BE:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case encLatin1:
		return charmap.Windows1252 // which has letters where Latin-1 has control characters
	}
	for _, c := range singles {
		if c.name == name {
			return c.enc
		}
	}
	return nil
}

// decoded is a text in UTF-8 without byte order marks.
func decoded(r io.Reader, name string) io.Reader {
	if enc := encodingOf(name); enc != nil {
		r = enc.NewDecoder().Reader(r)
	}
	return transform.NewReader(r, tidy{})
}

// tidy takes byte order marks and zeros out, wherever they stand, and reads bytes that
// are no UTF-8 as Windows-1252: files are put together from several.
type tidy struct{ transform.NopResetter }

func (tidy) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		i := nSrc
		for i < len(src) && src[i] < utf8.RuneSelf && src[i] != 0 {
			i++
		}
		if i > nSrc {
			n := copy(dst[nDst:], src[nSrc:i])
			nDst, nSrc = nDst+n, nSrc+n
			if nSrc < i {
				return nDst, nSrc, transform.ErrShortDst
			}
			continue
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && size == 1 {
			if !atEOF && !utf8.FullRune(src[nSrc:]) {
				return nDst, nSrc, transform.ErrShortSrc
			}
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		if r == '\ufeff' || r == 0 {
			nSrc += size
			continue
		}
		if nDst+utf8.UTFMax > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// survey is what a file says of its encoding: read once, as it is.
type survey struct {
	head   []byte // its first bytes
	around []byte // what stands about bytes over 0x7F, some of each place
	upTo   int64  // where the last of these ends
	valid  int    // characters of UTF-8 over 0x7F
	stray  int    // bytes that are none
	zeros  [4]int // by place
	bytes  int64
	high   bool // bytes from 0x80 to 0x9F
	tail   []byte
}

const (
	headBytes   = 256 << 10
	aroundBytes = 96 << 10
	aroundEach  = 24
)

func surveyOf(r io.Reader) (*survey, error) {
	s := &survey{}
	buf := make([]byte, 64<<10)
	for {
		n, err := io.ReadFull(r, buf[len(s.tail):])
		chunk := buf[:len(s.tail)+n]
		if len(s.head) < headBytes {
			s.head = append(s.head, chunk[len(s.tail):min(len(chunk), len(s.tail)+headBytes-len(s.head))]...)
		}
		done := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !done {
			return nil, err
		}
		rest := s.look(chunk, done)
		s.bytes += int64(n)
		if done {
			return s, nil
		}
		s.tail = buf[:copy(buf, rest)]
	}
}

// look counts in a chunk, and returns what belongs to the next.
func (s *survey) look(chunk []byte, last bool) []byte {
	start := s.bytes - int64(len(s.tail))
	for i := 0; i < len(chunk); {
		b := chunk[i]
		if b == 0 {
			s.zeros[(start+int64(i))%4]++
		}
		if b < utf8.RuneSelf {
			i++
			continue
		}
		if !last && !utf8.FullRune(chunk[i:]) {
			return chunk[i:]
		}
		_, size := utf8.DecodeRune(chunk[i:])
		if size > 1 {
			s.valid++
		} else {
			s.stray++
			s.high = s.high || b < 0xA0
			if at := start + int64(i); at >= s.upTo && len(s.around) < aroundBytes {
				s.around = append(append(s.around, chunk[max(0, i-4):min(len(chunk), i+aroundEach)]...), '\n')
				s.upTo = at + aroundEach
			}
		}
		i += size
	}
	return nil
}

// encoding is the encoding of a file. Byte order marks say it, then zeros, then
// whether it is UTF-8; else letters decide.
func (s *survey) encoding() string {
	for _, mark := range []struct{ bytes, name string }{
		{"\xff\xfe\x00\x00", encUTF32LE}, {"\x00\x00\xfe\xff", encUTF32BE}, {"\xff\xfe", encUTF16LE}, {"\xfe\xff", encUTF16BE},
	} {
		if bytes.HasPrefix(s.head, []byte(mark.bytes)) {
			return mark.name
		}
	}
	z, n := s.zeros, int(s.bytes/4)+1
	switch most := n * 8 / 10; {
	case z[2] > most && z[3] > most:
		return encUTF32LE
	case z[0] > most && z[1] > most:
		return encUTF32BE
	case z[1]+z[3] > n/2 && z[0]+z[2] < (z[1]+z[3])/4:
		return encUTF16LE
	case z[0]+z[2] > n/2 && z[1]+z[3] < (z[0]+z[2])/4:
		return encUTF16BE
	}
	if s.stray == 0 || s.valid > 0 && s.stray <= s.valid/4 || bytes.HasPrefix(s.head, []byte("\xef\xbb\xbf")) {
		return encUTF8
	}
	best, most := enc1252, -1<<30
	for _, c := range singles {
		if score := c.score(s.around, bytes.Count(s.head, []byte{'\r'}) > 2*bytes.Count(s.head, []byte{'\n'})); score > most {
			best, most = c.name, score
		}
	}
	if best == enc1252 && !s.high {
		return encLatin1
	}
	return best
}

// score is how much a text looks like one when it is read in an encoding.
func (c charset) score(sample []byte, returns bool) int {
	text, err := c.enc.NewDecoder().Bytes(sample)
	if err != nil {
		return -1 << 29
	}
	likely := map[rune]bool{}
	for _, r := range c.letters {
		likely[r] = true
	}
	score, before, tall := c.prior, ' ', 0
	if c.name == encMac && returns {
		score += 8
	}
	runes := []rune(string(text))
	for i, r := range runes {
		next := ' '
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if r >= utf8.RuneSelf {
			tall++
			score += c.rate(r, before, next, likely)
		}
		before = r
	}
	if c.name == "Shift JIS" { // two bytes each
		return score * 2
	}
	return score
}

func (c charset) rate(r, before, next rune, likely map[rune]bool) int {
	inside := unicode.IsLetter(before) && unicode.IsLetter(next)
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return -8
	case c.name == "Shift JIS":
		if unicode.In(r, unicode.Hiragana) || unicode.In(r, unicode.Katakana) && r < 0xff00 {
			return 4
		}
		if unicode.Is(unicode.Han, r) {
			return 1
		}
		return -1
	case likely[r]:
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			return -3
		}
		if c.letters == cyrillic { // comes in words
			if unicode.In(before, unicode.Cyrillic) || unicode.In(next, unicode.Cyrillic) {
				return 4
			}
			return -4
		}
		return 3
	case unicode.IsLetter(r):
		return -2
	case r == '€' || r == '£' || r == '¥':
		if unicode.IsDigit(before) || before == ' ' || before == '\u00a0' || unicode.IsDigit(next) {
			return 3
		}
		return -2
	case inside && r != '’':
		return -4
	case strings.ContainsRune("–—’“”„…™®°\u00a0²½×", r):
		return 1
	}
	return -1
}

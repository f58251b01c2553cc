package media

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// SniffLen is how many leading bytes of a file Sniff needs.
const SniffLen = 512

const accepted = "JPEG, PNG, WebP, GIF, HEIC, AVIF and TIFF are accepted."

// Sniff tells the format of a photo by its first bytes; the name of the file and
// what its sender called it play no part. Anything else is an *Error with code
// Unsupported that says what the file looks like.
func Sniff(head []byte) (Format, error) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return JPEG, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	case bytes.HasPrefix(head, []byte("GIF87a")), bytes.HasPrefix(head, []byte("GIF89a")):
		return GIF, nil
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return WebP, nil
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return TIFF, nil
	}
	if f := heifFormat(head); f != "" {
		return f, nil
	}
	if kind := describe(head); kind != "" {
		return "", &Error{Unsupported, "This is not a photo we can read: it looks like " + kind + ". " + accepted}
	}
	return "", &Error{Unsupported, "This is not a photo we can read. " + accepted}
}

// ftypBrands are the brands of an ISO base media file, the major one first.
func ftypBrands(head []byte) []string {
	if len(head) < 16 || string(head[4:8]) != "ftyp" {
		return nil
	}
	size := int(head[0])<<24 | int(head[1])<<16 | int(head[2])<<8 | int(head[3])
	brands := []string{string(head[8:12])}
	for i := 16; i+4 <= min(size, len(head)); i += 4 {
		brands = append(brands, string(head[i:i+4]))
	}
	return brands
}

// heifFormat reads the brands (ISO/IEC 23008-12 and the AVIF specification). The
// generic brands mif1 and msf1 need a second one to tell the codec.
func heifFormat(head []byte) Format {
	brands := ftypBrands(head)
	if len(brands) == 0 {
		return ""
	}
	generic := brands[0] == "mif1" || brands[0] == "msf1"
	for i, b := range brands {
		if i > 0 && !generic {
			break
		}
		switch b {
		case "avif", "avis":
			return AVIF
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs":
			return HEIF
		}
	}
	if generic {
		return HEIF
	}
	return ""
}

// describe names common files that are not accepted; empty when unknown.
func describe(head []byte) string {
	for _, k := range []struct{ magic, name string }{
		{"%PDF-", "a PDF document"},
		{"II+\x00", "a BigTIFF picture"},
		{"MM\x00+", "a BigTIFF picture"},
		{"BM", "a BMP picture"},
		{"8BPS", "a Photoshop document"},
		{"\x00\x00\x01\x00", "an icon"},
		{"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"},
		{"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"},
		{"\xff\x0a", "a JPEG XL picture"},
		{"\x1aE\xdf\xa3", "a video (Matroska or WebM)"},
		{"FLV\x01", "a video (Flash)"},
		{"\x00\x00\x01\xba", "a video (MPEG)"},
		{"\x00\x00\x01\xb3", "a video (MPEG)"},
		{"OggS", "an Ogg sound or video"},
		{"ID3", "a sound file"},
		{"PK\x03\x04", "a ZIP archive or an office document"},
		{"\x1f\x8b", "a compressed file"},
		{"Rar!", "a RAR archive"},
		{"7z\xbc\xaf", "a 7-Zip archive"},
		{"\x7fELF", "a program"},
		{"MZ", "a program"},
		{"{\\rtf", "a text document"},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return k.name
		}
	}
	if brands := ftypBrands(head); len(brands) > 0 {
		if strings.HasPrefix(brands[0], "M4A") || strings.HasPrefix(brands[0], "M4B") {
			return "a sound file"
		}
		return "a video (MP4 or QuickTime)"
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" {
		if string(head[8:12]) == "AVI " {
			return "a video (AVI)"
		}
		return "a sound file"
	}
	text := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n"))
	switch {
	case strings.HasPrefix(text, "<svg"), strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<svg"):
		return "an SVG drawing"
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"):
		return "a web page"
	case strings.HasPrefix(text, "<?xml"):
		return "an XML document"
	case strings.HasPrefix(text, "#extm3u"):
		return "a playlist"
	}
	if len(head) > 0 && isText(head) {
		return "text"
	}
	return ""
}

func isText(head []byte) bool {
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			return false
		}
	}
	for cut := range utf8.UTFMax { // The head may end inside a rune.
		if cut < len(head) && utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}

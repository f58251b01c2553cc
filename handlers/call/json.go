package call

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"photogram/models"
)

// Encode is a whole answer.
func Encode(v any) ([]byte, error) {
	var w Writer
	err := w.Object(v)
	return append(w.B, '\n'), err
}

// Writer writes JSON as encoding/json does, without HTML escapes; what is
// written often is written without reflection.
type Writer struct{ B []byte }

func (w *Writer) Raw(s string) { w.B = append(w.B, s...) }

// Object encodes anything, without a newline.
func (w *Writer) Object(v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	w.B = append(w.B, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
	return nil
}

func (w *Writer) Number(n int64) { w.B = strconv.AppendInt(w.B, n, 10) }

func (w *Writer) Boolean(v bool) { w.B = strconv.AppendBool(w.B, v) }

func (w *Writer) Float(f *float64) {
	if f == nil {
		w.Raw("null")
		return
	}
	_ = w.Object(*f) // finite numbers cannot fail to encode
}

func (w *Writer) ID(id models.ID) {
	w.Raw(`"`)
	w.Number(int64(id))
	w.Raw(`"`)
}

// Text writes a JSON string; what needs escapes is left to encoding/json.
func (w *Writer) Text(s string) {
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' || b >= utf8.RuneSelf {
			// Strings cannot fail to encode.
			_ = w.Object(s)
			return
		}
	}
	w.Raw(`"`)
	w.Raw(s)
	w.Raw(`"`)
}

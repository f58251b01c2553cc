package web

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"

	"photogram/models"
)

// Part is one part of a form that is read as it arrives.
type Part struct{ io.Reader }

// maxPart bounds a text of a form that is read as it arrives, in bytes.
const maxPart = 64 << 10

// Text is the part as a text.
func (p Part) Text() (string, error) {
	raw, err := io.ReadAll(io.LimitReader(p, maxPart))
	return string(raw), err
}

// maxParts is how many parts such a form may have.
const maxParts = 100

// EachPart goes through the parts of a form as they arrive.
func EachPart(parts *multipart.Reader, do func(name, file string, body Part) error) error {
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = do(part.FormName(), part.FileName(), Part{part})
		}
		var tooLarge *http.MaxBytesError
		switch {
		case err == nil:
		case errors.As(err, &tooLarge) || models.KindOf(err) != 0:
			return err
		default:
			return fmt.Errorf("%w: %w", models.Invalidf("file", "site.error.upload-ended-before-was-complete"), err)
		}
	}
	return models.Invalidf("file", "site.error.form-more-than-parts", "maxParts", maxParts)
}

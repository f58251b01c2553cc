package call

import (
	"errors"
	"io"
	"mime/multipart"
	"os"

	"photogram/models"
)

// Some programs send the file first and the token behind it. What comes before it is known
// who sends it is put aside, of which there is only so much room.
const (
	maxEarly      = 32 << 20 // of one form, in bytes
	maxEarlyForms = 8        // forms at a time
)

var earlyForms = make(chan struct{}, maxEarlyForms)

// early is a file whose token is still to come.
type early struct {
	name  string
	bytes *os.File
}

// putAside keeps a part until the token is there.
func (f *form) putAside(part *multipart.Part) error {
	if f.aside == nil {
		select {
		case earlyForms <- struct{}{}:
			f.aside = []early{}
		default:
			return f.tooEarly()
		}
	}
	file, err := f.intake.Spool()
	if err != nil {
		return err
	}
	f.aside = append(f.aside, early{part.FileName(), file})
	n, err := io.Copy(file, io.LimitReader(part, maxEarly-f.asideBytes+1))
	if err != nil {
		return errors.Join(f.admit(), badForm(err))
	}
	if f.asideBytes += n; f.asideBytes > maxEarly {
		return f.tooEarly()
	}
	_, err = file.Seek(0, io.SeekStart)
	return err
}

// tooEarly is what is said of files that came before their token, and can't be put aside.
func (f *form) tooEarly() error {
	err := f.admit()
	if models.KindOf(err) == models.Unauthorized {
		return models.Say(models.Error{Kind: models.Unauthorized}, "call.error.access-token-before-files", "megabytes", maxEarly>>20)
	}
	return err
}

// takeAside takes in what was put aside.
func (f *form) takeAside() error {
	for _, e := range f.aside {
		if err := f.take(e.name, e.bytes); err != nil {
			return err
		}
	}
	f.clearAside()
	return nil
}

func (f *form) clearAside() {
	if f.aside == nil {
		return
	}
	for _, e := range f.aside {
		_ = e.bytes.Close()
	}
	f.aside = nil
	<-earlyForms
}

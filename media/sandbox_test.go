package media

import (
	"io"
	"os"
)

// testAttempts are what a decoder would do that a file took over.
var testAttempts = map[string]func(file *os.File, create func(name string) (*os.File, error)) error{
	"wait": func(f *os.File, _ func(string) (*os.File, error)) error {
		_, err := io.Copy(io.Discard, f)
		return err
	},
}

package ui

import (
	"fmt"
	"io/fs"
	"strings"
)

// Credit names who made a photo of the demo content, and its licence.
type Credit struct{ File, Title, Author, Licence string }

// LicenceURL is the text of the licence.
func (c Credit) LicenceURL() string {
	switch c.Licence {
	case "CC BY 4.0":
		return "https://creativecommons.org/licenses/by/4.0/"
	case "CC0 1.0":
		return "https://creativecommons.org/publicdomain/zero/1.0/"
	}
	return ""
}

// ParseCredits reads the attribution that is kept beside the demo photos.
func ParseCredits(files fs.FS) ([]Credit, error) {
	text, err := fs.ReadFile(files, "demo/ATTRIBUTION.md")
	if err != nil {
		return nil, fmt.Errorf("read the photo credits: %w", err)
	}
	var out []Credit
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 4 {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if strings.Contains(cells[0], ".") {
			out = append(out, Credit{cells[0], cells[1], cells[2], cells[3]})
		}
	}
	return out, nil
}

package table

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"slices"
	"strings"

	"photogram/text"
)

// The formats of tables.
const (
	Text = "text" // CSV, TSV and their kin
	XLSX = "xlsx"
	HTML = "html"
	XML  = "xml" // RSS and Atom
	JSON = "json"
)

// part is the file itself, or a file in an archive.
type part struct {
	name   string
	open   func() (io.ReadCloser, error)
	whole  func() (io.ReaderAt, int64, error) // where a format needs it
	limits *Limits
}

// partsOf are the tables in a file.
func partsOf(from io.ReaderAt, size int64, limits *Limits) ([]part, error) {
	if size > limits.Bytes {
		return nil, TooLarge("table.error.file-too-large-at-most", "bytes", text.English.Size(limits.Bytes))
	}
	head := make([]byte, 8)
	n, _ := from.ReadAt(head, 0)
	head = head[:n]
	whole := part{name: "", limits: limits,
		open:  func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(from, 0, size)), nil },
		whole: func() (io.ReaderAt, int64, error) { return from, size, nil }}
	switch {
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return nil, Broken("table.error.excel-file-old-kind-xls")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return nil, Broken("table.error.pdf-save-table-xlsx-csv")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipped(from, size, whole)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		whole.open = func() (io.ReadCloser, error) {
			r, err := gzip.NewReader(io.NewSectionReader(from, 0, size))
			if err != nil {
				return nil, asBroken(err)
			}
			return io.NopCloser(&unpacking{from: r, packed: size, limits: limits}), nil
		}
		whole.whole = func() (io.ReaderAt, int64, error) { return held(whole) }
	}
	return []part{whole}, nil
}

func zipped(from io.ReaderAt, size int64, whole part) ([]part, error) {
	archive, err := zip.NewReader(from, size)
	if err != nil {
		return nil, asBroken(err)
	}
	var parts []part
	for _, f := range archive.File {
		switch name := f.Name; {
		case name == "xl/workbook.xml":
			return []part{whole}, nil
		case name == "content.xml":
			return nil, Broken("table.error.opendocument-file-ods-save-xlsx")
		case f.FileInfo().IsDir(), strings.HasPrefix(path.Base(name), "."), strings.HasPrefix(name, "__MACOSX/"), !isTable(name):
			continue
		}
		parts = append(parts, entry(f, whole.limits))
	}
	if len(parts) == 0 {
		return nil, Broken("table.error.archive-no-table-csv-tsv")
	}
	if len(parts) > whole.limits.Parts {
		return nil, TooLarge("table.error.archive-tables-at-most-read", "parts", len(parts), "parts2", whole.limits.Parts)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return parts, nil
}

func isTable(name string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xls", ".xml", ".rss", ".atom", ".json", ".jsonl",
		".ndjson",
		".htm", ".html", ".psv"}, strings.ToLower(path.Ext(name)))
}

func entry(f *zip.File, limits *Limits) part {
	p := part{name: Shown(f.Name), limits: limits, open: func() (io.ReadCloser, error) {
		if f.Flags&1 != 0 {
			return nil, Broken("table.error.archive-locked-password", "name", Shown(f.Name))
		}
		r, err := f.Open()
		if err != nil {
			return nil, asBroken(err)
		}
		return struct {
			io.Reader
			io.Closer
		}{&unpacking{from: r, packed: int64(f.CompressedSize64), limits: limits}, r}, nil
	}}
	p.whole = func() (io.ReaderAt, int64, error) { return held(p) }
	return p
}

// held is a packed spreadsheet in memory, where its reader needs all of it.
func held(p part) (io.ReaderAt, int64, error) {
	r, err := p.open()
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	all, err := io.ReadAll(io.LimitReader(r, sheetBytes+1))
	if err != nil {
		return nil, 0, err
	}
	if len(all) > sheetBytes {
		return nil, 0, TooLarge("table.error.spreadsheet-archive-at-most", "sheetBytes", text.English.Size(sheetBytes))
	}
	return bytes.NewReader(all), int64(len(all)), nil
}

// Shown is a name that somebody else gave, fit to be shown.
func Shown(s string) string {
	s = strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s), "")
	return Cut(s, 255)
}

// Cut is a text of at most n bytes, without half a character at its end.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// formatOf is the format of a part, by how it begins.
func formatOf(head []byte, decodedHead string) string {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return XLSX
	}
	start := strings.ToLower(strings.TrimLeft(Cut(decodedHead, 8192), " \t\r\n\ufeff"))
	switch {
	case strings.HasPrefix(start, "{"), strings.HasPrefix(start, "[{"), strings.HasPrefix(start, "[\n"), strings.HasPrefix(start, "[ "),
		strings.HasPrefix(start, "[\r"):
		return JSON
	case !strings.HasPrefix(start, "<"):
		return Text
	case strings.Contains(start, "<rss"), strings.Contains(start, "<feed"), strings.Contains(start, "<rdf:rdf"),
		strings.Contains(start, "<channel"):
		return XML
	case strings.Contains(start, "<html"), strings.Contains(start, "<workbook"), strings.Contains(start, "<table"),
		strings.Contains(start, "<!doctype html"),
		strings.Contains(start, "<meta"),
		strings.Contains(start, "<body"):
		return HTML
	case strings.HasPrefix(start, "<?xml"):
		return XML
	}
	return Text
}

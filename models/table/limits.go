package table

import (
	"io"

	"photogram/models"
	"photogram/text"
)

// Limits bound what a file may take. Who reads it counts the rows.
type Limits struct {
	Bytes    int64 // of the file as it is sent
	Unpacked int64 // of what it holds when it is unpacked
	Ratio    int64 // of unpacked to packed
	Rows     int   // below the header
	Columns  int
	Cell     int // bytes of a cell that are kept
	Parts    int // tables in an archive
}

// DefaultLimits are those of files that people send.
var DefaultLimits = Limits{Bytes: models.MaxTable, Unpacked: 1 << 30, Ratio: 200, Rows: 250_000, Columns: 1_000, Cell: 128 << 10, Parts: 20}

const (
	ratioFrom   = 8 << 20   // below this an archive is small whatever its ratio
	sheetBytes  = 64 << 20  // of a spreadsheet, which is held in memory while it is read
	sheetMemory = 32 << 20  // of one sheet, beyond which it goes to a temporary file
	sheetSize   = 512 << 20 // of a spreadsheet when it is unpacked
	elementSize = 16 << 20  // of one element of XML or JSON
	rowBytes    = 1 << 20   // that are kept of one row
)

// TooLarge is an error about a file that is beyond a limit.
func TooLarge(id string, pairs ...any) error {
	return models.Say(models.Error{Kind: models.TooLarge, Field: "file"}, id, pairs...)
}

// Broken is an error about a file that cannot be read.
func Broken(id string, pairs ...any) error { return models.Invalidf("file", id, pairs...) }

func count(n int) string { return text.English.Number(int64(n)) }

// unpacking counts what comes out of an archive, and stops where that is too much.
type unpacking struct {
	from   io.Reader
	read   int64
	packed int64
	limits *Limits
}

func (u *unpacking) Read(b []byte) (int, error) {
	n, err := u.from.Read(b)
	u.read += int64(n)
	switch {
	case u.read > u.limits.Unpacked:
		return 0, TooLarge("table.error.archive-unpacks-more-than", "unpacked", text.English.Size(u.limits.Unpacked))
	case u.read > ratioFrom && u.packed > 0 && u.read/u.packed > u.limits.Ratio:
		return 0, TooLarge("table.error.archive-unpacks-more-than-times", "ratio", u.limits.Ratio)
	}
	if err != nil && err != io.EOF {
		err = asBroken(err)
	}
	return n, err
}

// asBroken keeps errors that have words for people, and gives words to others.
func asBroken(err error) error {
	if models.KindOf(err) != 0 {
		return err
	}
	return Broken("table.error.file-damaged", "err", err)
}

// bounded stops where one element is larger than any should be; the reader of elements
// sets read to 0 after each.
type bounded struct {
	from io.Reader
	read int
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if b.read += n; b.read > elementSize {
		return 0, TooLarge("table.error.one-entry-file-more-than", "elementSize", text.English.Size(elementSize))
	}
	return n, err
}

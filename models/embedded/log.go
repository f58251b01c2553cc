package embedded

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// maxLog bounds PostgreSQL's log; as much again is kept of what came before.
const maxLog = 8 << 20

// limitLog moves a log that has grown too long aside. PostgreSQL appends to
// the open file, so it is copied and cut, not renamed.
func limitLog(l layout) error {
	info, err := os.Stat(l.log)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && info.Size() < maxLog {
		return nil
	}
	if err == nil {
		err = copyLog(l)
	}
	if err == nil {
		err = os.Truncate(l.log, 0)
	}
	if err != nil {
		return fmt.Errorf("limit PostgreSQL's log: %w", err)
	}
	return nil
}

func copyLog(l layout) error {
	from, err := os.Open(l.log)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	to, err := os.OpenFile(l.log+".old", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, io.LimitReader(from, 2*maxLog))
	if err == nil {
		err = l.giveToDirOwner(to)
	}
	return errors.Join(err, to.Close())
}

// logSince returns what was logged after the first size bytes, for errors.
func logSince(l layout, size int64) string {
	f, err := os.Open(l.log)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	b, _ := io.ReadAll(io.NewSectionReader(f, size, 64<<10))
	return string(b)
}

// tail is the end of a program's output, for errors.
func tail(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) > 8 {
		lines = lines[len(lines)-8:]
	}
	return strings.Join(lines, "\n")
}

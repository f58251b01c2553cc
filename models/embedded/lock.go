package embedded

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrRunning says that another Photogram uses the data directory.
var ErrRunning = errors.New("another Photogram uses this data directory")

// RunningError is ErrRunning with the details.
type RunningError struct {
	DataDir string
	PID     int // 0 when unknown
}

func (e *RunningError) Error() string {
	who := "another Photogram"
	if e.PID > 0 {
		who += fmt.Sprintf(", process %d,", e.PID)
	}
	return who + " uses this data directory: " + e.DataDir
}

func (e *RunningError) Is(target error) bool { return target == ErrRunning }

func lockHolder(err error) int {
	var running *RunningError
	if errors.As(err, &running) {
		return running.PID
	}
	return 0
}

// takeLock makes this process the only user of the data directory until the
// file is closed or the process dies. The file stays: deleting it would let
// two processes lock two files of one name.
func takeLock(l layout) (*os.File, error) {
	f, err := os.OpenFile(l.lock, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data directory: %w", err)
	}
	return takeLockOn(f, l)
}

// namingTime is how long a new holder may take from its lock to its number in
// the file. Until then the file is empty or names an earlier one.
const namingTime = time.Second

func takeLockOn(f *os.File, l layout) (*os.File, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	for end := time.Now().Add(namingTime); errors.Is(err, syscall.EWOULDBLOCK); err = syscall.Flock(int(f.Fd()),
		syscall.LOCK_EX|syscall.LOCK_NB) {
		pid := namedHolder(f)
		if pid > 0 || time.Now().After(end) {
			return nil, errors.Join(&RunningError{DataDir: l.dir, PID: pid}, f.Close())
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data directory: %w", err), f.Close())
	}
	err = l.giveToDirOwner(f)
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintln(f, os.Getpid())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data directory: %w", err), f.Close())
	}
	return f, nil
}

// namedHolder is the living process that the lock's file names, or 0.
func namedHolder(f *os.File) int {
	b := make([]byte, 20)
	n, _ := f.ReadAt(b, 0)
	pid, _ := strconv.Atoi(strings.TrimSpace(string(b[:n])))
	if pid <= 0 || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return 0
	}
	return pid
}

// Package tmpfs keeps temporary files of tests in memory. ext4 looks long for
// an inode that was not deleted a moment ago, so that databases which come and
// go cost ten times as much there. It is imported by tests only.
package tmpfs

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const (
	memory = "/dev/shm"
	prefix = "photogram-test-"
	// enough is how much has to be free there.
	enough = 2 << 30
	magic  = 0x01021994 // of tmpfs, statfs(2)
)

// Disk is where temporary files were before Use: for what builds programs.
var Disk = os.TempDir()

// Use makes a directory in memory the one for temporary files of this process
// and its children. Done deletes it. Where TMPDIR is set, and where there is
// no such memory or a program cannot be run there, nothing changes.
func Use() (done func()) {
	sweep()
	var fs syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || syscall.Statfs(memory, &fs) != nil || fs.Type != magic ||
		fs.Bavail*uint64(fs.Bsize) < enough || uint64(fs.Flags)&syscall.MS_NOEXEC != 0 {
		return func() {}
	}
	dir := filepath.Join(memory, prefix+strconv.Itoa(os.Getpid()))
	// The users of the database and of the sandbox write there too, as in /tmp.
	if err := os.Mkdir(dir, 0o700); err != nil {
		return func() {}
	}
	if err := os.Chmod(dir, 0o777|os.ModeSticky); err != nil {
		log.Print(err)
	}
	if err := os.Setenv("TMPDIR", dir); err != nil {
		log.Print(err)
	}
	return func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

// sweep deletes what killed tests left.
func sweep() {
	dirs, _ := filepath.Glob(filepath.Join(memory, prefix+"*")) // the pattern is well formed
	for _, dir := range dirs {
		pid, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(dir), prefix))
		if err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			_ = os.RemoveAll(dir) // what belongs to somebody else stays
		}
	}
}

// Package kit starts what benchmarks measure and reads how much processor time it
// took. It is used by the commands below bench alone.
package kit

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of processor time in /proc, the same on every Linux that Go runs on.
const tick = 10 * time.Millisecond

func postmasterPID(data string) (int, error) {
	raw, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	return strconv.Atoi(first)
}

// stat reads a process's own time, that of its ended children, and its parent.
func stat(pid int) (own, children time.Duration, parent int) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, 0
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	n := func(i int) time.Duration {
		v, _ := strconv.ParseInt(fields[i], 10, 64)
		return time.Duration(v) * tick
	}
	parent, _ = strconv.Atoi(fields[1])
	return n(11) + n(12), n(13) + n(14), parent
}

func processTime(pid int) time.Duration {
	own, _, _ := stat(pid)
	return own
}

// clusterTime is the time of a postmaster and all its processes, past and present.
func clusterTime(postmaster int) time.Duration {
	own, ended, _ := stat(postmaster)
	total := own + ended
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			if t, _, parent := stat(pid); parent == postmaster {
				total += t
			}
		}
	}
	return total
}

// ResidentMiB is the memory of a process.
func ResidentMiB(pid int) int {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(raw)) {
		var kb int
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kb); err == nil {
			return kb / 1024
		}
	}
	return 0
}

package media

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// envMemory tells the child how many bytes of private memory it may have.
const envMemory = "PHOTOGRAM_RENDER_MEMORY"

const (
	childFiles    = 64      // open files
	childFileSize = 1 << 30 // bytes; libvips keeps large decoded pictures in unnamed temporary files
	childGoMemory = 48 << 20
)

// ChildMain is the render child: it limits itself, then does the jobs that come
// on standard input and answers on standard output until that ends. main runs it
// for the hidden subcommand that PoolOptions.Args names, before anything else is
// opened, and exits with its result.
func ChildMain() int {
	if err := confine(); err != nil {
		fmt.Fprintln(os.Stderr, "render child:", err)
		return 1
	}
	guardLoaders()
	in := bufio.NewReader(os.Stdin)
	for {
		var req request
		if err := receive(in, &req); err != nil {
			return 0
		}
		if err := allowCPU(req.CPU); err != nil {
			fmt.Fprintln(os.Stderr, "render child:", err)
			return 1
		}
		if err := send(os.Stdout, started{}); err != nil {
			return 1
		}
		before := processorTime()
		answer := work(req)
		answer.Took = processorTime() - before
		if !isSmall(req) {
			releaseMemory()
		}
		if err := send(os.Stdout, answer); err != nil {
			return 1
		}
	}
}

// confine sets limits that the process cannot raise again.
func confine() error {
	debug.SetMemoryLimit(childGoMemory)
	debug.SetGCPercent(50)
	memory, err := strconv.ParseUint(os.Getenv(envMemory), 10, 64)
	if err != nil {
		return fmt.Errorf("%s: %w", envMemory, err)
	}
	for _, l := range []struct {
		resource int
		limit    uint64
	}{
		// DATA, not AS: the Go runtime reserves far more address space than it uses.
		{unix.RLIMIT_DATA, memory},
		{unix.RLIMIT_FSIZE, childFileSize},
		{unix.RLIMIT_NOFILE, childFiles},
		{unix.RLIMIT_CORE, 0},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.limit, Max: l.limit}); err != nil {
			return fmt.Errorf("limit resource %d to %d: %w", l.resource, l.limit, err)
		}
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

// allowCPU moves the soft limit of processor time to budget from now on; going
// over it ends the process.
func allowCPU(budget time.Duration) error {
	seconds := processorTime() + budget + time.Second
	limit := unix.Rlimit{Cur: uint64(seconds / time.Second), Max: unix.RLIM_INFINITY}
	return unix.Setrlimit(unix.RLIMIT_CPU, &limit)
}

// processorTime is what this process used so far.
func processorTime() time.Duration {
	var used unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &used) // cannot fail for oneself
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// releaseMemory gives back to the system what this process no longer uses.
func releaseMemory() {
	releaseNative()
	debug.FreeOSMemory()
}

// isSmall is whether a job left next to nothing behind, so that giving it back
// would cost more than the job.
func isSmall(req request) bool {
	stat, err := os.Stat(req.Path)
	return req.Op == "inspect" && err == nil && stat.Size() < 256<<10
}

func work(req request) response {
	var answer response
	var err error
	switch req.Op {
	case "inspect":
		var info Info
		info, err = inspect(req.Path, req.Limits)
		answer.Info = &info
	case "render":
		var result Result
		result, err = render(RenderJob{Path: req.Path, Recipe: req.Recipe, OutDir: req.OutDir, Preview: req.Preview, Full: req.Full, AVIF: req.AVIF, Enlarge: req.Enlarge}, req.Limits)
		answer.Result = &result
	default:
		err = fmt.Errorf("unknown job %q", req.Op)
	}
	if err == nil {
		return answer
	}
	var refused *Error
	if errors.As(err, &refused) {
		return response{Refused: refused, Failure: err.Error()}
	}
	return response{Failure: err.Error(), NoSpace: errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)}
}

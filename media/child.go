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

// envSeccomp tells the child that this machine has seccomp.
const envSeccomp = "PHOTOGRAM_RENDER_SECCOMP"

const (
	childFiles    = 64      // open files
	childFileSize = 1 << 30 // bytes; libvips keeps large decoded pictures in unnamed temporary files
	childGoMemory = 48 << 20
)

// ChildMain is what runs in every process that reads strangers' bytes. main calls
// it for the hidden subcommand "render-child", before anything else is opened, and
// exits with its result. At first the process confines itself and becomes another
// program: ffmpeg, or once more this one, which is now the render child. That
// limits itself, then does the jobs that come on standard input, a socket, and
// answers there until that ends.
func ChildMain() int {
	if spec, ok := os.LookupEnv(envStage); ok {
		if err := become(spec); err != nil {
			fmt.Fprintln(os.Stderr, "confine:", err)
			return exitUnconfined
		}
		return 0
	}
	socket, err := unixConn(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "render child:", err)
		return 1
	}
	if err := confine(); err != nil {
		fmt.Fprintln(os.Stderr, "render child:", err)
		return 1
	}
	guardLoaders()
	files := &inbox{conn: socket}
	in := bufio.NewReader(files)
	for {
		var req request
		if err := receive(in, &req); err != nil {
			return 0
		}
		if req.file, err = files.file(); err != nil {
			fmt.Fprintln(os.Stderr, "render child:", err)
			return 1
		}
		if err := allowCPU(req.CPU); err != nil {
			fmt.Fprintln(os.Stderr, "render child:", err)
			return 1
		}
		if err := send(socket, started{}); err != nil {
			return 1
		}
		before := processorTime()
		answer := work(req, func(name string) (*os.File, error) {
			if err := send(socket, response{Create: name}); err != nil {
				return nil, err
			}
			var c created
			if err := receive(in, &c); err != nil {
				return nil, err
			}
			switch {
			case c.NoSpace:
				return nil, fmt.Errorf("%s: %w", c.Failure, syscall.ENOSPC)
			case c.Failure != "":
				return nil, errors.New(c.Failure)
			}
			return files.file()
		})
		answer.Took = processorTime() - before
		if !isSmall(req) {
			releaseMemory()
		}
		_ = req.file.Close()
		if err := send(socket, answer); err != nil {
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
	err = limitAll([]limit{
		// DATA, not AS: the Go runtime reserves far more address space than it uses.
		{unix.RLIMIT_DATA, memory, memory},
		{unix.RLIMIT_FSIZE, childFileSize, childFileSize},
		{unix.RLIMIT_NOFILE, childFiles, childFiles},
		{unix.RLIMIT_CORE, 0, 0},
	})
	if err != nil {
		return err
	}
	if os.Getenv(envSeccomp) == "" {
		return nil
	}
	if err := restrictCalls(true); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	return nil
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
	stat, err := req.file.Stat()
	return req.Op == "inspect" && err == nil && stat.Size() < 256<<10
}

// attempts are jobs that only tests have: what a decoder would do that a file took over.
var attempts map[string]func(file *os.File, create func(name string) (*os.File, error)) error

func work(req request, create func(name string) (*os.File, error)) response {
	var answer response
	var err error
	switch req.Op {
	case "inspect":
		var info Info
		info, err = inspect(req.file, req.Limits)
		answer.Info = &info
	case "render":
		var result Result
		job := RenderJob{Recipe: req.Recipe, Preview: req.Preview, Full: req.Full, AVIF: req.AVIF, Enlarge: req.Enlarge,
			Width: req.Width, Height: req.Height}
		result, err = render(req.file, job, create, req.Limits)
		answer.Result = &result
	case "unpack":
		err = unpack(req.file, create, req.Limits)
	default:
		attempt, ok := attempts[req.Op]
		if !ok {
			err = fmt.Errorf("unknown job %q", req.Op)
			break
		}
		err = attempt(req.file, create)
	}
	if err == nil {
		return answer
	}
	var refused *Error
	if errors.As(err, &refused) {
		return response{Refused: refused, Failure: err.Error()}
	}
	return response{Failure: err.Error(), NoSpace: isNoSpace(err)}
}

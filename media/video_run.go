package media

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"photogram/models"
)

// command is one run of ffmpeg or ffprobe.
type command struct {
	program  string
	args     []string
	input    *os.File      // what it reads as inputFile
	dir      string        // what it may write in
	time     time.Duration // wall clock, patience times cpu: a busy machine is no fault of the video's
	cpu      time.Duration
	fileSize int64             // of each file that it writes
	quiet    time.Duration     // how long it may print nothing, and longer while it works; zero for as long as it runs
	gentle   bool              // gives way to other work
	line     func(line string) // is given what it prints, line by line
}

const patience = 4

// usage is what a run took.
type usage struct {
	cpu    time.Duration
	memory int64 // bytes at most
}

const maxOutput = 1 << 20

// run does not return before the process is gone.
func (v *Videos) run(ctx context.Context, c command) (out []byte, used usage, err error) {
	limited, cancel := context.WithTimeout(ctx, c.time)
	defer cancel()
	run, err := v.tools.confinement.prepare(stage{Program: c.program, Args: c.args, Gentle: c.gentle,
		Env: append(passedEnv(), "MALLOC_ARENA_MAX=2", "AV_LOG_FORCE_NOCOLOR=1"), Limits: v.limits(c)}, c.input, c.dir)
	if err != nil {
		return nil, used, fmt.Errorf("start %s: %w", c.program, err)
	}
	defer run.begun()
	cmd := run.Cmd
	var stderr tail
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, used, fmt.Errorf("start %s: %w", c.program, err)
	}

	var hung, starved atomic.Bool // when it was killed
	finished := make(chan error, 1)
	go func() {
		// The kernel sends the parent-death signal when the thread that started a process ends.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := cmd.Start(); err != nil {
			finished <- fmt.Errorf("start %s: %w", c.program, err)
			return
		}
		kill := func() {
			if hangs(cmd.Process.Pid) {
				hung.Store(true)
			} else {
				starved.Store(true)
			}
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		}
		stop := context.AfterFunc(limited, kill)
		line := c.line
		if c.quiet > 0 { // ffmpeg hangs where it should fail for want of memory
			var stalled *time.Timer
			var tried atomic.Int32
			stalled = time.AfterFunc(time.Hour, func() {
				if tried.Add(1) < patience && !hangs(cmd.Process.Pid) {
					stalled.Reset(c.quiet)
					return
				}
				kill()
			})
			stalled.Reset(c.quiet)
			release := stop
			stop = func() bool {
				stalled.Stop()
				return release()
			}
			line = func(s string) {
				tried.Store(0)
				stalled.Reset(c.quiet)
				c.line(s)
			}
		}
		out = readOutput(pipe, line)
		err := cmd.Wait()
		stop() // its number may soon be another's
		finished <- err
	}()
	err = <-finished
	if s := cmd.ProcessState; s != nil {
		used.cpu = s.UserTime() + s.SystemTime()
		if r, ok := s.SysUsage().(*syscall.Rusage); ok {
			used.memory = r.Maxrss << 10
		}
	}
	if err == nil {
		return out, used, nil
	}
	if ctx.Err() == nil && starved.Load() && used.cpu < c.cpu {
		v.options.Logger.Warn("ffmpeg stalled", "processor", used.cpu, "after", c.time)
		return out, used, models.Say(models.Error{Kind: models.Unavailable, Field: "file", RetryAfter: 60},
			"editor.error.server-very-busy-did-not-2")
	}
	return out, used, v.explain(ctx, hung.Load(), c, used, err, stderr.String())
}

// hangs is whether a process waits for what does not come.
func hangs(pid int) bool {
	_, asleep := threads(pid)
	return asleep
}

// limits of a process that reads a video.
func (v *Videos) limits(c command) []limit {
	cpu := uint64(c.cpu / time.Second)
	return []limit{
		// DATA, not AS: libraries reserve far more address space than they use.
		{unix.RLIMIT_DATA, v.options.Memory, v.options.Memory},
		{unix.RLIMIT_CPU, cpu + 1, cpu + 2},
		{unix.RLIMIT_FSIZE, uint64(c.fileSize), uint64(c.fileSize)},
		{unix.RLIMIT_NOFILE, childFiles, childFiles},
		{unix.RLIMIT_CORE, 0, 0},
	}
}

func readOutput(r io.Reader, line func(string)) []byte {
	if line == nil {
		out, _ := io.ReadAll(io.LimitReader(r, maxOutput))
		_, _ = io.Copy(io.Discard, r)
		return out
	}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		line(lines.Text())
	}
	_, _ = io.Copy(io.Discard, r)
	return nil
}

// explain says what the end of a process means for the video.
func (v *Videos) explain(ctx context.Context, hung bool, c command, used usage, err error, stderr string) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	heavy := &Error{TooHeavy, "This video needs more memory or time than we can give it. Please send a smaller or simpler one."}
	reason := fmt.Errorf("%w: %s", err, lastLine(stderr))
	if exit.ExitCode() == exitUnconfined {
		return fmt.Errorf("start %s: %w", c.program, reason)
	}
	v.options.Logger.Info("ffmpeg failed", "state", exit.String(), "stderr", stderr)
	status, _ := exit.Sys().(syscall.WaitStatus)
	switch {
	case used.cpu >= c.cpu: // it may end by itself when told that its time is over
		return fmt.Errorf("%w (%w)", &Error{TooSlow, "This video takes too long to process. Please send a shorter or smaller one."}, reason)
	case strings.Contains(stderr, "No space left on device"):
		return fmt.Errorf("%w: %w", ErrNoSpace, reason)
	case strings.Contains(stderr, "Cannot allocate memory"), strings.Contains(stderr, "malloc"), strings.Contains(stderr, "File too large"),
		hung, status.Signaled() && status.Signal() != syscall.SIGKILL:
		return fmt.Errorf("%w (%w)", heavy, reason)
	case status.Signaled(): // not by us
		return fmt.Errorf("%w (%w: %w)", heavy, ErrKilled, reason)
	}
	return damagedVideo(reason)
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}

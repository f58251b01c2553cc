package media

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// child is one render child process, as seen by its parent.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	pipe   *os.File // its answers
	out    *bufio.Reader
	stderr tail
	done   chan struct{} // closed when the process is gone
	idle   *time.Timer
}

// startChild runs the program. The thread that starts a child must outlive it:
// the kernel sends the parent-death signal when that thread ends.
func startChild(executable string, args, env []string) (*child, error) {
	c := &child{cmd: exec.Command(executable, args...), done: make(chan struct{})}
	c.cmd.Env = env
	c.cmd.Stderr = &c.stderr
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	// Our own pipe for the answers: Wait would close one of exec's under the reader.
	answers, answersIn, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start render child: %w", err)
	}
	c.cmd.Stdout = answersIn
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		answers.Close()
		answersIn.Close()
		return nil, fmt.Errorf("start render child: %w", err)
	}
	c.pipe, c.out = answers, bufio.NewReader(answers)

	running := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.cmd.Start()
		answersIn.Close()
		running <- err
		if err == nil {
			_ = c.cmd.Wait()
		}
		close(c.done)
	}()
	if err := <-running; err != nil {
		answers.Close()
		return nil, fmt.Errorf("start render child: %w", err)
	}
	return c, nil
}

// errNotStarted says that a child was gone before it began the job.
var errNotStarted = errors.New("render child is gone")

// ask sends a job and waits, first for the child's word that it has it.
func (c *child) ask(req request, answer *response) error {
	err := send(c.in, req)
	if err == nil {
		err = receive(c.out, &started{})
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errNotStarted, err)
	}
	return receive(c.out, answer)
}

func (c *child) alive() bool {
	select {
	case <-c.done:
		return false
	default:
		return true
	}
}

func (c *child) kill() { _ = c.cmd.Process.Kill() }

// stop kills the process and waits until it is gone. It holds nothing that is
// worth a gentler end.
func (c *child) stop() {
	c.kill()
	c.in.Close()
	<-c.done
	c.pipe.Close()
}

// state is how the process ended.
func (c *child) state() string {
	<-c.done
	return c.cmd.ProcessState.String()
}

// overTime is whether the process ended because it used up its processor time.
func (c *child) overTime() bool {
	<-c.done
	status, ok := c.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGXCPU
}

// tail keeps the last bytes written to it.
type tail struct {
	mu    sync.Mutex
	bytes []byte
}

const tailBytes = 2048

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes = append(t.bytes, b...)
	if extra := len(t.bytes) - tailBytes; extra > 0 {
		t.bytes = append([]byte(nil), t.bytes[extra:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.bytes)
}

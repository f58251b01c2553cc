package media

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// child is one render child process, as seen by its parent.
type child struct {
	cmd     *exec.Cmd
	socket  *net.UnixConn
	out     *bufio.Reader // its answers
	stderr  tail
	scratch string        // the directory in which it may write
	done    chan struct{} // closed when the process is gone
	idle    *time.Timer
	gentle  bool
	owes    atomic.Bool // an answer, which its parent waits for
}

// startChild runs a program that confines itself. The thread that starts a child
// must outlive it: the kernel sends the parent-death signal when that thread ends.
func startChild(c Confinement, s stage) (*child, error) {
	scratch, err := os.MkdirTemp("", scratchName)
	if err != nil {
		return nil, fmt.Errorf("start render child: %w", err)
	}
	started, err := launch(c, s, scratch)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start render child: %w", err), os.RemoveAll(scratch))
	}
	return started, nil
}

func launch(confinement Confinement, s stage, scratch string) (*child, error) {
	run, err := confinement.prepare(s, nil, scratch)
	if err != nil {
		return nil, err
	}
	defer run.begun()
	socket, theirs, err := socketPair()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: run.Cmd, socket: socket, out: bufio.NewReader(socket), scratch: scratch, done: make(chan struct{}), gentle: s.Gentle}
	c.cmd.Stdin, c.cmd.Stderr = theirs, &c.stderr
	running := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.cmd.Start()
		err = errors.Join(err, theirs.Close())
		running <- err
		if err == nil {
			_ = c.cmd.Wait()
			_ = os.RemoveAll(scratch)
		}
		close(c.done)
	}()
	if err := <-running; err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	return c, nil
}

// errNotStarted says that a child was gone before it began the job.
var errNotStarted = errors.New("render child is gone")

// ask sends a job and waits, first for the child's word that it has it, then for
// the answer. Meanwhile it makes the files that the child asks for.
func (c *child) ask(req request, answer *response) error {
	err := sendFile(c.socket, req, req.file)
	if err == nil {
		err = receive(c.out, &started{})
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errNotStarted, err)
	}
	for range maxFiles {
		*answer = response{}
		c.owes.Store(true)
		err := receive(c.out, answer)
		c.owes.Store(false)
		if err != nil || answer.Create == "" {
			return err
		}
		if err := c.create(req.OutDir, answer.Create); err != nil {
			return err
		}
	}
	return errors.New("the render child asks for too many files")
}

// maxFiles is above what any job writes.
const maxFiles = 64

var outName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,40}\.(jpg|webp|avif|png)$`)

// create makes a file for the child, which can neither do that itself nor reach
// any other.
func (c *child) create(dir, name string) error {
	if dir == "" || !outName.MatchString(name) {
		return send(c.socket, created{Failure: fmt.Sprintf("%q is no file of this job", name)})
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return send(c.socket, created{Failure: err.Error(), NoSpace: isNoSpace(err)})
	}
	return errors.Join(sendFile(c.socket, created{}, f), f.Close())
}

func isNoSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
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

// watch kills the process once nothing in it moved for a while though it owes an
// answer: libraries that find no memory for a thread wait for what it would do.
// The function it returns ends the watch and says whether it killed.
func (c *child) watch(quiet time.Duration) (end func() bool) {
	const looks = 10
	stop, killed := make(chan struct{}), make(chan bool, 1)
	go func() {
		every := time.NewTicker(quiet / looks)
		defer every.Stop()
		for before, same := "", 0; ; {
			select {
			case <-stop:
				killed <- false
				return
			case <-every.C:
			}
			now, asleep := threads(c.cmd.Process.Pid)
			if same++; !asleep || now != before || !c.owes.Load() {
				before, same = now, 0
			}
			if same == looks {
				c.kill()
				killed <- true
				return
			}
		}
	}()
	return func() bool {
		close(stop)
		return <-killed
	}
}

// threads is what the kernel tells of a process's threads, what they did so far
// included, and whether none of them runs, wants to, or was stopped.
func threads(pid int) (told string, asleep bool) {
	asleep = true
	paths, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	for _, path := range paths {
		stat, err := os.ReadFile(path)
		told += string(stat)
		if name := bytes.LastIndexByte(stat, ')'); err == nil && name+2 < len(stat) && stat[name+2] != 'S' {
			asleep = false
		}
	}
	return told, asleep
}

// stop kills the process and waits until it is gone. It holds nothing that is
// worth a gentler end.
func (c *child) stop() {
	c.kill()
	c.socket.Close()
	<-c.done
}

// state is how the process ended.
func (c *child) state() string {
	<-c.done
	return c.cmd.ProcessState.String()
}

// endedBy is whether a signal ended the process; SIGXCPU says that it used up its
// processor time.
func (c *child) endedBy(signal syscall.Signal) bool {
	<-c.done
	status, ok := c.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == signal
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

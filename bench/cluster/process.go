package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// process is a program that is started again when it ends by itself, as a
// service manager would, a second later.
type process struct {
	name, path string
	args, env  []string
	dir        string // working directory; its log is beside it
	owner      *syscall.Credential

	mu       sync.Mutex
	cmd      *exec.Cmd
	ended    chan struct{}
	wanted   bool
	restarts int // that nobody had asked for
}

func (p *process) start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wanted = true
	return p.launch()
}

func (p *process) launch() error {
	out, err := os.OpenFile(filepath.Join(p.dir, p.name+".log"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	cmd, ended := exec.Command(p.path, p.args...), make(chan struct{})
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = p.dir, p.env, out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true, Credential: p.owner}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // whose end would be taken for ours
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
			close(ended)
			p.again(cmd)
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.cmd, p.ended = cmd, ended
	return nil
}

// again starts what ended by itself.
func (p *process) again(was *exec.Cmd) {
	time.Sleep(time.Second)
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.wanted || p.cmd != was {
		return
	}
	p.restarts++
	if err := p.launch(); err != nil {
		fmt.Println(err)
	}
}

func (p *process) signal(sig syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil {
		_ = p.cmd.Process.Signal(sig)
	}
}

func (p *process) pid() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return 0
	}
	return p.cmd.Process.Pid
}

// end sends a signal and waits for the end, which nothing follows. What does
// not end in time is killed.
func (p *process) end(sig syscall.Signal, within time.Duration) (took time.Duration, inTime bool) {
	p.mu.Lock()
	p.wanted = false
	cmd, ended := p.cmd, p.ended
	p.mu.Unlock()
	if cmd == nil {
		return 0, true
	}
	began := time.Now()
	_ = cmd.Process.Signal(sig)
	select {
	case <-ended:
		return time.Since(began), true
	case <-time.After(within):
	}
	_ = cmd.Process.Kill()
	<-ended
	return time.Since(began), false
}

func (p *process) kill() { p.end(syscall.SIGKILL, time.Minute) }

// alive is whether it runs just now.
func (p *process) alive() bool {
	p.mu.Lock()
	ended := p.ended
	p.mu.Unlock()
	if ended == nil {
		return false
	}
	select {
	case <-ended:
		return false
	default:
		return true
	}
}

func (p *process) unasked() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.restarts
}

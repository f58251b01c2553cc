// Package tooltest runs the programs that ./test builds into build/tools, for the
// time of a test. It is imported by tests only.
package tooltest

import (
	"bytes"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// Tool is a program that answers at a loopback address.
type Tool struct {
	Address string // host and port

	t     testing.TB
	path  string
	env   []string
	args  []string
	said  bytes.Buffer
	cmd   *exec.Cmd
	ended chan struct{}
}

// Start runs a program until the test ends, with the arguments that make it listen at
// an address.
func Start(t testing.TB, name string, env []string, args func(address string) []string) *Tool {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	tool := &Tool{Address: l.Addr().String(), t: t, path: find(t, name), env: env}
	_ = l.Close()
	tool.args = args(tool.Address)
	tool.Resume()
	t.Cleanup(tool.Stop)
	return tool
}

// find looks for a program in the module that is tested.
func find(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above this package")
		}
	}
	program := filepath.Join(dir, "build", "tools", name)
	if _, err := os.Stat(program); errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing: ./test builds it", program)
	}
	return program
}

// Resume lets a program that was stopped answer again, with what it kept.
func (p *Tool) Resume() {
	p.t.Helper()
	p.cmd = exec.Command(p.path, p.args...)
	p.cmd.Env = p.env
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started, ended := make(chan error), make(chan struct{})
	p.ended = ended
	go func(cmd *exec.Cmd) {
		runtime.LockOSThread() // whose end would be taken for ours
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
		close(ended)
	}(p.cmd)
	if err := <-started; err != nil {
		p.t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", p.Address)
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-ended:
			p.t.Fatalf("%s ended: %s", filepath.Base(p.path), p.said.String())
		default:
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s does not answer: %v", filepath.Base(p.path), err)
		}
	}
}

// Stop ends the program: its address refuses connections. Its files stay until
// the test ends.
func (p *Tool) Stop() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// Hang makes the program take connections and never answer, until Continue.
func (p *Tool) Hang() { p.signal(syscall.SIGSTOP) }

// Continue ends a Hang.
func (p *Tool) Continue() { p.signal(syscall.SIGCONT) }

func (p *Tool) signal(sig syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(sig); err != nil {
		p.t.Fatal(err)
	}
}

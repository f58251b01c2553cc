package media

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

const holdCommand = "hold"

// hold has a child and an ffmpeg at work until it is killed.
func hold() {
	p := NewPool(PoolOptions{Args: []string{}, Env: []string{"PHOTOGRAM_TEST_CHILD=1"}})
	_, err := p.run(context.Background(), request{Op: "status", Path: "/proc/self/exe"})
	v := NewVideos(VideoOptions{})
	if err := v.ready(); err != nil {
		panic(err)
	}
	told := false
	args := []string{"-nostdin", "-v", "error", "-progress", "pipe:1", "-re", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=5",
		"-f", "null", "-"}
	_, _, err = v.run(context.Background(),
		command{program: v.tools.ffmpeg, args: args, time: time.Minute, cpu: time.Minute, line: func(string) {
			if !told {
				fmt.Println("ready", err)
				told = true
			}
		}})
	panic(err)
}

// Whoever kills the server kills what it started.
func TestWhatDecodesDiesWithItsParent(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("/proc/self/exe", holdCommand)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	if line, err := bufio.NewReader(pipe).ReadString('\n'); !strings.HasPrefix(line, "ready") {
		t.Fatalf("%q, %v", line, err)
	}
	children := childrenOf(t, cmd.Process.Pid)
	if len(children) != 2 {
		t.Fatalf("children %v", children)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for pid, fd := range children {
		ready, err := 0, error(unix.EINTR)
		for errors.Is(err, unix.EINTR) {
			ready, err = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 30_000)
		}
		if err != nil || ready != 1 {
			t.Errorf("process %d lives on: %v", pid, err)
			_ = unix.Kill(pid, unix.SIGKILL)
		}
		_ = unix.Close(fd)
	}
}

// childrenOf gives a descriptor of each child of a process.
func childrenOf(t *testing.T, parent int) map[int]int {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	out := map[int]int{}
	for _, f := range files {
		stat, err := os.ReadFile(f)
		if err != nil {
			continue // gone
		}
		var state string
		var pid, ppid int
		_, _ = fmt.Sscan(string(stat), &pid)
		_, _ = fmt.Sscan(string(stat[bytes.LastIndexByte(stat, ')')+1:]), &state, &ppid)
		if ppid != parent {
			continue
		}
		if out[pid], err = unix.PidfdOpen(pid, 0); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// The whole package again, in the parts that decode, as somebody who is not root.
func TestSandboxAsAnOrdinaryUser(t *testing.T) {
	long(t)
	t.Parallel()
	if os.Getuid() != 0 {
		return // the other tests are that
	}
	dir, err := os.MkdirTemp("", "ordinary-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "media.test")
	for _, err := range []error{os.WriteFile(binary, program, 0o755), os.Chmod(binary, 0o755), os.Mkdir(filepath.Join(dir, "tmp"), 0o700),
		os.Chown(filepath.Join(dir, "tmp"), nobodyUser, nobodyUser), os.Chmod(dir, 0o755)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	kept := filepath.Join(dir, "photos")
	if err := os.CopyFS(kept, os.DirFS(filepath.Dir(bimgFile(t, photos[0])))); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "-test.run",
		"^(TestChildReachesNothing|TestChildMayWriteInItsScratch|TestLimitsHoldAcrossTheSandbox|"+
			"TestFFmpegReachesNothing|TestFormatsInTheSandbox|TestWhatDecodesDiesWithItsParent)$", "-test.v")
	cmd.Dir = filepath.Join(dir, "tmp")
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"), "HOME="+dir, envPhotos+"="+kept)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodyUser, Gid: nobodyUser}, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Count(out, []byte("--- PASS: Test")) != 6 {
		t.Errorf("%v\n%s", err, out)
	}
}

const oldCommand = "old"

// old goes on as on a kernel without Landlock and seccomp, and decodes.
func old(path string) {
	if os.Getenv("PHOTOGRAM_TEST_OLD") == "" {
		runtime.LockOSThread()
		_ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
		none := bpf.RetConstant{Val: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)}
		err := install([]bpf.Instruction{
			bpf.LoadAbsolute{Off: callOffset, Size: 4},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.SYS_LANDLOCK_CREATE_RULESET, SkipTrue: 2},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.SYS_SECCOMP, SkipTrue: 1},
			bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW},
			none,
		}, 0)
		if err == nil {
			err = syscall.Exec("/proc/self/exe", os.Args, append(os.Environ(), "PHOTOGRAM_TEST_OLD=1"))
		}
		panic(err)
	}
	c, err := Confine()
	c.Log(context.Background(), slog.New(slog.NewTextHandler(os.Stdout, nil)))
	p := NewPool(PoolOptions{Workers: 1})
	defer p.Close()
	_, photo := p.Inspect(context.Background(), path)
	fmt.Println("found", c.Landlock, c.Seccomp, err, photo, NewVideos(VideoOptions{}).ready())
	p.Close()
	os.Exit(0)
}

// A kernel that lacks something is told of, and does what it can.
func TestSandboxOnAnOldKernel(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("/proc/self/exe", oldCommand, writeTemp(t, jpegBytes(t, scene(100, 80)))).CombinedOutput()
	for _, want := range []string{"found 0 false <nil> <nil> <nil>", "level=WARN", "Landlock (Linux 5.13)", "seccomp"} {
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("no %q: %v\n%s", want, err, out)
		}
	}
}

package media

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"photogram/media/look"
	"photogram/media/mediatest"
)

type creator = func(name string) (*os.File, error)

// testAttempts are what a decoder would do that a file took over. The file says
// with what.
var testAttempts = map[string]func(file *os.File, create creator) error{
	"wait": func(f *os.File, _ creator) error {
		_, err := io.Copy(io.Discard, f)
		return err
	},
	"create": func(f *os.File, create creator) error {
		return withPath(f, func(p string) error { return second(create(p)) })
	},
	"limits": func(f *os.File, create creator) error {
		limits, err := os.ReadFile("/proc/self/limits")
		if err != nil {
			return err
		}
		return errors.New(string(limits))
	},
	"status": func(f *os.File, create creator) error {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			return err
		}
		return errors.New(string(status))
	},
}

func second(f *os.File, err error) error {
	if err == nil {
		err = f.Close()
	}
	return err
}

func withPath(f *os.File, do func(path string) error) error {
	path, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	return do(string(path))
}

// forbidden are attempts that must each be refused, in all threads.
var forbidden = map[string]func(path string) error{
	"read":   func(p string) error { _, err := os.ReadFile(p); return err },
	"list":   func(p string) error { _, err := os.ReadDir(p); return err },
	"write":  func(p string) error { return second(os.OpenFile(p, os.O_WRONLY|os.O_APPEND, 0)) },
	"make":   func(p string) error { return second(os.Create(p + ".made")) },
	"remove": os.Remove,
	"rename": func(p string) error { return os.Rename(p, p+".moved") },
	"mkdir":  func(p string) error { return os.Mkdir(p+".dir", 0o700) },
	"chmod":  func(p string) error { return os.Chmod(p, 0o777) },
	"chown":  func(p string) error { return os.Chown(p, os.Getuid(), os.Getgid()) },
	"cut":    func(p string) error { return os.Truncate(p, 0) },
	"link":   func(p string) error { return os.Link(p, "linked") },
	"lead":   func(p string) error { return os.Symlink(p, "led") },
	"run":    func(string) error { return exec.Command("/bin/true").Run() },
	"become": func(string) error { return syscall.Exec("/proc/self/exe", []string{"again"}, nil) },
	"fork": func(string) error {
		pid, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
		if errno == 0 && pid == 0 {
			syscall.RawSyscall(syscall.SYS_EXIT, 0, 0, 0)
		}
		return asError(errno)
	},
	"dial":      func(p string) error { _, err := net.Dial("unix", p); return err },
	"dial TCP":  func(p string) error { _, err := net.Dial("tcp", "127.0.0.1:1"); return refusedAs(err) },
	"listen":    func(string) error { _, err := net.Listen("tcp", "127.0.0.1:0"); return err },
	"packet":    func(string) error { _, err := net.Dial("udp", "127.0.0.1:9"); return err },
	"trace":     func(string) error { return unix.PtraceAttach(os.Getppid()) },
	"kill":      func(string) error { return unix.Kill(os.Getppid(), 0) },
	"kill all":  func(string) error { return unix.Kill(-1, 0) },
	"limit":     func(string) error { return unix.Prlimit(os.Getppid(), unix.RLIMIT_CPU, nil, &unix.Rlimit{}) },
	"namespace": func(string) error { return unix.Unshare(unix.CLONE_NEWUSER) },
	"mount":     func(string) error { return unix.Mount("none", "/", "tmpfs", 0, "") },
	"root":      func(string) error { return unix.Setuid(0) },
	"bpf":       func(string) error { _, _, e := unix.Syscall(unix.SYS_BPF, 0, 0, 0); return asError(e) },
	"io_uring":  func(string) error { _, _, e := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, 0, 0); return asError(e) },
	"keys":      func(string) error { _, err := unix.KeyctlGetKeyringID(unix.KEY_SPEC_SESSION_KEYRING, true); return err },
	"perf": func(string) error {
		_, _, e := unix.Syscall6(unix.SYS_PERF_EVENT_OPEN, 0, 0, 0, 0, 0, 0)
		return asError(e)
	},
	"fault":  func(string) error { _, _, e := unix.Syscall(unix.SYS_USERFAULTFD, 0, 0, 0); return asError(e) },
	"memory": func(string) error { _, err := unix.ProcessVMReadv(os.Getppid(), nil, nil, 0); return err },
}

func asError(e syscall.Errno) error {
	if e == 0 {
		return nil
	}
	return e
}

// refusedAs tells a call that is forbidden from one that nobody answers.
func refusedAs(err error) error {
	if errors.Is(err, syscall.ECONNREFUSED) {
		return nil
	}
	return err
}

func init() {
	for name, try := range forbidden {
		testAttempts[name] = func(f *os.File, _ creator) error { return withPath(f, try) }
	}
}

// attempt has a render child try something, and gives what came of it.
func attempt(t *testing.T, p *Pool, op, path string) error {
	t.Helper()
	req := request{Op: op, Path: writeTemp(t, []byte(path)), OutDir: t.TempDir()}
	_, err := p.run(t.Context(), req)
	return err
}

// requireAll skips nothing: a machine that runs the tests has what they are about.
func requireAll(t *testing.T) Confinement {
	t.Helper()
	c, err := Confine()
	if err != nil {
		t.Fatal(err)
	}
	if c.Landlock == 0 || !c.Seccomp {
		t.Fatalf("this kernel lacks what the test is about: %+v", c)
	}
	return c
}

// guarded is a directory as open as can be, so that nothing but the sandbox
// stands in the way, with a secret, another upload and a socket in it.
func guarded(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range []string{"secret", "upload-1"} {
		path := filepath.Join(dir, name)
		for _, err := range []error{os.WriteFile(path, []byte("hunter2"), 0o600), os.Chmod(path, 0o666)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for up := dir; up != filepath.Clean(os.TempDir()) && up != "/"; up = filepath.Dir(up) {
		if err := os.Chmod(up, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	listener, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		listener.Close()
		for _, name := range []string{"secret", "upload-1"} {
			if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != "hunter2" {
				t.Errorf("%s is %q, %v", name, got, err)
			}
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 3 {
			t.Errorf("there are %v, %v", entries, err)
		}
	})
	return dir
}

// undertaking is an attempt at something.
type undertaking struct{ op, path string }

// reach are attempts at everything that is guarded, and at what other processes have.
func reach(dir string) []undertaking {
	var all []undertaking
	for _, op := range slices.Sorted(maps.Keys(forbidden)) {
		path := filepath.Join(dir, "secret")
		switch op {
		case "dial":
			path = filepath.Join(dir, "socket")
		case "list":
			path = dir
		}
		all = append(all, undertaking{op, path})
	}
	parent := "/proc/" + strconv.Itoa(os.Getpid())
	for _, path := range []string{filepath.Join(dir, "upload-1"), "/etc/passwd", "/etc/hostname", parent + "/environ", parent + "/maps", parent + "/cmdline", "/proc/1/cmdline", "/usr/bin/env"} {
		all = append(all, undertaking{"read", path})
	}
	for _, path := range []string{"/", "/etc", "/tmp", "/proc", parent, os.TempDir()} {
		all = append(all, undertaking{"list", path})
	}
	return all
}

func isForbidden(why string) bool {
	return strings.Contains(why, unix.EPERM.Error()) || strings.Contains(why, unix.EACCES.Error())
}

func TestChildReachesNothing(t *testing.T) {
	requireAll(t)
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	for _, u := range reach(guarded(t)) {
		if err := attempt(t, p, u.op, u.path); err == nil || !isForbidden(err.Error()) {
			t.Errorf("%+v: %v", u, err)
		}
	}
}

const attemptCommand = "attempt"

// This program takes ffmpeg's place. It may become itself again, as ffmpeg may,
// and is no less confined then.
func TestFFmpegReachesNothing(t *testing.T) {
	requireAll(t)
	v := NewVideos(VideoOptions{})
	if err := v.ready(); err != nil {
		t.Fatal(err)
	}
	dir := guarded(t)
	args := []string{attemptCommand}
	all := slices.DeleteFunc(reach(dir), func(u undertaking) bool { return u.op == "become" })
	for _, u := range all {
		args = append(args, u.op+" at "+u.path)
	}
	out, _, err := v.run(t.Context(), command{program: "/proc/self/exe", args: args, dir: t.TempDir(), time: time.Minute, cpu: time.Minute})
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != len(all) {
		t.Fatalf("%d of %d attempts: %v", len(lines), len(all), err)
	}
	for i, u := range all {
		if !isForbidden(lines[i]) {
			t.Errorf("%+v: %s", u, lines[i])
		}
	}
	// ffmpeg itself, with what it may read and what not.
	for path, want := range map[string]string{inputFile: "hunter2", filepath.Join(dir, "secret"): "", "/etc/passwd": ""} {
		out, _, err := v.run(t.Context(), command{program: v.tools.ffmpeg, args: []string{"-v", "error", "-f", "data", "-i", "file:" + path, "-map", "0", "-c", "copy", "-f", "data", "-"},
			input: lent(t, v, filepath.Join(dir, "upload-1")), time: time.Minute, cpu: time.Minute, fileSize: 1000})
		if string(out) != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", path, out, err)
		}
	}
}

func lent(t *testing.T, v *Videos, path string) *os.File {
	t.Helper()
	f, err := v.tools.confinement.lend(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// envPhotos is where photos of every format are, for a run that cannot reach the
// modules.
const envPhotos = "PHOTOGRAM_TEST_PHOTOS"

var photos = []string{"test.jpg", "test.png", "test.gif", "test.webp", "test.heic", "test.avif"}

// photosIn gives a directory with photos of every format.
func photosIn(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv(envPhotos); dir != "" {
		return dir
	}
	return filepath.Dir(bimgFile(t, photos[0]))
}

func TestFormatsInTheSandbox(t *testing.T) {
	requireAll(t)
	p := newTestPool(t, nil)
	v := NewVideos(VideoOptions{})
	paths := []string{filepath.Join(t.TempDir(), "made.tif")}
	for _, name := range photos {
		paths = append(paths, filepath.Join(photosIn(t), name))
	}
	if out, err := exec.Command("ffmpeg", "-v", "error", "-i", paths[1], "-pix_fmt", "rgb24", paths[0]).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		if _, err := p.Inspect(t.Context(), path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		out := t.TempDir()
		r, err := p.Render(t.Context(), RenderJob{Path: path, OutDir: out, Preview: true})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, f := range r.Files {
			if stat, err := os.Stat(filepath.Join(out, f.Name)); err != nil || stat.Size() != f.Bytes || stat.Mode().Perm() != 0o600 {
				t.Errorf("%s: %+v, %v", name, stat, err)
			}
		}
		if name != photos[0] {
			continue
		}
		if r, err = p.Render(t.Context(), RenderJob{Path: path, OutDir: t.TempDir(), AVIF: true}); err != nil || len(r.Files) == 0 {
			t.Errorf("%s as AVIF: %v", name, err)
		}
	}
	for name, args := range map[string][]string{"a.mp4": mediatest.H264(), "a.mov": mediatest.H264(), "a.webm": {"-c:v", "libvpx", "-c:a", "libopus"}} {
		path := mediatest.ClipFile(t, name, append(mediatest.Card("320x240", "10"), args...)...)
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.Inspect(t.Context(), path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		r, err := v.Transcode(t.Context(), VideoJob{Path: path, OutDir: t.TempDir(), Recipe: look.Recipe{Filter: "Alder", Vignette: 50}})
		if err != nil || len(r.Files) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if err := v.Frame(t.Context(), path, 500*time.Millisecond, filepath.Join(t.TempDir(), "frame.jpg")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		after, err := os.Stat(path)
		if err != nil || after.Mode() != before.Mode() || after.Sys().(*syscall.Stat_t).Uid != before.Sys().(*syscall.Stat_t).Uid {
			t.Errorf("the original of %s is changed: %+v, %v", name, after, err)
		}
	}
}

// What the child may do, so that the test before says something.
func TestChildMayWriteInItsScratch(t *testing.T) {
	requireAll(t)
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	for _, op := range []string{"make", "read", "write", "remove"} {
		path := "own"
		if op != "make" {
			path = "own.made"
		}
		if err := attempt(t, p, op, path); err != nil {
			t.Errorf("%s: %v", op, err)
		}
	}
	for _, path := range []string{"/etc/ld.so.cache", "/proc/self/maps"} {
		if err := attempt(t, p, "read", path); err != nil {
			t.Errorf("read %s: %v", path, err)
		}
	}
	scratch := idleChild(t, p).scratch
	p.Close()
	if _, err := os.Stat(scratch); !os.IsNotExist(err) {
		t.Errorf("%s is left: %v", scratch, err)
	}
}

// A child names the files of its job, and no others.
func TestChildAsksForFilesOfItsJobOnly(t *testing.T) {
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	outside := filepath.Join(t.TempDir(), "kept.jpg")
	if err := os.WriteFile(outside, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(out, "led.jpg")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../x.jpg", "/tmp/x.jpg", "x", ".x.jpg", "a/b.jpg", "x.jpg\x00", "led.jpg", strings.Repeat("x", 300) + ".jpg"} {
		_, err := p.run(t.Context(), request{Op: "create", Path: writeTemp(t, []byte(name)), OutDir: out})
		if err == nil {
			t.Errorf("%q was made", name)
		}
	}
	if _, err := p.run(t.Context(), request{Op: "create", Path: writeTemp(t, []byte("good.jpg")), OutDir: out}); err != nil {
		t.Error(err)
	}
	if got, _ := os.ReadFile(outside); string(got) != "kept" {
		t.Errorf("a file outside is %q", got)
	}
	entries, _ := os.ReadDir(out)
	if len(entries) != 2 {
		t.Errorf("there are %v", entries)
	}
}

// What limited the child before holds after it became another program.
func TestLimitsHoldAcrossTheSandbox(t *testing.T) {
	c := requireAll(t)
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1; o.Memory = 700 << 20 })
	limits := attempt(t, p, "limits", "")
	for _, line := range [][]string{
		{"Max data size", strconv.Itoa(700 << 20), strconv.Itoa(700 << 20)},
		{"Max open files", "64", "64"},
		{"Max core file size", "0", "0"},
		{"Max file size", strconv.Itoa(childFileSize), strconv.Itoa(childFileSize)},
	} {
		if !hasLine(limits.Error(), line) {
			t.Errorf("no %q in:\n%s", line, limits)
		}
	}
	status := attempt(t, p, "status", "").Error()
	for _, line := range []string{"NoNewPrivs:\t1", "Seccomp:\t2", "CapEff:\t0000000000000000", "CapPrm:\t0000000000000000"} {
		if !strings.Contains(status, line) {
			t.Errorf("no %q in:\n%s", line, status)
		}
	}
	if c.user == sameUser && os.Getuid() == 0 {
		t.Error("the child is root")
	}
	if c.user == newUser && strings.Contains(status, "Uid:\t0\t") {
		t.Errorf("the child is root:\n%s", status)
	}
}

func hasLine(text string, parts []string) bool {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, parts[0]); ok {
			fields := strings.Fields(rest)
			return len(fields) >= 2 && fields[0] == parts[1] && fields[1] == parts[2]
		}
	}
	return false
}

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
	args := []string{"-nostdin", "-v", "error", "-progress", "pipe:1", "-re", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=5", "-f", "null", "-"}
	_, _, err = v.run(context.Background(), command{program: v.tools.ffmpeg, args: args, time: time.Minute, cpu: time.Minute, line: func(string) {
		if !told {
			fmt.Println("ready", err)
			told = true
		}
	}})
	panic(err)
}

// Whoever kills the server kills what it started.
func TestWhatDecodesDiesWithItsParent(t *testing.T) {
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
	cmd := exec.Command(binary, "-test.run", "^(TestChildReachesNothing|TestChildMayWriteInItsScratch|TestLimitsHoldAcrossTheSandbox|TestFFmpegReachesNothing|TestFormatsInTheSandbox|TestWhatDecodesDiesWithItsParent)$", "-test.v")
	cmd.Dir = filepath.Join(dir, "tmp")
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"), "HOME="+dir, envPhotos+"="+kept)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodyUser, Gid: nobodyUser}, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Count(out, []byte("--- PASS: Test")) != 6 {
		t.Errorf("%v\n%s", err, out)
	}
}

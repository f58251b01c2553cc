package media

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
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
			_, _, _ = syscall.RawSyscall(syscall.SYS_EXIT, 0, 0, 0)
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

package media

import (
	"debug/elf"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// childCommand is the hidden subcommand for which a program calls ChildMain.
const childCommand = "render-child"

// envStage makes ChildMain confine itself and become another program.
const envStage = "PHOTOGRAM_CONFINE"

// exitUnconfined is how a process ends that could not confine itself.
const exitUnconfined = 125

// stage is what a process does to itself before it becomes a program that reads
// strangers' bytes. Landlock and seccomp are given on to that.
type stage struct {
	Probe    bool // only say how far it came
	Parent   int  // with whom it dies
	Program  string
	Args     []string
	Env      []string
	Input    int // descriptor of the file that it may open; 0 for none
	Dir      int // descriptor of the directory that it starts and may write in; 0 for none
	Limits   []limit
	Gentle   bool // gives way to other work
	Landlock bool // must work
	Seccomp  bool // must work
}

type limit struct {
	Resource   int
	Soft, Hard uint64
}

func limitAll(limits []limit) error {
	for _, l := range limits {
		// The package syscall knows that it must not undo a limit of files at exec.
		if err := syscall.Setrlimit(l.Resource, &syscall.Rlimit{Cur: l.Soft, Max: l.Hard}); err != nil {
			return fmt.Errorf("limit resource %d to %d: %w", l.Resource, l.Soft, err)
		}
	}
	return nil
}

// become carries out a stage. It returns only when that is not possible, or is
// not asked for.
func become(spec string) error {
	runtime.LockOSThread() // What follows holds for one thread, and for what that becomes.
	var s stage
	if err := json.Unmarshal([]byte(spec), &s); err != nil {
		return fmt.Errorf("%s: %w", envStage, err)
	}
	if s.Program == "" {
		s.Program = "/proc/self/exe"
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("set no_new_privs: %w", err)
	}
	// Each thread has its own, and this one need not be the first.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return fmt.Errorf("die with the parent: %w", err)
	}
	if os.Getppid() != s.Parent {
		return errors.New("the parent is gone")
	}
	if s.Gentle {
		// Whoever gives way more may not go back to this.
		if err := unix.Setpriority(unix.PRIO_PROCESS, 0, 10); err != nil && !errors.Is(err, unix.EACCES) {
			return fmt.Errorf("set priority: %w", err)
		}
	}
	if err := s.enter(); err != nil {
		return fmt.Errorf("change directory: %w", err)
	}
	rules, err := s.rules()
	if err != nil {
		return err
	}
	did := Confinement{Landlock: landlockVersion()}
	if did.Landlock > 0 {
		if err := restrictFiles(did.Landlock, rules); err != nil {
			return fmt.Errorf("landlock: %w", err)
		}
	} else if s.Landlock {
		return errors.New("landlock is gone")
	}
	if err := limitAll(s.Limits); err != nil {
		return err
	}
	if err := dropCapabilities(); err != nil {
		return fmt.Errorf("drop capabilities: %w", err)
	}
	err = restrictCalls(false)
	if did.Seccomp = err == nil; !did.Seccomp && s.Seccomp {
		return fmt.Errorf("seccomp: %w", err)
	}
	if s.Probe {
		return json.NewEncoder(os.Stdout).Encode(did)
	}
	err = syscall.Exec(s.Program, append([]string{s.Program}, s.Args...), s.Env)
	return fmt.Errorf("become %s: %w", s.Program, err)
}

// dropCapabilities also keeps root from having them again after exec, for which
// no_new_privs must be set.
func dropCapabilities() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return unix.Capset(&header, &none[0])
}

func (s *stage) enter() error {
	if s.Dir == 0 {
		return unix.Chdir("/")
	}
	if err := unix.Fchdir(s.Dir); err != nil {
		return err
	}
	unix.CloseOnExec(s.Dir)
	return nil
}

// rule allows access to a file, or to all in a directory.
type rule struct {
	path   string // or else
	fd     int
	access uint64
}

// libraries, and the data of some. What is not there is passed over.
var readable = []string{
	"/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/share", "/usr/local/lib", "/usr/local/lib64",
	"/nix/store", "/gnu/store",
	"/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/ld-musl-x86_64.path", "/etc/ld-musl-aarch64.path",
	"/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/sys/devices/system/node",
	"/dev/urandom", "/dev/random", "/dev/zero",
}

func (s *stage) rules() ([]rule, error) {
	program, err := filepath.EvalSymlinks(s.Program)
	if err != nil || strings.HasPrefix(s.Program, "/proc/") {
		program = s.Program
	}
	rules := []rule{{path: s.Program, access: landlockRead | landlockExecute},
		{path: "/dev/null", access: landlockRead | landlockWriteFile}}
	loader, err := loaderOf(s.Program)
	if err != nil {
		return nil, err
	}
	if loader != "" {
		rules = append(rules, rule{path: loader, access: landlockRead | landlockExecute})
	}
	paths := slices.Concat(readable, filepath.SplitList(os.Getenv("LD_LIBRARY_PATH")),
		[]string{filepath.Join(filepath.Dir(filepath.Dir(program)), "lib")})
	for _, path := range paths {
		if filepath.IsAbs(path) {
			rules = append(rules, rule{path: path, access: landlockRead})
		}
	}
	if s.Input != 0 {
		rules = append(rules, rule{fd: s.Input, access: landlockRead})
	}
	if s.Dir != 0 {
		rules = append(rules, rule{fd: s.Dir, access: landlockRead | landlockWrite})
	}
	return rules, nil
}

// loaderOf is the program that loads a dynamically linked one.
func loaderOf(program string) (string, error) {
	f, err := elf.Open(program)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", program, err)
	}
	defer func() { _ = f.Close() }()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP && p.Filesz < unix.PathMax {
			name := make([]byte, p.Filesz)
			if _, err := p.ReadAt(name, 0); err != nil {
				return "", fmt.Errorf("read %s: %w", program, err)
			}
			return strings.TrimRight(string(name), "\x00"), nil
		}
	}
	return "", nil
}

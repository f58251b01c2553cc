package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// Confinement is what this machine has to keep apart the processes that read
// strangers' bytes.
type Confinement struct {
	Landlock int  `json:"landlock"` // version of the kernel's interface; 0 without
	Seccomp  bool `json:"seccomp"`
	user     ownUser
	network  isolation
}

// ownUser is whose rights a process has.
type ownUser int

const (
	sameUser ownUser = iota // those of this program
	nobody                  // those of nobody, where few users are known, as in some containers
	newUser                 // those of a user of its own, whom nothing belongs to
)

// Numbers of users that no system gives away: above those of containers of
// systemd, below those that some programs take for negative.
const (
	nobodyUser = 65534
	firstUser  = 1879048192
	users      = 1 << 28
)

func (u ownUser) id() (uint32, bool) {
	switch u {
	case newUser:
		return firstUser + rand.Uint32N(users), true
	case nobody:
		return nobodyUser, true
	}
	return 0, false
}

// isolation is how far a process is cut off from the network.
type isolation int

const (
	shared   isolation = iota // not at all
	ownNet                    // a network namespace of its own, as root may
	ownUsers                  // the same inside a user namespace, where the system allows that to anybody
)

func (i isolation) apply(a *syscall.SysProcAttr) {
	switch i {
	case ownNet:
		a.Cloneflags = syscall.CLONE_NEWNET
	case ownUsers:
		a.Cloneflags = syscall.CLONE_NEWNET | syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}}
	}
}

// Confine finds out once what this machine has.
var Confine = sync.OnceValues(func() (Confinement, error) {
	whose := []ownUser{sameUser}
	if os.Geteuid() == 0 {
		whose = []ownUser{newUser, nobody, sameUser}
	}
	var problems []error
	for _, user := range whose {
		for _, network := range []isolation{ownNet, ownUsers, shared} {
			c := Confinement{user: user, network: network}
			err := c.try()
			if err == nil {
				return c, nil
			}
			problems = append(problems, err)
		}
	}
	return Confinement{}, fmt.Errorf("confine a process: %w", errors.Join(problems...))
})

// scratchName is how directories are called in which one process may write.
const scratchName = "decode-*"

// passedEnv are the few variables of ours that a process gets.
func passedEnv() []string {
	var env []string
	if v, ok := os.LookupEnv("LD_LIBRARY_PATH"); ok {
		env = append(env, "LD_LIBRARY_PATH="+v)
	}
	return append(env, "TMPDIR=.")
}

// try starts a process that confines itself and says how far it came.
func (c *Confinement) try() error {
	dir, err := os.MkdirTemp("", scratchName)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	run, err := c.prepare(stage{Probe: true, Env: passedEnv()}, nil, dir)
	if err != nil {
		return err
	}
	defer run.begun()
	out, err := run.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, lastLine(string(exit.Stderr)))
		}
		return err
	}
	return json.Unmarshal(out, c)
}

// Log says what the machine has, and warns of what it lacks.
func (c Confinement) Log(ctx context.Context, log *slog.Logger) {
	var missing []string
	if c.Landlock == 0 {
		missing = append(missing, "Landlock (Linux 5.13): they may read whatever this program may")
	} else if c.Landlock < landlockScoped {
		missing = append(missing, "the newer parts of Landlock (Linux 6.12)")
	}
	if !c.Seccomp {
		missing = append(missing, "seccomp")
	}
	if c.network == shared {
		missing = append(missing, "network namespaces")
	}
	if os.Geteuid() == 0 && c.user == sameUser {
		missing = append(missing, "a user of their own: the program must be executable for everybody")
	}
	if len(missing) > 0 {
		log.WarnContext(ctx, "what decodes photos and videos is confined, but this system lacks something for it", "missing",
			strings.Join(missing, "; "))
		return
	}
	log.InfoContext(ctx, "what decodes photos and videos is confined", "landlock", c.Landlock, "seccomp", c.Seccomp, "own_user",
		c.user != sameUser)
}

// inputFile is the name by which a confined process opens its input.
const inputFile = "/proc/self/fd/3"

const firstExtra = 3

// confined is a command that confines itself first.
type confined struct {
	*exec.Cmd
	dir *os.File
}

// begun gives back what only the start needs.
func (c *confined) begun() {
	if c.dir != nil {
		_ = c.dir.Close()
	}
}

// prepare makes a command that leaves itself no more than input, if there is one,
// which it finds as inputFile, and dir, where it starts and may write, and then
// becomes what the stage says.
func (c Confinement) prepare(s stage, input *os.File, dir string) (*confined, error) {
	s.Parent, s.Landlock, s.Seccomp = os.Getpid(), c.Landlock > 0, c.Seccomp
	run := &confined{Cmd: exec.Command("/proc/self/exe", childCommand)} // Also right after the file was replaced by an upgrade.
	run.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	run.Dir = "/"
	c.network.apply(run.SysProcAttr)
	if input != nil {
		run.ExtraFiles, s.Input = append(run.ExtraFiles, input), firstExtra
	}
	id, own := c.user.id()
	if own {
		run.SysProcAttr.Credential = &syscall.Credential{Uid: id, Gid: id}
	}
	if dir != "" {
		var err error
		if run.dir, err = os.Open(dir); err != nil {
			return nil, fmt.Errorf("confine a process: %w", err)
		}
		if own {
			if err := run.dir.Chown(int(id), int(id)); err != nil {
				run.begun()
				return nil, fmt.Errorf("confine a process: %w", err)
			}
		}
		run.ExtraFiles = append(run.ExtraFiles, run.dir)
		s.Dir = firstExtra + len(run.ExtraFiles) - 1
	}
	spec, err := json.Marshal(s)
	if err != nil {
		run.begun()
		return nil, fmt.Errorf("confine a process: %w", err)
	}
	run.Env = append(slices.Clone(s.Env), envStage+"="+string(spec))
	return run, nil
}

// lend opens a file for processes that are confined. Those of root, which are
// another user's or have no capabilities, may not open it again where only its
// owner may read it, and get a copy without a name.
func (c Confinement) lend(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil || c.user == sameUser && os.Geteuid() != 0 {
		return f, err
	}
	if stat, err := f.Stat(); err == nil && stat.Mode().Perm()&0o004 != 0 {
		return f, nil
	}
	defer func() { _ = f.Close() }()
	twin, err := os.CreateTemp("", "lent-*")
	if err != nil {
		return nil, err
	}
	err = os.Remove(twin.Name())
	if err == nil {
		_, err = io.Copy(twin, f)
	}
	if err == nil {
		err = twin.Chmod(0o444)
	}
	if err != nil {
		return nil, errors.Join(err, twin.Close())
	}
	return twin, nil
}

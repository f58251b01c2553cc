package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

// layout names the files of a data directory and the account that owns the
// cluster's part of it.
type layout struct {
	dir      string // the data directory
	lock     string
	password string
	root     string // everything that PostgreSQL itself writes
	data     string // PGDATA
	log      string
	account  account
}

// account is whom PostgreSQL runs as. It refuses to run as root.
type account struct {
	name     string
	uid, gid uint32
	drop     bool // we are root and must become this account
}

func newLayout(dir string) (layout, error) {
	if dir == "" {
		return layout{}, errors.New("no data directory was named")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return layout{}, fmt.Errorf("find the data directory: %w", err)
	}
	root := filepath.Join(dir, "postgres")
	return layout{
		dir:      dir,
		lock:     filepath.Join(dir, "postgres.lock"),
		password: filepath.Join(dir, "postgres.password"),
		root:     root,
		data:     filepath.Join(root, "data"),
		log:      filepath.Join(root, "postgres.log"),
	}, nil
}

// MakeDataDir makes a data directory as the cluster in it needs it.
func MakeDataDir(dir string) error {
	l, err := newLayout(dir)
	if err != nil {
		return err
	}
	return l.makeDataDir()
}

// makeDataDir makes the data directory. Made by root it can be passed through
// by others, because PostgreSQL runs as another account.
func (l layout) makeDataDir() error {
	if err := os.MkdirAll(filepath.Dir(l.dir), 0o755); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	err := os.Mkdir(l.dir, mode)
	if err == nil {
		err = os.Chmod(l.dir, mode)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the data directory: %w", err)
	}
	return nil
}

// chooseAccount finds whom PostgreSQL is to run as: ourselves, or, for root,
// the owner of the existing cluster or an unprivileged system account.
func (l *layout) chooseAccount() error {
	uid, gid, exists := owner(l.root)
	euid := uint32(os.Geteuid())
	switch {
	case euid != 0 && exists && uid != euid:
		return fmt.Errorf("the database in %s belongs to user %d, and this is user %d: start Photogram as root or as that user",
			l.root, uid, euid)
	case euid != 0:
		l.account = account{uid: euid, gid: uint32(os.Getegid())}
		return nil
	case exists && uid != 0:
		l.account = account{name: strconv.Itoa(int(uid)), uid: uid, gid: gid, drop: true}
		if u, err := user.LookupId(l.account.name); err == nil {
			l.account.name = u.Username
		}
		return nil
	}
	for _, name := range []string{"postgres", "photogram", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 != nil || err2 != nil || uid == 0 {
			continue
		}
		l.account = account{name: name, uid: uint32(uid), gid: uint32(gid), drop: true}
		return nil
	}
	return errors.New("PostgreSQL refuses to run as root and there is no user postgres, photogram or nobody to run it as: add " +
		"one (useradd --system photogram), or start Photogram as another user")
}

// makeRoot makes the cluster's own directory and proves that its account can
// reach it.
func (l layout) makeRoot(ctx context.Context, t tools) error {
	err := os.Mkdir(l.root, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the database's directory: %w", err)
	}
	if l.account.drop {
		if err := os.Chown(l.root, int(l.account.uid), int(l.account.gid)); err != nil {
			return fmt.Errorf("give the database's directory to %s: %w", l.account.name, err)
		}
	}
	if l.reachable(ctx, t, l.root) == nil {
		return nil
	}
	for _, dir := range ancestors(l.root) {
		if err := l.reachable(ctx, t, dir); err != nil {
			if dir == "/" {
				return fmt.Errorf("user %q cannot run %s: %w", l.account.name, t.postgres(), err)
			}
			return fmt.Errorf("PostgreSQL runs as user %q, who cannot enter %s: choose another PHOTOGRAM_DATA_DIR, such as "+
				"/var/lib/photogram, or let others pass with chmod o+x %s", l.account.name, dir, dir)
		}
	}
	return nil
}

// reachable tries a harmless command as the cluster's account in dir.
func (l layout) reachable(ctx context.Context, t tools, dir string) error {
	cmd := exec.CommandContext(ctx, t.postgres(), "--version")
	cmd.Dir = dir
	cmd.SysProcAttr = l.account.attr(syscall.SIGKILL)
	return runLocked(cmd)
}

// ancestors lists a path's directories from the top down, itself last.
func ancestors(path string) []string {
	var dirs []string
	for {
		dirs = append([]string{path}, dirs...)
		if up := filepath.Dir(path); up != path {
			path = up
			continue
		}
		return dirs
	}
}

// A Unix socket's path holds 107 bytes on Linux; connection strings split at commas.
const maxSocketPath = 100

var plainPath = regexp.MustCompile(`^[A-Za-z0-9/._+@=~-]+$`)

// socketDir makes the directory of the socket, which only the cluster's
// account may enter. Where the data directory's path does not fit, it is a
// temporary directory that a link in the data directory points to.
func (l layout) socketDir() (string, error) {
	path := filepath.Join(l.root, "socket")
	if len(path)+len("/.s.PGSQL.5432") <= maxSocketPath && plainPath.MatchString(path) {
		if target, err := os.Readlink(path); err == nil { // the data directory had a longer path
			if err := os.Remove(path); err != nil {
				return "", fmt.Errorf("remove the link to %s: %w", target, err)
			}
		}
		return path, l.ownDir(path)
	}
	if target, err := os.Readlink(path); err == nil && l.owns(target) {
		return target, nil
	}
	target, err := os.MkdirTemp("", "photogram-socket-")
	if err != nil {
		return "", fmt.Errorf("make a directory for the database's socket: %w", err)
	}
	if err := l.ownDir(target); err != nil {
		return "", err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("renew the link to the database's socket: %w", err)
	}
	if err := os.Symlink(target, path); err != nil {
		return "", fmt.Errorf("link to the database's socket: %w", err)
	}
	return target, nil
}

// renewSocketDir makes the socket's directory again when somebody, such as a
// cleaner of temporary files, removed it.
func (l layout) renewSocketDir(dir string) error {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.Mkdir(dir, 0o700); err != nil { // also when a stranger was faster
		return fmt.Errorf("make the socket's directory again: %w", err)
	}
	return l.ownDir(dir)
}

func (l layout) ownDir(path string) error {
	err := os.Mkdir(path, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the socket's directory: %w", err)
	}
	if err := os.Lchown(path, int(l.account.uid), int(l.account.gid)); err != nil {
		return fmt.Errorf("own the socket's directory: %w", err)
	}
	return nil
}

// owns tells whether path is a real directory that only the account may enter.
func (l layout) owns(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
		return false
	}
	uid, _, _ := owner(path)
	return uid == l.account.uid && strings.Contains(path, "photogram-socket-")
}

// giveToDirOwner hands a file that root made to whoever owns the data
// directory, so that Photogram can later run as that user.
func (l layout) giveToDirOwner(f *os.File) error {
	uid, gid, ok := owner(l.dir)
	if os.Geteuid() != 0 || !ok {
		return nil
	}
	return f.Chown(int(uid), int(gid))
}

func owner(path string) (uid, gid uint32, ok bool) {
	var st syscall.Stat_t
	if err := syscall.Lstat(path, &st); err != nil {
		return 0, 0, false
	}
	return st.Uid, st.Gid, true
}

package embedded

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	database   = "photogram"
	role       = "photogram"
	superuser  = "postgres"
	unfinished = "unfinished-" // prefix of clusters that initdb has not completed
)

// makeData makes the cluster unless it is there. It gets its final name only
// when it is complete and on disk.
func (c *Cluster) makeData(ctx context.Context) error {
	l := c.layout
	leftovers, _ := filepath.Glob(filepath.Join(l.root, unfinished+"*")) // the pattern is well formed
	for _, path := range leftovers {
		// What a killed initdb started may still write there for a moment. The next start tries again.
		for tries := 0; os.RemoveAll(path) != nil && tries < 40; tries++ {
			pause(ctx, 50*time.Millisecond)
		}
	}
	_, err := os.Lstat(l.data)
	exists := err == nil
	password, err := readPassword(l)
	lost := errors.Is(err, fs.ErrNotExist)
	if lost {
		password = rand.Text()
		err = writePassword(l, password)
	}
	if err != nil {
		return err
	}
	c.password = password
	if !exists {
		c.opts.Logger.Info("making a new database", "version", c.tools.major, "data", l.data)
		return c.initdb(ctx)
	}
	if lost {
		return c.resetPasswords(ctx)
	}
	return nil
}

func (c *Cluster) initdb(ctx context.Context) error {
	l := c.layout
	work, err := os.MkdirTemp(l.root, unfinished)
	if err == nil {
		err = os.Chown(work, int(l.account.uid), int(l.account.gid))
	}
	pwfile := filepath.Join(work, "password")
	if err == nil {
		err = os.WriteFile(pwfile, []byte(c.password+"\n"), 0o600)
	}
	if err == nil {
		err = os.Chown(pwfile, int(l.account.uid), int(l.account.gid))
	}
	if err != nil {
		return fmt.Errorf("prepare the database: %w", err)
	}
	data := filepath.Join(work, "data")
	args := []string{
		"--pgdata=" + data, "--username=" + superuser, "--pwfile=" + pwfile,
		"--encoding=UTF8", "--locale=C.UTF-8",
		"--auth-local=scram-sha-256", "--auth-host=reject",
	}
	if c.opts.Fast {
		args = append(args, "--no-sync")
	} else {
		args = append(args, "--data-checksums")
	}
	if err := c.tool(ctx, "", c.tools.initdb(), args...); err != nil {
		return errors.Join(fmt.Errorf("make the database: %w", err), os.RemoveAll(work))
	}
	if err := os.Rename(data, l.data); err != nil {
		return fmt.Errorf("finish the database: %w", err)
	}
	if err := os.RemoveAll(work); err != nil {
		return fmt.Errorf("finish the database: %w", err)
	}
	return syncDir(l.root)
}

// resetPasswords gives the roles the password of a new password file. Only
// the owner of the data can do it.
func (c *Cluster) resetPasswords(ctx context.Context) error {
	if err := c.clearPrevious(ctx); err != nil {
		return err
	}
	c.opts.Logger.Warn("the database's password file is missing; setting a new password", "file", c.layout.password)
	sql := fmt.Sprintf("ALTER ROLE %s PASSWORD '%s';\n", superuser, c.password)
	if err := c.tool(ctx, sql, c.tools.postgres(), "--single", "-D", c.layout.data, "postgres"); err != nil {
		return fmt.Errorf("set a new database password: %w", errors.Join(err, os.Remove(c.layout.password)))
	}
	return nil
}

// tool runs one of PostgreSQL's programs to its end as the cluster's account.
func (c *Cluster) tool(ctx context.Context, stdin, name string, args ...string) error {
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = c.layout.root
	cmd.Env = environment()
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.SysProcAttr = c.layout.account.attr(syscall.SIGKILL)
	if err := runLocked(cmd); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, tail(out.Bytes()))
	}
	return nil
}

// environment is all that PostgreSQL sees of ours: no secrets, no PG* variables.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=UTC"}
}

func readPassword(l layout) (string, error) {
	b, err := os.ReadFile(l.password)
	if err != nil {
		return "", fmt.Errorf("read the database's password: %w", err)
	}
	if p := strings.TrimSpace(string(b)); p != "" {
		return p, nil
	}
	return "", fmt.Errorf("the database's password file %s is empty: delete it and start again", l.password)
}

func writePassword(l layout, password string) error {
	f, err := os.CreateTemp(l.dir, "postgres.password-*") // mode 0600
	if err != nil {
		return fmt.Errorf("keep the database's password: %w", err)
	}
	_, err = f.WriteString(password + "\n")
	if err == nil {
		err = l.giveToDirOwner(f)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), l.password)
	}
	if err != nil {
		return fmt.Errorf("keep the database's password: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return syncDir(l.dir)
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("write a directory to disk: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("write a directory to disk: %w", err)
	}
	return nil
}

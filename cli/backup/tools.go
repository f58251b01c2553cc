package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"photogram/models/embedded"
)

// pgxOnly are parts of an address that pgx takes and PostgreSQL's programs refuse.
var pgxOnly = regexp.MustCompile(`^(pool_.*|.*_cache_capacity|default_query_exec_mode|search_path|timezone)$`)

// Tool prepares one of PostgreSQL's programs for a database. The password
// goes by the environment, since arguments show in the list of processes.
func Tool(ctx context.Context, program embedded.Program, dsn string, args ...string) (*exec.Cmd, *bytes.Buffer, error) {
	cmd := exec.CommandContext(ctx, program.Path, args...)
	cmd.Env = os.Environ()
	if dsn != "" {
		u, err := url.Parse(dsn)
		if err != nil {
			return nil, nil, errors.New("the database's address is no URL")
		}
		password, _ := u.User.Password()
		u.User = url.User(u.User.Username())
		q := u.Query()
		if p := q.Get("password"); p != "" {
			password = p
		}
		q.Del("password")
		for name := range q {
			if pgxOnly.MatchString(name) {
				q.Del(name)
			}
		}
		u.RawQuery = q.Encode()
		cmd.Args = append(cmd.Args, "--dbname="+u.String())
		if password != "" {
			cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
		}
	}
	said := &bytes.Buffer{}
	cmd.Stderr = said
	return cmd, said, nil
}

func toolError(name string, err error, said *bytes.Buffer) error {
	text := strings.TrimSpace(said.String())
	if len(text) > 2000 {
		text = text[:2000] + "…"
	}
	return fmt.Errorf("%s: %w\n%s", name, err, text)
}

// dumping reads what pg_dump writes. It ends with an error unless pg_dump did
// its work to the end.
type dumping struct {
	cmd  *exec.Cmd
	out  io.Reader
	said *bytes.Buffer
}

func startDump(ctx context.Context, program embedded.Program, dsn, snapshot string) (*dumping, error) {
	cmd, said, err := Tool(ctx, program, dsn, "--format=custom", "--schema=public", "--no-owner", "--no-privileges", "--no-comments",
		"--no-publications", "--no-subscriptions", "--no-unlogged-table-data", "--snapshot="+snapshot)
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("start pg_dump: %w", err)
	}
	return &dumping{cmd, out, said}, nil
}

func (d *dumping) Read(p []byte) (int, error) {
	n, err := d.out.Read(p)
	if errors.Is(err, io.EOF) {
		if waitErr := d.cmd.Wait(); waitErr != nil {
			return n, toolError("pg_dump", waitErr, d.said)
		}
	}
	return n, err
}

// stop ends a pg_dump whose output nobody reads to the end.
func (d *dumping) stop() {
	if d.cmd.ProcessState == nil {
		_ = d.cmd.Process.Kill()
		_ = d.cmd.Wait()
	}
}

// readable proves that pg_restore can read a dump to its end.
func readable(ctx context.Context, program embedded.Program, path string) error {
	cmd, said, err := Tool(ctx, program, "", "--file=/dev/null", path)
	if err != nil {
		return err
	}
	if err := cmd.Run(); err != nil {
		return toolError("pg_restore", err, said)
	}
	return nil
}

// notRestored are entries of a dump's table of contents that an ordinary role
// could not restore, or that are there already.
var notRestored = regexp.MustCompile(`^\d+; \d+ \d+ (EXTENSION|SCHEMA|COMMENT) `)

// contents lists what is to be restored of a dump, in a file.
func contents(ctx context.Context, program embedded.Program, path, list string) error {
	cmd, said, err := Tool(ctx, program, "", "--list", path)
	if err != nil {
		return err
	}
	out, err := cmd.Output()
	if err != nil {
		return toolError("pg_restore", err, said)
	}
	var keep strings.Builder
	for line := range strings.Lines(string(out)) {
		if !notRestored.MatchString(line) {
			keep.WriteString(line)
		}
	}
	return os.WriteFile(list, []byte(keep.String()), 0o600)
}

// loadDump brings a dump into a database: what is to happen before, the dump and what
// is to happen after are one transaction.
func loadDump(ctx context.Context, restore, psql embedded.Program, dsn, path, list, before, after string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reader, readerSaid, err := Tool(ctx, restore, "", "--no-owner", "--no-privileges", "--use-list="+list, "--file=-", path)
	if err != nil {
		return err
	}
	writer, writerSaid, err := Tool(ctx, psql, dsn, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
		"--output=/dev/null", "--file=-")
	if err != nil {
		return err
	}
	script, err := reader.StdoutPipe()
	if err != nil {
		return fmt.Errorf("start pg_restore: %w", err)
	}
	in, err := writer.StdinPipe()
	if err == nil {
		err = writer.Start()
	}
	if err != nil {
		return fmt.Errorf("start psql: %w", err)
	}
	if err := reader.Start(); err != nil {
		cancel()
		_ = writer.Wait()
		return fmt.Errorf("start pg_restore: %w", err)
	}
	_, copyErr := io.Copy(in, io.MultiReader(strings.NewReader(before), script))
	if copyErr != nil { // psql has ended with an error of its own
		_ = reader.Process.Kill()
	}
	if err := reader.Wait(); err != nil && copyErr == nil {
		cancel() // psql must not commit a part
		_ = writer.Wait()
		return toolError("pg_restore", err, readerSaid)
	}
	if copyErr == nil {
		_, copyErr = io.WriteString(in, after)
	}
	if copyErr != nil {
		cancel()
	}
	_ = in.Close()
	if err := writer.Wait(); err != nil {
		return toolError("psql", err, writerSaid)
	}
	return copyErr
}

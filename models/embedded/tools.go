package embedded

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const oldestMajor = 15

// tools are PostgreSQL's programs of one major version.
type tools struct {
	bin   string
	major int
}

func (t tools) initdb() string   { return filepath.Join(t.bin, "initdb") }
func (t tools) postgres() string { return filepath.Join(t.bin, "postgres") }

// findTools chooses the programs that fit an existing data directory, or the
// newest for a new one.
func findTools(data string) (tools, error) {
	return chooseTools(data, installedTools())
}

func chooseTools(data string, installed []tools) (tools, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(data); err == nil {
			return tools{}, fmt.Errorf("%s is not a PostgreSQL data directory (it has no PG_VERSION); nothing in it was changed: "+
				"put a backup in its place, or move it away to start anew", data)
		}
		if len(installed) > 0 && installed[0].major >= oldestMajor {
			return installed[0], nil
		}
		return tools{}, fmt.Errorf("PostgreSQL %d or newer is needed and was not found (%s): install it (Debian, Ubuntu: apt "+
			"install postgresql), or set DATABASE_URL to a server's address", oldestMajor, majors(installed))
	}
	if err != nil {
		return tools{}, fmt.Errorf("read the database's version: %w", err)
	}
	version := strings.TrimSpace(string(text))
	for _, t := range installed {
		if strconv.Itoa(t.major) == version {
			return t, nil
		}
	}
	return tools{}, fmt.Errorf("the database in %[1]s was made by PostgreSQL %[2]s, whose programs are not on this machine "+
		"(%[3]s); nothing was changed: "+
		"install them (Debian, Ubuntu: apt install postgresql-%[2]s), or move the data to another version with pg_upgrade, or "+
		"with pg_dump there and pg_restore here",
		data, version, majors(installed))
}

// majors lists versions for a message.
func majors(installed []tools) string {
	if len(installed) == 0 {
		return "found: none"
	}
	var list []string
	for _, t := range installed {
		list = append(list, strconv.Itoa(t.major))
	}
	return "found: " + strings.Join(slices.Compact(list), ", ")
}

// binDirs are where PostgreSQL's programs may be.
func binDirs() (dirs []string) {
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin"} {
		found, _ := filepath.Glob(pattern) // the patterns are well formed
		dirs = append(dirs, found...)
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	return dirs
}

// Program is one of PostgreSQL's programs on this machine.
type Program struct {
	Path  string
	Major int
}

// Client finds a program such as pg_dump, which serves servers of its own major
// version and older ones: the oldest that is not older than the one given.
func Client(name string, major int) (Program, error) {
	dirs := binDirs()
	if path, err := exec.LookPath(name); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	var best Program
	var have []string
	for _, dir := range dirs {
		path := filepath.Join(dir, name)
		out, err := exec.Command(path, "--version").Output()
		if err != nil {
			continue
		}
		m := majorOf(string(out))
		have = append(have, strconv.Itoa(m))
		if m >= major && (best.Path == "" || m < best.Major) {
			best = Program{path, m}
		}
	}
	if best.Path == "" {
		return best, fmt.Errorf("%[1]s of PostgreSQL %[2]d or newer is needed and was not found (found: %[3]s): install it "+
			"(Debian, Ubuntu: apt install postgresql-client-%[2]d)",
			name, major, cmp.Or(strings.Join(have, ", "), "none"))
	}
	return best, nil
}

// installedTools finds every PostgreSQL server on this machine, newest first.
func installedTools() []tools {
	var found []tools
	for _, dir := range binDirs() {
		t := tools{bin: dir}
		if _, err := os.Stat(t.initdb()); err != nil {
			continue
		}
		out, err := exec.Command(t.postgres(), "--version").Output()
		if err != nil {
			continue
		}
		if t.major = majorOf(string(out)); t.major > 0 {
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b tools) int { return b.major - a.major })
	return found
}

var versionNumber = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func majorOf(version string) int {
	m := versionNumber.FindStringSubmatch(version)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

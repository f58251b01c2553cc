package media

import (
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
	for _, path := range []string{filepath.Join(dir, "upload-1"), "/etc/passwd", "/etc/hostname", parent + "/environ",
		parent + "/maps", parent + "/cmdline", "/proc/1/cmdline", "/usr/bin/env"} {
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
	t.Parallel()
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
	t.Parallel()
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
		out, _, err := v.run(t.Context(), command{program: v.tools.ffmpeg,
			args:  []string{"-v", "error", "-f", "data", "-i", "file:" + path, "-map", "0", "-c", "copy", "-f", "data", "-"},
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
	long(t)
	t.Parallel()
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
	for name, args := range map[string][]string{"a.mp4": mediatest.H264(), "a.mov": mediatest.H264(),
		"a.webm": {"-c:v", "libvpx", "-c:a", "libopus"}} {
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
	t.Parallel()
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
	t.Parallel()
	p := newTestPool(t, func(o *PoolOptions) { o.Workers = 1 })
	outside := filepath.Join(t.TempDir(), "kept.jpg")
	if err := os.WriteFile(outside, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(out, "led.jpg")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../x.jpg", "/tmp/x.jpg", "x", ".x.jpg", "a/b.jpg", "x.jpg\x00", "led.jpg",
		strings.Repeat("x", 300) + ".jpg"} {
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
	t.Parallel()
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

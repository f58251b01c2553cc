package e2e

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// engine is a browser of another make, driven by the WebDriver protocol: Firefox speaks
// it on a socket of its own (Marionette), WebKitGTK through a program beside it.
type engine interface {
	// command carries out a command and puts what it answers into a value.
	command(name string, params map[string]any, into any) error
}

// drivers start the engines that this machine has.
var drivers = map[string]func(*testing.T) engine{"firefox-esr": startFirefox, "WebKitWebDriver": startWebKit}

// The main flows work in Firefox and in WebKitGTK, too: sign up, share a photo, edit it,
// tell a story, write a message.
func TestOtherEngines(t *testing.T) {
	t.Parallel()
	for program, start := range drivers {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(program); err != nil {
				t.Logf("%s is not installed", program)
				return
			}
			s := newServer(t)
			s.start()
			s.run("user", "add", "--username", "bo", "--email", "bo@example.org", "--password", "quiet harbour lantern")
			p := &pilot{t, start(t), s.base, program}
			p.mainFlows()
			if out := s.run("check"); out != "Nothing is wrong." {
				t.Error(out)
			}
		})
	}
}

func (p *pilot) mainFlows() {
	p.t.Helper()
	p.open("/signup")
	p.write(`input[name=username]`, "ana")
	p.write(`input[name=email]`, "ana@example.org")
	p.write(`input[name=full_name]`, "Ana Test")
	p.write(`input[name=password]`, "quiet harbour lantern")
	p.shot("signup")
	p.click(`form[action="/signup"] .form-actions button, form[action="/signup"] button.wide`)
	p.wait("the home page", `location.pathname === "/" && !!document.querySelector(".rail")`)

	p.open("/new")
	p.file(`input[type=file][name=file]`, "mountain-meadow")
	p.wait("the editor", `location.pathname.endsWith("/edit") && document.querySelector(".edit-live") !== null`)
	p.wait("the picture", `document.querySelector("[data-fit]").hidden === false`)
	p.click(`.item:not([hidden]) input[name$=".filter"][value=Fjord]`)
	p.wait("the look", `document.querySelector('input[name$=".filter"][value=Fjord]').checked`)
	p.shot("editor")
	p.click(`[data-tab=text]`)
	p.write(`textarea[name=caption]`, "First words")
	p.click(`.edit-head button[name=action][value=publish]`)
	const picture = `[...document.querySelectorAll("main article picture img:not(.ph)")].some((i) => i.naturalWidth > 300)`
	p.wait("the post with its photo", `/^\/p\/[^/]+$/.test(location.pathname) && `+picture)
	p.shot("post")
	path := p.eval(`location.pathname`)
	p.open(path + "/edit")
	p.wait("the editor", `document.querySelector(".edit-live") !== null`)
	p.click(`[data-tab=text]`)
	p.write(`textarea[name=caption]`, ", then more")
	p.click(`.edit-head button[value=save]`)
	p.wait("the post as it is now", fmt.Sprintf(`location.pathname === %q && document.querySelector("main").textContent.includes("First words, then more")`, path))

	p.open("/new/story")
	p.file(`input[type=file][name=file]`, "two-dogs")
	p.wait("the story", `document.querySelector(".composer-live") && document.querySelector("[data-stage-canvas] [data-picture] picture img")?.complete === true`)
	p.shot("story-editor")
	p.click(`.edit-head [value=share]`)
	p.wait("it is shared", `location.pathname.startsWith("/story/") === false || !location.pathname.endsWith("/edit")`)
	p.open("/stories/ana")
	p.wait("the story is shown", `[...document.querySelectorAll(".story:not([hidden]) picture img")].some((i) => i.naturalWidth > 300)`)
	p.shot("story")

	p.open("/bo")
	p.click(`.profile-actions a[href^="/inbox/new"]`)
	p.wait("a new message", `location.pathname === "/inbox/new"`)
	p.write(`#message-text`, "Hello Bo")
	p.click(`.new-message .form-actions button`)
	p.wait("what was said", lastSaid+` === "Hello Bo"`)
	p.write(`#message-text`, "And more")
	p.click(`[data-message-form] button`)
	p.wait("what was said then", lastSaid+` === "And more" && document.getElementById("message-text").value === ""`)
	p.shot("message")
}

// pilot is somebody at an engine.
type pilot struct {
	t      *testing.T
	engine engine
	base   string
	name   string
}

func (p *pilot) do(what, name string, params map[string]any, into any) {
	p.t.Helper()
	if err := p.engine.command(name, params, into); err != nil {
		p.shot("failed")
		p.t.Fatalf("%s: %s: %v", p.name, what, err)
	}
}

func (p *pilot) open(path string) {
	p.t.Helper()
	p.do("open "+path, "Navigate", map[string]any{"url": p.base + path}, nil)
}

func (p *pilot) eval(js string) string {
	p.t.Helper()
	var out string
	p.do("ask", "ExecuteScript", map[string]any{"script": "return String(" + js + ")", "args": []any{}}, &out)
	return out
}

// wait asks until a page says yes; one that is just being replaced says nothing.
func (p *pilot) wait(what, js string) {
	p.t.Helper()
	for end := time.Now().Add(stepTime); ; time.Sleep(100 * time.Millisecond) {
		var yes bool
		err := p.engine.command("ExecuteScript", map[string]any{"script": "return !!(" + js + ")", "args": []any{}}, &yes)
		if err == nil && yes {
			return
		}
		if time.Now().After(end) {
			p.shot("failed")
			p.t.Fatalf("%s: in vain: %s (%v) at %s", p.name, what, err, p.eval(`location.href + " " + document.querySelector("main").textContent.slice(0, 500)`))
		}
	}
}

// elementKey is the name of a reference in WebDriver.
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

func (p *pilot) find(selector string) string {
	p.t.Helper()
	p.wait("find "+selector, fmt.Sprintf(`document.querySelector(%q)`, selector))
	var found map[string]string
	p.do("find "+selector, "FindElement", map[string]any{"using": "css selector", "value": selector}, &found)
	return found[elementKey]
}

// click presses as a script does, whatever lies above at that moment.
func (p *pilot) click(selector string) {
	p.t.Helper()
	p.wait("press "+selector, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e?.click(); return e })()`, selector))
}

// write writes by keys, after what is there.
func (p *pilot) write(selector, text string) {
	p.t.Helper()
	p.do("write into "+selector, "ElementSendKeys", map[string]any{"id": p.find(selector), "text": text}, nil)
}

func (p *pilot) file(selector, name string) {
	p.t.Helper()
	p.do("choose "+name, "ElementSendKeys", map[string]any{"id": p.find(selector), "text": demoFile(p.t, name)}, nil)
}

// shot keeps a picture where PHOTOGRAM_TEST_SHOTS says.
func (p *pilot) shot(name string) {
	var shot string
	dir := os.Getenv("PHOTOGRAM_TEST_SHOTS")
	if dir == "" || p.engine.command("TakeScreenshot", map[string]any{}, &shot) != nil {
		return
	}
	if png, err := base64.StdEncoding.DecodeString(shot); err == nil {
		_ = os.WriteFile(filepath.Join(dir, p.name+"-"+name+".png"), png, 0o600)
	}
}

// spawn runs a program until the test ends.
func spawn(t *testing.T, env []string, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// comes waits for what a program that was just started makes.
func comes[T any](t *testing.T, what string, look func() (T, error)) T {
	t.Helper()
	for end := time.Now().Add(stepTime); ; time.Sleep(50 * time.Millisecond) {
		v, err := look()
		if err == nil {
			return v
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not come: %v", what, err)
		}
	}
}

// marionette is Firefox's own form of WebDriver: [0, id, command, parameters] with its
// length before it, answered by [1, id, error, result].
type marionette struct {
	conn net.Conn
	in   *bufio.Reader
	id   int
}

func startFirefox(t *testing.T) engine {
	t.Helper()
	profile := t.TempDir()
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(`user_pref("marionette.port", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
user_pref("intl.accept_languages", "en");
`), 0o600); err != nil {
		t.Fatal(err)
	}
	spawn(t, []string{"HOME=" + profile}, "firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", profile,
		"--width", "1280", "--height", "900")
	port := comes(t, "Firefox", func() (string, error) {
		b, err := os.ReadFile(filepath.Join(profile, "MarionetteActivePort"))
		if err == nil && len(b) == 0 {
			err = errors.New("no port yet")
		}
		return string(b), err
	})
	conn := comes(t, "Marionette", func() (net.Conn, error) {
		return net.Dial("tcp", net.JoinHostPort("127.0.0.1", strings.TrimSpace(port)))
	})
	m := &marionette{conn: conn, in: bufio.NewReader(conn)}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := m.read(); err != nil { // it says hello first
		t.Fatal(err)
	}
	if err := m.command("NewSession", map[string]any{"capabilities": map[string]any{}}, nil); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *marionette) read() ([]byte, error) {
	size, err := m.in.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(size, ":"))
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	_, err = io.ReadFull(m.in, b)
	return b, err
}

func (m *marionette) command(name string, params map[string]any, into any) error {
	m.id++
	call, err := json.Marshal([]any{0, m.id, "WebDriver:" + name, params})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(m.conn, "%d:%s", len(call), call); err != nil {
		return err
	}
	b, err := m.read()
	if err != nil {
		return err
	}
	var answer [4]json.RawMessage
	if err := json.Unmarshal(b, &answer); err != nil {
		return err
	}
	if string(answer[2]) != "null" {
		return fmt.Errorf("%s: %.300s", name, answer[2])
	}
	if into == nil {
		return nil
	}
	var result struct{ Value json.RawMessage }
	if err := json.Unmarshal(answer[3], &result); err != nil {
		return err
	}
	return json.Unmarshal(result.Value, into)
}

// webDriver is the protocol of the W3C, over HTTP.
type webDriver struct{ session string }

// paths are the addresses of commands, below a session's; the element is a parameter here.
var paths = map[string]string{"Navigate": "POST /url", "ExecuteScript": "POST /execute/sync", "FindElement": "POST /element",
	"ElementSendKeys": "POST /element/{id}/value", "TakeScreenshot": "GET /screenshot"}

func startWebKit(t *testing.T) engine {
	t.Helper()
	binaries, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser") // the pattern is a good one
	if len(binaries) == 0 {
		t.Fatal("WebKitWebDriver is here, but not the MiniBrowser that comes with it")
	}
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Fatal("WebKitWebDriver is here, but no screen for it: install xvfb")
	}
	display := filepath.Join(t.TempDir(), "display")
	spawn(t, nil, "sh", "-c", `exec Xvfb -displayfd 3 -screen 0 1280x900x24 3>"$1"`, "sh", display)
	number := comes(t, "a screen", func() (string, error) {
		b, err := os.ReadFile(display)
		if err == nil && !bytes.HasSuffix(b, []byte("\n")) {
			err = errors.New("no number yet")
		}
		return strings.TrimSpace(string(b)), err
	})
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(free.Addr().String())
	_ = free.Close()
	spawn(t, []string{"DISPLAY=:" + number, "GDK_BACKEND=x11", "LIBGL_ALWAYS_SOFTWARE=1", "HOME=" + t.TempDir()},
		"WebKitWebDriver", "--host=127.0.0.1", "--port="+port)
	d := &webDriver{"http://127.0.0.1:" + port + "/session"}
	var made struct{ SessionID string }
	comes(t, "WebKit", func() (bool, error) {
		err := d.send(http.MethodPost, d.session, map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
			"webkitgtk:browserOptions": map[string]any{"binary": binaries[0], "args": []string{"--automation"}}}}}, &made)
		return true, err
	})
	d.session += "/" + made.SessionID
	t.Cleanup(func() { _ = d.send(http.MethodDelete, d.session, nil, nil) })
	return d
}

func (d *webDriver) command(name string, params map[string]any, into any) error {
	method, path, _ := strings.Cut(paths[name], " ")
	if id, ok := params["id"].(string); ok {
		path = strings.Replace(path, "{id}", id, 1)
	}
	return d.send(method, d.session+path, params, into)
}

func (d *webDriver) send(method, address string, params, into any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if method == http.MethodGet {
		r.Body, r.ContentLength = nil, 0
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %.300s", res.Status, answer.Value)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, into)
}

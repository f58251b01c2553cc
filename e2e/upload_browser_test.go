package e2e

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/jackc/pgx/v5"

	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/embedded"
	"photogram/web/webtest"
)

// lines are the rows that a statement gives, a text each.
func (s *server) lines(sql string, args ...any) []string {
	s.t.Helper()
	ctx := s.t.Context()
	cluster, err := embedded.Open(ctx, embedded.Options{DataDir: s.setting("PHOTOGRAM_DATA_DIR")})
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = cluster.Stop(ctx) }()
	pool, err := models.NewPool(ctx, cluster.DSN(), 2)
	if err != nil {
		s.t.Fatal(err)
	}
	defer pool.Close()
	rows, err := pool.Query(ctx, sql, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// slow bounds how many bytes a second the browser sends; -1 lifts the bound.
func (b *browser) slow(bytes float64) {
	b.t.Helper()
	b.do("bound the sending", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, target, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: bytes}}})
		return err
	}))
}

// rowState is an expression for the state of a file's row.
func rowState(name string) string {
	return fmt.Sprintf(`([...document.querySelectorAll(".upload-item")].find((row) => row.querySelector("[data-name]").textContent === %q)?.dataset.state || "")`, name)
}

func progressOf(name string) string {
	return fmt.Sprintf(`([...document.querySelectorAll(".upload-item")].find((row) => row.querySelector("[data-name]").textContent === %q)?.querySelector("progress").value || 0)`, name)
}

func in(name, selector string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(".upload-item")].find((row) => row.querySelector("[data-name]").textContent === %q).querySelector(%q)`, name, selector)
}

// choose gives files to the page, in this order.
func (b *browser) choose(paths ...string) {
	b.t.Helper()
	b.do("choose files", chromedp.SetUploadFiles(`input[type=file][name=file]`, paths))
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// countParts makes the page note where its first part starts and how many bytes it has.
const countParts = `(() => {
	sessionStorage.removeItem("first");
	const head = XMLHttpRequest.prototype.setRequestHeader, send = XMLHttpRequest.prototype.send;
	XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
		if (name === "Upload-Offset") this.offset = Number(value);
		return head.call(this, name, value); };
	XMLHttpRequest.prototype.send = function (body) {
		if (body?.size) sessionStorage.first ||= this.offset + " " + body.size;
		return send.call(this, body); };
	return true;
})()`

// An upload goes on by itself after the server was killed in the middle of a
// part, and after a reload when the same file is chosen again.
func TestUploadsSurviveAKilledServerAndAReload(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	data := mediatest.Noise(2500, 2000)
	file := write(t, "large.jpg", data)
	b := newBrowser(t, s.base, "ana", true)
	b.signUp("ana")
	b.open("/new")
	b.slow(1.5e6)
	b.choose(file)
	b.wait("a quarter is sent", progressOf("large.jpg")+` >= 25`)
	s.kill()
	b.wait("the page notices", rowState("large.jpg")+` === "offline"`)
	b.contains(".upload-note", "We keep what has arrived")
	b.shot("offline")
	kept := partial(s)
	s.start()
	b.wait("it goes on", rowState("large.jpg")+` === "sending" && `+progressOf("large.jpg")+` > 25`)
	if kept == 0 {
		t.Error("nothing had reached the disk when the server was killed")
	}

	b.wait("more than a part is sent", progressOf("large.jpg")+` >= 70`)
	_ = value[bool](b, `setTimeout(() => { addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true); location.reload(); }), true`)
	b.wait("the page asks for the file", rowState("large.jpg")+` === "unfinished"`)
	b.contains(".upload-note", "Choose the same file again")
	b.shot("unfinished")
	_ = value[bool](b, countParts)
	b.slow(-1)
	at := partial(s)
	b.choose(file)
	edit := b.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })
	first := value[string](b, `sessionStorage.first || "none"`)
	var offset, size int64
	if n, _ := fmt.Sscan(first, &offset, &size); n != 2 || offset < at || offset == 0 {
		t.Errorf("after the reload the first part was %q; %d bytes were there", first, at)
	}
	t.Logf("%d bytes; killed with %d on the disk; after the reload sent from %d on", len(data), kept, offset)
	want := fmt.Sprintf("%x", sha256.Sum256(data))
	if got := s.lines(`SELECT encode(sha256, 'hex') FROM media`); len(got) != 1 || got[0] != want {
		t.Errorf("the site has %v, sent was %s (%s)", got, want, edit.Path)
	}
	if files := uploadFiles(s); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

func uploadFiles(s *server) []string {
	s.t.Helper()
	found, err := filepath.Glob(filepath.Join(s.setting("PHOTOGRAM_DATA_DIR"), "uploads", "*"))
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

// partial is how many bytes of unfinished uploads are on the disk.
func partial(s *server) (n int64) {
	for _, path := range uploadFiles(s) {
		if info, err := os.Stat(path); err == nil && !strings.HasSuffix(path, ".info") {
			n += info.Size()
		}
	}
	return n
}

// One file is paused while others end, one is refused, and one was shared before.
func TestUploadsOneByOne(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.start()
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	b := newBrowser(t, s.base, "ana", true)
	b.signUp("ana")
	large, small := write(t, "large.jpg", mediatest.Noise(1800, 1300)), write(t, "small.jpg", mediatest.Photo(640, 480))
	letter := write(t, "letter.jpg", []byte("Dear reader, this is a letter, whatever its name says."))
	b.open("/new")
	b.slow(3e5)
	b.choose(large, letter, small)
	b.wait("some is sent", progressOf("large.jpg")+` > 3`)
	_ = value[bool](b, in("large.jpg", "[data-pause]")+`.focus(), true`)
	b.do("pause", chromedp.KeyEvent("\r"))
	b.wait("it rests", rowState("large.jpg")+` === "paused"`)
	// The focus is on the button that goes on.
	b.wait("the focus is kept", `document.activeElement === `+in("large.jpg", "[data-resume]"))
	b.wait("the letter is refused", rowState("letter.jpg")+` === "failed" && `+in("letter.jpg",
		"[data-note]")+`.textContent.includes("looks like text")`)
	b.wait("screen readers are told", `document.querySelector("[data-voice]").textContent.includes("looks like text")`)
	b.wait("the small one is there", rowState("small.jpg")+` === "done"`)
	b.wait("the large one still rests", rowState("large.jpg")+` === "paused"`)
	b.shot("one-paused")
	b.slow(-1)
	_ = value[bool](b, in("large.jpg", "[data-resume]")+`.click(), true`)
	b.wait("the large one is there", rowState("large.jpg")+` === "done"`)
	b.contains("[data-continue]", "Continue without it")
	if order := s.lines(`SELECT file_name FROM media ORDER BY post_id, pos`); strings.Join(order, " ") != "large.jpg small.jpg" {
		t.Errorf("the order is %v", order)
	}
	if drafts := s.lines(`SELECT id::text FROM posts`); len(drafts) != 1 {
		t.Errorf("drafts: %v", drafts)
	}
	_ = value[bool](b, in("letter.jpg", "[data-remove]")+`.click(), true`)
	b.until("the editor", func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/edit") })

	// The same bytes under another name.
	again, err := os.ReadFile(small)
	if err != nil {
		t.Fatal(err)
	}
	b.open("/new")
	b.choose(write(t, "copy.jpg", again))
	b.wait("the page says so", rowState("copy.jpg")+` === "done" && `+in("copy.jpg",
		"[data-earlier]")+`.textContent.includes("in a draft of yours")`)
	b.shot("duplicate")
	_ = value[bool](b, in("copy.jpg", "[data-drop-duplicate]")+`.click(), true`)
	b.wait("its row is gone", rowState("copy.jpg")+` === ""`)
	webtest.Eventually(t, "it is taken out", func() bool { return len(s.lines(`SELECT id::text FROM posts`)) == 1 })
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Error(out)
	}
}

package handlers_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/upkeep"
	"photogram/web/webtest"
)

// sender speaks tus as a program does.
type sender struct {
	t testing.TB
	c *webtest.Client
}

// tell makes a request of the protocol.
func (s sender) tell(method, path string, body io.Reader, headers ...string) *webtest.Answer {
	s.t.Helper()
	return s.c.Do(s.c.Request(method, path, body), append([]string{"Tus-Resumable", "1.0.0", "Accept", "application/json"}, headers...)...)
}

// meta encodes metadata.
func meta(pairs ...string) string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, pairs[i]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[i+1])))
	}
	return strings.Join(out, ",")
}

// begin opens an upload and gives its path.
func (s sender) begin(size int, pairs ...string) string {
	s.t.Helper()
	a := s.tell(http.MethodPost, "/new/tus", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata",
		meta(pairs...)).Want(http.StatusCreated)
	return a.Header.Get("Location")
}

func (s sender) patch(path string, offset int, body io.Reader) *webtest.Answer {
	s.t.Helper()
	return s.tell(http.MethodPatch, path, body, "Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(offset))
}

// send uploads a file at once.
func (s sender) send(data []byte, pairs ...string) (path string, last *webtest.Answer) {
	s.t.Helper()
	path = s.begin(len(data), pairs...)
	return path, s.patch(path, 0, bytes.NewReader(data))
}

func (s sender) outcome(path string) *webtest.Answer {
	s.t.Helper()
	return s.c.Get(path, "Accept", "application/json")
}

// names lists a directory.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	out := []string{}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestUploadInParts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	me, other := sender{t, s.As(ada)}, sender{t, s.As(bo)}
	options := me.tell(http.MethodOptions, "/new/tus", nil).Want(http.StatusOK)
	if options.Header.Get("Tus-Max-Size") != strconv.FormatInt(s.Intake.MaxFileBytes(), 10) ||
		strings.Contains(options.Header.Get("Tus-Extension"), "concatenation") {
		t.Errorf("announced: %v", options.Header)
	}

	photo := mediatest.Photo(640, 480)
	half := len(photo) / 2
	path := me.begin(len(photo), "filename", "../../träume.jpg", "batch", "b1", "place", "1")
	if !strings.HasPrefix(path, "/new/tus/") {
		t.Fatalf("its address is %q", path)
	}
	me.patch(path, 0, bytes.NewReader(photo[:half])).Want(http.StatusNoContent)
	if h := me.tell(http.MethodHead, path, nil).Want(http.StatusOK).Header; h.Get("Upload-Offset") != strconv.Itoa(half) ||
		h.Get("Upload-Length") != strconv.Itoa(len(photo)) {
		t.Errorf("half way: %v", h)
	}
	if a := me.outcome(path).Want(http.StatusOK); a.At("state").String() != "open" || a.At("offset").Int() != int64(half) ||
		a.At("name").String() != "../../träume.jpg" {
		t.Errorf("half way: %s", a.Body)
	}
	for _, name := range names(t, s.UploadDir) {
		if strings.Trim(strings.TrimSuffix(name, ".info"), "0123456789_") != "" {
			t.Errorf("a file is called %q", name)
		}
	}

	// For others it does not exist.
	unknown := "/new/tus/1_" + bo.ID.String()
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPatch, http.MethodDelete} {
		head := []string{"Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(half)}
		hidden, none := other.tell(method, path, nil, head...), other.tell(method, unknown, nil, head...)
		if hidden.StatusCode != http.StatusNotFound || none.StatusCode != http.StatusNotFound {
			t.Errorf("%s by another account: %d, of what does not exist: %d", method, hidden.StatusCode, none.StatusCode)
		}
		if method == http.MethodGet && hidden.At("error.message").String() != none.At("error.message").String() {
			t.Errorf("told apart: %s and %s", hidden.Body, none.Body)
		}
	}
	sender{t, s.Visitor()}.tell(http.MethodHead, path, nil).Want(http.StatusUnauthorized)
	me.tell(http.MethodPatch, path, bytes.NewReader(photo[half:]), "Content-Type", "application/offset+octet-stream",
		"Upload-Offset", strconv.Itoa(half), "Sec-Fetch-Site", "cross-site").Want(http.StatusForbidden)

	// A part at the wrong place, and more than was announced.
	me.patch(path, 0, bytes.NewReader(photo)).Want(http.StatusConflict)
	me.patch(path, half, io.MultiReader(bytes.NewReader(photo[half:]), bytes.NewReader(photo))).Want(http.StatusRequestEntityTooLarge)
	if a := me.outcome(path); a.At("offset").Int() < int64(half) {
		t.Errorf("what had arrived is lost: %s", a.Body)
	}
	rest := int(me.outcome(path).At("offset").Int())
	if rest < len(photo) {
		me.patch(path, rest, bytes.NewReader(photo[rest:])).Want(http.StatusNoContent)
	}

	// The same answer however often it is asked, and one photo.
	first := me.outcome(path).Want(http.StatusOK)
	if first.At("state").String() != "done" || first.At("item").String() == "" || first.At("edit").String() == "" {
		t.Fatalf("finished: %s", first.Body)
	}
	for range 3 {
		me.patch(path, len(photo), nil).Want(http.StatusNoContent)
		if again := me.outcome(path); !bytes.Equal(again.Body, first.Body) {
			t.Errorf("asked again: %s, was %s", again.Body, first.Body)
		}
	}
	me.tell(http.MethodDelete, path, nil).Want(http.StatusConflict)
	if h := me.tell(http.MethodHead, path, nil).Want(http.StatusOK).Header; h.Get("Upload-Offset") != strconv.Itoa(len(photo)) {
		t.Errorf("finished: %v", h)
	}
	post, err := post.Own(t.Context(), s.DB.Store, ada.ID, mustID(t, first.At("draft").String()))
	must(t, err)
	if post.MediaCount != 1 || len(names(t, s.UploadDir)) != 0 {
		t.Errorf("%d photos, files %v", post.MediaCount, names(t, s.UploadDir))
	}
	kept, err := s.Blobs.Get(t.Context(), models.OriginalKey(ada.ID, mustID(t, first.At("item").String())))
	must(t, err)
	defer func() { _ = kept.Close() }()
	if got, err := io.ReadAll(kept); err != nil || !bytes.Equal(got, photo) {
		t.Errorf("the kept file has %d bytes (%v), sent were %d", len(got), err, len(photo))
	}
}

func mustID(t testing.TB, s string) models.ID {
	t.Helper()
	id, err := models.ParseID(s)
	must(t, err)
	return id
}

// Files that end at the same time make one draft, in the order of choosing.
func TestUploadsOfABatchMakeOneDraft(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	me := sender{t, s.As(ada)}
	const files = 6
	paths := make([]string, files)
	for i := range files {
		data := mediatest.Photo(40+i, 30)
		paths[i] = me.begin(len(data), "filename", fmt.Sprintf("%d.jpg", i), "batch", "album-1", "place", strconv.Itoa(i))
	}
	var wg sync.WaitGroup
	for i := range files {
		wg.Go(func() {
			if a := me.patch(paths[i], 0, bytes.NewReader(mediatest.Photo(40+i, 30))); a.StatusCode != http.StatusNoContent {
				t.Errorf("file %d: %s %s", i, a, a.Body)
			}
		})
	}
	wg.Wait()
	order := func(id string) (out []string) {
		post, err := post.Own(t.Context(), s.DB.Store, ada.ID, mustID(t, id))
		must(t, err)
		for _, m := range post.Items {
			out = append(out, m.FileName)
		}
		return out
	}
	drafts := map[string]bool{}
	for _, p := range paths {
		drafts[me.outcome(p).At("draft").String()] = true
	}
	if len(drafts) != 1 {
		t.Fatalf("%d drafts: %v", len(drafts), drafts)
	}
	for id := range drafts {
		if got := strings.Join(order(id), " "); got != "0.jpg 1.jpg 2.jpg 3.jpg 4.jpg 5.jpg" {
			t.Errorf("the order is %s", got)
		}
	}

	// When all were taken out, those that still come make another draft.
	first, second := mediatest.Photo(50, 50), mediatest.Photo(51, 50)
	a, _ := me.send(first, "filename", "a.jpg", "batch", "b2")
	b := me.begin(len(second), "filename", "b.jpg", "batch", "b2")
	was := me.outcome(a)
	me.c.Post("/p/"+was.At("code").String()+"/items/"+mustID(t, was.At("item").String()).String()+"/delete", nil).Want(http.StatusSeeOther)
	me.patch(b, 0, bytes.NewReader(second)).Want(http.StatusNoContent)
	now := me.outcome(b)
	if now.At("state").String() != "done" || now.At("draft").String() == was.At("draft").String() || now.At("taken").Int() != 1 {
		t.Errorf("after the first was taken out: %s, was %s", now.Body, was.Body)
	}
	s.Check()
}

func TestUploadsAreRefusedWithReasons(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	ada := s.User("ada")
	me := sender{t, s.As(ada)}
	begin := func(size string, status int, says string, pairs ...string) {
		t.Helper()
		a := me.tell(http.MethodPost, "/new/tus", nil, "Upload-Length", size, "Upload-Metadata", meta(pairs...)).Want(status)
		if !strings.Contains(a.At("error.message").String(), says) {
			t.Errorf("%s: %s, want %q", a, a.Body, says)
		}
	}
	batch := []string{"batch", "x"}
	begin("0", http.StatusUnprocessableEntity, "empty", batch...)
	begin(strconv.FormatInt(s.Intake.MaxFileBytes()+1, 10), http.StatusRequestEntityTooLarge, "200 MB", batch...)
	begin("-1", http.StatusBadRequest, "Upload-Length", batch...)
	begin("x", http.StatusBadRequest, "Upload-Length", batch...)
	begin("10", http.StatusUnprocessableEntity, "batch")
	begin("10", http.StatusUnprocessableEntity, "batch", "batch", "../x")
	begin("10", http.StatusUnprocessableEntity, "position", "batch", "x", "place", "second")
	begin("10", http.StatusNotFound, "doesn’t exist", "batch", "x", "draft", "77")
	me.tell(http.MethodPost, "/new/tus", nil, "Upload-Defer-Length", "1", "Upload-Metadata", meta(batch...)).Want(http.StatusBadRequest)

	// No photo: told at the end, and again when the answer was lost.
	for _, f := range []struct {
		data []byte
		says string
	}{
		{[]byte("Dear reader, this is not a photo."), "looks like text"},
		{mediatest.Photo(64, 48)[:500], "damaged"},
		{mediatest.GIFClaiming(10, 10, 60_000, 60_000, true), "16383"},
	} {
		path, last := me.send(f.data, "batch", "x", "filename", "a.jpg")
		last.Want(http.StatusUnprocessableEntity)
		again := me.outcome(path).Want(http.StatusOK)
		if !strings.Contains(last.At("error.message").String(), f.says) || again.At("state").String() != "refused" ||
			again.At("message").String() != last.At("error.message").String() {
			t.Errorf("refused with %s, then %s; want %q", last.Body, again.Body, f.says)
		}
		me.patch(path, len(f.data), nil).Want(http.StatusUnprocessableEntity)
	}
	if files, keys := names(t, s.UploadDir), s.Keys(""); len(files) != 0 || len(keys) != 0 {
		t.Errorf("left behind: %v %v", files, keys)
	}

	// Limits on what is unfinished.
	big := int(s.Intake.MaxFileBytes())
	for range post.MaxItems {
		me.begin(big, "batch", "y")
	}
	begin("100", http.StatusTooManyRequests, "unfinished", batch...)
	for _, name := range names(t, s.UploadDir) {
		if !strings.HasSuffix(name, ".info") {
			me.tell(http.MethodDelete, "/new/tus/"+name, nil).Want(http.StatusNoContent)
		}
	}
	if files := names(t, s.UploadDir); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
	for range post.MaxOpenUploads {
		must(t, open(s, ada.ID))
	}
	begin("100", http.StatusTooManyRequests, "100 unfinished uploads", batch...)
}

func open(s *webtest.Site, owner models.ID) error {
	_, err := post.BeginUpload(context.Background(), s.DB.Store, owner, post.Incoming{Batch: "z", Bytes: 10}, 1<<40)
	return err
}

func TestUnfinishedUploadsExpire(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	me := sender{t, s.As(s.User("ada"))}
	photo := mediatest.Photo(60, 40)
	path := me.begin(len(photo), "batch", "x")
	me.patch(path, 0, bytes.NewReader(photo[:100])).Want(http.StatusNoContent)
	must(t, jobs.SweepUploads(t.Context(), s.DB.Store, s.UploadDir))
	s.Clock.Move(post.UploadLife - time.Minute)
	me.tell(http.MethodHead, path, nil).Want(http.StatusOK) // which keeps it
	s.Clock.Move(2 * time.Minute)
	must(t, jobs.SweepUploads(t.Context(), s.DB.Store, s.UploadDir))
	me.tell(http.MethodHead, path, nil).Want(http.StatusOK)
	s.Clock.Move(post.UploadLife + time.Minute)
	me.tell(http.MethodHead, path, nil).Want(http.StatusNotFound)
	must(t, jobs.SweepUploads(t.Context(), s.DB.Store, s.UploadDir))
	must(t, upkeep.Expire(t.Context(), s.DB.Store))
	var rows int
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM uploads`).Scan(&rows))
	if files := names(t, s.UploadDir); len(files) != 0 || rows != 0 {
		t.Errorf("left behind: %v, %d rows", files, rows)
	}
}

// The parts may be on another server's disk, or cut off by a crash: the sender is
// told to begin anew.
func TestUploadWithoutItsParts(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	me := sender{t, s.As(s.User("ada"))}
	path := me.begin(1000, "batch", "x")
	must(t, os.WriteFile(filepath.Join(s.UploadDir, filepath.Base(path)+".info"), nil, 0o600))
	me.tell(http.MethodHead, path, nil).Want(http.StatusNotFound)
	me.patch(path, 0, strings.NewReader("x")).Want(http.StatusNotFound)
	for _, name := range names(t, s.UploadDir) {
		must(t, os.Remove(filepath.Join(s.UploadDir, name)))
	}
	me.tell(http.MethodHead, path, nil).Want(http.StatusNotFound)
	me.outcome(path).Want(http.StatusNotFound)
	me.tell(http.MethodDelete, path, nil).Want(http.StatusNoContent)
}

// A full disk keeps what has arrived, and the upload goes on when there is space.
func TestUploadToAFullDisk(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	if err := syscall.Mount("tmpfs", s.UploadDir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("mounting a small disk needs root: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(s.UploadDir, syscall.MNT_DETACH) })
	s.StartOn(t)
	me := sender{t, s.As(s.User("ada"))}
	photo := mediatest.Noise(500, 400)
	if len(photo) < 100_000 {
		t.Fatalf("the photo has %d bytes only", len(photo))
	}
	path := me.begin(len(photo), "batch", "x")
	r := me.c.Request(http.MethodPatch, path, bytes.NewReader(photo))
	r.AddCookie(&http.Cookie{Name: s.Sessions.CookieName(), Value: me.c.Cookie(s.Sessions.CookieName())})
	for name, v := range map[string]string{"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream",
		"Upload-Offset": "0"} {
		r.Header.Set(name, v)
	}
	full, err := http.DefaultTransport.RoundTrip(r)
	must(t, err)
	said, err := io.ReadAll(full.Body)
	must(t, err)
	_ = full.Body.Close()
	if full.StatusCode != http.StatusInsufficientStorage || !strings.Contains(string(said), "no space left") ||
		strings.Contains(string(said), s.UploadDir) {
		t.Fatalf("on a full disk: %s %s", full.Status, said)
	}
	at, err := strconv.Atoi(me.tell(http.MethodHead, path, nil).Want(http.StatusOK).Header.Get("Upload-Offset"))
	must(t, err)
	if at == 0 {
		t.Error("nothing was kept")
	}
	must(t, syscall.Mount("tmpfs", s.UploadDir, "tmpfs", syscall.MS_REMOUNT, "size=1m"))
	me.patch(path, at, bytes.NewReader(photo[at:])).Want(http.StatusNoContent)
	if a := me.outcome(path); a.At("state").String() != "done" {
		t.Errorf("after making room: %s", a.Body)
	}
}

// The same bytes again are told apart from a new photo.
func TestDuplicatesAreNamed(t *testing.T) {
	t.Parallel()
	s := webtest.Start(t, nil)
	s.Work()
	ada, bo := s.User("ada"), s.User("bo")
	me := sender{t, s.As(ada)}
	photo := mediatest.Photo(80, 60)
	first, _ := me.send(photo, "batch", "one")
	was := me.outcome(first)
	if was.At("duplicate").Exists() {
		t.Errorf("the first is no duplicate: %s", was.Body)
	}
	second, _ := me.send(photo, "batch", "two")
	if d := me.outcome(second).At("duplicate"); d.Get("code").String() != was.At("code").String() ||
		d.Get("state").String() != "draft" || !strings.Contains(d.Get("text").String(), "draft") {
		t.Errorf("the second: %s", d)
	}
	theirs := sender{t, s.As(bo)}
	third, _ := theirs.send(photo, "batch", "one")
	if a := theirs.outcome(third); a.At("duplicate").Exists() {
		t.Errorf("what somebody else has is told: %s", a.Body)
	}
}

package graph_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"photogram/handlers/apitest"
	"photogram/jobs"
	"photogram/media/mediatest"
	"photogram/web/webtest"
)

// part sends bytes of a file, as curl --data-binary does.
func (w *world) part(path string, offset, size int, data []byte, headers ...string) *webtest.Answer {
	w.T.Helper()
	r := w.Prog.Request("POST", path, bytes.NewReader(data))
	return w.Prog.Do(r, append([]string{"Authorization", "Bearer " + w.Prog.Token, "Content-Type", "application/x-www-form-urlencoded",
		"offset", strconv.Itoa(offset), "file_size", strconv.Itoa(size)}, headers...)...)
}

// A file comes in parts, and what was lost is sent again from where it ended.
func TestResumableUpload(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Work()
	film, photo := mediatest.Video(t), mediatest.Photo(640, 480)
	made := w.Prog.Graph("POST", "/v18.0/me/media", "media_type", "REELS", "upload_type", "resumable", "caption",
		"in parts").Want(http.StatusOK)
	id, half := made.At("id").String(), len(film)/2
	if made.At("uri").String() != w.URL+"/ig-api-upload/v18.0/"+id {
		t.Errorf("%s", made.Body)
	}
	here := func(path string) int64 { return w.Prog.Graph("GET", path).Want(http.StatusOK).At("offset").Int() }
	at := "/ig-api-upload/v18.0/" + id
	w.share(id).GraphError(400, 9007, 2207027, "")
	for _, bad := range []struct {
		offset, size int
		says         string
	}{{5, len(film), "offset: 0 bytes"}, {0, 0, "file_size: "}, {0, 1 << 50, "file_size: "}, {-1, len(film), "offset: "}} {
		w.part(at, bad.offset, bad.size, film).GraphError(400, 100, 0, bad.says)
	}
	if a := w.part(at, 0, len(film), film[:half]).Want(http.StatusOK); a.At("offset").Int() != int64(half) {
		t.Errorf("%s", a.Body)
	}
	for _, path := range []string{at, "/rupload/" + id, "/rupload/v19.0/" + id, "/rupload/ig-api-upload/v19.0/" + id} {
		if n := here(path); n != int64(half) {
			t.Errorf("%s: %d bytes are here, not %d", path, n, half)
		}
	}
	if a := w.Prog.Graph("GET", "/"+id, "fields", "status_code,video_status").Want(http.StatusOK); a.At("status_code").String() !=
		"IN_PROGRESS" || a.At("video_status.uploading_phase.bytes_transferred").Int() != int64(half) {
		t.Errorf("%s", a.Body)
	}
	w.part(at, half-1, len(film), film[half-1:]).GraphError(400, 100, 0, strconv.Itoa(half)+" bytes are here")
	w.part(at, half, len(film), append(bytes.Clone(film[half:]), 'x')).GraphError(400, 100, 0, "file_size: ")
	w.part(at, 0, len(film), film[:10]).Want(http.StatusOK) // begins anew
	if a := w.part(at, 10, len(film), film[10:]).Want(http.StatusOK); !a.At("success").Bool() || a.At("offset").Exists() {
		t.Errorf("%s", a.Body)
	}
	w.part(at, 0, len(film), film).GraphError(400, 100, 0, "its file already")
	if s := w.settled(id); s != "FINISHED" {
		t.Fatalf("%s", s)
	}
	w.share(id).Want(http.StatusOK)
	if a := w.Prog.Graph("GET", "/"+id, "fields", "media_type,caption").Want(http.StatusOK); a.At("media_type").String() != "VIDEO" ||
		a.At("caption").String() != "in parts" {
		t.Errorf("%s", a.Body)
	}
	// A photo, whole, and by an address.
	one := w.container("upload_type", "resumable", "media_type", "IMAGE", "alt_text", "Waves")
	w.part("/rupload/"+one, 0, len(photo), photo).Want(http.StatusOK)
	if s := w.settled(one); s != "FINISHED" {
		t.Errorf("%s", s)
	}
	other := w.container("upload_type", "resumable", "media_type", "REELS")
	w.Prog.Do(w.Prog.Request("POST", "/rupload/"+other, nil), "Authorization", "Bearer "+w.Prog.Token, "file_url",
		apitest.Origin(t)+"/video.mp4").Want(http.StatusOK)
	if s := w.settled(other); s != "FINISHED" {
		t.Errorf("%s", s)
	}
	// What is no video, and what is somebody else's.
	wrong := w.container("upload_type", "resumable", "media_type", "REELS")
	w.part("/rupload/"+wrong, 0, len(photo), photo).GraphError(400, 352, 2207026, "")
	if s := w.status(wrong); s != "ERROR" {
		t.Errorf("%s", s)
	}
	bo := w.Program(w.Bo, allScopes)
	mine := w.container("upload_type", "resumable", "media_type", "REELS")
	bo.Graph("GET", "/rupload/"+mine).GraphError(400, 100, 33, mine)
	w.Program(w.Ada, "basic").Graph("GET", "/rupload/"+mine).GraphError(403, 10, 0, "scope=publish")
	w.WithToken("").Graph("POST", "/rupload/"+mine).GraphError(400, 190, 0, "")
	w.Prog.Graph("GET", "/rupload/"+w.container("image_url", "https://example.org/a.jpg")).GraphError(400, 100, 0, "upload_type: ")
	w.Prog.Graph("DELETE", "/rupload/"+mine).GraphError(400, 100, 33, "")
	for says, pairs := range map[string][]string{"upload_type: ": {"upload_type", "teleport"}, "video_url: ": {"media_type", "REELS",
		"upload_type", "resumable", "video_url", "https://example.org/a.mp4"}, "upload_type: A": {"media_type", "CAROUSEL", "children",
		"1,2", "upload_type", "resumable"}} {
		w.Prog.Graph("POST", "/me/media", pairs...).GraphError(400, 100, 0, says)
	}
	w.part("/rupload/"+mine, 0, len(film), film[:100]).Want(http.StatusOK)
	w.Must(jobs.SweepUploads(t.Context(), w.DB.Store, w.UploadDir))
	if n := here("/rupload/" + mine); n != 100 {
		t.Errorf("%d bytes are left", n)
	}
	if a := w.Prog.Do(w.Prog.Request("OPTIONS", "/rupload/"+mine, nil), "Access-Control-Request-Method", "POST"); !strings.Contains(
		a.Header.Get("Access-Control-Allow-Headers"), "offset") {
		t.Errorf("%v", a.Header)
	}
	w.Check()
}

package editor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	"golang.org/x/exp/slog"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/post"
	"photogram/urls"
	"photogram/web"
)

// tus takes files in parts, by the tus protocol 1.0. The parts are files in a
// directory of this server's; who owns an upload, and what becomes of it, is in
// the database.
type tus struct {
	Pages
	handler *handler.UnroutedHandler
	store   partStore
	locker  partLocker
}

// maxOpenBytes bounds the unfinished uploads of an account: a post's worth.
func (a Pages) maxOpenBytes() int64 { return post.MaxItems * a.Intake.MaxFileBytes() }

// settleTime bounds the checking of a complete file, also when its sender is gone.
const settleTime = 2 * time.Minute

func (a Pages) newTus() (*tus, error) {
	if err := os.MkdirAll(a.UploadDir, 0o700); err != nil {
		return nil, fmt.Errorf("make room for uploads: %w", err)
	}
	t := &tus{Pages: a, store: partStore{filestore.New(a.UploadDir)}}
	t.locker = partLocker{memorylocker.New(), t.store}
	composer := handler.NewStoreComposer()
	composer.UseCore(t.store)
	composer.UseLocker(t.locker)
	var err error
	t.handler, err = handler.NewUnroutedHandler(handler.Config{
		StoreComposer: composer,
		MaxSize:       a.Intake.MaxFileBytes(),
		BasePath:      urls.Tus + "/",
		Cors:          &handler.CorsConfig{Disable: true},
		// Requests are logged by the engine, and failures here.
		Logger:                    slog.New(slog.NewTextHandler(io.Discard, nil)),
		AcquireLockTimeout:        lockTime,
		PreUploadCreateCallback:   t.named,
		PreFinishResponseCallback: t.complete,
	})
	return t, err
}

// TusRoutes registers the routes of uploads in parts.
func (a Pages) TusRoutes(in *gin.RouterGroup) error {
	t, err := a.newTus()
	if err != nil {
		return err
	}
	h := a.Handle
	in.OPTIONS(urls.Tus, h(t.options))
	in.POST(urls.Tus, h(t.begin))
	in.HEAD(urls.Tus+"/:upload", h(t.head))
	in.PATCH(urls.Tus+"/:upload", h(t.patch))
	in.DELETE(urls.Tus+"/:upload", h(t.drop))
	in.GET(urls.Tus+"/:upload", h(t.outcome))
	return nil
}

// partName names an upload in addresses and on the disk: id and owner, as the
// API names media.
func partName(in *post.Incoming) string { return in.ID.String() + "_" + in.OwnerID.String() }

var errNoUpload = models.NotFoundf("editor.error.upload-does-not-exist-expired")

// find is the upload of the address, if it is the viewer's.
func (t *tus) find(c *gin.Context) (*post.Incoming, error) {
	part, owner, _ := strings.Cut(c.Param("upload"), "_")
	id, err := models.ParseID(part)
	if err != nil || owner != web.ViewerID(c).String() {
		return nil, errNoUpload
	}
	return post.IncomingByID(page.Context(c), t.Store, web.ViewerID(c), id)
}

// pass lets tusd answer about the file of that name. It leaves deadlines on the
// connection that the next request must not inherit, and gives addresses with a
// host, which is wrong behind a proxy.
func (t *tus) pass(c *gin.Context, name string, serve http.HandlerFunc) {
	stopping, cancel := context.WithCancelCause(page.Context(c))
	defer cancel(nil)
	defer context.AfterFunc(t.Drain.Told(), func() { cancel(errStopping) })()
	r := c.Request.WithContext(stopping)
	r.URL = &url.URL{Path: "/" + name}
	t.handler.Middleware(serve).ServeHTTP(relative{c.Writer}, r)
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Time{})
}

// errStopping keeps what has come of a part.
var errStopping = handler.Error{ErrorCode: handler.ErrServerShutdown.ErrorCode, Message: stoppingText, HTTPResponse: handler.HTTPResponse{
	StatusCode: http.StatusServiceUnavailable, Body: stoppingText + "\n",
	Header: handler.HTTPHeader{"Content-Type": "text/plain; charset=utf-8", "Retry-After": "2"}}}

const stoppingText = "We’re restarting the site. We keep what has arrived: go on in a few seconds."

type relative struct{ http.ResponseWriter }

func (w relative) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w relative) WriteHeader(status int) {
	if u, err := url.Parse(w.Header().Get("Location")); err == nil && u.Path != "" {
		w.Header().Set("Location", u.Path)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (t *tus) options(c *gin.Context) error {
	t.pass(c, "", func(http.ResponseWriter, *http.Request) {})
	return nil
}

type incomingKey struct{}

// begin opens an upload. Its metadata are filename, batch, place and, for photos
// that go to a draft that is there, draft.
func (t *tus) begin(c *gin.Context) error {
	viewer := web.ViewerID(c)
	meta := handler.ParseMetadataHeader(c.GetHeader("Upload-Metadata"))
	in := post.Incoming{Batch: meta["batch"], FileName: meta["filename"]}
	var err error
	if in.Bytes, err = strconv.ParseInt(c.GetHeader("Upload-Length"), 10, 64); err != nil || in.Bytes < 0 {
		return &web.StatusError{Status: http.StatusBadRequest, Field: "Upload-Length",
			Message: "Upload-Length must say how many bytes the file has."}
	}
	switch limit := t.Intake.MaxFileBytes(); {
	case in.Bytes == 0:
		return models.Invalidf("file", "editor.error.file-empty")
	case in.Bytes > limit:
		return models.Say(models.Error{Kind: models.TooLarge, Field: "file"}, "editor.error.file-larger-than-mb-which", "limit",
			limit/1_000_000)
	}
	if in.Place, err = strconv.ParseInt(meta["place"], 10, 64); err != nil && meta["place"] != "" {
		return models.Invalidf("place", "editor.error.place-among-files-must-whole")
	}
	if s := meta["draft"]; s != "" {
		if in.PostID, err = models.ParseID(s); err != nil {
			return page.ErrNoPost
		}
	}
	if err := t.Store.MayUse(page.Context(c), models.BudgetUpload, viewer); err != nil {
		return err
	}
	begun, err := post.BeginUpload(page.Context(c), t.Store, viewer, in, t.maxOpenBytes())
	if err != nil {
		return err
	}
	c.Request = c.Request.WithContext(context.WithValue(page.Context(c), incomingKey{}, begun))
	t.pass(c, "", t.handler.PostFile)
	if c.Writer.Status() != http.StatusCreated {
		// Its address was not told to anybody.
		background := web.ToItsEnd(page.Context(c), 0)
		if err := post.DropUpload(background, t.Store, viewer, begun.ID); err != nil {
			return err
		}
		return t.store.remove(partName(begun))
	}
	return nil
}

// named gives a new upload its name; what its sender calls it stays in the database.
func (t *tus) named(hook handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	in, _ := hook.Context.Value(incomingKey{}).(*post.Incoming)
	if in == nil {
		return handler.HTTPResponse{}, handler.FileInfoChanges{}, errors.New("an upload without a row")
	}
	return handler.HTTPResponse{}, handler.FileInfoChanges{ID: partName(in), MetaData: handler.MetaData{}}, nil
}

// complete is called when the last part is there, and holds the upload's lock.
func (t *tus) complete(hook handler.HookEvent) (handler.HTTPResponse, error) {
	in, _ := hook.Context.Value(incomingKey{}).(*post.Incoming)
	if in == nil {
		return handler.HTTPResponse{}, errors.New("an upload without a row")
	}
	in, err := t.finish(hook.Context, in)
	if err == nil && in.State != "refused" {
		return handler.HTTPResponse{}, nil
	}
	if err == nil {
		err = refusal(in)
	}
	err = web.Known(err)
	status := web.Status(err)
	message := "The site could not check this file. Ask again in a moment."
	if models.KindOf(err) != 0 {
		message = page.MessageOf(hook.Context, err)
	} else {
		t.Log.Error("an upload was not settled", "upload", partName(in), "error", err)
	}
	body, _ := json.Marshal(gin.H{"error": gin.H{"field": "file", "message": message}})
	head := handler.HTTPHeader{"Content-Type": "application/json; charset=utf-8"}
	if status == http.StatusServiceUnavailable {
		head["Retry-After"] = "2"
	}
	return handler.HTTPResponse{}, handler.Error{ErrorCode: "ERR_REFUSED", Message: message,
		HTTPResponse: handler.HTTPResponse{StatusCode: status,
			Body: string(body), Header: head}}
}

func refusal(in *post.Incoming) error {
	return &models.Error{Kind: models.Invalid, Field: "file", Raw: in.Reason}
}

// finish makes a complete file a photo of its draft, or records why not. It may
// be repeated. Whoever calls it holds the lock.
func (t *tus) finish(parent context.Context, in *post.Incoming) (*post.Incoming, error) {
	// The sender may be gone; the answer waits for their return.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), settleTime)
	defer cancel()
	up, err := t.Intake.ReceiveFile(ctx, in.OwnerID, in.ID, in.FileName, t.store.path(partName(in)))
	var settled *post.Incoming
	if err == nil {
		settled, err = post.FinishUpload(ctx, t.Store, in, up)
	}
	if kind := models.KindOf(err); kind != 0 && kind != models.NoSpace && kind != models.Unavailable {
		t.Intake.Discard(ctx, in.OwnerID, post.Upload{ID: in.ID})
		settled, err = post.RefuseUpload(ctx, t.Store, in, page.MessageOf(ctx, err))
	}
	if err != nil {
		return in, err
	}
	if err := t.store.remove(partName(in)); err != nil {
		t.Log.Warn("the parts of an upload were not removed", "upload", partName(in), "error", err)
	}
	return settled, nil
}

// finishLate finishes an upload whose last part came when nobody could finish it. It
// tells how many bytes are here.
func (t *tus) finishLate(c *gin.Context, in *post.Incoming) (*post.Incoming, int64, error) {
	if in.State != "open" {
		return in, in.Bytes, nil
	}
	lock, err := t.locker.NewLock(partName(in))
	if err != nil {
		return in, 0, err
	}
	wait, cancel := context.WithTimeout(page.Context(c), lockTime)
	defer cancel()
	if err := lock.Lock(wait, func() {}); err != nil {
		return in, 0, &web.StatusError{Status: http.StatusLocked,
			Message: "This file is being received or checked just now. Ask again in a moment."}
	}
	defer func() { _ = lock.Unlock() }()
	if in, err = post.IncomingByID(page.Context(c), t.Store, in.OwnerID, in.ID); err != nil || in.State != "open" {
		if err != nil {
			return nil, 0, err
		}
		return in, in.Bytes, nil
	}
	up, err := t.store.GetUpload(page.Context(c), partName(in))
	if err != nil {
		// The parts are with another server, or lost.
		return in, 0, errNoUpload
	}
	info, err := up.GetInfo(page.Context(c))
	if err != nil || info.Offset < in.Bytes {
		return in, info.Offset, err
	}
	in, err = t.finish(page.Context(c), in)
	return in, info.Offset, err
}

func (t *tus) head(c *gin.Context) error {
	in, err := t.find(c)
	if err != nil {
		return err
	}
	if err := post.TouchUpload(page.Context(c), t.Store, in); err != nil {
		return err
	}
	_, offset, err := t.finishLate(c, in)
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Tus-Resumable", "1.0.0")
	h.Set("Cache-Control", "no-store")
	h.Set("Upload-Offset", strconv.FormatInt(offset, 10))
	h.Set("Upload-Length", strconv.FormatInt(in.Bytes, 10))
	c.Status(http.StatusOK)
	c.Writer.WriteHeaderNow()
	return nil
}

func (t *tus) patch(c *gin.Context) error {
	in, err := t.find(c)
	if err != nil {
		return err
	}
	if in.State != "open" {
		if in.State == "refused" {
			return refusal(in)
		}
		c.Header("Tus-Resumable", "1.0.0")
		c.Header("Upload-Offset", strconv.FormatInt(in.Bytes, 10))
		c.Status(http.StatusNoContent)
		return nil
	}
	if err := post.TouchUpload(page.Context(c), t.Store, in); err != nil {
		return err
	}
	c.Request = c.Request.WithContext(context.WithValue(page.Context(c), incomingKey{}, in))
	c.Request.Body = partBody{c.Request.Body}
	t.pass(c, partName(in), t.handler.PatchFile)
	return nil
}

// partBody tells tusd in its own words why a body ended.
type partBody struct{ io.ReadCloser }

func (b partBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	var se *web.StatusError
	if errors.As(err, &se) {
		err = handler.NewError("ERR_STALLED", se.Message, se.Status)
	}
	return n, err
}

// drop gives an unfinished upload up.
func (t *tus) drop(c *gin.Context) error {
	in, err := t.find(c)
	if err != nil {
		return err
	}
	lock, err := t.locker.NewLock(partName(in))
	if err != nil {
		return err
	}
	wait, cancel := context.WithTimeout(page.Context(c), lockTime)
	defer cancel()
	if err := lock.Lock(wait, func() {}); err != nil {
		return &web.StatusError{Status: http.StatusLocked,
			Message: "This file is being received or checked just now. Try again in a moment."}
	}
	defer func() { _ = lock.Unlock() }()
	if in, err = post.IncomingByID(page.Context(c), t.Store, in.OwnerID, in.ID); err != nil {
		return err
	}
	if in.State == "done" {
		return models.Say(models.Error{Kind: models.Conflict}, "editor.error.photo-draft-already-remove")
	}
	if err := post.DropUpload(page.Context(c), t.Store, in.OwnerID, in.ID); err != nil {
		return err
	}
	if err := t.store.remove(partName(in)); err != nil {
		return err
	}
	c.Header("Tus-Resumable", "1.0.0")
	c.Status(http.StatusNoContent)
	return nil
}

// outcome tells in JSON what became of an upload, however often it is asked.
func (t *tus) outcome(c *gin.Context) error {
	in, err := t.find(c)
	if err != nil {
		return err
	}
	in, offset, err := t.finishLate(c, in)
	if err != nil {
		return err
	}
	answer := gin.H{"state": in.State, "name": in.FileName, "size": in.Bytes, "offset": offset, "batch": in.Batch}
	if in.State == "refused" {
		answer["message"] = in.Reason
	}
	postRow, err := post.Own(page.Context(c), t.Store, in.OwnerID, in.PostID)
	if err != nil && models.KindOf(err) != models.NotFound {
		return err
	}
	if err == nil {
		answer["draft"], answer["code"], answer["edit"], answer["taken"] = postRow.ID, postRow.ID.Code(),
			urls.PostAction(postRow.ID, "edit"), postRow.MediaCount
	}
	if in.State == "done" {
		answer["item"], answer["preview"] = in.ID, urls.Item(in.PostID, in.ID, "preview.jpg")
		duplicate, err := post.DuplicateOf(page.Context(c), t.Store, in.OwnerID, in.ID)
		if err != nil {
			return err
		}
		if duplicate != nil {
			answer["duplicate"] = duplicateAnswer(duplicate)
		}
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, answer)
	return nil
}

func duplicateAnswer(d *post.Duplicate) gin.H {
	day := d.At.UTC().Format("2 January 2006")
	text, path := "You shared this on "+day, urls.Post(d.HolderID)
	switch d.State {
	case "published":
	case "archived":
		text = "You shared this on " + day + " and archived it"
	case "scheduled":
		text = "This is in a post that you scheduled"
	default:
		text, path = "This is in a draft of yours since "+day, urls.PostAction(d.HolderID, "edit")
	}
	out := gin.H{"code": d.HolderID.Code(), "state": d.State, "item": d.ItemID, "at": d.At.UTC(), "text": text, "path": path}
	if d.HasPreview {
		out["preview"] = urls.Item(d.HolderID, d.ItemID, "preview.jpg")
	}
	return out
}

package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/call"
	"photogram/models"
	"photogram/models/container"
	"photogram/models/post"
)

// A container made with upload_type=resumable gets its file by POST /rupload/{container}: its
// bytes from an offset on, whose header is offset, of a file of file_size bytes. What has
// come lies in a file that is named as those of other uploads in parts are, and is swept with them.

// Files checks files that came in parts, and keeps them.
type Files interface {
	MaxFileBytes() int64
	ReceiveFile(ctx context.Context, owner, id models.ID, name, path string) (post.Upload, error)
	Discard(ctx context.Context, owner models.ID, up post.Upload)
}

// checkTime bounds the checking of a complete file, also when its sender is gone.
const checkTime = 2 * time.Minute

var partPath = regexp.MustCompile(`^/(?:rupload/)?(?:rupload|ig-api-upload)(?:/v[0-9]+\.[0-9]+)?/([0-9]+)$`)

// servePart answers about the file of a container that comes in parts; ok says whether the address is one of these.
func (a *API) servePart(c *gin.Context) (ok bool) {
	m := partPath.FindStringSubmatch(c.Request.URL.Path)
	if m == nil {
		return false
	}
	began := time.Now()
	c.Abort()
	call.Headers(c)
	defer func() { call.Note(c, a.Store, began) }()
	if c.Request.Method == http.MethodOptions {
		call.Preflight(c)
		return true
	}
	g := &request{Call: call.New(c, a.Kit), api: a, node: m[1]}
	data, err := a.answerPart(g)
	a.reply(g, data, err)
	return true
}

func (a *API) answerPart(g *request) (any, error) {
	g.Values = map[string][]string(g.Request.URL.Query())
	token := g.FindToken()
	if err := g.Authenticate(token); err != nil {
		return nil, err
	}
	if err := g.checkApp(token); err != nil {
		return nil, err
	}
	if err := g.Need("publish"); err != nil {
		return nil, err
	}
	var err error
	if g.id, err = models.ParseID(g.node); err != nil {
		return nil, g.absent()
	}
	c, err := g.containerOf(g.id)
	if err != nil {
		return nil, err
	}
	if !c.Resumable {
		return nil, badField("upload_type", "This container gets its file from an address. Make one with upload_type=resumable.")
	}
	switch g.Request.Method {
	case http.MethodGet, http.MethodHead:
		return map[string]any{"id": c.ID.String(), "offset": g.arrived(c), "status_code": c.Status}, nil
	case http.MethodPost:
		return a.receivePart(g, c)
	}
	return nil, g.absent()
}

func (g *request) partFile(c *container.View) string {
	return filepath.Join(g.api.UploadDir, c.ID.String()+"_"+c.OwnerID.String())
}

// arrived is how many bytes of a container's file are here.
func (g *request) arrived(c *container.View) int64 {
	info, err := os.Stat(g.partFile(c))
	if err != nil {
		return 0
	}
	return info.Size()
}

// header reads a number of bytes.
func (g *request) header(name string) (int64, error) {
	n, err := strconv.ParseInt(g.GetHeader(name), 10, 64)
	if err != nil || n < 0 {
		return 0, badField(name, "Send the header "+name+", a number of bytes.")
	}
	return n, nil
}

// receivePart keeps what comes of a file, and makes the container of it when all is there.
func (a *API) receivePart(g *request, c *container.View) (any, error) {
	if c.Status != container.InProgress || c.State != "fetching" {
		return nil, badField("id", "This container has its file already, or has expired.")
	}
	if address := g.GetHeader("file_url"); address != "" {
		if err := container.FetchFrom(g.Ctx(), a.Store, g.Viewer(), c.ID, address); err != nil {
			return nil, err
		}
		return map[string]any{"success": true, "message": "The file will be fetched."}, nil
	}
	offset, err := g.header("offset")
	if err != nil {
		return nil, err
	}
	size, err := g.header("file_size")
	if err != nil {
		return nil, err
	}
	if limit := a.Files.MaxFileBytes(); size == 0 || size > limit {
		return nil, badField("file_size", fmt.Sprintf("A file has 1 to %d bytes.", limit))
	}
	if err := a.roomForParts(g.Viewer(), size-g.arrived(c)); err != nil {
		return nil, err
	}
	file, err := a.openPart(g, c, offset)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // which ends the lock on it
	n, err := io.Copy(file, io.LimitReader(g.Request.Body, size-offset))
	var extra int
	if err == nil {
		extra, _ = g.Request.Body.Read(make([]byte, 1))
	}
	switch {
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		return nil, models.Say(models.Error{Kind: models.NoSpace}, "graph.error.no-space")
	case err != nil:
		return nil, badField("offset", fmt.Sprintf("The upload ended early. %d bytes are here: send the rest.", offset+n))
	case extra > 0:
		return nil, badField("file_size", "More came than this says.")
	case offset+n < size:
		return map[string]any{"success": true, "offset": offset + n}, nil
	}
	return a.finishPart(g, c)
}

// roomForParts bounds what the unfinished files of an account take.
func (a *API) roomForParts(owner models.ID, more int64) error {
	names, err := filepath.Glob(filepath.Join(a.UploadDir, "*_"+owner.String()))
	if err != nil {
		return err
	}
	limit := post.MaxItems * a.Files.MaxFileBytes()
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			more += info.Size()
		}
	}
	if more > limit {
		return badField("file_size", fmt.Sprintf("Unfinished files would take more than %d bytes. Let some end, or wait a day.", limit))
	}
	return nil
}

// openPart opens the file where it goes on, for this request alone. What begins anew takes the place of what was there.
func (a *API) openPart(g *request, c *container.View, offset int64) (*os.File, error) {
	if err := os.MkdirAll(a.UploadDir, 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(g.partFile(c), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, &failure{status: http.StatusConflict, kind: oauthException, code: 100, transient: true,
			message: "(#100) offset: This file is being received just now. Ask in a moment how much is here."}
	}
	here, err := file.Seek(0, io.SeekEnd)
	if err == nil && offset == 0 && here > 0 {
		here, err = 0, errors.Join(file.Truncate(0), seekStart(file))
	}
	if err == nil && offset != here {
		err = badField("offset", fmt.Sprintf("%d bytes are here. Send the rest from there on.", here))
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

func seekStart(file *os.File) error {
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// finishPart makes the container of a file that is complete.
func (a *API) finishPart(g *request, c *container.View) (any, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(g.Ctx()), checkTime)
	defer cancel()
	up, received := a.Files.ReceiveFile(ctx, c.OwnerID, a.Store.NewID(), "", g.partFile(c))
	err := container.Keep(ctx, a.Store, &c.Container, up, received)
	if err != nil && received == nil {
		a.Files.Discard(ctx, c.OwnerID, up)
	}
	if err != nil && c.Failure == "" {
		return nil, err
	}
	if gone := os.Remove(g.partFile(c)); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		return nil, gone
	}
	if err != nil {
		return nil, failedContainer(c)
	}
	return map[string]any{"success": true, "message": "Upload successful."}, nil
}

// videoStatus says how far the file of a container is.
func (g *request) videoStatus(c *container.View) any {
	if !c.Resumable {
		return nil
	}
	uploading := map[string]any{"status": "in_progress", "bytes_transferred": g.arrived(c)}
	processing := map[string]any{"status": "not_started"}
	if c.State != "fetching" {
		uploading = map[string]any{"status": "complete"}
		processing["status"] = map[container.Status]string{container.InProgress: "in_progress", container.InError: "error"}[c.Status]
		if processing["status"] == "" {
			processing["status"] = "complete"
		}
	}
	return map[string]any{"uploading_phase": uploading, "processing_phase": processing}
}

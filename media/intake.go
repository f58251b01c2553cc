package media

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"syscall"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/post"
)

// Intake checks files that people send and keeps their originals.
type Intake struct {
	Pool    *Pool
	Videos  *Videos // nil where videos are not taken
	Blobs   blob.Store
	TempDir string // on the machine's own disk
	NewID   func() models.ID
	// Free orders the removal of files, unless something refers to them by then.
	Free func(ctx context.Context, keys ...string) error
}

// MaxBytes is the size that one photo may have.
func (in *Intake) MaxBytes() int64 { return in.Pool.Limits().MaxBytes }

// MaxFileBytes is the size that any one file may have.
func (in *Intake) MaxFileBytes() int64 { return max(in.MaxBytes(), in.MaxVideo().Bytes) }

// MaxVideo is the size and length that a video may have.
func (in *Intake) MaxVideo() post.VideoLimit {
	if in.Videos == nil {
		return post.VideoLimit{}
	}
	l := in.Videos.Limits()
	return post.VideoLimit{Bytes: l.MaxBytes, Duration: l.MaxDuration}
}

// Receive checks a photo or a video and keeps it. It is not part of any post yet: the
// caller adds it to one, or discards it.
func (in *Intake) Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error) {
	ctx = models.ForPerson(ctx, owner)
	up := post.Upload{ID: in.NewID(), FileName: name}
	info, sum, err := in.store(ctx, r, models.OriginalKey(owner, up.ID), in.Videos != nil)
	if err != nil {
		return up, err
	}
	info.describe(&up, sum)
	return up, nil
}

// ReceiveFile is Receive for a file that is on this machine's disk already. The
// caller chose the id, which makes it safe to repeat, and keeps the file.
func (in *Intake) ReceiveFile(ctx context.Context, owner, id models.ID, name, path string) (post.Upload, error) {
	ctx = models.ForPerson(ctx, owner)
	up := post.Upload{ID: id, FileName: name}
	f, err := os.Open(path)
	if err != nil {
		return up, storageError(err)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, SniffLen)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return up, storageError(err)
	}
	hash := sha256.New()
	if _, err := io.Copy(inTurns{ctx, in.Pool.pieces, hash}, struct{ io.Reader }{f}); err != nil {
		return up, storageError(err)
	}
	info, err := in.storeFile(ctx, f, models.OriginalKey(owner, id), head[:n], in.Videos != nil)
	if err != nil {
		return up, err
	}
	info.describe(&up, hash.Sum(nil))
	return up, nil
}

// Spool is a file for what nobody answers for yet, gone when it is closed.
func (in *Intake) Spool() (*os.File, error) {
	f, err := os.CreateTemp(in.TempDir, "upload-*")
	if err == nil {
		err = os.Remove(f.Name())
	}
	if err != nil {
		return nil, storageError(err)
	}
	return f, nil
}

// Discard has the file of an upload removed that came to nothing. It may be that
// its row was written and only the answer was lost, so that is asked a little later.
func (in *Intake) Discard(ctx context.Context, owner models.ID, up post.Upload) {
	// What cannot be ordered now is found by the sweep.
	_ = in.Free(context.WithoutCancel(ctx), models.OriginalKey(owner, up.ID))
}

// ReceiveAvatar checks an account's picture and keeps it until it is rendered;
// the key names the picture to be.
func (in *Intake) ReceiveAvatar(ctx context.Context, user models.ID, r io.Reader) (string, error) {
	b := make([]byte, 20)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("name a picture: %w", err)
	}
	key := hex.EncodeToString(b)
	_, _, err := in.store(models.ForPerson(ctx, user), r, models.AvatarOriginalKey(user, key), false)
	return key, err
}

// DiscardAvatar has a picture removed that came to nothing, as Discard does.
func (in *Intake) DiscardAvatar(ctx context.Context, user models.ID, key string) {
	_ = in.Free(context.WithoutCancel(ctx), models.AvatarOriginalKey(user, key))
}

// kept is what was learned of a file that is kept.
type kept struct {
	VideoInfo
	video  bool
	notice string // for the sender
}

func (k kept) describe(up *post.Upload, sum []byte) {
	up.Format, up.Bytes, up.SHA256, up.Width, up.Height = string(k.Format), k.Bytes, sum, k.Width, k.Height
	up.Notice = k.notice
	up.Video, up.Duration, up.HasSound, up.Loop = k.video, k.Duration, k.HasSound, k.Loop
}

func (in *Intake) store(ctx context.Context, r io.Reader, key string, videos bool) (kept, []byte, error) {
	f, err := os.CreateTemp(in.TempDir, "upload-*")
	if err != nil {
		return kept{}, nil, storageError(err)
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	hash := sha256.New()
	sent := bufio.NewReaderSize(r, 64<<10)
	head, err := sent.Peek(SniffLen)
	if err != nil && !errors.Is(err, io.EOF) {
		return kept{}, nil, storageError(err)
	}
	head = bytes.Clone(head)
	limit, what := in.MaxBytes(), "a photo"
	if videos && SniffVideo(head) != "" {
		limit, what = in.MaxVideo().Bytes, "a video"
	}
	n, err := io.Copy(inTurns{ctx, in.Pool.pieces, io.MultiWriter(f, hash)}, io.LimitReader(sent, limit+1))
	if err != nil {
		return kept{}, nil, storageError(err)
	}
	if n > limit {
		return kept{}, nil, models.Say(models.Error{Kind: models.TooLarge, Field: "file"},
			"editor.error.file-larger-than-which-limit-2", "limit", megabytes(limit), "what", what)
	}
	info, err := in.storeFile(ctx, f, key, head, videos)
	return info, hash.Sum(nil), err
}

// inTurns takes each piece of a file in its sender's turn, so that somebody who
// sends many large files at once does not keep the server from everybody else.
type inTurns struct {
	ctx   context.Context
	turns *models.Turns
	io.Writer
}

func (w inTurns) Write(piece []byte) (int, error) {
	leave, err := w.turns.Enter(w.ctx, models.PersonOf(w.ctx))
	if err != nil {
		return 0, err
	}
	defer leave()
	n, err := w.Writer.Write(piece)
	runtime.Gosched() // somebody's short request may wait for the processor
	return n, err
}

// storeFile checks a file, whose first bytes are head, and keeps it.
func (in *Intake) storeFile(ctx context.Context, f *os.File, key string, head []byte, videos bool) (kept, error) {
	info, err := in.inspect(ctx, f.Name(), head, videos)
	if err != nil {
		return kept{}, sentError(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return kept{}, fmt.Errorf("read an upload: %w", err)
	}
	mime := info.Format.MIME()
	if info.Format.IsVideo() {
		mime = info.Format.VideoMIME()
	}
	if err := in.Blobs.Put(ctx, key, f, mime); err != nil {
		return kept{}, awayError(ctx, err)
	}
	return info, nil
}

// inspect says what a file is. An animated picture passes the guards of photos
// first, which know how large it would be.
func (in *Intake) inspect(ctx context.Context, path string, head []byte, videos bool) (kept, error) {
	if !videos || SniffVideo(head) == "" {
		photo, err := in.Pool.Inspect(ctx, path)
		var e *Error
		if videos && errors.As(err, &e) && e.Code == Unsupported {
			err = &Error{Unsupported, e.Message + " Videos can be MP4, MOV or WebM."}
		}
		if err != nil {
			return kept{}, err
		}
		still := kept{VideoInfo: VideoInfo{Format: photo.Format, Bytes: photo.Bytes, Width: photo.Width, Height: photo.Height}}
		if !photo.Moves {
			return still, nil
		}
		if !videos {
			still.notice, err = stillNotice(nil)
			return still, err
		}
		look := in.Videos.Inspect
		if photo.Format == WebP {
			look = func(_ context.Context, path string) (VideoInfo, error) { return in.Videos.inspectWebP(path, photo) }
		}
		info, err := look(ctx, path)
		if err == nil || photo.Format == GIF {
			return kept{VideoInfo: info, video: true}, err
		}
		still.notice, err = stillNotice(err)
		return still, err
	}
	info, err := in.Videos.Inspect(ctx, path)
	return kept{VideoInfo: info, video: true}, err
}

// sentError turns what is wrong with a file into an error for its sender.
func sentError(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		if models.KindOf(err) != 0 {
			return err
		}
		return storageError(err)
	}
	kind := models.Invalid
	if e.Code == TooLarge {
		kind = models.TooLarge
	}
	return &models.Error{Kind: kind, Field: "file", Raw: e.Message}
}

func storageError(err error) error {
	if errors.Is(err, blob.ErrNoSpace) || errors.Is(err, ErrNoSpace) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return models.Say(models.Error{Kind: models.NoSpace, Field: "file"}, "editor.error.site-no-space-left-photos")
	}
	return fmt.Errorf("keep an upload: %w", err)
}

// awayError is about storage that does not take a file which is in order.
func awayError(ctx context.Context, err error) error {
	err = storageError(err)
	if models.KindOf(err) != 0 || errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	return fmt.Errorf("%w: %w", models.Say(models.Error{Kind: models.Unavailable, Field: "file", RetryAfter: 5},
		"editor.error.site-cannot-reach-storage-just"), err)
}

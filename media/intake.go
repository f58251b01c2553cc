package media

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"photogram/media/blob"
	"photogram/models"
)

// Intake checks files that people send and keeps their originals.
type Intake struct {
	Pool    *Pool
	Blobs   blob.Store
	TempDir string // on the machine's own disk
	NewID   func() models.ID
}

// MaxBytes is the size that one photo may have.
func (in *Intake) MaxBytes() int64 { return in.Pool.Limits().MaxBytes }

// Receive checks a photo and keeps it. It is not part of any post yet: the
// caller adds it to one, or discards it.
func (in *Intake) Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (models.Upload, error) {
	up := models.Upload{ID: in.NewID(), FileName: name}
	info, sum, err := in.keep(ctx, r, models.OriginalKey(owner, up.ID))
	if err != nil {
		return up, err
	}
	up.Format, up.Bytes, up.SHA256, up.Width, up.Height = string(info.Format), info.Bytes, sum, info.Width, info.Height
	return up, nil
}

// ReceiveFile is Receive for a file that is on this machine's disk already. The
// caller chose the id, which makes it safe to repeat, and keeps the file.
func (in *Intake) ReceiveFile(ctx context.Context, owner, id models.ID, name, path string) (models.Upload, error) {
	up := models.Upload{ID: id, FileName: name}
	f, err := os.Open(path)
	if err != nil {
		return up, storageError(err)
	}
	defer func() { _ = f.Close() }()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return up, storageError(err)
	}
	info, err := in.keepFile(ctx, f, models.OriginalKey(owner, id))
	if err != nil {
		return up, err
	}
	up.Format, up.Bytes, up.SHA256, up.Width, up.Height = string(info.Format), info.Bytes, hash.Sum(nil), info.Width, info.Height
	return up, nil
}

// Discard removes the file of an upload that came to nothing.
func (in *Intake) Discard(ctx context.Context, owner models.ID, up models.Upload) {
	// What cannot be removed now is found by the sweep.
	_ = in.Blobs.Delete(context.WithoutCancel(ctx), models.OriginalKey(owner, up.ID))
}

// ReceiveAvatar checks an account's picture and keeps it until it is rendered;
// the key names the picture to be.
func (in *Intake) ReceiveAvatar(ctx context.Context, user models.ID, r io.Reader) (string, error) {
	b := make([]byte, 20)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("name a picture: %w", err)
	}
	key := hex.EncodeToString(b)
	_, _, err := in.keep(ctx, r, models.AvatarOriginalKey(user, key))
	return key, err
}

func (in *Intake) keep(ctx context.Context, r io.Reader, key string) (Info, []byte, error) {
	f, err := os.CreateTemp(in.TempDir, "upload-*")
	if err != nil {
		return Info{}, nil, storageError(err)
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	hash := sha256.New()
	limit := in.MaxBytes()
	n, err := io.Copy(io.MultiWriter(f, hash), io.LimitReader(r, limit+1))
	if err != nil {
		return Info{}, nil, storageError(err)
	}
	if n > limit {
		return Info{}, nil, &models.Error{Kind: models.TooLarge, Field: "file", Message: fmt.Sprintf("The file is larger than %s, which is the limit for a photo.", megabytes(limit))}
	}
	info, err := in.keepFile(ctx, f, key)
	return info, hash.Sum(nil), err
}

// keepFile checks a file and keeps it.
func (in *Intake) keepFile(ctx context.Context, f *os.File, key string) (Info, error) {
	info, err := in.Pool.Inspect(ctx, f.Name())
	if err != nil {
		return Info{}, sentError(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Info{}, fmt.Errorf("read an upload: %w", err)
	}
	if err := in.Blobs.Put(ctx, key, f, info.Format.MIME()); err != nil {
		return Info{}, storageError(err)
	}
	return info, nil
}

// sentError turns what is wrong with a file into an error for its sender.
func sentError(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return storageError(err)
	}
	kind := models.Invalid
	if e.Code == TooLarge {
		kind = models.TooLarge
	}
	return &models.Error{Kind: kind, Field: "file", Message: e.Message}
}

func storageError(err error) error {
	if errors.Is(err, blob.ErrNoSpace) || errors.Is(err, ErrNoSpace) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &models.Error{Kind: models.NoSpace, Field: "file", Message: "The site has no space left for photos. Keep the file and try again later."}
	}
	return fmt.Errorf("keep an upload: %w", err)
}

package media

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"

	"photogram/models"
	"photogram/models/post"
)

// ReceiveTable keeps a file of products until it is read. What is in it is looked at by
// the job that reads it.
func (in *Intake) ReceiveTable(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error) {
	ctx = models.ForPerson(ctx, owner)
	up := post.Upload{ID: in.NewID(), FileName: name}
	f, err := os.CreateTemp(in.TempDir, "import-*")
	if err != nil {
		return up, storageError(err)
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	hash := sha256.New()
	const most = models.MaxTable
	n, err := io.Copy(inTurns{ctx, in.Pool.pieces, io.MultiWriter(f, hash)}, io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return up, storageError(err)
	case n > most:
		return up, models.Say(models.Error{Kind: models.TooLarge, Field: "file"}, "editor.error.file-larger-than-which-limit", "most",
			megabytes(most))
	case n == 0:
		return up, models.Invalidf("file", "editor.error.file-empty-2")
	}
	up.Bytes, up.SHA256 = n, hash.Sum(nil)
	return up, in.putTable(ctx, owner, up.ID, f)
}

func (in *Intake) putTable(ctx context.Context, owner, id models.ID, f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read an upload: %w", err)
	}
	if err := in.Blobs.Put(ctx, post.TableKey(owner, id), f, "application/octet-stream"); err != nil {
		return awayError(ctx, err)
	}
	return nil
}

// DiscardTable has a file of products removed that came to nothing.
func (in *Intake) DiscardTable(ctx context.Context, owner models.ID, up post.Upload) {
	_ = in.Free(context.WithoutCancel(ctx), post.TableKey(owner, up.ID))
}

// JoinTables makes one file of several that belong together, such as the products and
// the combinations of a shop.
func (in *Intake) JoinTables(ctx context.Context, owner models.ID, ups []post.Upload) (post.Upload, error) {
	if len(ups) == 1 {
		return ups[0], nil
	}
	joined := post.Upload{ID: in.NewID(), FileName: ups[0].FileName}
	f, err := os.CreateTemp(in.TempDir, "import-*")
	if err != nil {
		return joined, storageError(err)
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	z := zip.NewWriter(f)
	for i, up := range ups {
		err = errors.Join(err, in.addTo(ctx, z, owner, i, up))
		joined.Bytes += up.Bytes
	}
	if err := errors.Join(err, z.Close()); err != nil {
		return joined, storageError(err)
	}
	if err := in.putTable(ctx, owner, joined.ID, f); err != nil {
		return joined, err
	}
	for _, up := range ups {
		in.DiscardTable(ctx, owner, up)
	}
	return joined, nil
}

func (in *Intake) addTo(ctx context.Context, z *zip.Writer, owner models.ID, n int, up post.Upload) error {
	r, err := in.Blobs.Get(ctx, post.TableKey(owner, up.ID))
	if err != nil {
		return awayError(ctx, err)
	}
	defer func() { _ = r.Close() }()
	// The number keeps files of one name apart.
	w, err := z.CreateHeader(&zip.FileHeader{Name: strconv.Itoa(n+1) + "-" + path.Base(models.SafeText(up.FileName)), Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return err
}

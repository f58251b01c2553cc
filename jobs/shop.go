package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"photogram/media/blob"
	"photogram/models"
	"photogram/models/post"
	"photogram/models/shop"
	"photogram/models/shopfile"
	"photogram/text"
)

// importCatalog reads a file of products.
type importCatalog struct {
	river.WorkerDefaults[shop.ImportCatalog]
	Deps
}

func (w *importCatalog) Timeout(*river.Job[shop.ImportCatalog]) time.Duration { return time.Hour }

func (w *importCatalog) Work(ctx context.Context, job *river.Job[shop.ImportCatalog]) error {
	i, err := shop.OwnImport(ctx, w.Store, job.Args.OwnerID, job.Args.ID)
	if models.KindOf(err) == models.NotFound || err == nil && i.State != shop.Running {
		return nil
	}
	if err != nil {
		return err
	}
	err = w.read(ctx, i)
	var e *models.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e) && e.Kind != models.Unavailable, job.Attempt >= job.MaxAttempts:
		return shop.FailImport(ctx, w.Store, i, err)
	}
	return fmt.Errorf("import %d: %w", i.ID, err)
}

func (w *importCatalog) read(ctx context.Context, i *shop.Import) error {
	local, err := os.CreateTemp(w.TempDir, "import-*")
	if err != nil {
		return fmt.Errorf("keep a file of products: %w", err)
	}
	defer func() {
		_ = local.Close()
		_ = os.Remove(local.Name())
	}()
	from, err := w.open(ctx, i)
	if err != nil {
		return err
	}
	source := &watched{Reader: from}
	n, err := io.Copy(local, io.LimitReader(source, shopfile.DefaultLimits.Bytes+1))
	_ = from.Close()
	switch {
	case source.err != nil && i.FileID == 0:
		return models.Invalidf("url", "shop.error.file-cannot-fetched-ended-before")
	case err != nil:
		return fmt.Errorf("keep a file of products: %w", err)
	case n > shopfile.DefaultLimits.Bytes:
		return models.Say(models.Error{Kind: models.TooLarge, Field: "file"}, "shop.error.file-too-large",
			"size", text.English.Size(shopfile.DefaultLimits.Bytes))
	}
	f, err := shopfile.OpenFile(local.Name(), shopfile.DefaultLimits)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return shop.RunImport(ctx, w.Store, i, f)
}

// open is the file in storage, or at the address.
func (w *importCatalog) open(ctx context.Context, i *shop.Import) (io.ReadCloser, error) {
	if i.FileID == 0 {
		body, _, err := w.Fetch.File(ctx, i.Source)
		return body, err
	}
	r, err := w.Blobs.Get(ctx, post.TableKey(i.OwnerID, i.FileID))
	if errors.Is(err, blob.ErrNotFound) {
		return nil, models.Invalidf("file", "shop.error.file-not-any-more-send")
	}
	return r, err
}

// fetchImages gets photos of products from the addresses that files name.
type fetchImages struct {
	river.WorkerDefaults[shop.FetchImages]
	Deps
}

func (w *fetchImages) Timeout(*river.Job[shop.FetchImages]) time.Duration { return 30 * time.Minute }

func (w *fetchImages) Work(ctx context.Context, job *river.Job[shop.FetchImages]) error {
	for after := models.ID(0); ; {
		list, err := shop.ImagesWanted(ctx, w.Store, job.Args.OwnerID, job.Args.CatalogID, after)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := w.bring(ctx, &list[i]); err != nil {
				return err
			}
		}
		after = list[len(list)-1].ID
	}
}

// bring fetches what a product lacks. An address from which no photo comes is noted, and
// keeps nothing else away.
func (w *fetchImages) bring(ctx context.Context, p *shop.Wanted) error {
	for _, address := range p.Images {
		if slices.Contains(p.Have, address) {
			continue
		}
		up, err := w.take(ctx, p.OwnerID, address)
		var e *models.Error
		if err != nil && (!errors.As(err, &e) || e.Kind == models.Unavailable || e.Kind == models.NoSpace) {
			return fmt.Errorf("fetch a photo of product %d: %w", p.ID, err)
		}
		failure := ""
		if err != nil {
			failure = e.Message()
		}
		used, err := shop.ImageFetched(ctx, w.Store, p, address, up, failure)
		if up != nil && !used {
			w.Intake.Discard(ctx, p.OwnerID, *up)
		}
		if err != nil && errors.As(err, &e) { // such as no room
			_, err = shop.ImageFetched(ctx, w.Store, p, address, nil, e.Message())
		}
		if err != nil {
			return err
		}
	}
	return shop.ImagesDone(ctx, w.Store, p)
}

func (w *fetchImages) take(ctx context.Context, owner models.ID, address string) (*post.Upload, error) {
	body, name, err := w.Fetch.Get(ctx, address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	source := &watched{Reader: body}
	up, err := w.Intake.Receive(ctx, owner, name, source)
	switch {
	case source.err != nil:
		if err == nil {
			w.Intake.Discard(ctx, owner, up)
		}
		return nil, models.Invalidf("url", "shop.error.photo-cannot-fetched-ended-before")
	case err != nil:
		return nil, err
	case up.Video:
		w.Intake.Discard(ctx, owner, up)
		return nil, models.Invalidf("url", "shop.error.video-at-address-product-photos")
	}
	return &up, nil
}

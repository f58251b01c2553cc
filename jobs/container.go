package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/riverqueue/river"

	"photogram/models"
	"photogram/models/container"
	"photogram/models/post"
)

// Fetcher gets files from addresses that strangers name, and nothing from
// inside the machine's own networks.
type Fetcher interface {
	Get(ctx context.Context, address string) (io.ReadCloser, string, error) // of a photo or a video
	File(ctx context.Context, address string) (io.ReadCloser, string, error)
}

// Intake checks files and keeps them.
type Intake interface {
	Receive(ctx context.Context, owner models.ID, name string, r io.Reader) (post.Upload, error)
	Discard(ctx context.Context, owner models.ID, up post.Upload)
}

// fetchContainer gets the file of a container and has it kept there.
type fetchContainer struct {
	river.WorkerDefaults[container.FetchContainer]
	Deps
}

func (w *fetchContainer) Work(ctx context.Context, job *river.Job[container.FetchContainer]) error {
	c, item, err := container.ToFetch(ctx, w.Store, job.Args.OwnerID, job.Args.ID)
	if err != nil || c == nil {
		return err
	}
	if item == nil {
		if err := w.take(ctx, c); err != nil {
			return w.failed(ctx, c, err, job.Attempt >= job.MaxAttempts)
		}
		if c, item, err = container.ToFetch(ctx, w.Store, job.Args.OwnerID, job.Args.ID); err != nil || c == nil || item == nil {
			return err
		}
	}
	if err := container.Finish(ctx, w.Store, c, item); err != nil {
		return w.failed(ctx, c, err, job.Attempt >= job.MaxAttempts)
	}
	return nil
}

// take keeps the file.
func (w *fetchContainer) take(ctx context.Context, c *container.Container) error {
	body, name, err := w.Fetch.Get(ctx, c.Source)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	source := &watched{Reader: body}
	up, err := w.Intake.Receive(ctx, c.OwnerID, name, source)
	if source.err != nil {
		if err == nil {
			w.Intake.Discard(ctx, c.OwnerID, up)
		}
		return models.Invalidf("url", "shop.error.file-cannot-fetched-ended-before")
	}
	if err != nil {
		return err
	}
	used := false
	if err = c.Takes(up); err == nil {
		up.AltText = c.AltText
		used, err = container.Fetched(ctx, w.Store, c.OwnerID, c.ID, up)
	}
	if !used {
		w.Intake.Discard(ctx, c.OwnerID, up)
	}
	return err
}

// failed records an error that trying again would not mend, and passes on others.
func (w *fetchContainer) failed(ctx context.Context, c *container.Container, err error, last bool) error {
	reason, failure, final := container.Blame(c, err)
	if !final {
		if !last {
			return fmt.Errorf("fetch container %d: %w", c.ID, err)
		}
		w.Log.Warn("a container was not made", "container", c.ID, "error", err)
	}
	return container.Failed(ctx, w.Store, c.OwnerID, c.ID, reason, failure)
}

// watched remembers that reading failed, as opposed to writing.
type watched struct {
	io.Reader
	err error
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"

	gcblob "gocloud.dev/blob"
	_ "gocloud.dev/blob/s3blob" // s3:// addresses
	"gocloud.dev/gcerrors"
)

// s3Store keeps blobs in one bucket. S3 shows an object only when it was stored whole.
type s3Store struct {
	bucket *gcblob.Bucket
}

func openS3(ctx context.Context, u *url.URL) (Store, error) {
	bucket, err := gcblob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, fmt.Errorf("open blob store %s: %w", u.Redacted(), err)
	}
	return &s3Store{bucket}, nil
}

func (s *s3Store) Put(ctx context.Context, key string, r io.Reader, contentType string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	// Cancelling is the only way to give up a write; closing would store a part.
	ctx, watch := watching(ctx, putPatience)
	defer watch.end()
	w, err := s.bucket.NewWriter(ctx, key, &gcblob.WriterOptions{ContentType: contentType})
	if err != nil {
		return fmt.Errorf("put %s: %w", key, err)
	}
	if _, err := io.Copy(w, watched{r, watch}); err != nil {
		watch.end()
		w.Close()
		return fmt.Errorf("put %s: %w", key, watch.explain(err))
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("put %s: %w", key, watch.explain(err))
	}
	return nil
}

func (s *s3Store) Get(ctx context.Context, key string) (*Reader, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	ctx, watch := watching(ctx, askPatience)
	r, err := s.bucket.NewReader(ctx, key, nil)
	if err != nil {
		watch.end()
		if gcerrors.Code(err) == gcerrors.NotFound && !noBucket(err) {
			return nil, fmt.Errorf("get %s: %w", key, ErrNotFound)
		}
		return nil, fmt.Errorf("get %s: %w", key, watch.explain(err))
	}
	watch.rest()
	return &Reader{&s3Reader{r, watch}, r.Size(), r.ModTime()}, nil
}

func (s *s3Store) Stat(ctx context.Context, key string) (Entry, error) {
	if err := CheckKey(key); err != nil {
		return Entry{}, err
	}
	ctx, watch := watching(ctx, askPatience)
	defer watch.end()
	a, err := s.bucket.Attributes(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return Entry{}, fmt.Errorf("look for %s: %w", key, ErrNotFound)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("look for %s: %w", key, watch.explain(err))
	}
	return Entry{key, a.Size, a.ModTime}, nil
}

func (s *s3Store) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	ctx, watch := watching(ctx, askPatience)
	defer watch.end()
	if err := s.bucket.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("delete %s: %w", key, watch.explain(err))
	}
	return nil
}

func (s *s3Store) DeletePrefix(ctx context.Context, prefix string) error {
	if err := checkPrefix(prefix); err != nil {
		return err
	}
	return s.List(ctx, prefix, func(e Entry) error { return s.Delete(ctx, e.Key) })
}

func (s *s3Store) List(ctx context.Context, prefix string, f func(Entry) error) error {
	if prefix != "" {
		if err := checkPrefix(prefix); err != nil {
			return err
		}
	}
	objects := s.bucket.List(&gcblob.ListOptions{Prefix: prefix})
	for {
		o, err := objects.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list %s: %w", prefix, err)
		}
		if err := f(Entry{o.Key, o.Size, o.ModTime}); err != nil {
			return err
		}
	}
}

func (s *s3Store) Ping(ctx context.Context) error {
	ctx, watch := watching(ctx, askPatience)
	defer watch.end()
	// A list names what is wrong, which asking for the bucket alone does not.
	_, err := s.bucket.List(nil).Next(ctx)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("ping blob store: %w", watch.explain(err))
	}
	return nil
}

func (s *s3Store) Close() error { return s.bucket.Close() }

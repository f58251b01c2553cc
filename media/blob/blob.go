// Package blob keeps files under keys, on the local disk or in S3-compatible
// object storage. It must know nothing of photos, people or the database.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

var (
	// ErrNotFound says that there is nothing under a key.
	ErrNotFound = errors.New("blob: not found")
	// ErrNoSpace says that the disk, or the quota on it, is full.
	ErrNoSpace = errors.New("blob: no space left")
	// ErrBadKey says that a key breaks the rules of CheckKey.
	ErrBadKey = errors.New("blob: bad key")
)

// Store keeps blobs. It is safe for concurrent use.
type Store interface {
	// Put stores everything from r under key, replacing what was there. The new
	// blob appears whole or not at all and survives a power cut once Put returns.
	Put(ctx context.Context, key string, r io.Reader, contentType string) error
	// Get opens a blob; the caller closes it. ErrNotFound when there is none.
	Get(ctx context.Context, key string) (*Reader, error)
	// Stat tells of a blob without opening it. ErrNotFound when there is none.
	Stat(ctx context.Context, key string) (Entry, error)
	// Delete removes a blob; an absent one is no error.
	Delete(ctx context.Context, key string) error
	// DeletePrefix removes every blob whose key starts with prefix, which must end in "/".
	DeletePrefix(ctx context.Context, prefix string) error
	// List calls f for each blob whose key starts with prefix, in the order of keys on
	// S3 and in no promised order on disk, until f returns an error, which List returns.
	// An empty prefix lists everything; any other must end in "/".
	List(ctx context.Context, prefix string, f func(Entry) error) error
	// Ping reports whether the store can be reached and written to.
	Ping(ctx context.Context) error
	Close() error
}

// Entry is one blob in a listing.
type Entry struct {
	Key     string
	Size    int64 // bytes
	ModTime time.Time
}

// Reader reads one blob. Seeking works on both kinds of store.
type Reader struct {
	io.ReadSeekCloser
	Size    int64 // bytes
	ModTime time.Time
}

// MaxKey is the longest key, in bytes.
const MaxKey = 512

// Open opens the store at an address:
//
//	file:///absolute/directory
//	s3://bucket?endpoint=https://host&region=name&use_path_style=true
//
// S3 credentials come from the environment, as the AWS tools read them.
func Open(ctx context.Context, address string) (Store, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("open blob store: %w", err) // url.Error has the address.
	}
	switch u.Scheme {
	case "file":
		if u.Host != "" || !strings.HasPrefix(u.Path, "/") {
			return nil, fmt.Errorf("open blob store %q: want file:///absolute/directory", address)
		}
		return openFiles(u.Path)
	case "s3":
		return openS3(ctx, u)
	}
	return nil, fmt.Errorf("open blob store %q: want file:// or s3://", address)
}

// CheckKey allows a-z, A-Z, 0-9 and "._-" in parts between single slashes; no part
// starts with a dot. That makes a key safe as a path and plain in a URL.
func CheckKey(key string) error {
	if key == "" || len(key) > MaxKey {
		return fmt.Errorf("%w: %d bytes long; 1 to %d are allowed", ErrBadKey, len(key), MaxKey)
	}
	start := true
	for i := range len(key) {
		switch c := key[i]; {
		case c == '/' && !start && i < len(key)-1:
			start = true
		case c == '.' && !start, c == '_', c == '-', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			start = false
		default:
			return fmt.Errorf("%w: %q", ErrBadKey, key)
		}
	}
	return nil
}

// checkPrefix allows "" only where everything is meant.
func checkPrefix(prefix string) error {
	if !strings.HasSuffix(prefix, "/") {
		return fmt.Errorf("%w: prefix %q does not end in a slash", ErrBadKey, prefix)
	}
	return CheckKey(strings.TrimSuffix(prefix, "/"))
}

package backup

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"photogram/cli/settings"
	"photogram/media/blob"
)

// A place for backups holds, for each backup, a directory backups/NAME with
//
//	database.dump  PostgreSQL's custom format
//	files.jsonl    every file, one a line
//	manifest.json  what the two must be; written last, so a backup without it is none
//
// and, for all of them together, each file once as blobs/ab/SHA-256.

const format = 1

type part struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

type manifest struct {
	Format    int       `json:"format"`
	Name      string    `json:"name"`
	Site      string    `json:"site"`
	Time      time.Time `json:"time"`
	Schema    int64     `json:"schema"` // newest step of the database's schema
	Server    int       `json:"server"` // major version of PostgreSQL
	Dumper    int       `json:"dumper"` // major version of pg_dump
	Database  part      `json:"database"`
	List      part      `json:"list"`
	Files     int       `json:"files"`
	FileBytes int64     `json:"file_bytes"`
	Lost      []string  `json:"lost"` // originals that were missing when it was written
}

func (m *manifest) dir() string  { return "backups/" + m.Name + "/" }
func (m *manifest) dump() string { return m.dir() + "database.dump" }
func (m *manifest) list() string { return m.dir() + "files.jsonl" }

// backedUp is a line of files.jsonl.
type backedUp struct {
	Key     string    `json:"key"`
	Bytes   int64     `json:"bytes"`
	SHA256  string    `json:"sha256"`
	ModTime time.Time `json:"mod_time"` // where it came from
}

func (b backedUp) place() string { return "blobs/" + b.SHA256[:2] + "/" + b.SHA256 }

// PlaceURL makes the address of storage of a directory or of s3://….
func PlaceURL(place string) (string, error) {
	if strings.HasPrefix(place, "s3://") || strings.HasPrefix(place, "file://") {
		return place, settings.CheckStorage(place)
	}
	if strings.Contains(place, "://") {
		return "", errors.New("it is neither a directory nor an address that begins with s3://")
	}
	dir, err := filepath.Abs(place)
	if err != nil {
		return "", err
	}
	return (&url.URL{Scheme: "file", Path: dir}).String(), settings.CheckWritable(dir)
}

// Overlap is whether one of two storages is, or lies in, the other.
func Overlap(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	if errX != nil || errY != nil || x.Scheme != y.Scheme || x.Host != y.Host || x.Query().Get("endpoint") != y.Query().Get("endpoint") {
		return false
	}
	p, q := filepath.Clean(x.Path)+"/", filepath.Clean(y.Path)+"/"
	if x.Scheme == "s3" {
		p, q = x.Query().Get("prefix"), y.Query().Get("prefix")
	}
	return strings.HasPrefix(p, q) || strings.HasPrefix(q, p)
}

// hashed counts and hashes what is read through it.
type hashed struct {
	io.Reader
	part func() part
}

func hashing(r io.Reader) hashed {
	sum := sha256.New()
	var n atomic.Int64
	part := func() part { return part{n.Load(), hex.EncodeToString(sum.Sum(nil))} }
	return hashed{io.TeeReader(r, io.MultiWriter(sum, counter{&n})), part}
}

type counter struct{ n *atomic.Int64 }

func (c counter) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return len(p), nil
}

// verify reads a blob to its end and compares it with what it must be.
func verify(ctx context.Context, blobs blob.Store, key string, want part) error {
	r, err := blobs.Get(ctx, key)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	h := hashing(r)
	if _, err := io.Copy(io.Discard, h); err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	if got := h.part(); got != want {
		return fmt.Errorf("%s is damaged: it has %d bytes with the SHA-256 %s, and should have %d with %s",
			key, got.Bytes, got.SHA256, want.Bytes, want.SHA256)
	}
	return nil
}

// each runs fn for all items, some at a time.
func each[T any](parent context.Context, items []T, fn func(ctx context.Context, i int, item T) error) error {
	g, ctx := errgroup.WithContext(parent)
	g.SetLimit(8)
	for i, item := range items {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error { return fn(ctx, i, item) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return parent.Err()
}

// names lists the finished backups at a place, oldest first.
func names(ctx context.Context, place blob.Store) ([]string, error) {
	var names []string
	err := place.List(ctx, "backups/", func(e blob.Entry) error {
		if name, ok := strings.CutSuffix(strings.TrimPrefix(e.Key, "backups/"), "/manifest.json"); ok {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for backups: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

// readManifest reads that of one backup, or of the newest when name is empty;
// nil when there is none.
func readManifest(ctx context.Context, place blob.Store, name string) (*manifest, error) {
	if name == "" {
		names, err := names(ctx, place)
		if err != nil || len(names) == 0 {
			return nil, err
		}
		name = names[len(names)-1]
	}
	r, err := place.Get(ctx, "backups/"+name+"/manifest.json")
	if errors.Is(err, blob.ErrNotFound) || errors.Is(err, blob.ErrBadKey) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var m manifest
	if err := json.NewDecoder(r).Decode(&m); err != nil {
		return nil, fmt.Errorf("the manifest of the backup %s is damaged: %w", name, err)
	}
	if m.Format > format {
		return nil, fmt.Errorf("the backup %s was written by a newer Photogram, in a form that this one does not know", name)
	}
	if m.Name != name {
		return nil, fmt.Errorf("the manifest of the backup %s is damaged: it names %q", name, m.Name)
	}
	return &m, nil
}

// readFiles reads what files a backup has, and that its list is what it must be.
func (m *manifest) readFiles(ctx context.Context, place blob.Store) ([]backedUp, error) {
	r, err := place.Get(ctx, m.list())
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	h := hashing(r)
	lines := bufio.NewScanner(h)
	lines.Buffer(make([]byte, 64<<10), 1<<20)
	var out []backedUp
	for lines.Scan() {
		var f backedUp
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil || blob.CheckKey(f.Key) != nil || len(f.SHA256) != 64 {
			return nil, fmt.Errorf("%s is damaged at line %d", m.list(), len(out)+1)
		}
		out = append(out, f)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", m.list(), err)
	}
	if h.part() != m.List || len(out) != m.Files {
		return nil, fmt.Errorf("%s is damaged", m.list())
	}
	return out, nil
}

func putJSON(ctx context.Context, place blob.Store, key string, v any) error {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", key, err)
	}
	return place.Put(ctx, key, bytes.NewReader(append(raw, '\n')), "application/json")
}

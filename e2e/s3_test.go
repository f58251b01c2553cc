package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/media/blob"
	"photogram/media/blob/blobtest"
)

// keys are the kept files of a bucket.
func bucketKeys(t *testing.T, address string) (keys []string) {
	t.Helper()
	b, err := blob.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if err := b.List(t.Context(), "", func(e blob.Entry) error {
		keys = append(keys, e.Key)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return keys
}

// The whole way of a photo, and of what is left of it, on S3.
func TestASiteOnS3(t *testing.T) {
	t.Parallel()
	store := blobtest.Start(t)
	bucket := store.Bucket("photos")
	s := newServer(t, append(blobtest.Env(), "PHOTOGRAM_STORAGE_URL="+bucket)...)
	var tokens []string
	for _, name := range []string{"ana", "bo"} {
		s.run("user", "add", "--username", name, "--email", name+"@example.org", "--password", "quiet harbour lantern")
		tokens = append(tokens, s.run("token", "--user", name, "--scopes", "all"))
	}
	s.start()
	id := s.shares(tokens[0], tokens[1], "By the lake")
	addresses := s.pictures()
	if got := fetch(t, addresses); len(addresses) < 3 || got[http.StatusOK] != len(addresses) {
		t.Fatalf("of %d pictures: %v", len(addresses), got)
	}
	page := s.tell(s.loggedIn("bo", "quiet harbour lantern"), http.MethodGet, "/ana", nil, nil)
	if page.status != http.StatusOK || !strings.Contains(string(page.body), "/media/") {
		t.Errorf("the profile: %d", page.status)
	}

	// A file that nothing refers to is told of, waits, and goes when its time has come.
	const stray = "o/1/2"
	b, err := blob.Open(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if err := b.Put(t.Context(), stray, strings.NewReader("x"), "image/jpeg"); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(filepath.Join(store.Dir("photos"), stray), old, old); err != nil {
		t.Fatal(err)
	}
	if out := s.run("sweep", "--dry-run"); !strings.Contains(out, "nothing refers to 1 (1 of ") {
		t.Errorf("dry run: %s", out)
	}
	if out := s.run("sweep"); !strings.Contains(out, "waits: "+stray) || !slices.Contains(bucketKeys(t, bucket), stray) {
		t.Errorf("sweep: %s", out)
	}
	s.sql(`UPDATE orphans SET found_at = found_at - interval '15 days'`)
	if out := s.run("sweep"); !strings.Contains(out, "1 deleted.") || slices.Contains(bucketKeys(t, bucket), stray) {
		t.Errorf("sweep after two weeks: %s", out)
	}

	// What a deleted post had is freed once pages that show it are gone.
	s.must(tokens[0], http.MethodDelete, "/v1/media/"+id, nil)
	s.sql(`UPDATE river_job SET state = 'available', scheduled_at = now() WHERE kind = 'delete_blobs' AND state = 'scheduled'`)
	waitFor(t, "the photo's files are freed", func() bool {
		return !slices.ContainsFunc(bucketKeys(t, bucket),
			func(key string) bool { return strings.HasPrefix(key, "o/") || strings.HasPrefix(key, "r/") })
	})
	if out := s.run("check"); out != "Nothing is wrong." {
		t.Errorf("check: %s", out)
	}
	s.calm("on S3")
}

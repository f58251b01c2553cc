package jobs_test

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"photogram/jobs"
	"photogram/media/blob"
	"photogram/media/blob/blobtest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/modelstest"
	"photogram/models/post"
	"photogram/models/upkeep"
)

// storages runs a test on files and on S3. Each address is that of an empty storage.
func storages(t *testing.T, test func(t *testing.T, empty func() blob.Store)) {
	open := func(t *testing.T, address string) blob.Store {
		s, err := blob.Open(t.Context(), address)
		must(t, err)
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	t.Run("file", func(t *testing.T) {
		t.Parallel()
		test(t, func() blob.Store { return open(t, "file://"+t.TempDir()) })
	})
	t.Run("s3", func(t *testing.T) {
		t.Parallel()
		server := blobtest.Start(t)
		test(t, func() blob.Store { return open(t, server.Bucket(strings.ToLower(rand.Text()))) })
	})
}

func keysOf(t *testing.T, s blob.Store) (out []string) {
	t.Helper()
	must(t, s.List(t.Context(), "", func(e blob.Entry) error {
		if e.Key != jobs.ClaimKey {
			out = append(out, e.Key)
		}
		return nil
	}))
	slices.Sort(out)
	return out
}

func write(t *testing.T, s blob.Store, keys ...string) {
	t.Helper()
	for _, k := range keys {
		must(t, s.Put(t.Context(), k, strings.NewReader(k), "image/jpeg"))
	}
}

// site is a database of a site of its own, with photos whose originals are in the storage.
func siteWith(t *testing.T, blobs blob.Store, photos int) *modelstest.DB {
	t.Helper()
	db := modelstest.New(t)
	_, err := db.Pool().Exec(t.Context(), `UPDATE site SET id = $1`, rand.Text())
	must(t, err)
	ada := db.User("ada")
	for range photos {
		_, items := db.Draft(ada, 1)
		write(t, blobs, models.OriginalKey(ada.ID, items[0].ID))
	}
	return db
}

func refused(t *testing.T, what string, db *modelstest.DB, blobs blob.Store, words ...string) {
	t.Helper()
	before := keysOf(t, blobs)
	err := jobs.CheckClaim(t.Context(), db.Store, blobs)
	var foreign *jobs.ForeignError
	if !errors.As(err, &foreign) {
		t.Fatalf("%s: %v", what, err)
	}
	for _, w := range append(words, "photogram storage adopt", "--yes", "Nothing was changed") {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%s: %q does not say %q", what, err, w)
		}
	}
	s := jobs.Sweeper{Store: db.Store, Blobs: blobs, Log: slog.New(slog.DiscardHandler), Limit: 1000}
	if _, err := s.Sweep(t.Context()); !errors.As(err, &foreign) {
		t.Errorf("%s: the sweep gives %v", what, err)
	}
	if after := keysOf(t, blobs); !slices.Equal(before, after) {
		t.Errorf("%s: files changed: %v, before %v", what, after, before)
	}
}

func TestStorageBelongsToOneDatabase(t *testing.T) {
	t.Parallel()
	storages(t, func(t *testing.T, empty func() blob.Store) {
		blobs := empty()
		mine := siteWith(t, blobs, 12)
		must(t, jobs.CheckClaim(t.Context(), mine.Store, blobs)) // from before there were claims: the files are known
		must(t, jobs.CheckClaim(t.Context(), mine.Store, blobs))
		id, err := upkeep.ReadSiteID(t.Context(), mine.Store)
		must(t, err)
		claim, err := jobs.ReadClaim(t.Context(), blobs)
		must(t, err)
		if claim == nil || claim.Site != id.Site || claim.Database != id.Database || id.Database == "" {
			t.Fatalf("%+v of %+v", claim, id)
		}

		fresh, full := siteWith(t, empty(), 0), siteWith(t, empty(), 12)
		refused(t, "a new database on used storage", fresh, blobs, id.Site)
		refused(t, "another site's database on used storage", full, blobs, id.Site)
		copied := siteWith(t, blobs, 0)
		_, err = copied.Pool().Exec(t.Context(), `UPDATE site SET id = $1`, id.Site)
		must(t, err)
		refused(t, "a copy of the database, such as for staging", copied, blobs, "another database of this site")

		refused(t, "a used database on empty storage", mine, empty(), "it is empty", "12 photos and videos")
		other := empty()
		write(t, other, models.OriginalKey(7, 8), models.OriginalKey(7, 9))
		refused(t, "a used database on unmarked storage of others", mine, other, "12", "it has 0")
		refused(t, "a new database on unmarked storage of others", fresh, other, "of 2 files in it this database knows 0")
		broken := empty()
		write(t, broken, jobs.ClaimKey)
		refused(t, "a mark that is none", fresh, broken)

		unrelated := empty()
		write(t, unrelated, "x/y", "notes.txt")
		must(t, jobs.CheckClaim(t.Context(), fresh.Store, unrelated)) // nothing in it is of our kinds

		must(t, jobs.WriteClaim(t.Context(), full.Store, blobs))
		must(t, jobs.CheckClaim(t.Context(), full.Store, blobs))
		refused(t, "after it was adopted by another", mine, blobs)
	})
}

// A site that lost its mark with everything that can be made again is known by its originals.
func TestAMarkIsMadeAnewByOriginals(t *testing.T) {
	t.Parallel()
	storages(t, func(t *testing.T, empty func() blob.Store) {
		blobs := empty()
		db := siteWith(t, blobs, 10)
		write(t, blobs, models.OriginalKey(1, 2)) // a stray
		must(t, jobs.CheckClaim(t.Context(), db.Store, blobs))
		found, err := jobs.SurveyStorage(t.Context(), db.Store, blobs)
		must(t, err)
		if found.Originals != 11 || found.Known != 10 || found.Rows != 10 || found.Lost != 0 || found.Claim == nil || found.Derived != 0 {
			t.Errorf("%+v", found)
		}
	})
}

// Few go at a time, and none when many look orphaned.
func TestTheSweepIsCareful(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	blobs, err := blob.Open(t.Context(), "file://"+dir)
	must(t, err)
	defer func() { _ = blobs.Close() }()
	db := siteWith(t, blobs, 40)
	must(t, jobs.CheckClaim(t.Context(), db.Store, blobs))
	s := jobs.Sweeper{Store: db.Store, Blobs: blobs, Log: slog.New(slog.DiscardHandler)}
	sweep := func() jobs.Swept {
		t.Helper()
		found, err := s.Sweep(t.Context())
		must(t, err)
		db.Clock.Move(time.Second)
		return found
	}
	orphan := func(key string) {
		write(t, blobs, key)
		age(t, dir+"/"+key, 2*models.FileGrace)
	}
	for i := range 4 {
		orphan(models.OriginalKey(1, models.ID(i+1)))
	}
	sweep()
	db.Clock.Move(upkeep.Quarantine)
	s.DryRun = true
	if found := sweep(); len(found.Due) != 4 || found.Deleted != 0 || found.Stopped != "" || len(keysOf(t, blobs)) != 44 {
		t.Errorf("dry run: %+v", found)
	}
	s.DryRun = false
	must(t, upkeep.HoldFiles(t.Context(), db.Store, time.Hour))
	if found := sweep(); found.Deleted != 0 || found.Stopped == "" {
		t.Errorf("while a backup is written: %+v", found)
	}
	must(t, upkeep.HoldFiles(t.Context(), db.Store, 0))
	orphan(models.OriginalKey(1, 5))
	if found := sweep(); found.Deleted != 0 || found.Stopped == "" || found.OrphanOriginals != 5 || len(keysOf(t, blobs)) != 45 {
		t.Errorf("five of 45: %+v", found)
	}
	s.Limit = 2
	if found := sweep(); found.Deleted != 2 || found.Stopped != "" || len(keysOf(t, blobs)) != 43 {
		t.Errorf("by the administrator: %+v", found)
	}
	// What is referred to again comes out of quarantine.
	s.Limit = 0
	ada, err := account.Find(t.Context(), db.Store, "ada")
	must(t, err)
	id := db.NewID()
	orphan(models.OriginalKey(ada.ID, id))
	sweep()
	if _, _, err := post.AddMedia(t.Context(), db.Store, ada.ID, 0,
		post.Upload{ID: id, Format: "jpeg", Bytes: 1, SHA256: []byte{1}, Width: 1, Height: 1}); err != nil {
		t.Fatal(err)
	}
	sweep()
	db.Clock.Move(upkeep.Quarantine)
	if found := sweep(); found.Deleted != 1 || found.Orphans != 1 || !slices.Contains(keysOf(t, blobs), models.OriginalKey(ada.ID, id)) {
		t.Errorf("%+v", found)
	}
	// A share at a time.
	for i := range 130 {
		orphan(models.RenditionPrefix(strings.Repeat("ab", 20)) + models.ID(i+1).String() + ".jpg")
	}
	sweep()
	db.Clock.Move(upkeep.Quarantine)
	if found := sweep(); found.Deleted != 100 {
		t.Errorf("%+v", found)
	}
	if found := sweep(); found.Deleted != 30 {
		t.Errorf("%+v", found)
	}
}

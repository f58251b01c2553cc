package post_test

import (
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
	"photogram/models/post"
)

// What an account keeps is bounded, however its files come, several at once and
// unfinished ones included.
func TestQuota(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	s, err := models.Open(ctx, db.Pool(), models.Options{Now: db.Clock.Now, Log: slog.New(slog.DiscardHandler), Quota: 1000})
	must(t, err)
	defer func() { _ = s.Close() }()
	ana, bo := db.User("ana"), db.User("bo")
	n := 0
	file := func(bytes int64) post.Upload {
		n++
		return post.Upload{ID: s.NewID(), FileName: "a.jpg", Format: "jpeg", Bytes: bytes, SHA256: []byte(fmt.Sprint(n)), Width: 10,
			Height: 10}
	}
	used := func(want int64) {
		t.Helper()
		if got, err := post.StorageOf(ctx, s, ana.ID); err != nil || got != (post.Storage{Used: want, Limit: 1000}) {
			t.Errorf("%+v, want %d: %v", got, want, err)
		}
	}
	_, _, err = post.AddMedia(ctx, s, ana.ID, 0, file(1001))
	if models.KindOf(err) != models.TooLarge {
		t.Fatalf("a file over the limit: %v", err)
	}
	used(0)
	postID, items, err := post.AddMedia(ctx, s, ana.ID, 0, file(300))
	must(t, err)
	open, err := post.BeginUpload(ctx, s, ana.ID, post.Incoming{Batch: "b", FileName: "b.jpg", Bytes: 600}, 1<<30)
	must(t, err)
	used(900)
	if _, err := post.BeginUpload(ctx, s, ana.ID, post.Incoming{Batch: "b", FileName: "c.jpg", Bytes: 200},
		1<<30); models.KindOf(err) != models.TooLarge {
		t.Errorf("an upload that would not fit: %v", err)
	}
	if _, err := post.ReplaceMedia(ctx, s, ana.ID, postID, items[0].ID, file(200)); models.KindOf(err) != models.TooLarge {
		t.Errorf("a replacement that does not fit: %v", err)
	}
	up := file(600)
	_, err = post.FinishUpload(ctx, s, open, up)
	must(t, err)
	used(900)
	// Ten at once: what fits comes in, and no more.
	var wg sync.WaitGroup
	for range 10 {
		up := file(40)
		wg.Go(func() {
			if _, _, err := post.AddMedia(ctx, s, ana.ID, 0, up); err != nil && models.KindOf(err) != models.TooLarge {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	used(980)
	_, _, err = post.AddMedia(ctx, s, bo.ID, 0, file(1000))
	must(t, err)
	must(t, post.Delete(ctx, s, ana.ID, postID))
	used(680)
	_, err = post.BeginUpload(ctx, s, ana.ID, post.Incoming{Batch: "c", FileName: "c.jpg", Bytes: 320}, 1<<30)
	must(t, err)
	db.Clock.Move(post.UploadLife + time.Minute)
	used(680)
}

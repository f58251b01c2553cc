package post_test

import (
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/making"
	"photogram/models/modelstest"
	"photogram/models/post"
)

func itemsOf(t *testing.T, db *modelstest.DB, viewer, postID models.ID) []models.ID {
	t.Helper()
	p, err := post.Visible(t.Context(), db.Store, viewer, postID)
	must(t, err)
	var out []models.ID
	for _, m := range p.Items {
		out = append(out, m.ID)
	}
	if p.MediaCount != len(out) && p.State == post.Published {
		t.Errorf("%d items counted, %d there", p.MediaCount, len(out))
	}
	return out
}

func photoUpload(db *modelstest.DB) post.Upload {
	return post.Upload{ID: db.NewID(), FileName: "new.jpg", Format: "jpeg", Bytes: 10,
		SHA256: []byte("12345678901234567890123456789012"), Width: 400, Height: 300}
}

// What is added to a shared post is part of it once its owner says so and it is ready.
func TestItemsOfASharedPost(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	postID, items := db.Draft(ann, 2)
	db.Render(items...)
	must(t, post.Publish(ctx, db.Store, ann.ID, postID, post.PublishInput{}))
	a, b := items[0].ID, items[1].ID

	_, added, err := post.AddMedia(ctx, db.Store, ann.ID, postID, photoUpload(db))
	must(t, err)
	c := added[0].ID
	own, err := post.Own(ctx, db.Store, ann.ID, postID)
	must(t, err)
	if len(own.Items) != 3 || !own.Items[2].Staged {
		t.Fatalf("the owner edits %d items", len(own.Items))
	}
	equal(t, "staged", itemsOf(t, db, bo.ID, postID), []models.ID{a, b})
	db.Render(added...)
	equal(t, "staged and ready", itemsOf(t, db, bo.ID, postID), []models.ID{a, b})
	own, err = post.Own(ctx, db.Store, ann.ID, postID)
	must(t, err)
	key := own.Items[2].RenderKey
	for viewer, want := range map[models.ID]bool{ann.ID: true, bo.ID: false, 0: false} {
		if may, err := post.FileAccess(ctx, db.Store, viewer, key); err != nil || may.Visible != want || may.Public {
			t.Errorf("the file of a staged item for %d: %+v (%v)", viewer, may, err)
		}
	}
	must(t, post.EditText(ctx, db.Store, ann.ID, postID, post.Edit{Unstage: true, Order: []models.ID{c, a}, Cover: &b}))
	equal(t, "saved", itemsOf(t, db, bo.ID, postID), []models.ID{c, a, b})
	p, err := post.Visible(ctx, db.Store, bo.ID, postID)
	must(t, err)
	if *p.CoverID != b || p.EditedAt == nil || p.Kind != "carousel" {
		t.Errorf("cover %d, edited %v, kind %s", *p.CoverID, p.EditedAt, p.Kind)
	}
	if may, err := post.FileAccess(ctx, db.Store, 0, key); err != nil || !may.Public {
		t.Errorf("the file of the new item is not public (%v)", err)
	}

	// A replacement shows when it is ready and saved, and takes over what belonged to the place.
	alt := "a cat"
	must(t, post.EditMedia(ctx, db.Store, ann.ID, postID, b, post.MediaEdit{AltText: &alt}))
	must(t, post.SetPeople(ctx, db.Store, ann.ID, postID, map[models.ID][]post.PersonInput{b: {{Username: "bo", X: 0.5, Y: 0.5}}}))
	first, err := post.ReplaceMedia(ctx, db.Store, ann.ID, postID, b, photoUpload(db))
	must(t, err)
	d, err := post.ReplaceMedia(ctx, db.Store, ann.ID, postID, b, photoUpload(db)) // and another instead
	must(t, err)
	equal(t, "to be replaced", itemsOf(t, db, bo.ID, postID), []models.ID{c, a, b})
	must(t, post.EditText(ctx, db.Store, ann.ID, postID, post.Edit{Unstage: true, Order: []models.ID{a, d.ID, c}}))
	equal(t, "saved before it is ready", itemsOf(t, db, bo.ID, postID), []models.ID{a, b, c})
	db.Render(*d)
	equal(t, "replaced", itemsOf(t, db, bo.ID, postID), []models.ID{a, d.ID, c})
	p, err = post.Visible(ctx, db.Store, bo.ID, postID)
	must(t, err)
	if *p.CoverID != d.ID || p.Items[1].AltText != alt || len(p.People) != 1 || p.People[0].MediaID != d.ID {
		t.Errorf("cover %d, alt %q, people %+v", *p.CoverID, p.Items[1].AltText, p.People)
	}
	for _, id := range []models.ID{b, first.ID} {
		if used, err := making.FileInUse(ctx, db.Store, models.OriginalKey(ann.ID, id)); err != nil || used {
			t.Errorf("the file of %d is still in use (%v)", id, err)
		}
	}

	for _, id := range []models.ID{c, a} {
		_, err := post.RemoveMedia(ctx, db.Store, ann.ID, postID, id)
		must(t, err)
	}
	equal(t, "removed", itemsOf(t, db, bo.ID, postID), []models.ID{d.ID})
	if _, err := post.RemoveMedia(ctx, db.Store, ann.ID, postID, d.ID); models.KindOf(err) != models.Conflict {
		t.Errorf("the last item of a shared post is removed: %v", err)
	}
	if _, err := post.ReplaceMedia(ctx, db.Store, bo.ID, postID, d.ID, photoUpload(db)); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else's item: %v", err)
	}
	for name, in := range map[string]post.Edit{"cover": {Cover: &b}, "order": {Order: []models.ID{b}}} {
		if err := post.EditText(ctx, db.Store, ann.ID, postID, in); models.KindOf(err) != models.Invalid ||
			!strings.Contains(err.Error(), "photo") {
			t.Errorf("%s of what is gone: %v", name, err)
		}
	}
	db.Check()
}

func TestItemsOfADraft(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann := db.User("ann")
	postID, items := db.Draft(ann, 3)
	d, err := post.ReplaceMedia(ctx, db.Store, ann.ID, postID, items[1].ID, photoUpload(db))
	must(t, err)
	equal(t, "replaced at once", itemsOf(t, db, ann.ID, postID), []models.ID{items[0].ID, d.ID, items[2].ID})
	must(t, post.EditText(ctx, db.Store, ann.ID, postID, post.Edit{Order: []models.ID{items[2].ID}}))
	equal(t, "one first", itemsOf(t, db, ann.ID, postID), []models.ID{items[2].ID, items[0].ID, d.ID})
	if err := post.EditText(ctx, db.Store, ann.ID, postID,
		post.Edit{Order: []models.ID{d.ID, d.ID}}); models.KindOf(err) != models.Invalid {
		t.Errorf("twice in an order: %v", err)
	}
	var more []post.Upload
	for range post.MaxItems - 3 {
		more = append(more, photoUpload(db))
	}
	_, _, err = post.AddMedia(ctx, db.Store, ann.ID, postID, more...)
	must(t, err)
	if _, _, err := post.AddMedia(ctx, db.Store, ann.ID, postID, photoUpload(db)); models.KindOf(err) != models.Invalid {
		t.Errorf("a 21st photo: %v", err)
	}
	_, err = post.ReplaceMedia(ctx, db.Store, ann.ID, postID, d.ID, photoUpload(db))
	must(t, err)
	db.Check()
}

func TestCaptionsAreKept(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	postID := db.Post(ann, "one")
	for _, caption := range []string{"two", "two", "three"} {
		db.Clock.Move(time.Hour)
		must(t, post.EditText(ctx, db.Store, ann.ID, postID, post.Edit{Caption: &caption}))
	}
	p, err := post.Visible(ctx, db.Store, bo.ID, postID)
	must(t, err)
	list, next, err := post.CaptionVersions(ctx, db.Store, bo.ID, postID, 0, 1)
	must(t, err)
	if p.CaptionsCount != 2 || len(list) != 1 || list[0].Caption != "two" || next == 0 {
		t.Errorf("%d kept; %+v, then %d", p.CaptionsCount, list, next)
	}
	list, next, err = post.CaptionVersions(ctx, db.Store, bo.ID, postID, next, 1)
	must(t, err)
	if len(list) != 1 || list[0].Caption != "one" || next != 0 || !list[0].WrittenAt.Before(*p.CaptionedAt) {
		t.Errorf("%+v, then %d", list, next)
	}
	must(t, post.Archive(ctx, db.Store, ann.ID, postID))
	if list, _, err := post.CaptionVersions(ctx, db.Store, bo.ID, postID, 0, 10); err != nil || len(list) != 0 {
		t.Errorf("captions of an archived post: %+v (%v)", list, err)
	}
	db.Check()
}

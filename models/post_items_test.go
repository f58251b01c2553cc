package models_test

import (
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
)

func itemsOf(t *testing.T, db *modelstest.DB, viewer, post models.ID) []models.ID {
	t.Helper()
	p, err := db.VisiblePost(t.Context(), viewer, post)
	must(t, err)
	var out []models.ID
	for _, m := range p.Items {
		out = append(out, m.ID)
	}
	if p.MediaCount != len(out) && p.State == models.Published {
		t.Errorf("%d items counted, %d there", p.MediaCount, len(out))
	}
	return out
}

func photoUpload(db *modelstest.DB) models.Upload {
	return models.Upload{ID: db.NewID(), FileName: "new.jpg", Format: "jpeg", Bytes: 10, SHA256: []byte("12345678901234567890123456789012"), Width: 400, Height: 300}
}

// What is added to a shared post is part of it once its owner says so and it is ready.
func TestItemsOfASharedPost(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	post, items := db.Draft(ann, 2)
	db.Render(items...)
	must(t, db.Publish(ctx, ann.ID, post, models.PublishInput{}))
	a, b := items[0].ID, items[1].ID

	_, added, err := db.AddMedia(ctx, ann.ID, post, photoUpload(db))
	must(t, err)
	c := added[0].ID
	own, err := db.OwnPost(ctx, ann.ID, post)
	must(t, err)
	if len(own.Items) != 3 || !own.Items[2].Staged {
		t.Fatalf("the owner edits %d items", len(own.Items))
	}
	equal(t, "staged", itemsOf(t, db, bo.ID, post), []models.ID{a, b})
	db.Render(added...)
	equal(t, "staged and ready", itemsOf(t, db, bo.ID, post), []models.ID{a, b})
	own, err = db.OwnPost(ctx, ann.ID, post)
	must(t, err)
	key := own.Items[2].RenderKey
	for viewer, want := range map[models.ID]bool{ann.ID: true, bo.ID: false, 0: false} {
		if may, err := db.FileAccess(ctx, viewer, key); err != nil || may.Visible != want || may.Public {
			t.Errorf("the file of a staged item for %d: %+v (%v)", viewer, may, err)
		}
	}
	must(t, db.EditPost(ctx, ann.ID, post, models.PostEdit{Unstage: true, Order: []models.ID{c, a}, Cover: &b}))
	equal(t, "saved", itemsOf(t, db, bo.ID, post), []models.ID{c, a, b})
	p, err := db.VisiblePost(ctx, bo.ID, post)
	must(t, err)
	if *p.CoverID != b || p.EditedAt == nil || p.Kind != "carousel" {
		t.Errorf("cover %d, edited %v, kind %s", *p.CoverID, p.EditedAt, p.Kind)
	}
	if may, err := db.FileAccess(ctx, 0, key); err != nil || !may.Public {
		t.Errorf("the file of the new item is not public (%v)", err)
	}

	// A replacement shows when it is ready and saved, and takes over what belonged to the place.
	alt := "a cat"
	must(t, db.EditMedia(ctx, ann.ID, post, b, models.MediaEdit{AltText: &alt}))
	must(t, db.SetPeople(ctx, ann.ID, post, map[models.ID][]models.PersonInput{b: {{Username: "bo", X: 0.5, Y: 0.5}}}))
	first, err := db.ReplaceMedia(ctx, ann.ID, post, b, photoUpload(db))
	must(t, err)
	d, err := db.ReplaceMedia(ctx, ann.ID, post, b, photoUpload(db)) // and another instead
	must(t, err)
	equal(t, "to be replaced", itemsOf(t, db, bo.ID, post), []models.ID{c, a, b})
	must(t, db.EditPost(ctx, ann.ID, post, models.PostEdit{Unstage: true, Order: []models.ID{a, d.ID, c}}))
	equal(t, "saved before it is ready", itemsOf(t, db, bo.ID, post), []models.ID{a, b, c})
	db.Render(*d)
	equal(t, "replaced", itemsOf(t, db, bo.ID, post), []models.ID{a, d.ID, c})
	p, err = db.VisiblePost(ctx, bo.ID, post)
	must(t, err)
	if *p.CoverID != d.ID || p.Items[1].AltText != alt || len(p.People) != 1 || p.People[0].MediaID != d.ID {
		t.Errorf("cover %d, alt %q, people %+v", *p.CoverID, p.Items[1].AltText, p.People)
	}
	for _, id := range []models.ID{b, first.ID} {
		if used, err := db.FileInUse(ctx, models.OriginalKey(ann.ID, id)); err != nil || used {
			t.Errorf("the file of %d is still in use (%v)", id, err)
		}
	}

	for _, id := range []models.ID{c, a} {
		_, err := db.RemoveMedia(ctx, ann.ID, post, id)
		must(t, err)
	}
	equal(t, "removed", itemsOf(t, db, bo.ID, post), []models.ID{d.ID})
	if _, err := db.RemoveMedia(ctx, ann.ID, post, d.ID); models.KindOf(err) != models.Conflict {
		t.Errorf("the last item of a shared post is removed: %v", err)
	}
	if _, err := db.ReplaceMedia(ctx, bo.ID, post, d.ID, photoUpload(db)); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else's item: %v", err)
	}
	for name, in := range map[string]models.PostEdit{"cover": {Cover: &b}, "order": {Order: []models.ID{b}}} {
		if err := db.EditPost(ctx, ann.ID, post, in); models.KindOf(err) != models.Invalid || !strings.Contains(err.Error(), "photo") {
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
	post, items := db.Draft(ann, 3)
	d, err := db.ReplaceMedia(ctx, ann.ID, post, items[1].ID, photoUpload(db))
	must(t, err)
	equal(t, "replaced at once", itemsOf(t, db, ann.ID, post), []models.ID{items[0].ID, d.ID, items[2].ID})
	must(t, db.EditPost(ctx, ann.ID, post, models.PostEdit{Order: []models.ID{items[2].ID}}))
	equal(t, "one first", itemsOf(t, db, ann.ID, post), []models.ID{items[2].ID, items[0].ID, d.ID})
	if err := db.EditPost(ctx, ann.ID, post, models.PostEdit{Order: []models.ID{d.ID, d.ID}}); models.KindOf(err) != models.Invalid {
		t.Errorf("twice in an order: %v", err)
	}
	var more []models.Upload
	for range models.MaxItems - 3 {
		more = append(more, photoUpload(db))
	}
	_, _, err = db.AddMedia(ctx, ann.ID, post, more...)
	must(t, err)
	if _, _, err := db.AddMedia(ctx, ann.ID, post, photoUpload(db)); models.KindOf(err) != models.Invalid {
		t.Errorf("a 21st photo: %v", err)
	}
	_, err = db.ReplaceMedia(ctx, ann.ID, post, d.ID, photoUpload(db))
	must(t, err)
	db.Check()
}

func TestCaptionsAreKept(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db := modelstest.New(t)
	ann, bo := db.User("ann"), db.User("bo")
	post := db.Post(ann, "one")
	for _, caption := range []string{"two", "two", "three"} {
		db.Clock.Move(time.Hour)
		must(t, db.EditPost(ctx, ann.ID, post, models.PostEdit{Caption: &caption}))
	}
	p, err := db.VisiblePost(ctx, bo.ID, post)
	must(t, err)
	list, next, err := db.CaptionVersions(ctx, bo.ID, post, 0, 1)
	must(t, err)
	if p.CaptionsCount != 2 || len(list) != 1 || list[0].Caption != "two" || next == 0 {
		t.Errorf("%d kept; %+v, then %d", p.CaptionsCount, list, next)
	}
	list, next, err = db.CaptionVersions(ctx, bo.ID, post, next, 1)
	must(t, err)
	if len(list) != 1 || list[0].Caption != "one" || next != 0 || !list[0].WrittenAt.Before(*p.CaptionedAt) {
		t.Errorf("%+v, then %d", list, next)
	}
	must(t, db.Archive(ctx, ann.ID, post))
	if list, _, err := db.CaptionVersions(ctx, bo.ID, post, 0, 10); err != nil || len(list) != 0 {
		t.Errorf("captions of an archived post: %+v (%v)", list, err)
	}
	db.Check()
}

package container_test

import (
	"testing"

	"photogram/models"
	"photogram/models/container"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/post"
)

// Fetching may happen twice, as when a server dies in between; the draft is made once.
func TestContainerIsFetchedOnce(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	id, err := container.Create(ctx, db.Store, ada.ID, container.Container{Kind: "image", Source: "http://x/", Caption: "one"},
		[]post.PersonInput{{Username: "bo", X: 0.5, Y: 0.5}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	up := post.Upload{FileName: "a.jpg", Format: "jpeg", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480}
	for i := range 3 {
		up.ID = db.NewID()
		used, err := container.Fetched(ctx, db.Store, ada.ID, id, up)
		if err != nil || used != (i == 0) {
			t.Errorf("time %d: used %v, %v", i, used, err)
		}
	}
	for range 2 {
		c, item, err := container.ToFetch(ctx, db.Store, ada.ID, id)
		if err != nil || c == nil || item == nil {
			t.Fatalf("%v, %v, %v", c, item, err)
		}
		if err := container.Finish(ctx, db.Store, c, item); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Pool().Exec(ctx, `UPDATE containers SET state = 'fetching'`); err != nil { // as if it had died before the end
			t.Fatal(err)
		}
		db.Render(*item)
	}
	c, item, err := container.ToFetch(ctx, db.Store, ada.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := container.Finish(ctx, db.Store, c, item); err != nil {
		t.Fatal(err)
	}
	if c, _, err := container.ToFetch(ctx, db.Store, ada.ID, id); c != nil || err != nil {
		t.Errorf("there is still something to fetch: %v, %v", c, err)
	}
	if drafts, _, err := post.Drafts(ctx, db.Store, ada.ID, models.Page{Limit: 10}); err != nil || len(drafts) != 0 {
		t.Errorf("it is among the drafts: %v, %v", drafts, err)
	}
	if _, err := post.Own(ctx, db.Store, ada.ID, id); models.KindOf(err) != models.NotFound {
		t.Errorf("it is a post: %v", err)
	}
	sees := func(viewer models.ID) bool {
		t.Helper()
		a, err := post.FileAccess(ctx, db.Store, viewer, item.WantedKey)
		if err != nil {
			t.Fatal(err)
		}
		return a.Visible || a.Public
	}
	if !sees(ada.ID) || sees(bo.ID) || sees(0) {
		t.Errorf("its file is seen by ada %v, bo %v, visitors %v", sees(ada.ID), sees(bo.ID), sees(0))
	}
	if err := container.Publish(ctx, db.Store, bo.ID, id, 50); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else publishes it: %v", err)
	}
	if err := container.Publish(ctx, db.Store, ada.ID, id, 50); err != nil {
		t.Fatal(err)
	}
	if !sees(bo.ID) || !sees(0) {
		t.Error("the file of the post is not seen")
	}
	p, err := post.Visible(ctx, db.Store, bo.ID, id)
	if err != nil || len(p.Items) != 1 || len(p.People) != 1 && p.PeopleCount != 1 || p.Caption != "one" {
		t.Errorf("%+v, %v", p, err)
	}
	db.Check()
	// An account goes with its containers.
	left, err := container.Create(ctx, db.Store, ada.ID, container.Container{Kind: "image", Source: "http://x/"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := leave.Delete(ctx, db.Store, ada.ID); err != nil {
		t.Fatal(err)
	}
	if c, _, err := container.ToFetch(ctx, db.Store, ada.ID, left); c != nil || err != nil {
		t.Errorf("%v, %v", c, err)
	}
	if used, err := container.Fetched(ctx, db.Store, ada.ID, left, up); used || err != nil {
		t.Errorf("used %v, %v", used, err)
	}
	db.Check()
}

package models_test

import (
	"testing"

	"photogram/models"
	"photogram/models/modelstest"
)

// Fetching may happen twice, as when a server dies in between; the draft is made once.
func TestContainerIsFetchedOnce(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ctx := t.Context()
	ada, bo := db.User("ada"), db.User("bo")
	id, err := db.CreateContainer(ctx, ada.ID, models.Container{Kind: "image", Source: "http://x/", Caption: "one"}, []models.PersonInput{{Username: "bo", X: 0.5, Y: 0.5}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	up := models.Upload{FileName: "a.jpg", Format: "jpeg", Bytes: 1, SHA256: []byte("x"), Width: 640, Height: 480}
	for i := range 3 {
		up.ID = db.NewID()
		used, err := db.ContainerFetched(ctx, ada.ID, id, up)
		if err != nil || used != (i == 0) {
			t.Errorf("time %d: used %v, %v", i, used, err)
		}
	}
	for range 2 {
		c, item, err := db.ContainerToFetch(ctx, ada.ID, id)
		if err != nil || c == nil || item == nil {
			t.Fatalf("%v, %v, %v", c, item, err)
		}
		if err := db.FinishContainer(ctx, c, item); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Pool().Exec(ctx, `UPDATE containers SET state = 'fetching'`); err != nil { // as if it had died before the end
			t.Fatal(err)
		}
		db.Render(*item)
	}
	c, item, err := db.ContainerToFetch(ctx, ada.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.FinishContainer(ctx, c, item); err != nil {
		t.Fatal(err)
	}
	if c, _, err := db.ContainerToFetch(ctx, ada.ID, id); c != nil || err != nil {
		t.Errorf("there is still something to fetch: %v, %v", c, err)
	}
	if err := db.PublishContainer(ctx, bo.ID, id, 50); models.KindOf(err) != models.NotFound {
		t.Errorf("somebody else publishes it: %v", err)
	}
	if err := db.PublishContainer(ctx, ada.ID, id, 50); err != nil {
		t.Fatal(err)
	}
	p, err := db.VisiblePost(ctx, bo.ID, id)
	if err != nil || len(p.Items) != 1 || len(p.People) != 1 && p.PeopleCount != 1 || p.Caption != "one" {
		t.Errorf("%+v, %v", p, err)
	}
	db.Check()
	// An account goes with its containers.
	left, err := db.CreateContainer(ctx, ada.ID, models.Container{Kind: "image", Source: "http://x/"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.DeleteUser(ctx, ada.ID); err != nil {
		t.Fatal(err)
	}
	if c, _, err := db.ContainerToFetch(ctx, ada.ID, left); c != nil || err != nil {
		t.Errorf("%v, %v", c, err)
	}
	if used, err := db.ContainerFetched(ctx, ada.ID, left, up); used || err != nil {
		t.Errorf("used %v, %v", used, err)
	}
	db.Check()
}

package models_test

import (
	"testing"
	"time"

	"photogram/models"
	"photogram/models/modelstest"
)

// An account whose files take very long has its share, and nobody else loses any.
func TestTimeOfChecksIsShared(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ana, bo := models.ForPerson(t.Context(), db.User("ana").ID), models.ForPerson(t.Context(), db.User("bo").ID)
	for range 41 {
		must(t, db.MayCheck(ana))
		must(t, db.CheckTook(ana, 30*time.Second))
	}
	if err := db.MayCheck(ana); models.KindOf(err) != models.TooMany {
		t.Errorf("after twenty minutes in an hour: %v", err)
	}
	must(t, db.MayCheck(bo))
	must(t, db.MayCheck(t.Context()))
	db.Clock.Move(5 * time.Minute)
	must(t, db.MayCheck(ana))
}

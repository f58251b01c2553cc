package jobs_test

import (
	"testing"

	"photogram/models"
	"photogram/web/webtest"
)

// The first ranking and the index of names come with the program's start.
func TestDiscoveryIsKeptUp(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	post := s.Post(ada, "A #sea")
	_, err := s.Like(t.Context(), bo.ID, post)
	must(t, err)
	_, err = s.DB.Pool().Exec(t.Context(), `DELETE FROM people_keys WHERE user_id = $1`, ada.ID)
	must(t, err)
	_, err = s.DB.Pool().Exec(t.Context(), `INSERT INTO search_backfill (what) VALUES ('people'), ('posts')`)
	must(t, err)
	s.Work()
	webtest.Eventually(t, "the ranking", func() bool {
		var n int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM explore_ranks WHERE post_id = $1`, post).Scan(&n))
		return n == 1
	})
	webtest.Eventually(t, "the index", func() bool {
		var left int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM search_backfill`).Scan(&left))
		return left == 0
	})
	rows, err := s.SearchPeople(t.Context(), 0, "ada", 5)
	if err != nil || len(rows) != 1 {
		t.Errorf("%d people (%v)", len(rows), err)
	}
	posts, _, err := s.Explore(t.Context(), 0, models.ExploreKey{}, 5)
	if err != nil || len(posts) != 1 {
		t.Errorf("%d posts (%v)", len(posts), err)
	}
	s.Check()
}

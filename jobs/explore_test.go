package jobs_test

import (
	"testing"

	"photogram/models/discover"
	"photogram/models/post"
	"photogram/web/webtest"
)

// The first ranking and the index of names come with the program's start.
func TestDiscoveryIsKeptUp(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada, bo := s.User("ada"), s.User("bo")
	postID := s.Post(ada, "A #sea")
	_, err := post.Like(t.Context(), s.DB.Store, bo.ID, postID)
	must(t, err)
	_, err = s.DB.Pool().Exec(t.Context(), `DELETE FROM people_keys WHERE user_id = $1`, ada.ID)
	must(t, err)
	_, err = s.DB.Pool().Exec(t.Context(), `INSERT INTO search_backfill (what) VALUES ('people'), ('posts')`)
	must(t, err)
	s.Work()
	webtest.Eventually(t, "the ranking", func() bool {
		var n int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM explore_ranks WHERE post_id = $1`, postID).Scan(&n))
		return n == 1
	})
	webtest.Eventually(t, "the index", func() bool {
		var left int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM search_backfill`).Scan(&left))
		return left == 0
	})
	rows, err := discover.SearchPeople(t.Context(), s.DB.Store, 0, "ada", 5)
	if err != nil || len(rows) != 1 {
		t.Errorf("%d people (%v)", len(rows), err)
	}
	posts, _, err := discover.Page(t.Context(), s.DB.Store, 0, discover.ExploreKey{}, 5)
	if err != nil || len(posts) != 1 {
		t.Errorf("%d posts (%v)", len(posts), err)
	}
	s.Check()
}

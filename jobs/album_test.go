package jobs_test

import (
	"testing"

	"photogram/models/making"
	"photogram/models/post"
	"photogram/web/webtest"
)

// A photo whose draft becomes part of an album at the moment its rendering ends
// is ready in the album.
func TestRenderedWhileAlbumIsMade(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ada := s.User("ada")
	into, first := s.Draft(ada, 1)
	s.Render(first...)
	other, second := s.Draft(ada, 1)
	m := second[0]
	tx, err := s.DB.Pool().Begin(t.Context())
	must(t, err)
	defer func() { _ = tx.Rollback(t.Context()) }()
	_, err = tx.Exec(t.Context(), `SELECT 1 FROM posts WHERE owner_id = $1 AND id = $2 FOR UPDATE`, ada.ID, other)
	must(t, err)
	type outcome struct {
		used bool
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		used, err := making.MediaRendered(t.Context(), s.DB.Store, ada.ID, m.ID, making.Rendered{Key: m.WantedKey, Width: 40, Height: 30})
		done <- outcome{used, err}
	}()
	webtest.Eventually(t, "the rendering waits for the draft", func() bool {
		var n int
		must(t, s.DB.Pool().QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
			AND wait_event_type = 'Lock'`).Scan(&n))
		return n == 1
	})
	for _, sql := range []string{`UPDATE media SET post_id = $3, pos = 1 WHERE owner_id = $1 AND post_id = $2`,
		`DELETE FROM post_owners WHERE owner_id = $1 AND post_id = $2 AND $3::bigint > 0`, `DELETE FROM posts WHERE owner_id = $1
			AND id = $2 AND $3::bigint > 0`} {
		_, err = tx.Exec(t.Context(), sql, ada.ID, other, into)
		must(t, err)
	}
	must(t, tx.Commit(t.Context()))
	if got := <-done; !got.used || got.err != nil {
		t.Errorf("%+v", got)
	}
	p, err := post.Own(t.Context(), s.DB.Store, ada.ID, into)
	must(t, err)
	if len(p.Items) != 2 || !p.Items[1].Ready() {
		t.Errorf("%+v", p.Items)
	}
	s.Check()
}

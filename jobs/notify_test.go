package jobs_test

import (
	"testing"

	"photogram/models/account"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web/webtest"
)

// What happens is told by itself, also what this program was not woken for,
// and past what cannot be told.
func TestActivityIsToldByItself(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, nil)
	ana, bo, cat := s.User("ana"), s.User("bo"), s.User("cat")
	postID := s.Post(ana, "one")
	s.Work()
	unread := func(u *account.User, want int) {
		t.Helper()
		webtest.Eventually(t, "the badge", func() bool {
			b, err := notify.BadgeOf(t.Context(), s.DB.Store, u.ID)
			must(t, err)
			return b.Unread == want
		})
	}
	_, err := post.Like(t.Context(), s.DB.Store, bo.ID, postID)
	must(t, err)
	unread(ana, 1)
	must(t, people.Follow(t.Context(), s.DB.Store, cat.ID, ana.ID))
	unread(ana, 2)

	// As if recorded by a program that died, behind one that the database refuses.
	_, err = s.Pool().Exec(t.Context(), `UPDATE users SET muted_pattern = '(' WHERE id = $1`, ana.ID)
	must(t, err)
	_, err = s.Pool().Exec(t.Context(), `INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id)
		VALUES ($1, 1, 'mention', $2, $1, $3), ($3, 2, 'recount', 0, 0, 0)`, ana.ID, bo.ID, postID)
	must(t, err)
	must(t, people.Follow(t.Context(), s.DB.Store, ana.ID, cat.ID))
	unread(cat, 1)
	_, err = post.Unlike(t.Context(), s.DB.Store, bo.ID, postID)
	must(t, err)
	unread(ana, 1)
}

package modelstest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/notify"
	"photogram/models/post"
)

// Must ends a test on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// WantKind fails a test unless an error is of a kind.
func WantKind(t testing.TB, what string, err error, kind models.Kind) {
	t.Helper()
	if models.KindOf(err) != kind {
		t.Errorf("%s: %v", what, err)
	}
}

// Equal fails a test unless it got the rows that it wants, in this order.
func Equal(t testing.TB, what string, got, want []models.ID) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// PostIDs are the ids of posts.
func PostIDs(posts []post.View) []models.ID {
	out := make([]models.ID, len(posts))
	for i, p := range posts {
		out[i] = p.ID
	}
	return out
}

// Acts takes the activity recorded so far and lists it as "person kind".
func (db *DB) Acts() []string {
	db.t.Helper()
	rows, err := db.Pool().Query(db.t.Context(), `WITH a AS (DELETE FROM activity RETURNING *) SELECT u.username || ' ' || a.kind
		FROM a JOIN users u ON u.id = a.user_id
		WHERE a.kind NOT IN ('follow', 'request', 'approved', 'like', 'published') ORDER BY 1`)
	Must(db.t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	Must(db.t, err)
	return out
}

// WantActs fails the test unless Acts lists these, in any order.
func (db *DB) WantActs(what string, want ...string) {
	db.t.Helper()
	slices.Sort(want)
	if got := db.Acts(); !slices.Equal(got, want) {
		db.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Digest tells everybody of all activity there is.
func (db *DB) Digest() {
	db.t.Helper()
	for n := 1; n > 0; {
		var err error
		n, err = notify.Digest(context.Background(), db.Store, notify.DigestBatch)
		Must(db.t, err)
	}
}

// Told is what an account is told, in short, such as "like cat,bo+3*": kind,
// actors, others, and * for what is new.
func (db *DB) Told(user *account.User) string {
	db.t.Helper()
	db.Digest()
	list, _, err := notify.List(context.Background(), db.Store, user.ID, "", 0, 50)
	Must(db.t, err)
	var out []string
	for _, n := range list {
		var names []string
		for _, a := range n.Actors {
			names = append(names, a.Username)
		}
		s := string(n.Kind) + " " + strings.Join(names, ",")
		if n.Others > 0 {
			s += fmt.Sprintf("+%d", n.Others)
		}
		if n.New {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// WantTold fails the test unless an account is told this, and has as many unread.
func (db *DB) WantTold(user *account.User, unread int, want string) {
	db.t.Helper()
	if got := db.Told(user); got != want {
		db.t.Errorf("%s is told %q, want %q", user.Username, got, want)
	}
	b, err := notify.BadgeOf(context.Background(), db.Store, user.ID)
	Must(db.t, err)
	if b.Unread != unread {
		db.t.Errorf("%s has %d unread, want %d (%q)", user.Username, b.Unread, unread, want)
	}
}

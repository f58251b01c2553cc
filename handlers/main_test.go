package handlers_test

import (
	"testing"

	"photogram/models/account"
	"photogram/web/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

// form is short for a form's values.
var form = webtest.Form

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// private makes an account private.
func private(t testing.TB, s *webtest.Site, u *account.User) {
	t.Helper()
	yes := true
	must(t, account.UpdateProfile(t.Context(), s.DB.Store, u.ID, account.ProfileInput{IsPrivate: &yes}))
}

// draft uploads photos through the page and returns the draft's code.
func draft(t testing.TB, c *webtest.Client, photos ...[]byte) string {
	t.Helper()
	files := make([]webtest.File, len(photos))
	for i, p := range photos {
		files[i] = webtest.File{Name: "photo.jpg", Data: p}
	}
	a := c.Upload("/new", nil, files).Want(303)
	to := a.Header.Get("Location") // /p/CODE/edit
	if len(to) < 9 || to[:3] != "/p/" {
		t.Fatalf("%s leads to %q", a, to)
	}
	return to[3 : len(to)-len("/edit")]
}

package jobs_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"photogram/jobs"
	"photogram/media/mediatest"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/making"
	"photogram/models/post"
	"photogram/urls"
	"photogram/web/webtest"
)

// gallery is a site with every kind of file that is made from originals, and
// the addresses under which a visitor, or the owner, gets them.
func gallery(t *testing.T) (s *webtest.Site, ada *account.User, files []string, addresses map[string]string) {
	t.Helper()
	s = webtest.Start(t, nil)
	s.AVIF = true
	ada = s.User("ada")
	s.Work()
	allow := true
	var items []post.Media
	posts := []models.ID{}
	for _, raw := range [][]byte{mediatest.Photo(900, 700), mediatest.Video(t)} {
		postID, _ := upload(t, s, ada, raw)
		must(t, post.Publish(t.Context(), s.DB.Store, ada.ID, postID, post.PublishInput{Edit: post.Edit{AllowOriginal: &allow}}))
		posts = append(posts, postID)
	}
	picture, err := s.Intake.ReceiveAvatar(t.Context(), ada.ID, bytes.NewReader(mediatest.Photo(300, 200)))
	must(t, err)
	must(t, account.RequestAvatar(t.Context(), s.DB.Store, ada.ID, picture))
	webtest.Eventually(t, "everything", func() bool {
		items = nil
		for _, postID := range posts {
			p, err := post.Own(t.Context(), s.DB.Store, ada.ID, postID)
			must(t, err)
			items = append(items, p.Items...)
		}
		u, err := account.ByID(t.Context(), s.DB.Store, 0, ada.ID)
		must(t, err)
		return items[0].Ready() && items[0].AVIF && items[0].HasFull && items[1].Ready() && u.AvatarKey == picture && idle(t, s)
	})
	addresses = map[string]string{}
	must(t, making.Files(t.Context(), s.DB.Store, func(f post.File) error {
		parts := strings.Split(f.Key, "/")
		switch f.Key[0] {
		case 'r', 'v':
			addresses[f.Key] = urls.RenditionPrefix + parts[2] + "/" + parts[3]
		case 'a':
			addresses[f.Key] = urls.RenditionPrefix + "avatar/" + parts[2] + "/" + parts[3]
		case 'p':
			addresses[f.Key] = "/p/" + items[slices.IndexFunc(items,
				func(m post.Media) bool { return m.ID == f.Media })].PostID.Code() + "/items/" + f.Media.String() + "/preview.jpg"
		case 'f':
			addresses[f.Key] = "/p/" + items[0].PostID.Code() + "/items/" + f.Media.String() + "/original.jpg"
		}
		return nil
	}))
	return s, ada, s.Keys(""), addresses
}

func idle(t *testing.T, s *webtest.Site) bool {
	t.Helper()
	var n int
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job
		WHERE kind IN ('render_media', 'transcode_media', 'render_full', 'render_avatar', 'encode_avif')
		AND state NOT IN ('completed', 'cancelled', 'discarded')`).Scan(&n))
	return n == 0
}

func loseAllBut(t *testing.T, s *webtest.Site, kept string) {
	t.Helper()
	for _, k := range s.Keys("") {
		if !strings.HasPrefix(k, kept) {
			must(t, s.Blobs.Delete(t.Context(), k))
		}
	}
}

// What is lost comes back by being asked for, and each thing is made once.
func TestLostFilesAreMadeWhenAskedFor(t *testing.T) {
	t.Parallel()
	s, ada, files, addresses := gallery(t)
	owner := s.As(ada)
	ask := func() (ok int) {
		for key, address := range addresses {
			switch a := owner.Get(address); a.StatusCode {
			case http.StatusOK:
				ok++
			case http.StatusServiceUnavailable:
				if a.Header.Get("Retry-After") == "" || a.Header.Get("Cache-Control") != "no-store" {
					t.Errorf("%s: %s, headers %v", key, a, a.Header)
				}
			case http.StatusNotFound: // AVIF, and the full picture, until they are made
				if !strings.HasSuffix(key, ".avif") && key[0] != 'f' {
					t.Errorf("%s: %s", key, a)
				}
			default:
				t.Errorf("%s: %s", key, a)
			}
		}
		return ok
	}
	if n := ask(); n != len(addresses) || n < 30 {
		t.Fatalf("before: %d of %d", n, len(addresses))
	}
	loseAllBut(t, s, "o/")
	_, err := s.Pool().Exec(t.Context(), `DELETE FROM river_job`)
	must(t, err)
	first := ask()
	webtest.Eventually(t, "all files", func() bool { return ask() == len(addresses) })
	var orders int
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job
		WHERE kind IN ('render_media', 'transcode_media', 'render_full', 'render_avatar')`).Scan(&orders))
	t.Logf("%d addresses: %d right after the loss, all of them later; %d orders", len(addresses), first, orders)
	if orders > 6 { // a photo, its full picture, a poster, its video, an account's picture, and one to spare
		t.Errorf("%d orders", orders)
	}
	if after := s.Keys(""); !slices.Equal(after, files) {
		t.Errorf("files %v, before %v", after, files)
	}
	s.Check()
}

// What is lost comes back by check --repair.
func TestLostFilesAreRepaired(t *testing.T) {
	t.Parallel()
	s, _, files, _ := gallery(t)
	loseAllBut(t, s, "o/")
	missing, err := jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	must(t, err)
	done, err := jobs.Repair(t.Context(), s.DB.Store, s.Blobs, missing)
	must(t, err)
	if done.Ordered == 0 || len(done.Lost) != 0 {
		t.Errorf("%+v", done)
	}
	webtest.Eventually(t, "all files", func() bool { return slices.Equal(s.Keys(""), files) && idle(t, s) })
	if missing, err = jobs.Missing(t.Context(), s.DB.Store, s.Blobs); err != nil || len(missing) != 0 {
		t.Errorf("missing %v, %v", missing, err)
	}
	s.Check()
}

// Where the original is lost too, nobody's request costs work, the order by the
// administrator ends at once, and the owner reads why.
func TestWhatCannotBeMadeAgainIsTold(t *testing.T) {
	t.Parallel()
	s, ada, _, addresses := gallery(t)
	loseAllBut(t, s, "nothing")
	_, err := s.Pool().Exec(t.Context(), `DELETE FROM river_job`)
	must(t, err)
	for _, address := range addresses {
		s.As(ada).Get(address).Want(http.StatusNotFound)
	}
	var n int
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job
		WHERE kind IN ('render_media', 'transcode_media', 'render_full', 'render_avatar')`).Scan(&n))
	if n != 0 {
		t.Errorf("%d jobs were ordered", n)
	}
	missing, err := jobs.Missing(t.Context(), s.DB.Store, s.Blobs)
	must(t, err)
	done, err := jobs.Repair(t.Context(), s.DB.Store, s.Blobs, missing)
	if err != nil || done.Ordered != 0 || len(done.Lost) != 3 {
		t.Errorf("%+v, %v", done, err)
	}
	var item post.Media
	must(t, making.Files(t.Context(), s.DB.Store, func(f post.File) error {
		if f.IsOriginal() && f.Media != 0 && item.ID == 0 {
			item = post.Media{OwnerID: f.Owner, ID: f.Media}
		}
		return nil
	}))
	must(t, making.Remake(t.Context(), s.DB.Store, post.File{Key: "r/", Owner: item.OwnerID, Media: item.ID}, false))
	jobState(t, s, "render_media", "cancelled")
	var state, failure string
	must(t, s.Pool().QueryRow(t.Context(), `SELECT state, failure FROM media WHERE owner_id = $1
		AND id = $2`, item.OwnerID, item.ID).Scan(&state, &failure))
	if state != "failed" || !strings.Contains(failure, "missing") {
		t.Errorf("%s: %s", state, failure)
	}
}

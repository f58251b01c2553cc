package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/web"
)

// The hand-written encoding of a photo is that of its shape, byte for byte.
func TestHandWrittenMediaEqualsItsShape(t *testing.T) {
	t.Parallel()
	a := &API{Kit: &web.Kit{Site: web.Site{BaseURL: "https://photos.example"}, Files: web.Files{Now: time.Now}}}
	at := time.Unix(1700000000, 0)
	var posts []post.View
	for i, caption := range []string{"", "plain", "a #Tag and #tag2, twice #tag", `quotes " and \ and </script>`,
		"line\nbreak\ttab \u2028 \u0001", "عربي #وسم", "emoji 👩‍👩‍👧 & <b>", "broken \xff utf-8"} {
		for _, w := range []int{17, 320, 321, 1080, 2048} {
			pub := models.ID(77)
			p := post.View{Post: post.Post{OwnerID: 7, ID: models.ID(118395420559802370 + i), PubID: &pub, State: post.Published,
				Kind: "image", Caption: caption, CaptionID: 99,
				Filter: "Fjord", Audience: "everyone", CommentsEnabled: i%2 == 0, CommentsFrom: "followers", MediaCount: 1,
				CoverKey: "0123456789abcdef0123456789abcdef01234567", CoverWidth: w, CoverHeight: w*5/4 + 1,
				CoverPlaceholder: "data:image/webp;base64,AA==", CoverAlt: caption, LikesCount: int64(i), PublishedAt: &at,
				CreatedAt: at.Add(-time.Hour)},
				Author: access.Author{ID: 7, Username: "ada", FullName: caption}, Liked: w > 1000, Saved: w < 400}
			if i%3 == 0 {
				p.CaptionedAt, p.Location = &at, "Ålesund \"quay\""
				if place, north, east := models.ID(118395420559802370), 62.4722, -0.0000001; i%2 == 0 {
					p.PlaceID, p.Latitude, p.Longitude = &place, &north, &east
				}
				p.Author.AvatarKey = "fedcba9876543210fedcba9876543210fedcba98"
				p.People = []post.PersonTag{{Author: access.Author{ID: 8, Username: "bo", FullName: caption}, X: 0.4, Y: 1},
					{Author: p.Author, X: 1e-7}}
			}
			posts = append(posts, p)
		}
	}
	for i := range posts {
		got, err := a.mediaList(posts[i : i+1])
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode([]mediaObject{a.mediaObject(&posts[i])}); err != nil {
			t.Fatal(err)
		}
		if g, w := string(got)+"\n", want.String(); g != w {
			t.Errorf("%s\nby hand:  %s\nby shape: %s", fmt.Sprintf("post %d", i), g, w)
		}
	}
}

func BenchmarkMediaList(b *testing.B) {
	a := &API{Kit: &web.Kit{Site: web.Site{BaseURL: "http://127.0.0.1:8080"}, Files: web.Files{Now: time.Now}}}
	at := time.Now()
	posts := make([]post.View, 30)
	for i := range posts {
		posts[i] = post.View{Post: post.Post{OwnerID: 7, ID: models.ID(118395420559802370 + i), State: post.Published,
			Kind: "image", Caption: "An ordinary caption with a #tag and @person1",
			Filter: "Normal", Audience: "everyone", MediaCount: 1, CoverKey: "0123456789abcdef0123456789abcdef01234567",
			CoverWidth: 1080, CoverHeight: 1350, PublishedAt: &at},
			Author: access.Author{ID: 7, Username: "person7"}}
	}
	for b.Loop() {
		if _, err := a.mediaList(posts); err != nil {
			b.Fatal(err)
		}
	}
}

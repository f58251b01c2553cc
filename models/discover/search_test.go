package discover_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/leave"
	"photogram/models/modelstest"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/upkeep"
)

func usernames(rows []people.PersonRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Username)
	}
	return strings.Join(out, " ")
}

func TestSearchPeople(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	for name, full := range map[string]string{"jose": "José García López", "garcia": "", "maria_j": "Maria Josefa",
		"a.b": "Al Berto", "a_b": "Underscore", "axb": "No wildcard", "yuki": "高橋由紀", "amal": "أَمَل خليل", "strasse": "Große Straße"} {
		u := db.User(name)
		must(t, account.UpdateProfile(ctx, db.Store, u.ID, account.ProfileInput{FullName: &full}))
	}
	fan := db.User("zz")
	for _, name := range []string{"maria_j"} {
		u, err := account.Find(ctx, db.Store, name)
		must(t, err)
		must(t, people.Follow(ctx, db.Store, fan.ID, u.ID))
	}
	for q, want := range map[string]string{
		"jose": "jose maria_j", "JOSÉ": "jose maria_j", "@jos": "maria_j jose", "garcia": "garcia jose", "garcía l": "jose",
		"lopez": "jose", "josef": "maria_j",
		"a_b": "a_b a.b", "a%": "", "_": "", "%": "", "a.b": "a.b a_b", "高橋": "yuki", "由紀": "yuki", "紀": "yuki", "امل": "amal",
		"خليل": "amal", "strasse": "strasse", "große str": "strasse",
		"lópez josé": "jose", "lop gar": "jose", "berto al": "a.b", "garcia jose": "jose", "straße große": "strasse",
		"خليل امل": "amal", "lopez nobody": "",
		"gracia": "jose", "zzzzz": "", "": "", "@": "", "\\": "", "b": "a.b a_b",
	} {
		rows, err := discover.SearchPeople(ctx, db.Store, 0, q, 10)
		must(t, err)
		got := usernames(rows)
		switch q {
		case "a%", "_", "%":
			if strings.Contains(got, "axb") && q != "a%" {
				t.Errorf("%q is a wildcard: %s", q, got)
			}
		case "gracia":
			if !strings.Contains(got, "garcia") || !strings.Contains(got, "jose") {
				t.Errorf("%q, mistyped, finds %q", q, got)
			}
		case "b", "a_b", "a.b":
			if !strings.Contains(got, "a.b") || !strings.Contains(got, "a_b") || q != "b" && !strings.HasPrefix(got, q) {
				t.Errorf("%q finds %q", q, got)
			}
		default:
			if got != want {
				t.Errorf("%q finds %q, want %q", q, got, want)
			}
		}
	}
	old, err := account.Find(ctx, db.Store, "jose")
	must(t, err)
	renamed, empty := "pepe", ""
	must(t, account.UpdateProfile(ctx, db.Store, old.ID, account.ProfileInput{Username: &renamed, FullName: &empty}))
	for q, want := range map[string]string{"lopez": "", "pepe": "pepe"} {
		if rows, err := discover.SearchPeople(ctx, db.Store, 0, q, 10); err != nil || usernames(rows) != want {
			t.Errorf("after renaming %q finds %q (%v)", q, usernames(rows), err)
		}
	}
	if _, err := discover.SearchPeople(ctx, db.Store, 0, strings.Repeat("x", discover.MaxQuery+1),
		10); models.KindOf(err) != models.Invalid {
		t.Errorf("a text that is too long: %v", err)
	}
	db.Check()
}

// fill makes n accounts and n posts with SQL alone. The last account has the most followers.
func fill(t testing.TB, db *modelstest.DB, n int) {
	t.Helper()
	ctx := context.Background()
	at := db.Now()
	for _, sql := range []string{
		`INSERT INTO users (id, username, full_name, followers_count) SELECT i, 'user' || i, 'Sam Person' || i, i
			FROM generate_series(1, $1::int) i`,
		`INSERT INTO usernames (name, user_id) SELECT 'user' || i, i FROM generate_series(1, $1::int) i`,
		`INSERT INTO people_keys (user_id, key) SELECT i, k
			FROM generate_series(1, $1::int) i, unnest(ARRAY['user' || i, 'sam person' || i, 'person' || i]) k`,
		`INSERT INTO tags (id, name, key, media_count) SELECT i, 'topic' || i, 'topic' || i, i FROM generate_series(1, $1::int / 2) i`,
		`INSERT INTO places (id, name, key, latitude, longitude, media_count)
			SELECT i, 'Place ' || i, 'place ' || i, -60 + i % 120, -170 + (i / 240) % 340, 2 FROM generate_series(1, $1::int) i`,
	} {
		if _, err := db.Pool().Exec(ctx, sql, n); err != nil {
			t.Fatal(err)
		}
	}
	first := db.NewID()
	for _, sql := range []string{
		`INSERT INTO posts (owner_id, id, pub_id, state, caption, caption_id, media_count, cover_key, likes_count, published_at,
			location, place_id, created_at, updated_at)
			SELECT 1 + i % 1000, $2::bigint + i, $2::bigint + i, 'published', 'common words and word' || i % 5000, $2::bigint + i,
			1, 'k', i % 7, $3::timestamptz, 'Place', 1 + i % ($1::int / 10), $3::timestamptz, $3::timestamptz
			FROM generate_series(1, $1::int) i`,
		`INSERT INTO post_owners (post_id, owner_id) SELECT id, owner_id FROM posts WHERE $1::int > 0 AND $2::bigint > 0
			AND $3::timestamptz IS NOT NULL`,
		`INSERT INTO post_tags (tag_id, pub_id, owner_id, post_id, public)
			SELECT 1 + (pub_id - $2::bigint) % ($1::int / 20), pub_id, owner_id, id, true FROM posts WHERE $3::timestamptz IS NOT NULL`,
		`INSERT INTO post_tags (tag_id, pub_id, owner_id, post_id, public) SELECT $1::int / 2, pub_id, owner_id, id, true FROM posts
			WHERE $2::bigint > 0 AND $3::timestamptz IS NOT NULL`,
		`INSERT INTO post_places (place_id, pub_id, owner_id, post_id, public) SELECT place_id, pub_id, owner_id, id, true
			FROM posts WHERE $1::int > 0 AND $2::bigint > 0 AND $3::timestamptz IS NOT NULL`,
		`INSERT INTO post_search (owner_id, post_id, pub_id, public, doc)
			SELECT owner_id, id, pub_id, true, array_to_tsvector(string_to_array(caption, ' ')) FROM posts WHERE $1::int > 0
			AND $2::bigint > 0 AND $3::timestamptz IS NOT NULL`,
	} {
		if _, err := db.Pool().Exec(ctx, sql, n, first, at); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	must(t, index.CountWords(ctx, db.Store))
	must(t, index.RankPrefixes(ctx, db.Store))
	if _, err := db.Pool().Exec(ctx, `ANALYZE`); err != nil {
		t.Fatal(err)
	}
}

// A prefix that very many begin with gives the most popular of all of them, not
// of those that come first in the alphabet.
func TestCommonPrefixes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	fill(t, db, 3000)
	viewer := db.User("viewer")
	must(t, people.Block(ctx, db.Store, 3000, viewer.ID))
	must(t, account.SetSuspended(ctx, db.Store, 2999, true))
	for q, want := range map[string]string{"u": "user2998 user2997", "person": "user2998 user2997", "sam p": "user2998 user2997",
		"user2": "user2 user2998", "user15": "user15 user1599", "user7": "user7 user799"} {
		rows, err := discover.SearchPeople(ctx, db.Store, viewer.ID, q, 2)
		must(t, err)
		if got := usernames(rows); got != want {
			t.Errorf("%q finds %q, want %q", q, got, want)
		}
	}
	rows, err := discover.SearchPeople(ctx, db.Store, viewer.ID, "use", 30)
	if err != nil || len(rows) != 30 {
		t.Errorf("a page of %d (%v)", len(rows), err)
	}
	tags, err := discover.SearchTags(ctx, db.Store, "#Top", 1)
	if err != nil || len(tags) != 1 || tags[0].Name != "topic1500" {
		t.Errorf("tags: %v (%v)", tags, err)
	}
	must(t, leave.Delete(ctx, db.Store, 2998))
	if rows, err := discover.SearchPeople(ctx, db.Store, viewer.ID, "u", 1); err != nil || usernames(rows) != "user2997" {
		t.Errorf("after deleting: %q (%v)", usernames(rows), err)
	}
}

func TestSearchPostsInEveryLanguage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ann := db.User("ann")
	ids := map[string]models.ID{}
	for name, caption := range map[string]string{
		"en": "Golden light on the harbour #GoldenHour", "de": "Die große Straße in Köln", "ja": "夜の東京タワーで撮影",
		"ar": "صُورَةٌ جميلة من القاهرة", "th": "แมวดำในสวน", "tr": "Iğdır'da ışık",
		"ko": "서울에서 봄날", "el": "Ὀδυσσεὺς στη θάλασσα", "hi": "हिन्दी में कविता", "ru": "Ёлка и зелёный чай", "emoji": "🌊 day",
	} {
		ids[name] = db.Post(ann, caption)
	}
	ids["alt"] = publishTo(t, db, ann, "", post.Edit{Caption: textOf("two")}, "A pelican", "On a jetty in fog")
	for q, want := range map[string]string{
		"golden": "en", "light gold": "en", "GOLDENHOUR": "en", "#goldenhour": "en", "hour": "", "strasse": "de", "koln": "de",
		"grosse STRASSE": "de", "東京": "ja", "東京タワー": "ja", "塔": "", "撮影": "ja", "京": "ja",
		"صورة": "ar", "صوره قاهرة": "", "القاهرة": "ar", "แมว": "th", "สวน": "th", "igdir": "tr", "IŞIK": "tr", "서울": "ko",
		"봄날": "ko", "οδυσσευς": "el", "θαλασσα": "el",
		"कविता": "hi", "елка чай": "ru", "🌊": "emoji", "pelican": "alt", "jetty fog": "alt", "pelican harbour": "", "the": "en",
		"!": "", "": "",
	} {
		found, err := discover.SearchPosts(ctx, db.Store, 0, q, true, models.Page{Limit: 5})
		must(t, err)
		var wanted []models.ID
		if want != "" {
			wanted = []models.ID{ids[want]}
		}
		equal(t, "search for "+q, modelstest.PostIDs(found.Posts), wanted)
	}
	// A changed text is found by what it says now.
	must(t, post.EditText(ctx, db.Store, ann.ID, ids["en"], post.Edit{Caption: textOf("Silver")}))
	p, err := post.Visible(ctx, db.Store, ann.ID, ids["alt"])
	must(t, err)
	must(t, post.EditMedia(ctx, db.Store, ann.ID, ids["alt"], p.Items[0].ID, post.MediaEdit{AltText: textOf("A cormorant")}))
	for q, want := range map[string]int{"golden": 0, "silver": 1, "pelican": 0, "cormorant": 1} {
		if found, err := discover.SearchPosts(ctx, db.Store, 0, q, true, models.Page{Limit: 5}); err != nil || len(found.Posts) != want {
			t.Errorf("after editing %q finds %d (%v)", q, len(found.Posts), err)
		}
	}
	db.Check()
}

func TestMistypedWords(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ann, cy, friend := db.User("ann"), db.User("cy"), db.User("friend")
	must(t, people.Follow(ctx, db.Store, friend.ID, cy.ID))
	yes := true
	must(t, account.UpdateProfile(ctx, db.Store, cy.ID, account.ProfileInput{IsPrivate: &yes}))
	db.Post(ann, "Sunset over the mountain")
	db.Post(ann, "A lighthouse at sunset, and a große Küste")
	db.Post(cy, "My clandestine hideaway")
	for q, want := range map[string]string{"sunest": "sunset", "mountaim": "mountain", "lihgthouse sunset": "lighthouse sunset",
		"montain": "mountain", "sunset mountain": "", "grosze": "grosse", "kuzte": "kuste", "sun": "", "qqqqqq": "",
		"clandestin": "", "clandestime": ""} {
		found, err := discover.SearchPosts(ctx, db.Store, 0, q, false, models.Page{Limit: 5})
		must(t, err)
		if found.Query != want || want != "" && len(found.Posts) == 0 {
			t.Errorf("%q was searched for as %q with %d posts, want %q", q, found.Query, len(found.Posts), want)
		}
		if exact, err := discover.SearchPosts(ctx, db.Store, 0, q, true, models.Page{Limit: 5}); err != nil || exact.Query != "" ||
			want != "" && len(exact.Posts) > 0 {
			t.Errorf("%q exactly: %q, %d posts (%v)", q, exact.Query, len(exact.Posts), err)
		}
	}
	words := func() string {
		var list string
		must(t, db.Pool().QueryRow(ctx, `SELECT string_agg(word, ' ' ORDER BY word) FROM search_words`).Scan(&list))
		return list
	}
	if strings.Contains(words(), "clandestine") {
		t.Errorf("a word of a private post is known: %s", words())
	}
	// A word that was public is not told once it is not, even before words are counted again.
	no := false
	must(t, account.UpdateProfile(ctx, db.Store, cy.ID, account.ProfileInput{IsPrivate: &no}))
	if found, err := discover.SearchPosts(ctx, db.Store, 0, "clandestime", false, models.Page{Limit: 5}); err != nil ||
		found.Query != "clandestine" {
		t.Errorf("a word that became public: %q (%v)", found.Query, err)
	}
	must(t, account.UpdateProfile(ctx, db.Store, cy.ID, account.ProfileInput{IsPrivate: &yes}))
	for viewer, want := range map[models.ID]string{0: "", ann.ID: "", friend.ID: "clandestine"} {
		if found, err := discover.SearchPosts(ctx, db.Store, viewer, "clandestime", false, models.Page{Limit: 5}); err != nil ||
			found.Query != want {
			t.Errorf("a word that is private again, for %d: %q (%v)", viewer, found.Query, err)
		}
	}
	db.Clock.Move(time.Hour)
	must(t, index.CountWords(ctx, db.Store))
	if got := words(); strings.Contains(got, "clandestine") || !strings.Contains(got, "sunset") {
		t.Errorf("counted again: %s", got)
	}
}

// The walk through the newest posts, for words that very many have, gives the
// same pages as the look into the index.
func TestSearchForCommonWords(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	fill(t, db, 25_000)
	read := func(q string, limit, pages int) (out []models.ID) {
		page := models.Page{Limit: limit}
		for range pages {
			found, err := discover.SearchPosts(ctx, db.Store, 0, q, true, page)
			must(t, err)
			out = append(out, modelstest.PostIDs(found.Posts)...)
			if page.Before = found.Next; found.Next == 0 {
				break
			}
		}
		return out
	}
	common := read("common words", 30, 10)
	if len(common) != 300 {
		t.Fatalf("%d posts on ten pages", len(common))
	}
	for i := 1; i < len(common); i++ {
		if common[i] != common[i-1]-1 {
			t.Fatalf("post %d follows on %d", common[i], common[i-1])
		}
	}
	if rare := read("common word4321", 2, 10); len(rare) != 5 {
		t.Errorf("%d posts with a rare word", len(rare))
	}
	// Common words that nobody has together: the walk ends, a stretch at a time.
	_, err := db.Pool().Exec(ctx, `UPDATE search_words SET uses = 9000 WHERE word = 'word17'`)
	must(t, err)
	if walked := read("word17 common", 2, 20); len(walked) != 5 {
		t.Errorf("%d posts by walking", len(walked))
	}
}

func TestBackfill(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	ann := db.User("ann")
	at := post.Edit{Caption: textOf("words #Tăg"), Location: textOf("Somewhere")}
	id := publishTo(t, db, ann, "", at)
	for i := range 250 {
		db.User(fmt.Sprint("other", i))
	}
	for _, sql := range []string{`DELETE FROM people_keys`, `DELETE FROM post_search`, `DELETE FROM post_places`, `UPDATE posts
		SET place_id = NULL`, `DELETE FROM places`, `UPDATE tags SET key = ''`,
		`INSERT INTO search_backfill (what) VALUES ('people'), ('posts'), ('tags')`} {
		_, err := db.Pool().Exec(ctx, sql)
		must(t, err)
	}
	steps := 0
	for more := true; more; steps++ {
		var err error
		more, err = upkeep.Backfill(ctx, db.Store)
		must(t, err)
	}
	if steps != 5 { // two of people, one of posts, one of tags, and one that finds nothing to do
		t.Errorf("%d steps", steps)
	}
	db.Check()
	if rows, err := discover.SearchPeople(ctx, db.Store, 0, "other249", 5); err != nil || len(rows) != 1 {
		t.Errorf("people: %v (%v)", rows, err)
	}
	found, err := discover.SearchPosts(ctx, db.Store, 0, "words tag", false, models.Page{Limit: 5})
	must(t, err)
	equal(t, "posts", modelstest.PostIDs(found.Posts), []models.ID{id})
	if tags, err := discover.SearchTags(ctx, db.Store, "TA", 5); err != nil || len(tags) != 1 || tags[0].Name != "tăg" {
		t.Errorf("tags: %v (%v)", tags, err)
	}
	if places, err := discover.SearchPlaces(ctx, db.Store, 0, "some", 5); err != nil || len(places) != 1 {
		t.Errorf("places: %v (%v)", places, err)
	}
}

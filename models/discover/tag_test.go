package discover_test

import (
	"testing"

	"photogram/models"
	"photogram/models/discover"
	"photogram/models/modelstest"
)

// What is found does not depend on how it is typed.
func TestTagsAreFoundUnderEveryForm(t *testing.T) {
	t.Parallel()
	db := modelstest.New(t)
	ann := db.User("ann")
	ctx := t.Context()
	post := map[string]models.ID{}
	for _, caption := range []string{"#น้ำ", "#ışık", "#צה״ל", "#トロピカル〜ジュ"} {
		post[caption] = db.Post(ann, caption)
	}
	for typed, caption := range map[string]string{"น้ำ": "#น้ำ", "นํ้า": "#น้ำ", "IŞIK": "#ışık", "işik": "#ışık", "ışık": "#ışık",
		"צה״ל": "#צה״ל", "トロピカル～ジュ": "#トロピカル〜ジュ"} {
		list, _, err := discover.TagPosts(ctx, db.Store, 0, typed, models.Page{Limit: 5})
		must(t, err)
		if len(list) != 1 || list[0].ID != post[caption] {
			t.Errorf("the tag %q has %d posts", typed, len(list))
		}
		for _, sign := range []string{"", "#", "＃"} {
			if tags, err := discover.SearchTags(ctx, db.Store, sign+typed, 5); err != nil || len(tags) != 1 {
				t.Errorf("searching for %q: %v, %v", sign+typed, tags, err)
			}
		}
		if found, err := discover.SearchPosts(ctx, db.Store, 0, typed, true, models.Page{Limit: 5}); err != nil || len(found.Posts) != 1 {
			t.Errorf("searching posts for %q: %d, %v", typed, len(found.Posts), err)
		}
	}
	db.Check()
}

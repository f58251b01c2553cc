package discover

import (
	"math/rand/v2"
	"testing"

	"photogram/models"
)

func TestSpreadKeepsAuthorsApart(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for authors, posts := range map[int]int{1: 30, 3: 400, 25: 500, 200: 5000} {
		var list []ranked
		for i := range posts {
			// The first author wrote half of all, and all of the best.
			owner := models.ID(1)
			if i > posts/4 && random.IntN(3) > 0 {
				owner = models.ID(1 + random.IntN(authors))
			}
			list = append(list, ranked{owner, models.ID(i + 1)})
		}
		out := spread(list)
		seen, at, places := map[models.ID]bool{}, map[models.ID]int{}, map[models.ID]int{}
		for i, r := range out {
			if seen[r.post] {
				t.Fatalf("%d authors: post %d stands twice", authors, r.post)
			}
			seen[r.post] = true
			if i < exploreTop {
				at[r.owner]++
			}
			if places[r.owner] > int(r.post) {
				t.Errorf("%d authors: an author's post %d stands below a later one", authors, r.post)
			}
			places[r.owner] = int(r.post)
		}
		if len(out) != posts {
			t.Errorf("%d authors: %d of %d posts", authors, len(out), posts)
		}
		if authors < 25 {
			continue
		}
		for owner, n := range at {
			if n > authorAtTop {
				t.Errorf("%d authors: %d of the first %d are by %d", authors, n, exploreTop, owner)
			}
		}
		for i := 2; i < exploreTop*2; i++ {
			if out[i].owner == out[i-1].owner && out[i].owner == out[i-2].owner {
				t.Errorf("%d authors: three in a row at %d", authors, i)
			}
		}
	}
	if got := spread([]ranked{{1, 1}, {1, 2}, {1, 3}, {2, 4}, {1, 5}}); len(got) != 5 || got[2].post != 4 || got[3].post != 3 ||
		got[4].post != 5 {
		t.Errorf("%v", got)
	}
}

func BenchmarkSpreadOfOneAuthor(b *testing.B) {
	list := make([]ranked, exploreLength)
	for i := range list {
		list[i] = ranked{1, models.ID(i)}
	}
	for b.Loop() {
		spread(list)
	}
}

func TestTypos(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		n    int
	}{{"", "", 0}, {"sea", "sea", 0}, {"sea", "sae", 1}, {"sunset", "sunest", 1}, {"mountain", "montain", 1},
		{"mountain", "mountains", 1}, {"harbour", "habrour", 1}, {"cat", "dog", 3}, {"küste", "kuste", 1}, {"ab", "", 2}} {
		if got := typos(c.a, c.b); got != c.n || typos(c.b, c.a) != c.n {
			t.Errorf("%s and %s: %d, want %d", c.a, c.b, got, c.n)
		}
	}
}

func TestKeysOfLists(t *testing.T) {
	t.Parallel()
	for _, k := range []ExploreKey{{}, {Generation: 5, Rank: 24}, {Before: 77}} {
		if got, err := ParseExploreKey(k.String()); err != nil || got != k {
			t.Errorf("%v became %v (%v)", k, got, err)
		}
	}
	for _, k := range []TopKey{{}, {Score: 123456789, Pub: 5}, {Score: 0, Pub: 1}} {
		if got, err := ParseTopKey(k.String()); err != nil || got != k {
			t.Errorf("%v became %v (%v)", k, got, err)
		}
	}
	for _, bad := range []string{"-", "1-", "-1", "x-1", "1-x", "0-1-1", "1--1"} {
		if k, err := ParseExploreKey(bad); err == nil {
			t.Errorf("%q is %v", bad, k)
		}
		if k, err := ParseTopKey(bad); err == nil {
			t.Errorf("%q is %v", bad, k)
		}
	}
}

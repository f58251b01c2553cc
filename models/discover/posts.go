package discover

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/feed"
	"photogram/models/index"
	"photogram/models/post"
)

// Posts are searched in one of two ways, so that the work is bounded whatever
// is asked for. When one of the words is rare, all posts with the words are
// taken from the index and put in order. When all are common, the newest posts
// are walked through instead, a stretch at a time, until a page is full; it
// fills soon, because the words are common.
const (
	rareWord    = 5000   // posts
	mostHits    = 10_000 // that one look into the index takes
	walkStretch = 20_000 // posts
	searchTime  = 2 * time.Second
)

const searchHits = `SELECT * FROM (SELECT owner_id, post_id, pub_id FROM post_search WHERE doc @@ $2::tsquery AND pub_id > $3
	AND pub_id < $4 LIMIT $6) h ORDER BY pub_id DESC OFFSET 0`

const searchWalk = `SELECT owner_id, post_id, pub_id
	FROM (SELECT * FROM post_search WHERE pub_id > $3 AND pub_id < $4 ORDER BY pub_id DESC LIMIT $6) w WHERE doc @@ $2::tsquery`

// searchPosts looks the posts up in order, as eachPost does.
func searchPosts(rows string) string {
	return `SELECT p.* FROM (` + rows + `) x
		CROSS JOIN LATERAL (SELECT ` + feed.FeedColumns + ` FROM posts p JOIN users u ON u.id = p.owner_id ` + feed.FeedLikes + `
		WHERE p.owner_id = x.owner_id AND p.id = x.post_id AND ` + access.ForViewer(access.ListedPost, "$1") + ` OFFSET 0) p
		ORDER BY x.pub_id DESC LIMIT $5`
}

// FoundPosts is a page of a search. Query is what was searched for when that is
// not what was asked: words that nothing was found for were taken for mistyped ones.
type FoundPosts struct {
	Posts []post.View
	Next  models.ID
	Query string
}

var errSlowSearch = models.Say(models.Error{Kind: models.Invalid, Field: "q"}, "discover.error.search-takes-too-long-add")

// SearchPosts finds posts whose caption or alt texts have every word of the
// text; the last may be the beginning of one. Newest first. With exact, words
// are taken as they are.
func SearchPosts(ctx context.Context, s *models.Store, viewer models.ID, query string, exact bool, page models.Page) (FoundPosts, error) {
	query, err := models.CleanText("q", query, MaxQuery, false)
	if err != nil {
		return FoundPosts{}, err
	}
	words := index.QueryWords(query)
	if len(words) == 0 {
		return FoundPosts{}, nil
	}
	found, err := postsWith(ctx, s, viewer, words, page)
	if err != nil || len(found.Posts) > 0 || found.Next != 0 || exact || page.Before != 0 {
		return found, err
	}
	for _, other := range mended(ctx, s, words) {
		again, err := postsWith(ctx, s, viewer, other, page)
		if err != nil {
			return FoundPosts{}, err
		}
		// A word is only told to somebody who may read a post that has it.
		if len(again.Posts) > 0 {
			texts := make([]string, len(other))
			for i, w := range other {
				texts[i] = w.Text
			}
			again.Query = strings.Join(texts, " ")
			return again, nil
		}
	}
	return found, nil
}

func postsWith(ctx context.Context, s *models.Store, viewer models.ID, words []index.QueryWord, page models.Page) (found FoundPosts,
	err error) {
	low, high := page.Bounds()
	uses, err := rarest(ctx, s, words)
	if err != nil {
		return found, err
	}
	from, most := searchHits, mostHits
	if uses > rareWord {
		from, most = searchWalk, walkStretch
	}
	var last *models.ID // where the walk stopped
	err = within(ctx, s, searchTime, func(t pgx.Tx) error {
		rows, err := t.Query(ctx, searchPosts(from), viewer, index.Tsquery(words), low, high, page.Limit+1, most)
		if err != nil {
			return err
		}
		if found.Posts, err = feed.FeedRows(rows, page.Limit+1); err != nil || uses <= rareWord || len(found.Posts) > page.Limit {
			return err
		}
		return t.QueryRow(ctx, `SELECT min(pub_id)
			FROM (SELECT pub_id FROM post_search WHERE pub_id > $1 AND pub_id < $2 ORDER BY pub_id DESC LIMIT $3) x
			HAVING count(*) = $3`, low, high, most).Scan(&last)
	})
	switch {
	case models.IsNoRows(err): // the walk came to the end
	case models.HasCode(err, models.CodeCanceled) && ctx.Err() == nil:
		return found, errSlowSearch
	case err != nil:
		return found, fmt.Errorf("search posts: %w", err)
	}
	found.Posts, found.Next = post.CutPosts(page, found.Posts)
	if last != nil {
		found.Next = *last
	}
	return found, post.Complete(ctx, s, viewer, found.Posts, post.AlbumItems)
}

// rarest is in about how many public posts the rarest of the words is.
func rarest(ctx context.Context, s *models.Store, words []index.QueryWord) (uses int64, err error) {
	texts, prefix := make([]string, len(words)), ""
	for i, w := range words {
		texts[i] = w.Text
		if w.Prefix {
			prefix = w.Text
		}
	}
	// Of a prefix, some words are enough to know that it is common.
	err = s.Pool().QueryRow(ctx, `SELECT coalesce(min(n), 0) FROM (
			SELECT CASE WHEN w = $2 THEN (SELECT coalesce(sum(uses), 0)::bigint
			FROM (SELECT uses FROM search_words WHERE word ~>=~ $2 AND word ~<~ $3 ORDER BY word USING ~<~ LIMIT 2000) k)
				ELSE coalesce((SELECT uses FROM search_words WHERE word = w), 0) END AS n FROM unnest($1::text[]) w) x`, texts,
		prefix, index.Beyond(prefix)).Scan(&uses)
	if err != nil {
		return 0, fmt.Errorf("how common words are: %w", err)
	}
	return uses, nil
}

// mended are texts that may have been meant: each word that no public post has
// is replaced by the nearest that are. The likeliest is first.
func mended(ctx context.Context, s *models.Store, words []index.QueryWord) [][]index.QueryWord {
	const tries = 3
	out := [][]index.QueryWord{}
	for i, w := range words {
		if w.Pair || len([]rune(w.Text)) < nearLength {
			continue
		}
		near := nearWords(ctx, s, w)
		if len(near) == 0 {
			continue
		}
		if len(out) == 0 {
			for range min(tries, len(near)) {
				out = append(out, slices.Clone(words))
			}
		}
		for n := range out {
			out[n][i] = index.QueryWord{Text: near[min(n, len(near)-1)]}
		}
	}
	return out
}

// nearWords are known words like a mistyped one, the nearest first; none when
// the word itself is known.
func nearWords(ctx context.Context, s *models.Store, w index.QueryWord) (out []string) {
	type candidate struct {
		word string
		uses int64
		far  int
	}
	var list []candidate
	err := within(ctx, s, nearTime, func(t pgx.Tx) error {
		rows, err := t.Query(ctx, `SELECT word, uses FROM search_words WHERE word % $1 AND length(word) BETWEEN length($1) - 2
			AND length($1) + 2
			ORDER BY similarity(word, $1) DESC, uses DESC LIMIT 60`, w.Text)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c candidate, err error) {
			err = row.Scan(&c.word, &c.uses)
			return c, err
		})
		return err
	})
	if err != nil {
		return nil // without a proposal the search is still an answer
	}
	near := list[:0]
	for _, c := range list {
		if c.word == w.Text || w.Prefix && strings.HasPrefix(c.word, w.Text) {
			return nil
		}
		if c.far = typos(w.Text, c.word); c.far <= typosIn(w.Text) {
			near = append(near, c)
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int {
		if a.far != b.far {
			return a.far - b.far
		}
		return cmp.Compare(b.uses, a.uses)
	})
	for _, c := range near {
		out = append(out, c.word)
	}
	return out
}

// typos is how many letters must be put in, left out, changed or swapped with
// their neighbour to make one word of the other (the optimal string alignment distance).
func typos(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, prev, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(y)]
}

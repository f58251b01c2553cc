package discover

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// How the explore page is ordered. A post's score is
//
//	(likes + 2 × comments + 2 × saves + 1) / (impressions + 20) × 2^(-age / 36 h)
//
// The prior of 1 in 20 is what a post is taken for that few have seen yet: it
// ranks with those that one in twenty answers, until there is more to go by.
const (
	ExploreWindow   = 14 * 24 * time.Hour // older posts follow after the ranking
	ExploreHalfLife = 36 * time.Hour
	exploreLength   = 5000
	exploreKept     = 3   // generations
	exploreChunk    = 500 // rows that are forgotten by one statement
	priorAnswers    = 1
	priorSeen       = 20

	// Nobody fills the page: as long as there are others, an author has at most
	// so many posts in a row, and so many among the first.
	authorInARow = 2
	authorAtTop  = 5
	exploreTop   = 100
)

// ranked is a post in the order of its score.
type ranked struct{ owner, post models.ID }

// spread keeps one author's posts apart. Posts that have to wait come as soon
// as they may, and at the end when there is nothing else.
func spread(list []ranked) []ranked {
	out := make([]ranked, 0, len(list))
	var waiting []ranked
	atTop := map[models.ID]int{}
	fits := func(r ranked) bool {
		if len(out) < exploreTop && atTop[r.owner] >= authorAtTop {
			return false
		}
		n := len(out)
		for i := n - 1; i >= n-authorInARow; i-- {
			if i < 0 || out[i].owner != r.owner {
				return true
			}
		}
		return false
	}
	put := func(r ranked) {
		out = append(out, r)
		atTop[r.owner]++
	}
	for next := 0; next < len(list) || len(waiting) > 0; {
		found := false
		for i, r := range waiting {
			if fits(r) {
				put(r)
				waiting = append(waiting[:i], waiting[i+1:]...)
				found = true
				break
			}
		}
		switch {
		case found:
		case next < len(list) && fits(list[next]):
			put(list[next])
			next++
		case next < len(list):
			waiting = append(waiting, list[next])
			next++
		default:
			put(waiting[0])
			waiting = waiting[1:]
		}
	}
	return out
}

// RankExplore makes a new generation of the explore page's ranking and forgets
// the oldest. It returns how many posts it ranks.
func RankExplore(ctx context.Context, s *models.Store) (int, error) {
	generation := s.NewID()
	now := generation.Time()
	rows, err := s.Pool().Query(ctx, `SELECT p.owner_id, p.id FROM posts p JOIN users u ON u.id = p.owner_id
		LEFT JOIN LATERAL (SELECT sum(v.impressions) AS n FROM post_views v WHERE v.owner_id = p.owner_id AND v.post_id = p.id) seen ON true
		WHERE p.pub_id >= $1 AND `+access.PublicPost+`
		ORDER BY (p.likes_count + 2 * p.comments_count + 2 * p.saves_count + $2::float8) / (coalesce(seen.n,
		0)::float8 + $3::float8) * 2::float8 ^ (((p.pub_id >> 22) - $4::bigint) / $5::float8) DESC, p.pub_id DESC
		LIMIT $6`, models.IdAt(now.Add(-ExploreWindow)), priorAnswers, priorSeen, now.Sub(models.IdEpoch).Milliseconds(),
		ExploreHalfLife.Milliseconds(), exploreLength)
	if err != nil {
		return 0, fmt.Errorf("rank posts: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r ranked, err error) {
		err = row.Scan(&r.owner, &r.post)
		return r, err
	})
	if err != nil {
		return 0, fmt.Errorf("rank posts: %w", err)
	}
	list = spread(list)
	owners, posts := make([]int64, len(list)), make([]int64, len(list))
	for i, r := range list {
		owners[i], posts[i] = int64(r.owner), int64(r.post)
	}
	_, err = s.Pool().Exec(ctx, `INSERT INTO explore_ranks (generation, rank, owner_id, post_id)
		SELECT $1, n.rank, n.owner, n.post FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS n (owner, post, rank)`,
		generation, owners, posts)
	if err != nil {
		return 0, fmt.Errorf("write the ranking: %w", err)
	}
	if err := forgetRankings(ctx, s); err != nil {
		return 0, fmt.Errorf("forget old rankings: %w", err)
	}
	return len(list), nil
}

// forgetRankings deletes all but the newest generations, each found by one look
// into the index.
func forgetRankings(ctx context.Context, s *models.Store) error {
	var old *int64
	err := s.Pool().QueryRow(ctx, `WITH RECURSIVE g AS (SELECT max(generation) AS generation FROM explore_ranks
			UNION ALL SELECT (SELECT max(generation) FROM explore_ranks WHERE generation < g.generation) FROM g
			WHERE g.generation IS NOT NULL)
		SELECT generation FROM g OFFSET $1 LIMIT 1`, exploreKept).Scan(&old)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && old == nil {
		return nil
	}
	for gone := int64(exploreChunk); gone == exploreChunk && err == nil; {
		var tag pgconn.CommandTag
		tag, err = s.Pool().Exec(ctx, `DELETE FROM explore_ranks WHERE ctid = ANY(ARRAY(SELECT ctid FROM explore_ranks
			WHERE generation <= $1 ORDER BY generation, rank LIMIT $2))`, *old, exploreChunk)
		gone = tag.RowsAffected()
	}
	return err
}

// ExploreKey is a place in the explore page: a rank of a generation, or after
// the ranking a key among older posts. The zero key is the top.
type ExploreKey struct {
	Generation models.ID
	Rank       int
	Before     models.ID // among older posts, or where there is no ranking
}

// String is the key as addresses carry it; empty at the end of the list.
func (k ExploreKey) String() string {
	switch {
	case k.Before != 0:
		return k.Before.String()
	case k.Generation != 0:
		return k.Generation.String() + "-" + strconv.Itoa(k.Rank)
	}
	return ""
}

// ParseExploreKey reads what String writes.
func ParseExploreKey(s string) (k ExploreKey, err error) {
	if s == "" {
		return k, nil
	}
	generation, rank, ranked := strings.Cut(s, "-")
	id, err := models.ParseID(generation)
	if !ranked {
		k.Before = id
	} else if err == nil {
		k.Generation = id
		var n uint64
		n, err = strconv.ParseUint(rank, 10, 31)
		k.Rank = int(n)
	}
	if err != nil {
		return ExploreKey{}, models.Invalidf("before", "discover.error.not-place-list")
	}
	return k, nil
}

// exploredRow is a post with its rank.
type exploredRow struct {
	post.View
	Rank       int
	Generation models.ID
}

// Page lists everybody's public posts by the newest ranking, then older ones
// newest first. Whoever reads on stays in the ranking that they began, as long
// as it is kept, and goes on in the newest after that. Before the first
// ranking, the newest posts come first.
func Page(ctx context.Context, s *models.Store, viewer models.ID, after ExploreKey, limit int) ([]post.View, ExploreKey, error) {
	var rows []exploredRow
	if after.Before == 0 {
		err := models.Find(ctx, s.Pool(), &rows, `WITH g AS MATERIALIZED (SELECT coalesce((SELECT generation FROM explore_ranks
			WHERE generation = @generation LIMIT 1), (SELECT max(generation) FROM explore_ranks)) AS generation)
			SELECT p.*, x.rank, x.generation FROM (SELECT * FROM explore_ranks WHERE generation = (SELECT generation FROM g)
			AND rank > @rank ORDER BY rank OFFSET 0)`+
			eachPost(access.ExploredPost)+`ORDER BY x.rank LIMIT @limit`,
			models.Args{"viewer": viewer, "generation": after.Generation, "rank": after.Rank, "limit": limit + 1})
		if err != nil {
			return nil, ExploreKey{}, fmt.Errorf("explore: %w", err)
		}
	}
	posts := make([]post.View, 0, limit)
	for i := range rows[:min(len(rows), limit)] {
		posts = append(posts, rows[i].View)
	}
	if len(rows) > limit {
		last := rows[limit-1]
		return posts, ExploreKey{Generation: last.Generation, Rank: last.Rank}, post.Complete(ctx, s, viewer, posts, post.AlbumItems)
	}
	// Here the ranking ends, and what is older than its window begins.
	before := after.Before
	if before == 0 {
		generation := after.Generation
		if len(rows) > 0 {
			generation = rows[0].Generation
		}
		if generation == 0 {
			if err := s.Pool().QueryRow(ctx, `SELECT coalesce(max(generation), 0) FROM explore_ranks`).Scan(&generation); err != nil {
				return nil, ExploreKey{}, err
			}
		}
		if generation != 0 {
			before = models.IdAt(generation.Time().Add(-ExploreWindow))
		}
	}
	missing := limit - len(posts)
	older, next, err := RecentPosts(ctx, s, viewer, models.Page{Before: before, Limit: max(missing, 1)})
	if err != nil {
		return nil, ExploreKey{}, err
	}
	if missing == 0 && len(older) > 0 {
		next = before
	} else {
		posts = append(posts, older...)
	}
	if len(rows) == 0 {
		return posts, ExploreKey{Before: next}, nil
	}
	return posts, ExploreKey{Before: next}, post.Complete(ctx, s, viewer, posts, post.AlbumItems)
}

// RecentPosts lists everybody's public posts, newest first.
func RecentPosts(ctx context.Context, s *models.Store, viewer models.ID, page models.Page) ([]post.View, models.ID, error) {
	return post.Posts(ctx, s, viewer, `SELECT p.*, `+post.LikedColumn+` FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.pub_id > @low AND p.pub_id < @high AND `+access.ExploredPost+`
		ORDER BY p.pub_id DESC LIMIT @limit`, map[string]any{}, page)
}

// TopKey is a place in a list of top posts. The zero key is the top.
type TopKey struct {
	Score int64
	Pub   models.ID
}

// String is the key as addresses carry it; empty at the end of the list.
func (k TopKey) String() string {
	if k.Pub == 0 {
		return ""
	}
	return strconv.FormatInt(k.Score, 10) + "-" + k.Pub.String()
}

// ParseTopKey reads what String writes.
func ParseTopKey(s string) (k TopKey, err error) {
	if s == "" {
		return k, nil
	}
	score, pub, _ := strings.Cut(s, "-")
	if k.Score, err = strconv.ParseInt(score, 10, 64); err == nil && k.Score >= 0 {
		k.Pub, err = models.ParseID(pub)
	}
	if err != nil || k.Pub == 0 {
		return TopKey{}, models.Invalidf("before", "discover.error.not-place-list")
	}
	return k, nil
}

const (
	// topCandidates is how many of the newest posts compete for the top.
	topCandidates = 500
	// TopHalfLife is the age at which a post needs twice the answers.
	TopHalfLife = 7 * 24 * time.Hour
)

// topPosts orders the newest posts that from selects by what they were answered
// with, (1 + likes + 2 × comments) × 2^(-age / 7 days). The score is the
// logarithm of that without the present moment, so that it stays the same
// while nobody answers, and pages follow on each other.
func topPosts(ctx context.Context, s *models.Store, viewer models.ID, from string, args map[string]any, after TopKey,
	limit int) ([]post.View, TopKey, error) {
	args["viewer"], args["limit"], args["candidates"] = viewer, limit+1, topCandidates
	args["week"] = float64(TopHalfLife.Milliseconds())
	args["score"], args["pub"] = after.Score, after.Pub
	if after.Pub == 0 {
		args["score"] = int64(math.MaxInt64)
	}
	var rows []struct {
		post.View
		Score int64
	}
	err := models.Find(ctx, s.Pool(), &rows, `WITH newest AS MATERIALIZED (`+from+` LIMIT @candidates)
		SELECT p.*, k.score FROM newest`+eachPost(access.WantedPost)+`
		CROSS JOIN LATERAL (SELECT (1000000 *
			(ln((1 + p.likes_count + 2 * p.comments_count)::float8) / ln(2::float8)
				+ (p.pub_id >> 22) / CAST(@week AS float8)))::bigint AS score) k
		WHERE (k.score, p.pub_id) < (@score, @pub) ORDER BY k.score DESC, p.pub_id DESC LIMIT @limit`, args)
	if err != nil {
		return nil, TopKey{}, fmt.Errorf("read top posts: %w", err)
	}
	var next TopKey
	if len(rows) > limit {
		rows = rows[:limit]
		next = TopKey{rows[limit-1].Score, rows[limit-1].Key()}
	}
	posts := make([]post.View, len(rows))
	for i := range rows {
		posts[i] = rows[i].View
	}
	return posts, next, post.Complete(ctx, s, viewer, posts, post.AlbumItems)
}

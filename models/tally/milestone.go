package tally

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/activity"
)

// firstMilestone is the lowest number that an account is told of; the next ones
// are five times and ten times as much, and so on.
const firstMilestone = 100

// passed is the highest milestone between two numbers, the second included; 0 for none.
func passed(before, now int64) (milestone int64) {
	for power := int64(firstMilestone); power > 0 && power <= now; power *= 10 {
		for _, m := range []int64{power, 5 * power} {
			if before < m && m <= now {
				milestone = m
			}
		}
	}
	return milestone
}

// total is how many views a batch adds to a post or a story.
type total struct {
	owner, post models.ID
	views       int64
	story       bool
}

// totals are those of a change, in the order of their keys.
func (c *change) totals() []total {
	sums := map[models.ID]total{}
	for row, counts := range c.counts {
		n := counts.Sum(Views)
		if row.Month || row.Post == 0 || n <= 0 {
			continue
		}
		story := counts.Sum(Views, func(k Key) bool { return k.Kind == Story }) > 0
		sums[row.Post] = total{row.Owner, row.Post, sums[row.Post].views + n, story}
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b total) int {
		return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.post, b.post))
	})
}

// addTotals counts views of posts in all, and records milestones that they pass.
func addTotals(ctx context.Context, t *models.Tx, list []total) error {
	if len(list) == 0 {
		return nil
	}
	var owners, posts, views []int64
	for _, one := range list {
		owners, posts, views = append(owners, int64(one.owner)), append(posts, int64(one.post)), append(views, one.views)
	}
	rows, err := t.PG.Query(ctx, `INSERT INTO insight_totals AS t (owner_id, post_id, total)
		SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) q (owner_id, post_id, n) ORDER BY owner_id, post_id
		ON CONFLICT (owner_id, post_id) DO UPDATE SET total = t.total + excluded.total
		RETURNING post_id, total`, owners, posts, views)
	if err != nil {
		return fmt.Errorf("count views in all: %w", err)
	}
	now := map[models.ID]int64{}
	var post models.ID
	var n int64
	if _, err := pgx.ForEachRow(rows, []any{&post, &n}, func() error { now[post] = n; return nil }); err != nil {
		return fmt.Errorf("count views in all: %w", err)
	}
	for _, one := range list {
		milestone := passed(now[one.post]-one.views, now[one.post])
		if milestone == 0 {
			continue
		}
		kind := activity.ActPostMilestone
		if one.story {
			kind = activity.ActStoryMilestone
		}
		if err := activity.Record(ctx, t, activity.Activity{UserID: one.owner, Kind: kind, ActorID: one.owner, OwnerID: one.owner,
			PostID: one.post, Value: milestone}); err != nil {
			return err
		}
	}
	return nil
}

// Followers records a milestone that the number of an account's followers
// reaches, once for each.
func Followers(ctx context.Context, t *models.Tx, owner models.ID, now int64) error {
	if passed(now-1, now) == 0 {
		return nil
	}
	n, err := models.DoCount(ctx, t.PG, `INSERT INTO insight_totals AS t (owner_id, post_id, total) VALUES (@owner, 0, @now)
		ON CONFLICT (owner_id, post_id) DO UPDATE SET total = excluded.total WHERE t.total < excluded.total`,
		models.Args{"owner": owner, "now": now})
	if err != nil {
		return fmt.Errorf("count followers of %d: %w", owner, err)
	}
	if n == 0 {
		return nil
	}
	return activity.Record(ctx, t, activity.Activity{UserID: owner, Kind: activity.ActFollowerMilestone, ActorID: owner, Value: now})
}

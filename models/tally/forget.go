package tally

import (
	"context"
	"fmt"
	"slices"
	"time"

	"photogram/models"
)

// Forget removes, of the account $1 that is deleted, what is not folded yet; its
// numbers go with it. In those of others it stands as nobody. It may run again.
var Forget = []string{
	`DELETE FROM insight_marks WHERE owner_id = $1`,
	`UPDATE insight_marks SET actor_id = 0 WHERE actor_id = $1`,
}

// ForgetPost removes the numbers of a post or a story. What it brought stays in
// those of its account.
func ForgetPost(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	first := DayOf(post.Time().Add(-24*time.Hour), time.UTC)
	for _, table := range []string{"insight_counts", "insight_sketches"} {
		_, err := t.PG.Exec(ctx, `DELETE FROM `+table+` WHERE owner_id = $1 AND post_id = $2 AND span IN ('day', 'month')
			AND day = ANY (ARRAY(SELECT d::date FROM generate_series(date_trunc('month', $3::date), $4::date + 1, interval '1 day') d))`,
			owner, post, first, t.Store.Now())
		if err != nil {
			return fmt.Errorf("forget the numbers of %d: %w", post, err)
		}
	}
	if _, err := t.PG.Exec(ctx, `DELETE FROM insight_totals WHERE owner_id = $1 AND post_id = $2`, owner, post); err != nil {
		return fmt.Errorf("forget the numbers of %d: %w", post, err)
	}
	return nil
}

// ForgetProducts removes the numbers of things that were for sale.
func ForgetProducts(ctx context.Context, t *models.Tx, owner models.ID, products []models.ID) error {
	err := models.Do(ctx, t.PG, `DELETE FROM insight_counts WHERE owner_id = @owner AND span IN ('day', 'month') AND day >= @first
		AND post_id = ANY(@products)`, models.Args{"owner": owner, "products": products,
		"first": MonthOf(slices.Min(products).Time().Add(-24 * time.Hour).UTC())})
	if err != nil {
		return fmt.Errorf("forget the numbers of products of %d: %w", owner, err)
	}
	return nil
}

// CountSince says from when on the numbers of an account are known, where that is
// not since it joined or since the site counts.
func CountSince(ctx context.Context, s *models.Store, owner models.ID, since time.Time) error {
	err := models.Do(ctx, s.Pool(), `INSERT INTO insight_accounts (user_id, since)
		VALUES (@owner, @since)
		ON CONFLICT (user_id) DO UPDATE SET since = excluded.since`, models.Args{"owner": owner, "since": since})
	if err != nil {
		return fmt.Errorf("note since when %d is counted: %w", owner, err)
	}
	return nil
}

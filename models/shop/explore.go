package shop

import (
	"context"
	"fmt"

	"photogram/models"
)

// Explored asks what public shops sell, as the shopping part of Explore does: one of each
// group, and what can be had, unless the query says what else.
func (q Query) Explored() Query {
	q.Explore = true
	q.Leads = q.Words == ""
	q.Buyable = q.Availability == ""
	if q.Sort == "" {
		q.Sort = Popular
	}
	return q
}

// Currencies are those in which there are catalogues, found one after the other.
func Currencies(ctx context.Context, s *models.Store) (list []string, err error) {
	err = models.Find(ctx, s.Pool(), &list, `WITH RECURSIVE c AS (
			(SELECT currency FROM catalogs ORDER BY currency LIMIT 1)
			UNION ALL SELECT (SELECT n.currency FROM catalogs n WHERE n.currency > c.currency ORDER BY n.currency LIMIT 1) FROM c
			WHERE c.currency IS NOT NULL)
		SELECT currency FROM c WHERE currency IS NOT NULL`, nil)
	if err != nil {
		return nil, fmt.Errorf("find currencies: %w", err)
	}
	return list, nil
}

package saved

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// Spot is where a post stands, or stood, in a collection.
type Spot struct {
	Collection, Place models.ID
}

// PostsIn lists what the viewer may see of a collection, in its order.
// The collection was found for this viewer before.
func PostsIn(ctx context.Context, s *models.Store, viewer models.ID, c *Collection, before models.ID, limit int) ([]post.View,
	models.ID, error) {
	return post.Keyed(ctx, s, viewer, `SELECT p.*, `+post.LikedColumn+`, i.place AS list_key FROM collection_posts i
		JOIN posts p ON p.owner_id = i.owner_id AND p.id = i.post_id JOIN users u ON u.id = p.owner_id
		WHERE i.user_id = @user AND i.collection_id = @collection AND i.place < @before AND `+access.ListedPost+`
		ORDER BY i.place DESC LIMIT @limit`, map[string]any{"user": c.UserID, "collection": c.ID}, before, limit)
}

// CollectionChoice is a collection of the viewer's, and whether a post is in it.
type CollectionChoice struct {
	ID   models.ID
	Name string
	Has  bool
}

// Choices lists all of the viewer's collections, of which there are
// at most MaxCollections, for putting a post into them.
func Choices(ctx context.Context, s *models.Store, viewer, post models.ID) ([]CollectionChoice, error) {
	var rows []CollectionChoice
	err := models.Find(ctx, s.Pool(), &rows, `SELECT c.id, c.name,
		EXISTS (SELECT 1 FROM collection_posts i WHERE i.user_id = c.user_id AND i.collection_id = c.id AND i.post_id = @post) AS has
		FROM collections c WHERE c.user_id = @viewer
		ORDER BY c.place DESC`, models.Args{"viewer": viewer, "post": post})
	if err != nil {
		return nil, fmt.Errorf("read collections for post %d: %w", post, err)
	}
	return rows, nil
}

// Collect puts a post into a collection of the viewer's, at its top, and saves it.
// With a move it goes to another place there, also when it is in it already.
func Collect(ctx context.Context, s *models.Store, viewer, id, post models.ID, move *models.Move) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := lockCollection(ctx, t, viewer, id); err != nil {
			return err
		}
		if err := collect(ctx, t, viewer, post, []Spot{{Collection: id}}); err != nil || move == nil {
			return err
		}
		return moveInCollection(ctx, t, viewer, id, post, *move)
	})
}

// PutBack undoes Unsave, or Uncollect: the post is saved and stands where it stood.
// Collections that are gone are passed over.
func PutBack(ctx context.Context, s *models.Store, viewer, post models.ID, was []Spot) error {
	var mine []Collection
	err := models.Find(ctx, s.Pool(), &mine, `SELECT * FROM collections WHERE user_id = @viewer`, models.Args{"viewer": viewer})
	if err != nil {
		return err
	}
	was = slices.DeleteFunc(slices.Clone(was), func(w Spot) bool {
		return !slices.ContainsFunc(mine, func(c Collection) bool { return c.ID == w.Collection })
	})
	if len(was) == 0 {
		return Save(ctx, s, viewer, post)
	}
	return collectAll(ctx, s, viewer, post, was)
}

func collectAll(ctx context.Context, s *models.Store, viewer, post models.ID, spots []Spot) error {
	spots = slices.Clone(spots)
	slices.SortFunc(spots, func(a, b Spot) int { return cmp.Compare(a.Collection, b.Collection) })
	return s.InTx(ctx, func(t *models.Tx) error {
		for _, spot := range spots {
			if _, err := lockCollection(ctx, t, viewer, spot.Collection); err != nil {
				return err
			}
		}
		return collect(ctx, t, viewer, post, spots)
	})
}

// collect needs the collections locked. Saving locks the post, so that none is
// collected while it is deleted.
func collect(ctx context.Context, t *models.Tx, viewer, post models.ID, spots []Spot) error {
	owner, err := save(ctx, t.Store, t.PG, viewer, post)
	if err != nil {
		return err
	}
	for _, spot := range spots {
		id := t.Store.NewID()
		if spot.Place <= 0 || spot.Place > id {
			spot.Place = id
		}
		// A place that was taken meanwhile is left to whoever has it.
		var n int
		err := t.PG.QueryRow(ctx, `WITH n AS (INSERT INTO collection_posts (user_id, collection_id, post_id, owner_id, place, id)
				SELECT $1, $2, $3, $4, CASE WHEN EXISTS (SELECT 1 FROM collection_posts WHERE user_id = $1 AND collection_id = $2
				AND place = $5) THEN $6 ELSE $5 END, $6
				ON CONFLICT (user_id, collection_id, post_id) DO NOTHING RETURNING 1)
			SELECT (SELECT count(*) FROM collection_posts WHERE user_id = $1 AND collection_id = $2) + (SELECT count(*) FROM n)`,
			viewer, spot.Collection, post, owner, spot.Place, id).Scan(&n)
		if err != nil {
			return fmt.Errorf("collect post %d: %w", post, err)
		}
		if n > MaxCollectionPosts {
			return models.Invalidf("collection", "saved.error.collection-holds-at-most-posts", "maxCollectionPosts", MaxCollectionPosts)
		}
	}
	return t.Use(ctx, models.BudgetArrange, viewer, 1)
}

// Uncollect takes a post out of a collection of the viewer's; it stays saved.
// It returns where the post stood, or nil when it was not there.
func Uncollect(ctx context.Context, s *models.Store, viewer, id, post models.ID) (was []Spot, err error) {
	err = s.InTx(ctx, func(t *models.Tx) error {
		if _, err := lockCollection(ctx, t, viewer, id); err != nil {
			return err
		}
		was, err = uncollect(ctx, t, viewer, id, post)
		return err
	})
	return was, err
}

func uncollect(ctx context.Context, t *models.Tx, viewer, id, post models.ID) ([]Spot, error) {
	var was []Spot
	err := models.Find(ctx, t.PG, &was,
		`WITH n AS (DELETE FROM collection_posts WHERE user_id = @user AND collection_id = @id AND post_id = @post
		RETURNING collection_id, place),
			c AS (UPDATE collections SET cover_id = 0 WHERE user_id = @user AND id = @id AND cover_id = @post)
		SELECT collection_id AS collection, place FROM n`, models.Args{"user": viewer, "id": id, "post": post})
	if err != nil {
		return nil, fmt.Errorf("take post %d out of collection %d: %w", post, id, err)
	}
	return was, nil
}

// CollectInto says for some of the viewer's collections, those shown, whether
// a post is in them. A name that is not empty makes another collection for it.
func CollectInto(ctx context.Context, s *models.Store, viewer, post models.ID, shown, in []models.ID, name string) error {
	shown = slices.Compact(slices.Sorted(slices.Values(shown)))
	if len(shown) > MaxCollections {
		return models.Invalidf("in", "saved.error.at-most-collections", "maxCollections", MaxCollections)
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		var spots []Spot
		var out []models.ID
		if name != "" { // first, since it locks the account
			fresh := t.Store.NewID()
			if err := createCollection(ctx, t, viewer, fresh, name, ""); err != nil {
				return err
			}
			spots = append(spots, Spot{Collection: fresh})
		}
		for _, id := range shown {
			if _, err := lockCollection(ctx, t, viewer, id); err != nil {
				return err
			}
			if slices.Contains(in, id) {
				spots = append(spots, Spot{Collection: id})
			} else {
				out = append(out, id)
			}
		}
		if len(spots) > 0 { // first, since it locks the post, as a deletion does
			if err := collect(ctx, t, viewer, post, spots); err != nil {
				return err
			}
		}
		for _, id := range out {
			if _, err := uncollect(ctx, t, viewer, id, post); err != nil {
				return err
			}
		}
		return nil
	})
}

// MoveIn changes the order of a collection of the viewer's.
func MoveIn(ctx context.Context, s *models.Store, viewer, id, post models.ID, m models.Move) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := lockCollection(ctx, t, viewer, id); err != nil {
			return err
		}
		if err := moveInCollection(ctx, t, viewer, id, post, m); err != nil {
			return err
		}
		return t.Use(ctx, models.BudgetArrange, viewer, 1)
	})
}

// moveInCollection needs the collection locked.
func moveInCollection(ctx context.Context, t *models.Tx, viewer, id, post models.ID, m models.Move) error {
	return t.Arrange(ctx, post, m, `SELECT i.post_id, i.place, `+access.ForViewer(access.ListedPost, "$1")+` FROM collection_posts i
		JOIN posts p ON p.owner_id = i.owner_id AND p.id = i.post_id JOIN users u ON u.id = p.owner_id
		WHERE i.user_id = $1 AND i.collection_id = $2 ORDER BY i.place DESC FOR UPDATE OF i`,
		`UPDATE collection_posts i SET place = n.place FROM unnest($3::bigint[], $4::bigint[]) n (id, place)
		WHERE i.user_id = $1 AND i.collection_id = $2 AND i.post_id = n.id`, viewer, id)
}

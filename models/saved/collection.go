package saved

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
)

// Limits of collections; texts are in characters.
const (
	MaxCollections     = 200
	MaxCollectionPosts = 1000
	MaxCollectionName  = 60
	MaxCollectionText  = 300
)

// Collection is a part of what somebody saved, under a name.
type Collection struct {
	UserID      models.ID `gorm:"primaryKey"`
	ID          models.ID `gorm:"primaryKey;autoIncrement:false"`
	Name        string
	Description string
	Place       models.ID // in the order of its owner's collections, the highest first
	CoverID     models.ID // the post chosen for the cover; 0 for the newest
	Link        string    // what its shared address ends in; empty when it is not shared
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Code names the collection in its owner's links.
func (c *Collection) Code() string { return c.ID.Code() }

// CollectionView is a collection as one viewer sees it.
type CollectionView struct {
	Collection
	Owner access.Author `gorm:"-"`
	Posts int64         // that the viewer may see
	Cover *post.View    `gorm:"-"` // nil when there is nothing to see
	// CoverOwner and CoverPost name the post that Cover is.
	CoverOwner, CoverPost models.ID
}

var errNoCollection = models.NotFoundf("saved.error.collection-does-not-exist")

// collectionColumns need collectionContents in the FROM clause.
const collectionColumns = `c.*, coalesce(n.posts, 0) AS posts, coalesce(n.owner_id, 0) AS cover_owner, coalesce(n.post_id, 0) AS cover_post`

// collectionContents counts what the viewer sees of collections AS c and finds the cover.
const collectionContents = `LEFT JOIN LATERAL (SELECT count(*) OVER () AS posts, p.owner_id, p.id AS post_id FROM collection_posts i
		JOIN posts p ON p.owner_id = i.owner_id AND p.id = i.post_id JOIN users u ON u.id = p.owner_id
		WHERE i.user_id = c.user_id AND i.collection_id = c.id AND ` + access.ListedPost + `
		ORDER BY i.post_id = c.cover_id DESC, i.id DESC LIMIT 1) n ON true`

// completeCollections adds owners and covers, in at most one query each and one for the covers' media.
func completeCollections(ctx context.Context, s *models.Store, viewer models.ID, list []CollectionView) error {
	var owners []models.ID
	var covers []models.Key
	for _, c := range list {
		owners = append(owners, c.UserID)
		if c.CoverPost != 0 {
			covers = append(covers, models.Key{Owner: c.CoverOwner, ID: c.CoverPost})
		}
	}
	authors, err := access.Authors(ctx, s, owners)
	if err != nil {
		return fmt.Errorf("read owners of collections: %w", err)
	}
	var posts []post.View
	if of, ids := models.Columns(covers); len(covers) > 0 {
		err := models.Find(ctx, s.Pool(), &posts, `SELECT p.*, `+post.LikedColumn+` FROM posts p JOIN users u ON u.id = p.owner_id
			WHERE (p.owner_id, p.id) IN (SELECT * FROM unnest(CAST(@owners AS bigint[]), CAST(@ids AS bigint[]))) AND `+access.ListedPost,
			models.Args{"viewer": viewer, "owners": of, "ids": ids})
		if err == nil {
			err = post.Complete(ctx, s, viewer, posts, post.AlbumItems)
		}
		if err != nil {
			return fmt.Errorf("read covers of collections: %w", err)
		}
	}
	for i := range list {
		list[i].Owner = authors[list[i].UserID]
		for j := range posts {
			if posts[j].ID == list[i].CoverPost {
				list[i].Cover = &posts[j]
			}
		}
	}
	return nil
}

// Collections lists the viewer's collections in their order.
func Collections(ctx context.Context, s *models.Store, viewer, before models.ID, limit int) ([]CollectionView, models.ID, error) {
	var rows []CollectionView
	err := models.Find(ctx, s.Pool(), &rows, `SELECT `+collectionColumns+`
		FROM (SELECT * FROM collections WHERE user_id = @viewer AND place < @before ORDER BY place DESC LIMIT @limit) c `+
		collectionContents+` ORDER BY c.place DESC`, models.Args{"viewer": viewer, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read collections of %d: %w", viewer, err)
	}
	var next models.ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].Place
	}
	return rows, next, completeCollections(ctx, s, viewer, rows)
}

// Own finds a collection of the viewer's.
func Own(ctx context.Context, s *models.Store, viewer, id models.ID) (*CollectionView, error) {
	return collection(ctx, s, viewer, `c.user_id = @viewer AND c.id = @value`, id)
}

// ByLink finds a collection by what its shared address ends in.
func ByLink(ctx context.Context, s *models.Store, viewer models.ID, link string) (*CollectionView, error) {
	if link == "" || len(link) > 64 || !models.Storable(link) {
		return nil, errNoCollection
	}
	return collection(ctx, s, viewer, `(c.user_id, c.id) = (SELECT user_id, collection_id FROM collection_links WHERE link = @value)
		AND `+access.SharedCollection, link)
}

func collection(ctx context.Context, s *models.Store, viewer models.ID, where string, value any) (*CollectionView, error) {
	var c CollectionView
	err := models.Take(ctx, s.Pool(), &c,
		`SELECT `+collectionColumns+` FROM collections c JOIN users o ON o.id = c.user_id `+collectionContents+`
		WHERE `+where, models.Args{"viewer": viewer, "value": value})
	if models.IsNoRows(err) {
		return nil, errNoCollection
	}
	if err != nil {
		return nil, fmt.Errorf("read a collection: %w", err)
	}
	list := []CollectionView{c}
	err = completeCollections(ctx, s, viewer, list)
	return &list[0], err
}

func cleanCollectionName(s string) (string, error) {
	name, err := models.CleanText("name", s, MaxCollectionName, false)
	if err == nil && name == "" {
		return "", models.Invalidf("name", "saved.error.give-collection-name")
	}
	return name, err
}

// Create makes an empty collection, above the viewer's others.
func Create(ctx context.Context, s *models.Store, viewer models.ID, name, description string) (models.ID, error) {
	id := s.NewID()
	return id, s.InTx(ctx, func(t *models.Tx) error { return createCollection(ctx, t, viewer, id, name, description) })
}

func createCollection(ctx context.Context, t *models.Tx, viewer, id models.ID, name, description string) error {
	var problems models.Problems
	name, err := cleanCollectionName(name)
	if err := problems.Add(err); err != nil {
		return err
	}
	description, err = models.CleanText("description", description, MaxCollectionText, true)
	if err := problems.Add(err); err != nil {
		return err
	}
	if len(problems) > 0 {
		return problems
	}
	if _, err := t.LockUsers(ctx, viewer); err != nil { // for the count
		return err
	}
	var n int
	if err := models.Read(ctx, t.PG, &n, `SELECT count(*) FROM collections WHERE user_id = @viewer`,
		models.Args{"viewer": viewer}); err != nil {
		return err
	}
	if n >= MaxCollections {
		return models.Invalidf("name", "saved.error.collections-which-limit-delete-one", "n2", n)
	}
	now := t.Store.Now()
	err = t.Create(&Collection{UserID: viewer, ID: id, Name: name, Description: description, Place: id, CreatedAt: now,
		UpdatedAt: now}).Error
	if err != nil {
		return fmt.Errorf("create a collection: %w", err)
	}
	return t.Use(ctx, models.BudgetArrange, viewer, 1)
}

// CollectionEdit changes a collection. What is nil stays as it is.
type CollectionEdit struct {
	Name, Description *string
	Cover             *models.ID // a post of the collection, or 0 for the newest
	Shared            *bool
	NewLink           bool         // makes another link, so the old one leads nowhere
	Move              *models.Move // to another place among the viewer's collections
}

// Edit changes a collection of the viewer's.
func Edit(ctx context.Context, s *models.Store, viewer, id models.ID, in CollectionEdit) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if in.Move != nil { // the account comes before its collections
			if err := moveCollection(ctx, t, viewer, id, *in.Move); err != nil {
				return err
			}
		}
		c, err := lockCollection(ctx, t, viewer, id)
		if err != nil {
			return err
		}
		var problems models.Problems
		set := map[string]any{"updated_at": s.Now()}
		if in.Name != nil {
			set["name"], err = cleanCollectionName(*in.Name)
			if err := problems.Add(err); err != nil {
				return err
			}
		}
		if in.Description != nil {
			set["description"], err = models.CleanText("description", *in.Description, MaxCollectionText, true)
			if err := problems.Add(err); err != nil {
				return err
			}
		}
		if in.Cover != nil {
			set["cover_id"] = *in.Cover
			var there bool
			err := models.Read(ctx, t.PG, &there,
				`SELECT EXISTS (SELECT 1 FROM collection_posts WHERE user_id = @viewer AND collection_id = @id AND post_id = @cover)`,
				models.Args{"viewer": viewer, "id": id, "cover": *in.Cover})
			if err != nil {
				return err
			}
			if *in.Cover != 0 && !there {
				problems = append(problems, models.Invalidf("cover", "saved.error.cover-one-collections-posts"))
			}
		}
		if len(problems) > 0 {
			return problems
		}
		if shared := c.Link != ""; in.Shared != nil && *in.Shared != shared || in.NewLink && (shared || in.Shared != nil && *in.Shared) {
			if set["link"], err = relink(ctx, t, c, in.Shared == nil || *in.Shared); err != nil {
				return err
			}
		}
		err = t.Model(&Collection{}).Where("user_id = ? AND id = ?", int64(viewer), int64(id)).Updates(set).Error
		if err != nil {
			return fmt.Errorf("edit collection %d: %w", id, err)
		}
		return t.Use(ctx, models.BudgetArrange, viewer, 1)
	})
}

// relink ends a collection's link and, when it is shared, makes another.
func relink(ctx context.Context, t *models.Tx, c *Collection, shared bool) (link string, err error) {
	if _, err := t.PG.Exec(ctx, `DELETE FROM collection_links WHERE link = $1`, c.Link); err != nil {
		return "", fmt.Errorf("end the link of collection %d: %w", c.ID, err)
	}
	if !shared {
		return "", nil
	}
	random := make([]byte, 18)
	if _, err := rand.Read(random); err != nil {
		return "", fmt.Errorf("make a link: %w", err)
	}
	link = base64.RawURLEncoding.EncodeToString(random)
	if _, err := t.PG.Exec(ctx, `INSERT INTO collection_links (link, user_id, collection_id)
		VALUES ($1, $2, $3)`, link, c.UserID, c.ID); err != nil {
		return "", fmt.Errorf("link collection %d: %w", c.ID, err)
	}
	return link, nil
}

// lockCollection locks a collection of the viewer's. Whatever counts or
// arranges its posts holds this lock.
func lockCollection(ctx context.Context, t *models.Tx, viewer, id models.ID) (*Collection, error) {
	var c Collection
	err := models.Take(ctx, t.PG, &c, `SELECT * FROM collections WHERE user_id = @viewer AND id = @id FOR UPDATE`,
		models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, errNoCollection
	}
	return &c, err
}

// Delete removes a collection of the viewer's; its posts stay saved.
// Removing one that is gone changes nothing.
func Delete(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	_, err := s.Pool().Exec(ctx, `WITH n AS (DELETE FROM collections WHERE user_id = $1 AND id = $2 RETURNING link)
		DELETE FROM collection_links l USING n WHERE l.link = n.link`, viewer, id)
	if err != nil {
		return fmt.Errorf("delete collection %d: %w", id, err)
	}
	return nil
}

// Move changes the order of the viewer's collections.
func Move(ctx context.Context, s *models.Store, viewer, id models.ID, m models.Move) error {
	return Edit(ctx, s, viewer, id, CollectionEdit{Move: &m})
}

func moveCollection(ctx context.Context, t *models.Tx, viewer, id models.ID, m models.Move) error {
	if _, err := t.LockUsers(ctx, viewer); err != nil {
		return err
	}
	return t.Arrange(ctx, id, m, `SELECT id, place, true FROM collections WHERE user_id = $1 ORDER BY place DESC FOR UPDATE`,
		`UPDATE collections c SET place = n.place FROM unnest($2::bigint[], $3::bigint[]) n (id, place) WHERE c.user_id = $1
			AND c.id = n.id`, viewer)
}

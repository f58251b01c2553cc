package models

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"
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
	UserID      ID `gorm:"primaryKey"`
	ID          ID `gorm:"primaryKey;autoIncrement:false"`
	Name        string
	Description string
	Place       ID     // in the order of its owner's collections, the highest first
	CoverID     ID     // the post chosen for the cover; 0 for the newest
	Link        string // what its shared address ends in; empty when it is not shared
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Code names the collection in its owner's links.
func (c *Collection) Code() string { return c.ID.Code() }

// CollectionView is a collection as one viewer sees it.
type CollectionView struct {
	Collection
	Owner Author    `gorm:"-"`
	Posts int64     // that the viewer may see
	Cover *PostView `gorm:"-"` // nil when there is nothing to see
	// CoverOwner and CoverPost name the post that Cover is.
	CoverOwner, CoverPost ID
}

var errNoCollection = NotFoundf("This collection does not exist.")

// collectionColumns need collectionContents in the FROM clause.
const collectionColumns = `c.*, coalesce(n.posts, 0) AS posts, coalesce(n.owner_id, 0) AS cover_owner, coalesce(n.post_id, 0) AS cover_post`

// collectionContents counts what the viewer sees of collections AS c and finds the cover.
const collectionContents = `LEFT JOIN LATERAL (SELECT count(*) OVER () AS posts, p.owner_id, p.id AS post_id FROM collection_posts i
		JOIN posts p ON p.owner_id = i.owner_id AND p.id = i.post_id JOIN users u ON u.id = p.owner_id
		WHERE i.user_id = c.user_id AND i.collection_id = c.id AND ` + listedPost + ` ORDER BY i.post_id = c.cover_id DESC, i.id DESC LIMIT 1) n ON true`

// completeCollections adds owners and covers, in at most one query each and one for the covers' media.
func (s *Store) completeCollections(ctx context.Context, viewer ID, list []CollectionView) error {
	var owners []ID
	var covers [][]any
	for _, c := range list {
		owners = append(owners, c.UserID)
		if c.CoverPost != 0 {
			covers = append(covers, []any{int64(c.CoverOwner), int64(c.CoverPost)})
		}
	}
	authors, err := s.authorsOf(ctx, owners)
	if err != nil {
		return fmt.Errorf("read owners of collections: %w", err)
	}
	var posts []PostView
	if len(covers) > 0 {
		err := s.gorm(ctx).Raw(`SELECT p.*, `+likedColumn+` FROM posts p JOIN users u ON u.id = p.owner_id WHERE (p.owner_id, p.id) IN @covers AND `+listedPost,
			map[string]any{"viewer": viewer, "covers": covers}).Scan(&posts).Error
		if err == nil {
			err = s.completePosts(ctx, viewer, posts, albumItems)
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
func (s *Store) Collections(ctx context.Context, viewer, before ID, limit int) ([]CollectionView, ID, error) {
	var rows []CollectionView
	err := s.gorm(ctx).Raw(`SELECT `+collectionColumns+` FROM (SELECT * FROM collections WHERE user_id = @viewer AND place < @before ORDER BY place DESC LIMIT @limit) c `+
		collectionContents+` ORDER BY c.place DESC`, map[string]any{"viewer": viewer, "before": orNewest(before), "limit": limit + 1}).Scan(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read collections of %d: %w", viewer, err)
	}
	var next ID
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].Place
	}
	return rows, next, s.completeCollections(ctx, viewer, rows)
}

// OwnCollection finds a collection of the viewer's.
func (s *Store) OwnCollection(ctx context.Context, viewer, id ID) (*CollectionView, error) {
	return s.collection(ctx, viewer, `c.user_id = @viewer AND c.id = @value`, id)
}

// CollectionByLink finds a collection by what its shared address ends in.
func (s *Store) CollectionByLink(ctx context.Context, viewer ID, link string) (*CollectionView, error) {
	if link == "" || len(link) > 64 || !storable(link) {
		return nil, errNoCollection
	}
	return s.collection(ctx, viewer, `(c.user_id, c.id) = (SELECT user_id, collection_id FROM collection_links WHERE link = @value) AND `+sharedCollection, link)
}

func (s *Store) collection(ctx context.Context, viewer ID, where string, value any) (*CollectionView, error) {
	var c CollectionView
	err := s.gorm(ctx).Raw(`SELECT `+collectionColumns+` FROM collections c JOIN users o ON o.id = c.user_id `+collectionContents+` WHERE `+where,
		map[string]any{"viewer": viewer, "value": value}).Take(&c).Error
	if isNoRows(err) {
		return nil, errNoCollection
	}
	if err != nil {
		return nil, fmt.Errorf("read a collection: %w", err)
	}
	list := []CollectionView{c}
	err = s.completeCollections(ctx, viewer, list)
	return &list[0], err
}

func cleanCollectionName(s string) (string, error) {
	name, err := CleanText("name", s, MaxCollectionName, false)
	if err == nil && name == "" {
		return "", Invalidf("name", "Give the collection a name.")
	}
	return name, err
}

// CreateCollection makes an empty collection, above the viewer's others.
func (s *Store) CreateCollection(ctx context.Context, viewer ID, name, description string) (ID, error) {
	id := s.NewID()
	return id, s.inTx(ctx, func(t *tx) error { return t.createCollection(ctx, viewer, id, name, description) })
}

func (t *tx) createCollection(ctx context.Context, viewer, id ID, name, description string) error {
	var problems Problems
	name, err := cleanCollectionName(name)
	if err := problems.Add(err); err != nil {
		return err
	}
	description, err = CleanText("description", description, MaxCollectionText, true)
	if err := problems.Add(err); err != nil {
		return err
	}
	if len(problems) > 0 {
		return problems
	}
	if _, err := t.lockUsers(ctx, viewer); err != nil { // for the count
		return err
	}
	var n int
	if err := t.Raw(`SELECT count(*) FROM collections WHERE user_id = ?`, viewer).Scan(&n).Error; err != nil {
		return err
	}
	if n >= MaxCollections {
		return Invalidf("name", "You have %d collections, which is the limit. Delete one first.", n)
	}
	now := t.store.Now()
	err = t.Create(&Collection{UserID: viewer, ID: id, Name: name, Description: description, Place: id, CreatedAt: now, UpdatedAt: now}).Error
	if err != nil {
		return fmt.Errorf("create a collection: %w", err)
	}
	return t.use(ctx, BudgetArrange, viewer, 1)
}

// CollectionEdit changes a collection. What is nil stays as it is.
type CollectionEdit struct {
	Name, Description *string
	Cover             *ID // a post of the collection, or 0 for the newest
	Shared            *bool
	NewLink           bool  // makes another link, so the old one leads nowhere
	Move              *Move // to another place among the viewer's collections
}

// EditCollection changes a collection of the viewer's.
func (s *Store) EditCollection(ctx context.Context, viewer, id ID, in CollectionEdit) error {
	return s.inTx(ctx, func(t *tx) error {
		if in.Move != nil { // the account comes before its collections
			if err := t.moveCollection(ctx, viewer, id, *in.Move); err != nil {
				return err
			}
		}
		c, err := t.lockCollection(ctx, viewer, id)
		if err != nil {
			return err
		}
		var problems Problems
		set := map[string]any{"updated_at": s.Now()}
		if in.Name != nil {
			set["name"], err = cleanCollectionName(*in.Name)
			if err := problems.Add(err); err != nil {
				return err
			}
		}
		if in.Description != nil {
			set["description"], err = CleanText("description", *in.Description, MaxCollectionText, true)
			if err := problems.Add(err); err != nil {
				return err
			}
		}
		if in.Cover != nil {
			set["cover_id"] = *in.Cover
			var there bool
			err := t.Raw(`SELECT EXISTS (SELECT 1 FROM collection_posts WHERE user_id = ? AND collection_id = ? AND post_id = ?)`, viewer, id, *in.Cover).Scan(&there).Error
			if err != nil {
				return err
			}
			if *in.Cover != 0 && !there {
				problems = append(problems, Invalidf("cover", "The cover is one of the collection's posts."))
			}
		}
		if len(problems) > 0 {
			return problems
		}
		if shared := c.Link != ""; in.Shared != nil && *in.Shared != shared || in.NewLink && (shared || in.Shared != nil && *in.Shared) {
			if set["link"], err = t.relink(ctx, c, in.Shared == nil || *in.Shared); err != nil {
				return err
			}
		}
		err = t.Model(&Collection{}).Where("user_id = ? AND id = ?", int64(viewer), int64(id)).Updates(set).Error
		if err != nil {
			return fmt.Errorf("edit collection %d: %w", id, err)
		}
		return t.use(ctx, BudgetArrange, viewer, 1)
	})
}

// relink ends a collection's link and, when it is shared, makes another.
func (t *tx) relink(ctx context.Context, c *Collection, shared bool) (link string, err error) {
	if _, err := t.pgx.Exec(ctx, `DELETE FROM collection_links WHERE link = $1`, c.Link); err != nil {
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
	if _, err := t.pgx.Exec(ctx, `INSERT INTO collection_links (link, user_id, collection_id) VALUES ($1, $2, $3)`, link, c.UserID, c.ID); err != nil {
		return "", fmt.Errorf("link collection %d: %w", c.ID, err)
	}
	return link, nil
}

// lockCollection locks a collection of the viewer's. Whatever counts or
// arranges its posts holds this lock.
func (t *tx) lockCollection(ctx context.Context, viewer, id ID) (*Collection, error) {
	var c Collection
	err := t.Raw(`SELECT * FROM collections WHERE user_id = ? AND id = ? FOR UPDATE`, viewer, id).Take(&c).Error
	if isNoRows(err) {
		return nil, errNoCollection
	}
	return &c, err
}

// DeleteCollection removes a collection of the viewer's; its posts stay saved.
// Removing one that is gone changes nothing.
func (s *Store) DeleteCollection(ctx context.Context, viewer, id ID) error {
	_, err := s.pool.Exec(ctx, `WITH n AS (DELETE FROM collections WHERE user_id = $1 AND id = $2 RETURNING link)
		DELETE FROM collection_links l USING n WHERE l.link = n.link`, viewer, id)
	if err != nil {
		return fmt.Errorf("delete collection %d: %w", id, err)
	}
	return nil
}

// MoveCollection changes the order of the viewer's collections.
func (s *Store) MoveCollection(ctx context.Context, viewer, id ID, m Move) error {
	return s.EditCollection(ctx, viewer, id, CollectionEdit{Move: &m})
}

func (t *tx) moveCollection(ctx context.Context, viewer, id ID, m Move) error {
	if _, err := t.lockUsers(ctx, viewer); err != nil {
		return err
	}
	return t.arrange(ctx, id, m, `SELECT id, place, true FROM collections WHERE user_id = $1 ORDER BY place DESC FOR UPDATE`,
		`UPDATE collections c SET place = n.place FROM unnest($2::bigint[], $3::bigint[]) n (id, place) WHERE c.user_id = $1 AND c.id = n.id`, viewer)
}

// Package post is about posts and their photos and videos: drafts, edits, plans,
// publishing, likes, people in photos, uploads. It must not know of stories and
// containers, but that media may belong to one.
package post

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/index"
	"photogram/models/tally"
)

// State is where a post is between draft and publication.
type State string

// The states of a post.
const (
	Draft      State = "draft"
	Publishing State = "publishing" // will be published when its media are ready
	Scheduled  State = "scheduled"
	Published  State = "published"
	Archived   State = "archived"
)

// MediaKind is what a post or one of its items is made of.
type MediaKind string

// The kinds of media. An album is no item.
const (
	Image    MediaKind = "image"
	Video    MediaKind = "video"
	Carousel MediaKind = "carousel"
)

// Limits of posts.
const (
	MaxItems  = 20
	MaxDrafts = 200
)

// Post is one photo or an album of them, with its text.
type Post struct {
	OwnerID          models.ID  `gorm:"primaryKey"`
	ID               models.ID  `gorm:"primaryKey;autoIncrement:false"`
	PubID            *models.ID // its place in lists; nil until published
	State            State
	Kind             MediaKind
	Caption          string
	CaptionID        models.ID
	CaptionedAt      *time.Time
	Location         string
	PlaceID          *models.ID // of the place that Location names
	Latitude         *float64   // as they were given with the place
	Longitude        *float64
	Filter           string
	Audience         access.Audience
	CommentsEnabled  bool
	CommentsFrom     access.Circle // everyone, followers or following, while comments are on
	MediaCount       int
	HasProducts      bool
	PeopleCount      int // tags of people, approved or pending
	CoverID          *models.ID
	CoverKey         string
	CoverWidth       int
	CoverHeight      int
	CoverPlaceholder string
	CoverAlt         string
	CoverAVIF        bool       `gorm:"column:cover_avif"`
	CoverItem        *models.ID // the item that its owner chose to stand for it
	AllowOriginal    bool       // whether others may see the unedited pictures
	CaptionsCount    int        // earlier captions
	ScheduleZone     string
	PublishProblem   string // why it could not be shared
	Credit           string
	LikesCount       int64 // 0 to others where LikesHidden
	LikesHidden      bool  // others see no number of likes
	PinnedAt         *time.Time
	CommentsCount    int64
	SavesCount       int64
	PublishAt        *time.Time
	PublishedAt      *time.Time
	EditedAt         *time.Time
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// Key is the post's place in lists, or its id before it is published.
func (p *Post) Key() models.ID {
	if p.PubID != nil {
		return *p.PubID
	}
	return p.ID
}

// Code names the post in links.
func (p *Post) Code() string { return p.ID.Code() }

// Cover is the picture that stands for the post in lists.
func (p *Post) Cover() Picture {
	return Picture{p.CoverKey, p.CoverWidth, p.CoverHeight, p.CoverPlaceholder, p.CoverAlt, p.CoverAVIF}
}

// Picture is what a page needs to show a rendered photo.
type Picture struct {
	Key           string
	Width, Height int // of the largest rendition, in pixels
	Placeholder   string
	Alt           string
	AVIF          bool // whether there is an AVIF of every width
}

// View is a post as one viewer sees it.
type View struct {
	Post
	Viewer   models.ID     `gorm:"-"` // for whom it was read
	Author   access.Author `gorm:"-"`
	Products []ProductTag  `gorm:"-"` // that the viewer may see
	Liked    bool
	// ByTag is whether it is in a feed for a hashtag alone, not for its author.
	ByTag bool `gorm:"-"`
	Saved bool
	// MayComment is set where one post was read for its own page.
	MayComment bool
	People     []PersonTag `gorm:"-"`
	// Items are the media in order. Lists leave them empty for posts of one photo, whose cover is all there is.
	Items []Media `gorm:"-"`
	// LikedBy is one of those who like a post of somebody else who hides their number.
	LikedBy string `gorm:"-"`
}

// LikeState is whether a viewer likes a post, and how many do.
type LikeState struct {
	Post  models.ID
	Liked bool
	Count int64
}

// Like is the viewer's.
func (p *View) Like() LikeState { return LikeState{p.ID, p.Liked, p.LikesCount} }

// LikesShown is whether the viewer sees how many like it.
func (p *View) LikesShown() bool { return !p.LikesHidden || p.Viewer != 0 && p.Viewer == p.OwnerID }

// Public is whether the post's files may be fetched by anybody who knows their address.
func (p *View) Public() bool {
	return p.State == Published && p.Audience == access.Everyone && !p.Author.IsPrivate
}

const LikedColumn = `EXISTS (SELECT 1 FROM likes l WHERE l.owner_id = p.owner_id AND l.post_id = p.id AND l.user_id = @viewer) AS liked,
	EXISTS (SELECT 1 FROM saves k WHERE k.owner_id = p.owner_id AND k.post_id = p.id AND k.user_id = @viewer) AS saved`

// Visible finds a post that the viewer may see, with all its media.
func Visible(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	return visible(ctx, s, viewer, id, shownItems)
}

func visible(ctx context.Context, s *models.Store, viewer, id models.ID, items itemScope) (*View, error) {
	var p View
	err := models.Take(ctx, s.Pool(), &p, `SELECT p.*, `+LikedColumn+`, (`+access.MayComment+`) AS may_comment FROM post_owners o
		JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = @id AND `+access.VisiblePost, models.Args{"viewer": viewer, "id": id})
	if models.IsNoRows(err) {
		return nil, models.ErrNoPost
	}
	if err != nil {
		return nil, fmt.Errorf("read post %d: %w", id, err)
	}
	list := []View{p}
	if err := Complete(ctx, s, viewer, list, items); err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Own finds a post of the viewer's, in any state, with the items that are
// not part of it yet.
func Own(ctx context.Context, s *models.Store, viewer, id models.ID) (*View, error) {
	p, err := visible(ctx, s, viewer, id, everyItem)
	if err == nil && p.OwnerID != viewer {
		return nil, models.Say(models.Error{Kind: models.Forbidden}, "post.error.post-belongs-somebody-else")
	}
	return p, err
}

// itemScope is which media are read with a post.
type itemScope int

const (
	AlbumItems itemScope = iota // of albums, as everybody sees them; of one photo the cover is all there is
	shownItems                  // also of single photos
	everyItem                   // also those that are not part of a shared post yet
)

// Complete adds authors, media and the people in them, in at most one query each.
func Complete(ctx context.Context, s *models.Store, viewer models.ID, posts []View, scope itemScope) error {
	owners := make([]models.ID, 0, len(posts))
	var withItems [][]any
	for _, p := range posts {
		owners = append(owners, p.OwnerID)
		if scope != AlbumItems || p.MediaCount > 1 || p.Kind == Video {
			withItems = append(withItems, []any{int64(p.OwnerID), int64(p.ID)})
		}
	}
	authors, err := access.Authors(ctx, s, owners)
	if err != nil {
		return fmt.Errorf("read authors: %w", err)
	}
	items := map[models.ID][]Media{}
	if len(withItems) > 0 {
		var rows []Media
		if err := s.Gorm(ctx).Where("(owner_id, post_id) IN ?", withItems).Order("post_id, pos, id").Find(&rows).Error; err != nil {
			return fmt.Errorf("read media: %w", err)
		}
		for _, m := range rows {
			items[*m.PostID] = append(items[*m.PostID], m)
		}
		if err := CompleteCaptions(ctx, s, rows, items); err != nil {
			return err
		}
	}
	for i := range posts {
		posts[i].Viewer = viewer
		posts[i].Author = authors[posts[i].OwnerID]
		posts[i].Items = items[posts[i].ID]
		if scope != everyItem && (posts[i].State == Published || posts[i].State == Archived) {
			posts[i].Items = slices.DeleteFunc(posts[i].Items, func(m Media) bool { return !m.Shown() })
		}
	}
	if err := hideLikes(ctx, s, viewer, posts); err != nil {
		return err
	}
	if err := completeProducts(ctx, s, viewer, posts); err != nil {
		return err
	}
	return completePeople(ctx, s, viewer, posts)
}

// CutPosts finds the key of the next page in one row more than was asked for.
func CutPosts(p models.Page, posts []View) ([]View, models.ID) {
	if len(posts) <= p.Limit {
		return posts, 0
	}
	posts = posts[:p.Limit]
	return posts, posts[p.Limit-1].Key()
}

// Posts reads a page of posts; the statement uses @low, @high and @limit.
func Posts(ctx context.Context, s *models.Store, viewer models.ID, sql string, args map[string]any, page models.Page) ([]View,
	models.ID, error) {
	args["viewer"] = viewer
	args["low"], args["high"] = page.Bounds()
	args["limit"] = page.Limit + 1
	if page.Back {
		sql = strings.ReplaceAll(sql, " DESC", "")
	}
	var rows []View
	if err := models.Find(ctx, s.Pool(), &rows, sql, args); err != nil {
		return nil, 0, err
	}
	rows, next := CutPosts(page, rows)
	if page.Back {
		slices.Reverse(rows)
	}
	return rows, next, Complete(ctx, s, viewer, rows, AlbumItems)
}

// ByUser lists an account's published posts.
func ByUser(ctx context.Context, s *models.Store, viewer, user models.ID, page models.Page) ([]View, models.ID, error) {
	return Posts(ctx, s, viewer, `SELECT p.*, `+LikedColumn+` FROM posts p JOIN users u ON u.id = p.owner_id
		WHERE p.owner_id = @user AND p.pub_id > @low AND p.pub_id < @high AND `+access.ListedPost+`
		ORDER BY p.pub_id DESC LIMIT @limit`, map[string]any{"user": user}, page)
}

// Drafts lists the viewer's unpublished posts, newest first.
func Drafts(ctx context.Context, s *models.Store, viewer models.ID, page models.Page) ([]View, models.ID, error) {
	return Posts(ctx, s, viewer, `SELECT p.*, false AS liked FROM posts p
		WHERE p.owner_id = @viewer AND p.state IN ('draft', 'publishing', 'scheduled') AND p.id > @low AND p.id < @high
		ORDER BY p.id DESC LIMIT @limit`, map[string]any{}, page)
}

// Liked lists what the viewer liked, the newest like first.
func Liked(ctx context.Context, s *models.Store, viewer models.ID, before models.ID, limit int) ([]View, models.ID, error) {
	return Keyed(ctx, s, viewer, `SELECT p.*, `+LikedColumn+`, k.id AS list_key FROM likes k
		JOIN posts p ON p.owner_id = k.owner_id AND p.id = k.post_id JOIN users u ON u.id = p.owner_id
		WHERE k.user_id = @viewer AND k.id < @before AND `+access.ListedPost+`
		ORDER BY k.id DESC LIMIT @limit`, map[string]any{}, before, limit)
}

// OwnerOf is the account that a post belongs to, or 0. Permission is asked elsewhere.
func OwnerOf(ctx context.Context, s *models.Store, id models.ID) (owner models.ID, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT owner_id FROM post_owners WHERE post_id = $1`, id).Scan(&owner)
	if models.IsNoRows(err) {
		err = nil
	}
	return owner, err
}

// PageKey turns a post's id, as a client holds it, into its place in lists.
// For a post that is gone the id itself is the nearest there is.
func PageKey(ctx context.Context, s *models.Store, id models.ID) (models.ID, error) {
	if id <= 0 {
		return 0, nil
	}
	var key models.ID
	err := s.Pool().QueryRow(ctx, `SELECT coalesce(p.pub_id, p.id) FROM post_owners o
		JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id WHERE o.post_id = $1`, id).Scan(&key)
	if models.IsNoRows(err) {
		return id, nil
	}
	return key, err
}

// Delete removes a post of the viewer's with all that belongs to it. Its
// files follow a little later, when no page is still loading them.
func Delete(ctx context.Context, s *models.Store, viewer, id models.ID) error {
	if _, err := Own(ctx, s, viewer, id); err != nil {
		return err
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		var state string
		err := t.PG.QueryRow(ctx, `SELECT state FROM posts WHERE owner_id = $1 AND id = $2 FOR UPDATE`, viewer, id).Scan(&state)
		if models.IsNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		var items []Media
		if err := t.Where("owner_id = ? AND post_id = ?", int64(viewer), int64(id)).Find(&items).Error; err != nil {
			return err
		}
		if State(state) == Published {
			if err := unlist(ctx, t, viewer, id); err != nil {
				return err
			}
		}
		if err := activity.ForgetPost(ctx, t, viewer, id); err != nil {
			return fmt.Errorf("delete post %d: %w", id, err)
		}
		for _, sql := range []string{`DELETE FROM product_tags WHERE owner_id = $1 AND holder_id = $2`,
			`DELETE FROM posts WHERE owner_id = $1 AND id = $2`, `DELETE FROM post_owners
			WHERE owner_id = $1 AND post_id = $2`,
			// In the order of people, since each of them may be moving several posts.
			`SELECT 1 FROM collection_posts WHERE owner_id = $1 AND post_id = $2 ORDER BY user_id, collection_id FOR UPDATE`,
			`DELETE FROM collection_posts WHERE owner_id = $1 AND post_id = $2`} {
			if _, err := t.PG.Exec(ctx, sql, viewer, id); err != nil {
				return fmt.Errorf("delete post %d: %w", id, err)
			}
		}
		if State(state) == Published || State(state) == Archived {
			if err := tally.ForgetPost(ctx, t, viewer, id); err != nil {
				return err
			}
		}
		return freeMedia(ctx, t, items...)
	})
}

// unlist takes a published post out of its owner's count and of all by which it is found. Feeds
// read through to the post, so nothing has to be done there.
func unlist(ctx context.Context, t *models.Tx, owner, id models.ID) error {
	if err := activity.RecountPost(ctx, t, owner, id); err != nil {
		return err
	}
	if err := countPost(ctx, t, owner, id, -1); err != nil {
		return err
	}
	return index.Remove(ctx, t, owner, id)
}

// countPost counts a published post of its owner's, by audience.
func countPost(ctx context.Context, t *models.Tx, owner, id models.ID, by int) error {
	_, err := t.PG.Exec(ctx, `UPDATE users u SET posts_count = posts_count + $3,
			followers_posts_count = followers_posts_count + CASE WHEN p.audience = 'followers' THEN $3 ELSE 0 END,
			friends_posts_count = friends_posts_count + CASE WHEN p.audience = 'close_friends' THEN $3 ELSE 0 END
		FROM posts p WHERE u.id = $1 AND p.owner_id = $1 AND p.id = $2`, owner, id, by)
	return err
}

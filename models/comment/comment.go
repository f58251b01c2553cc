// Package comment is about what people write below posts.
package comment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/tally"
)

// EditWindow is how long after writing it a comment may be changed.
const EditWindow = 15 * time.Minute

// Comment is what somebody wrote below a post, or in reply to that.
type Comment struct {
	OwnerID      models.ID `gorm:"primaryKey"` // the post's owner
	ID           models.ID `gorm:"primaryKey;autoIncrement:false"`
	PostID       models.ID
	ParentID     *models.ID // the comment that a reply stands below
	AnsweredID   models.ID  // whom a reply answers
	UserID       models.ID  // who wrote it
	Text         string
	Hidden       string // why others do not see it: owner, words or restricted
	PinnedAt     *time.Time
	EditedAt     *time.Time
	LikesCount   int64
	RepliesCount int64 // without hidden ones
	CreatedAt    time.Time
}

// View is a comment as one viewer sees it.
type View struct {
	Comment
	Author access.Author `gorm:"-"`
	Liked  bool
	// Replies are the first of them, oldest first, where they were read; More
	// is whether there are others.
	Replies []View `gorm:"-"`
	More    bool   `gorm:"-"`
}

// MayDelete says whether a viewer may delete the comment: its author and the post's owner.
func (c *Comment) MayDelete(viewer models.ID) bool {
	return viewer != 0 && (viewer == c.UserID || viewer == c.OwnerID)
}

// MayEdit says whether a viewer may still change the text: its author, for a while.
func (c *Comment) MayEdit(viewer models.ID, now time.Time) bool {
	return viewer != 0 && viewer == c.UserID && now.Before(c.CreatedAt.Add(EditWindow))
}

// Thread is the comment that the thread of this one begins with.
func (c *Comment) Thread() models.ID {
	if c.ParentID != nil {
		return *c.ParentID
	}
	return c.ID
}

var (
	errNoComment   = models.NotFoundf("comment.error.comment-does-not-exist")
	errCommentsOff = models.Say(models.Error{Kind: models.Forbidden, Field: "text"}, "comment.error.comments-switched-off-post")
)

// Limited says who may comment where not everybody may.
func Limited(from access.Circle) string {
	if from == access.FromFollowers {
		return "comment.error.only-followers"
	}
	return "comment.error.only-following"
}

// The post is locked first, as by everything that changes what is counted below it.
var addCommentSQL = `WITH target AS MATERIALIZED (
		SELECT p.owner_id, p.id, p.comments_enabled, p.comments_from, ` + access.ForViewer(access.MayComment, "$2") + ` AS open,
			CASE WHEN p.owner_id = $2 THEN ''
				WHEN EXISTS (SELECT 1 FROM restricts r WHERE r.user_id = p.owner_id AND r.other_id = $2) THEN 'restricted'
				WHEN u.comment_pattern <> '' AND $4::text ~* u.comment_pattern THEN 'words' ELSE '' END AS hidden
		FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id JOIN users u ON u.id = p.owner_id
		WHERE o.post_id = $1 AND p.state = 'published' AND ` + access.VisibleTo("$2") + ` FOR NO KEY UPDATE OF p),
	thread AS (UPDATE comments c SET replies_count = c.replies_count + CASE WHEN t.hidden = '' THEN 1 ELSE 0 END FROM target t
		WHERE t.open AND c.owner_id = t.owner_id AND c.id = $6 AND c.post_id = t.id AND c.parent_id IS NULL RETURNING c.id, c.hidden),
	n AS (INSERT INTO comments (owner_id, id, post_id, parent_id, answered_id, user_id, text, hidden, created_at)
		SELECT t.owner_id, $3, t.id, h.id, $7, $2, $4, t.hidden, $5 FROM target t LEFT JOIN thread h ON true WHERE t.open
		AND ($6 = 0 OR h.id IS NOT NULL)
		RETURNING owner_id, post_id, hidden),
	m AS (INSERT INTO ` + tally.MarkColumns + ` SELECT n.owner_id, $3, ` + tally.Comments.SQL() + `, n.post_id, $2, 1, $5
		FROM n LEFT JOIN thread h ON true WHERE n.hidden = '' AND coalesce(h.hidden, '') = ''),
	k AS (UPDATE posts p SET comments_count = p.comments_count + 1 FROM n LEFT JOIN thread h ON true
		WHERE p.owner_id = n.owner_id AND p.id = n.post_id AND n.hidden = '' AND coalesce(h.hidden, '') = '')
	SELECT owner_id, comments_enabled, comments_from, open, hidden,
	EXISTS (SELECT 1 FROM n), (SELECT use_budgets($8, $9, $10, $11, $12) FROM n) FROM target`

// tellCommentSQL records who is to be told of a comment that others may see:
// whom it answers, whom it mentions, and the post's owner, each once and for
// the first of these reasons, and never somebody who may not see it.
var tellCommentSQL = `WITH c AS (
		SELECT c.owner_id, c.id, c.post_id, c.user_id, c.answered_id, h.user_id AS thread_by, coalesce(h.hidden, '') AS thread_hidden
		FROM comments c LEFT JOIN comments h ON h.owner_id = c.owner_id AND h.id = c.parent_id
		WHERE c.owner_id = (SELECT owner_id FROM post_owners WHERE post_id = $1) AND c.id = $2 AND c.hidden = ''),
	who AS (SELECT DISTINCT ON (user_id) user_id, kind FROM (
			SELECT answered_id AS user_id, 'reply' AS kind, 1 AS rank FROM c
			UNION ALL SELECT user_id, 'mention', 2 FROM usernames WHERE name = ANY($3) AND held_until IS NULL
			UNION ALL SELECT owner_id, 'comment', 3 FROM c) x
		ORDER BY user_id, rank),
	fresh AS (INSERT INTO told (owner_id, post_id, comment_id, user_id)
		SELECT c.owner_id, c.post_id, c.id, w.user_id FROM c CROSS JOIN who w JOIN users m ON m.id = w.user_id
		JOIN users a ON a.id = c.user_id
			JOIN posts p ON p.owner_id = c.owner_id AND p.id = c.post_id JOIN users u ON u.id = p.owner_id
		WHERE w.user_id <> c.user_id AND m.suspended_at IS NULL AND (c.thread_hidden = '' OR w.user_id IN (c.thread_by, c.owner_id))
			AND ` + access.ForViewer(access.NotHidden("a"), "w.user_id") + ` AND ` + access.VisibleTo("w.user_id") + `
		ORDER BY w.user_id ON CONFLICT DO NOTHING RETURNING owner_id, post_id, comment_id, user_id)
	INSERT INTO activity (user_id, id, kind, actor_id, owner_id, post_id, comment_id, created_at)
	SELECT f.user_id, ($4::bigint[])[f.n], w.kind, (SELECT user_id FROM c), f.owner_id, f.post_id, f.comment_id, $5
	FROM (SELECT *, row_number() OVER () AS n FROM fresh) f JOIN who w ON w.user_id = f.user_id`

// notifyStatement is tellCommentSQL with its parameters.
func notifyStatement(s *models.Store, post, id models.ID, text string) (string, []any) {
	names := models.MentionsIn(text)
	if names == nil {
		names = []string{}
	}
	return tellCommentSQL, []any{post, id, names, s.NewIDs(len(names) + 2), s.Now()}
}

// cleanComment checks what somebody wrote below a post.
func cleanComment(text string) (string, error) {
	text, err := models.CleanText("text", text, models.MaxComment, true)
	if err != nil {
		return "", err
	}
	if text == "" {
		return "", models.Invalidf("text", "comment.error.write-something-first")
	}
	if n := len(models.MentionsIn(text)); n > models.MaxMentions {
		return "", models.Invalidf("text", "comment.error.mentions-people-at-most-allowed", "n2", n, "maxMentions", models.MaxMentions)
	}
	return text, nil
}

// Add writes a comment below a post that the viewer may see.
func Add(ctx context.Context, s *models.Store, viewer, post models.ID, text string) (*View, error) {
	return Reply(ctx, s, viewer, post, 0, text)
}

// Reply answers a comment; to 0 makes it a comment of its own. An answer to a
// reply joins the reply's thread and begins with the name of whom it answers.
func Reply(ctx context.Context, s *models.Store, viewer, post, to models.ID, text string) (*View, error) {
	c := &View{Comment: Comment{ID: s.NewID(), PostID: post, UserID: viewer, CreatedAt: s.Now()}}
	var err error
	if c.Text, err = cleanComment(text); err != nil {
		return nil, err
	}
	var thread models.ID
	if to != 0 {
		answered, err := Visible(ctx, s, viewer, post, to)
		if err != nil {
			return nil, err
		}
		thread = answered.Thread()
		c.ParentID, c.AnsweredID = &thread, answered.UserID
		if name := answered.Author.Username; answered.ParentID != nil && answered.UserID != viewer && !beginsWith(c.Text, name) {
			if c.Text, err = cleanComment("@" + name + " " + c.Text); err != nil {
				return nil, err
			}
		}
	}
	batch := &pgx.Batch{}
	batch.Queue(addCommentSQL, append([]any{post, viewer, c.ID, c.Text, c.CreatedAt, thread, c.AnsweredID},
		s.BudgetArgs(ctx, models.BudgetComment, viewer, 1)...)...)
	tell, args := notifyStatement(s, post, c.ID, c.Text)
	batch.Queue(tell, args...)
	s.CommitKey(ctx, batch)
	results := s.Pool().SendBatch(ctx, batch) // one transaction
	var enabled, open, written bool
	var from access.Circle
	var tats []time.Time
	err = results.QueryRow().Scan(&c.OwnerID, &enabled, &from, &open, &c.Hidden, &written, &tats)
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	err = models.BudgetComment.UsedUp(ctx, err)
	switch {
	case models.KindOf(err) == models.TooMany:
		return nil, err
	case models.IsNoRows(err), models.HasCode(err, models.CodeForeignKey):
		return nil, models.ErrNoPost
	case err != nil:
		return nil, fmt.Errorf("comment on post %d: %w", post, err)
	case !enabled:
		return nil, errCommentsOff
	case !open:
		return nil, models.Say(models.Error{Kind: models.Forbidden, Field: "text"}, Limited(from))
	case !written:
		return nil, errNoComment
	}
	s.Used(ctx, models.BudgetComment, viewer, tats)
	s.Wake()
	authors, err := access.Authors(ctx, s, []models.ID{viewer})
	c.Author = authors[viewer]
	return c, err
}

// beginsWith is whether a text begins by mentioning somebody.
func beginsWith(text, username string) bool {
	tokens := models.Tokenize(text)
	return len(tokens) > 0 && tokens[0].Kind == models.Mention && tokens[0].Target == strings.ToLower(username)
}

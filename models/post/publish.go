package post

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/index"
)

// MaxScheduleAhead is how far in the future a post may be scheduled.
const MaxScheduleAhead = 365 * 24 * time.Hour

// Edit changes a post's text. A nil field stays as it is.
type Edit struct {
	Caption, Location *string
	CommentsEnabled   *bool
	Audience          *access.Audience
	CommentsFrom      *access.Circle
	// Coordinates are those of the place, where they were given with it.
	Coordinates   *index.Coordinates
	LikesHidden   *bool       // whether others see no number of likes
	AllowOriginal *bool       // whether others may see the unedited pictures
	Order         []models.ID // items in their new order; those left out follow
	Cover         *models.ID  // the item that stands for the post in lists
	Unstage       bool        // what was added becomes part of the post
	Products      *[]ProductInput
}

// EditText changes the text of a post of the viewer's, also after publication.
func EditText(ctx context.Context, s *models.Store, viewer, id models.ID, in Edit) error {
	return Change(ctx, s, viewer, id, Changes{PublishInput: PublishInput{Edit: in}})
}

func editPost(ctx context.Context, t *models.Tx, p *Post, in Edit) error {
	if reflect.ValueOf(in).IsZero() {
		return nil
	}
	now := t.Store.Now()
	set := map[string]any{"updated_at": now}
	var problems models.Problems
	for _, step := range []func() error{
		func() error { return editCaption(ctx, t, p, in.Caption, set) },
		func() error { return editPlace(ctx, t, p, in, set) },
		func() error { return in.editComments(set) },
		func() error { return setAllowOriginal(ctx, t, p, in.AllowOriginal) },
		func() error { return editItems(ctx, t, p, in) },
		func() error { return setProducts(ctx, t, p, in.Products) },
		func() error { return setAudience(ctx, t, p, in.Audience) },
	} {
		if err := problems.Add(step()); err != nil {
			return err
		}
	}
	if in.LikesHidden != nil {
		set["likes_hidden"] = *in.LikesHidden
	}
	if len(problems) > 0 {
		return problems
	}
	if err := t.Model(&Post{}).Where("owner_id = ? AND id = ?", int64(p.OwnerID), int64(p.ID)).Updates(set).Error; err != nil {
		return fmt.Errorf("edit post %d: %w", p.ID, err)
	}
	if p.State == Published && (in.Caption != nil || in.Location != nil || in.Coordinates != nil || in.Audience != nil) {
		return index.Index(ctx, t, p.OwnerID, p.ID)
	}
	return nil
}

func editCaption(ctx context.Context, t *models.Tx, p *Post, sent *string, set map[string]any) error {
	if sent == nil {
		return nil
	}
	caption, err := models.CleanCaption(*sent)
	if err != nil || caption == p.Caption {
		return err
	}
	now := t.Store.Now()
	set["caption"], set["captioned_at"] = caption, now
	if p.State == Published || p.State == Archived {
		set["edited_at"] = now
		if err := addCaptionVersion(ctx, t, p); err != nil {
			return err
		}
	}
	p.Caption = caption
	if p.State != Published {
		return nil
	}
	return notifyMentioned(ctx, t, p.OwnerID, p.ID, caption)
}

func (in *Edit) editComments(set map[string]any) error {
	if in.CommentsFrom != nil {
		switch *in.CommentsFrom {
		case access.FromEveryone, access.FromFollowers, access.FromFollowing:
			set["comments_from"], set["comments_enabled"] = *in.CommentsFrom, true
		case access.FromNobody:
			set["comments_enabled"] = false
		default:
			return models.Invalidf("comments_from", "post.error.one-everyone-followers-following-nobody")
		}
	}
	if in.CommentsEnabled != nil {
		set["comments_enabled"] = *in.CommentsEnabled
	}
	return nil
}

// setAudience changes who a locked post is for, also after publication.
func setAudience(ctx context.Context, t *models.Tx, p *Post, wanted *access.Audience) error {
	if wanted == nil || *wanted == p.Audience {
		return nil
	}
	audience := *wanted
	if !slices.Contains(access.Audiences, audience) {
		return models.Invalidf("audience", "post.error.audience-one-everyone-followers-close")
	}
	if p.State == Published {
		if err := countPost(ctx, t, p.OwnerID, p.ID, -1); err != nil {
			return err
		}
	}
	if err := models.Do(ctx, t.PG, `UPDATE posts SET audience = @audience WHERE owner_id = @owner AND id = @post`,
		models.Args{"audience": audience, "owner": p.OwnerID, "post": p.ID}); err != nil {
		return fmt.Errorf("change the audience of post %d: %w", p.ID, err)
	}
	p.Audience = audience
	if p.State != Published {
		return nil
	}
	if err := countPost(ctx, t, p.OwnerID, p.ID, 1); err != nil {
		return err
	}
	return activity.RecountPost(ctx, t, p.OwnerID, p.ID)
}

// PublishInput is what publishing may still change.
type PublishInput struct {
	Edit
	PublishAt time.Time   // zero means now
	Zone      string      // the time zone that it was chosen in, such as Europe/Berlin
	Children  []models.ID // drafts whose photos make an album of this one, in order
}

// Publish publishes a post of the viewer's: at once when its photos are ready,
// as soon as they are, or at a time. Publishing a published post changes
// nothing but its text.
func Publish(ctx context.Context, s *models.Store, viewer, id models.ID, in PublishInput) error {
	return Change(ctx, s, viewer, id, Changes{PublishInput: in, Publish: true})
}

// PublishIn is publishPost of a post that is not locked yet.
func PublishIn(ctx context.Context, t *models.Tx, viewer, id models.ID, in PublishInput) error {
	p, err := Lock(ctx, t, viewer, id)
	if err != nil {
		return err
	}
	return publishPost(ctx, t, p, in)
}

// publishPost needs the post locked.
func publishPost(ctx context.Context, t *models.Tx, p *Post, in PublishInput) error {
	if !in.PublishAt.IsZero() && (p.State == Published || p.State == Publishing) {
		return models.Say(models.Error{Kind: models.Conflict, Field: "publish_at"}, "post.error.post-already-been-shared")
	}
	if err := editPost(ctx, t, p, in.Edit); err != nil {
		return err
	}
	if p.State == Published || p.State == Publishing {
		return nil
	}
	if p.State == Archived {
		return models.Say(models.Error{Kind: models.Conflict}, "post.error.post-archived")
	}
	if p.MediaCount == 0 {
		return models.Invalidf("media_id", "post.error.add-photo-first")
	}
	var failed string
	if err := models.Read(ctx, t.PG, &failed,
		`SELECT failure FROM media WHERE owner_id = @owner AND post_id = @post AND state = 'failed' ORDER BY pos
		LIMIT 1`, models.Args{"owner": p.OwnerID, "post": p.ID}); err != nil {
		return err
	}
	if failed != "" {
		return models.Invalidf("file", "post.error.photo-post-cannot-used", "failed", failed)
	}
	if in.PublishAt.After(t.Store.Now()) {
		return schedule(ctx, t, p, in.PublishAt, in.Zone)
	}
	return publish(ctx, t, p)
}

// publish shares a locked post as soon as all its media are ready.
func publish(ctx context.Context, t *models.Tx, p *Post) error {
	err := models.Do(ctx, t.PG,
		`UPDATE posts SET state = 'publishing', publish_at = NULL, publish_problem = '', updated_at = @now WHERE owner_id = @owner
		AND id = @post`, models.Args{"now": t.Store.Now(), "owner": p.OwnerID, "post": p.ID})
	if err != nil {
		return err
	}
	p.State = Publishing
	return PublishWhenReady(ctx, t, p)
}

// PublishWhenReady publishes a locked post in state publishing if all its media are ready.
func PublishWhenReady(ctx context.Context, t *models.Tx, p *Post) error {
	if p.State != Publishing {
		return nil
	}
	var waiting int
	err := t.PG.QueryRow(ctx, `SELECT count(*) FROM media WHERE owner_id = $1 AND post_id = $2
		AND (state <> 'ready' OR render_key <> wanted_key OR video_key <> wanted_video_key)`, p.OwnerID, p.ID).Scan(&waiting)
	if err != nil || waiting > 0 {
		return err
	}
	return list(ctx, t, p, t.Store.NewID(), t.Store.Now())
}

// list makes a post public: its place in lists, its owner's count, its tags,
// its owner's feed and the job that tells the followers.
func list(ctx context.Context, t *models.Tx, p *Post, pub models.ID, at time.Time) error {
	_, err := t.PG.Exec(ctx, `UPDATE posts
		SET state = 'published', pub_id = $3, published_at = $4, publish_at = NULL, captioned_at = coalesce(captioned_at, $4),
		updated_at = $4
		WHERE owner_id = $1 AND id = $2`, p.OwnerID, p.ID, pub, at)
	if err != nil {
		return fmt.Errorf("publish post %d: %w", p.ID, err)
	}
	if err := countPost(ctx, t, p.OwnerID, p.ID, 1); err != nil {
		return err
	}
	if err := index.Index(ctx, t, p.OwnerID, p.ID); err != nil {
		return err
	}
	if err := notifyMentioned(ctx, t, p.OwnerID, p.ID, p.Caption); err != nil {
		return err
	}
	if err := listPeople(ctx, t, p, pub); err != nil {
		return err
	}
	if _, err := t.PG.Exec(ctx, `INSERT INTO feed (user_id, pub_id, owner_id, post_id)
		SELECT $1, $2, $1, $3 WHERE EXISTS (SELECT 1 FROM feed_readers WHERE user_id = $1) ON CONFLICT
		DO NOTHING`, p.OwnerID, pub, p.ID); err != nil {
		return err
	}
	if err := activity.Record(ctx, t, activity.Activity{UserID: p.OwnerID, Kind: activity.ActPublished, ActorID: p.OwnerID,
		OwnerID: p.OwnerID, PostID: p.ID}); err != nil {
		return err
	}
	return t.Enqueue(ctx, models.FanOutPost{OwnerID: p.OwnerID, PostID: p.ID}, nil)
}

package post

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
)

// MaxPeople is how many people may be tagged in a post.
const MaxPeople = 20

// TagRow is a person in a photo as it is kept.
type TagRow struct {
	OwnerID   models.ID `gorm:"primaryKey"`
	MediaID   models.ID `gorm:"primaryKey;autoIncrement:false"`
	UserID    models.ID `gorm:"primaryKey;autoIncrement:false"`
	PostID    models.ID
	PubID     *models.ID
	X, Y      float64
	State     string // pending, approved or removed
	Told      bool
	ID        models.ID
	CreatedAt time.Time
}

// TableName is the table of people in photos.
func (TagRow) TableName() string { return "post_people" }

// PersonTag is a person in a photo, as a viewer sees it. X and Y are fractions
// of the finished photo, from its left and its top.
type PersonTag struct {
	access.Author
	PostID, MediaID models.ID
	X, Y            float64
	State           string // pending or approved
}

// PersonInput names somebody in a photo, by id or by username.
type PersonInput struct {
	UserID   models.ID
	Username string
	X, Y     float64
}

// PeopleField is the field that errors about people in photos name.
const PeopleField = "users_in_photo"

// SetPeople makes the people in some photos of a post of the viewer's be
// these. Tags that are there already keep their state.
func SetPeople(ctx context.Context, s *models.Store, viewer, post models.ID, photos map[models.ID][]PersonInput) error {
	return Change(ctx, s, viewer, post, Changes{People: photos})
}

// setPeople needs the post locked.
func setPeople(ctx context.Context, t *models.Tx, p *Post, photos map[models.ID][]PersonInput) error {
	var items []models.ID
	if err := models.Find(ctx, t.PG, &items, `SELECT id FROM media WHERE owner_id = @owner AND post_id = @post`,
		models.Args{"owner": p.OwnerID, "post": p.ID}); err != nil {
		return err
	}
	for item := range photos {
		if !slices.Contains(items, item) {
			return models.NotFoundf("post.error.photo-does-not-exist")
		}
	}
	gone, err := tagPeople(ctx, t, p.OwnerID, p.ID, p.PubID, photos)
	if err != nil {
		return err
	}
	for _, id := range gone {
		if err := activity.Record(ctx, t, activity.Activity{UserID: id, Kind: activity.ActRecount, ActorID: p.OwnerID, OwnerID: p.OwnerID,
			PostID: p.ID}); err != nil {
			return err
		}
	}
	if err := Summarize(ctx, t, p.OwnerID, p.ID); err != nil || p.State != Published {
		return err
	}
	return notifyTagged(ctx, t, p.OwnerID, p.ID)
}

// TagIn notes who is in the photo of a locked container, for the post that it is to become.
func TagIn(ctx context.Context, t *models.Tx, m *Media, people []PersonInput) error {
	_, err := tagPeople(ctx, t, m.OwnerID, m.Holder().ID, nil, map[models.ID][]PersonInput{m.ID: people})
	return err
}

// tagPeople makes the people in some photos of what is a post, or is to become
// one, be these. It returns those who are in these photos no longer.
func tagPeople(ctx context.Context, t *models.Tx, viewer, post models.ID, pub *models.ID,
	photos map[models.ID][]PersonInput) (gone []models.ID, err error) {
	var rows []TagRow
	if err := t.Where("owner_id = ? AND post_id = ?", int64(viewer), int64(post)).Find(&rows).Error; err != nil {
		return nil, err
	}
	want, err := findPeople(ctx, t, viewer, rows, photos)
	if err != nil {
		return nil, err
	}
	for item, tags := range want {
		keep := []int64{0}
		for _, tag := range tags {
			keep = append(keep, int64(tag.UserID))
			if err := models.Do(ctx, t.PG, `INSERT INTO post_people (owner_id, media_id, user_id, post_id, pub_id, x, y, state, told, id,
				created_at) VALUES (@owner, @media, @user, @post, @pub, @x, @y, @state, @told, @id, @created_at)
				ON CONFLICT (owner_id, media_id, user_id) DO UPDATE SET x = excluded.x, y = excluded.y`, models.Args{
				"owner": viewer, "media": item, "user": tag.UserID, "post": post, "pub": pub, "x": tag.X, "y": tag.Y,
				"state": tag.State, "told": tag.Told, "id": t.Store.NewID(), "created_at": t.Store.Now()}); err != nil {
				return nil, fmt.Errorf("tag %d in %d: %w", tag.UserID, item, err)
			}
		}
		var out []models.ID
		if err := models.Find(ctx, t.PG, &out, `DELETE FROM post_people WHERE owner_id = @viewer AND media_id = @item AND state <> 'removed'
			AND user_id <> ALL(@keep)
			RETURNING user_id`, models.Args{"viewer": viewer, "item": item, "keep": keep}); err != nil {
			return nil, fmt.Errorf("untag in %d: %w", item, err)
		}
		gone = append(gone, out...)
	}
	return gone, checkPeople(ctx, t, viewer, post)
}

// checkPeople refuses a post with too many people in it.
func checkPeople(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	var n int
	if err := models.Read(ctx, t.PG, &n, `SELECT count(DISTINCT user_id) FROM post_people WHERE owner_id = @owner AND post_id = @post
		AND state <> 'removed'`, models.Args{"owner": owner, "post": post}); err != nil {
		return err
	}
	if n > MaxPeople {
		return models.Invalidf(PeopleField, "post.error.these-people-at-most-can", "n2", n, "maxPeople", MaxPeople)
	}
	return nil
}

// taggable is somebody who may be tagged, with their settings and whether they follow the owner.
type taggable struct {
	ID                models.ID
	Username          string
	TagsFrom          access.Circle
	TagsByHand, Knows bool
}

// findPeople turns names into tags, in the state that each person's settings
// ask for, and says who can't be tagged.
func findPeople(ctx context.Context, t *models.Tx, owner models.ID, rows []TagRow,
	photos map[models.ID][]PersonInput) (map[models.ID][]TagRow, error) {
	names, ids := []string{""}, []int64{0}
	for _, list := range photos {
		for i := range list {
			in := &list[i]
			in.Username = strings.ToLower(strings.TrimLeft(strings.TrimSpace(in.Username), models.MentionSigns))
			if math.IsNaN(in.X) || math.IsNaN(in.Y) || in.X < 0 || in.X > 1 || in.Y < 0 || in.Y > 1 {
				return nil, models.Invalidf(PeopleField, "post.error.persons-place-two-fractions-photo")
			}
			if in.Username != "" && models.Storable(in.Username) {
				names = append(names, in.Username)
			}
			ids = append(ids, int64(in.UserID))
		}
	}
	if len(ids) > MaxItems*MaxPeople+1 {
		return nil, models.Invalidf(PeopleField, "post.error.at-most-people-can-tagged", "maxPeople", MaxPeople)
	}
	var found []taggable
	err := models.Find(ctx, t.PG, &found, `SELECT u.id, u.username, u.tags_from, u.tags_by_hand,
			EXISTS (SELECT 1 FROM following f WHERE f.user_id = u.id AND f.target_id = @viewer AND f.state = 'follows') AS knows
		FROM users u WHERE (u.id IN (SELECT user_id FROM usernames WHERE name = ANY(@names) AND held_until IS NULL) OR u.id = ANY(@ids))
		AND `+access.NotHidden("u"), models.Args{"viewer": owner, "names": names, "ids": ids})
	if err != nil {
		return nil, fmt.Errorf("find people to tag: %w", err)
	}
	there, told := map[models.ID]string{}, map[models.ID]bool{} // of people in this post
	for _, r := range rows {
		if there[r.UserID] != "removed" {
			there[r.UserID] = r.State
		}
		told[r.UserID] = told[r.UserID] || r.Told
	}
	out := map[models.ID][]TagRow{}
	for item, list := range photos {
		out[item] = nil
		for _, in := range list {
			at := slices.IndexFunc(found, func(f taggable) bool {
				return in.UserID != 0 && f.ID == in.UserID || in.UserID == 0 && f.Username == in.Username
			})
			if at < 0 {
				if in.Username == "" {
					return nil, models.Invalidf(PeopleField, "post.error.no-account-id", "userID", in.UserID)
				}
				return nil, models.Invalidf(PeopleField, "post.error.no-account", "username", in.Username)
			}
			who := found[at]
			if slices.ContainsFunc(out[item], func(r TagRow) bool { return r.UserID == who.ID }) {
				return nil, models.Invalidf(PeopleField, "post.error.named-twice-one-photo", "username", who.Username)
			}
			state := there[who.ID]
			switch {
			case state == "removed":
				return nil, models.Invalidf(PeopleField, "post.error.removed-their-tag-from-post", "username", who.Username)
			case state != "":
			case who.ID == owner:
				state = "approved"
			case who.TagsFrom == access.FromNobody:
				return nil, models.Invalidf(PeopleField, "post.error.lets-nobody-tag-them", "username", who.Username)
			case who.TagsFrom == access.FromFollowing && !who.Knows:
				return nil, models.Invalidf(PeopleField, "post.error.lets-only-people-they-follow", "username", who.Username)
			case who.Knows && !who.TagsByHand:
				state = "approved"
			default:
				state = "pending"
			}
			out[item] = append(out[item], TagRow{UserID: who.ID, X: in.X, Y: in.Y, State: state, Told: told[who.ID]})
		}
	}
	return out, nil
}

// notifyTagged tells those in a published post who may see it and were not told yet.
func notifyTagged(ctx context.Context, t *models.Tx, owner, post models.ID) error {
	rows, err := t.PG.Query(ctx, `UPDATE post_people t SET told = true FROM posts p, users u
		WHERE t.owner_id = $1 AND t.post_id = $2 AND NOT t.told AND t.state <> 'removed' AND p.owner_id = $1 AND p.id = $2
		AND u.id = $1 AND `+access.VisibleTo("t.user_id")+`
		RETURNING t.user_id, t.state`, owner, post)
	if err != nil {
		return fmt.Errorf("tell the people in %d: %w", post, err)
	}
	kinds := map[models.ID]activity.Kind{}
	for rows.Next() {
		var id models.ID
		var state string
		if err := rows.Scan(&id, &state); err != nil {
			rows.Close()
			return err
		}
		kinds[id] = activity.ActTag
		if state == "pending" {
			kinds[id] = activity.ActTagRequest
		}
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	for id, kind := range kinds {
		if err := activity.Record(ctx, t, activity.Activity{UserID: id, Kind: kind, ActorID: owner, OwnerID: owner,
			PostID: post}); err != nil {
			return err
		}
	}
	return nil
}

// listPeople gives the people in a post its place in lists when it is published, and tells them.
func listPeople(ctx context.Context, t *models.Tx, p *Post, pub models.ID) error {
	if p.PeopleCount == 0 {
		return nil
	}
	if _, err := t.PG.Exec(ctx, `UPDATE post_people SET pub_id = $3 WHERE owner_id = $1
		AND post_id = $2`, p.OwnerID, p.ID, pub); err != nil {
		return fmt.Errorf("list the people in %d: %w", p.ID, err)
	}
	return notifyTagged(ctx, t, p.OwnerID, p.ID)
}

package post

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// CaptionVersion is a caption that a shared post had before.
type CaptionVersion struct {
	OwnerID   models.ID `gorm:"primaryKey"`
	PostID    models.ID `gorm:"primaryKey"`
	ID        models.ID `gorm:"primaryKey;autoIncrement:false"`
	Caption   string
	WrittenAt time.Time
}

// addCaptionVersion keeps the caption that a shared post has until now.
func addCaptionVersion(ctx context.Context, t *models.Tx, p *Post) error {
	written := p.CaptionedAt
	if written == nil {
		written = p.PublishedAt
	}
	v := CaptionVersion{OwnerID: p.OwnerID, PostID: p.ID, ID: t.Store.NewID(), Caption: p.Caption, WrittenAt: *written}
	if err := t.Create(&v).Error; err != nil {
		return fmt.Errorf("keep the caption of post %d: %w", p.ID, err)
	}
	return models.Do(ctx, t.PG, `UPDATE posts SET captions_count = captions_count + 1 WHERE owner_id = @owner AND id = @post`,
		models.Args{"owner": p.OwnerID, "post": p.ID})
}

// CaptionVersions lists the earlier captions of a post that the viewer may
// see, the newest first.
func CaptionVersions(ctx context.Context, s *models.Store, viewer, post models.ID, before models.ID, limit int) ([]CaptionVersion,
	models.ID, error) {
	var list []CaptionVersion
	err := models.Find(ctx, s.Pool(), &list, `SELECT v.* FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id
		JOIN caption_versions v ON v.owner_id = p.owner_id AND v.post_id = p.id
		WHERE o.post_id = @post AND v.id < @before AND `+access.VisiblePost+` ORDER BY v.id DESC LIMIT @limit`,
		models.Args{"viewer": viewer, "post": post, "before": models.OrNewest(before), "limit": limit + 1})
	if err != nil {
		return nil, 0, fmt.Errorf("read captions of post %d: %w", post, err)
	}
	if len(list) <= limit {
		return list, 0, nil
	}
	return list[:limit], list[limit-1].ID, nil
}

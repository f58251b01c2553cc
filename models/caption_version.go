package models

import (
	"context"
	"fmt"
	"time"
)

// CaptionVersion is a caption that a shared post had before.
type CaptionVersion struct {
	OwnerID   ID `gorm:"primaryKey"`
	PostID    ID `gorm:"primaryKey"`
	ID        ID `gorm:"primaryKey;autoIncrement:false"`
	Caption   string
	WrittenAt time.Time
}

// keepCaption keeps the caption that a shared post has until now.
func (t *tx) keepCaption(p *Post) error {
	written := p.CaptionedAt
	if written == nil {
		written = p.PublishedAt
	}
	v := CaptionVersion{OwnerID: p.OwnerID, PostID: p.ID, ID: t.store.NewID(), Caption: p.Caption, WrittenAt: *written}
	if err := t.Create(&v).Error; err != nil {
		return fmt.Errorf("keep the caption of post %d: %w", p.ID, err)
	}
	return t.Exec(`UPDATE posts SET captions_count = captions_count + 1 WHERE owner_id = ? AND id = ?`, p.OwnerID, p.ID).Error
}

// CaptionVersions lists the earlier captions of a post that the viewer may
// see, the newest first.
func (s *Store) CaptionVersions(ctx context.Context, viewer, post ID, before ID, limit int) ([]CaptionVersion, ID, error) {
	var list []CaptionVersion
	err := s.gorm(ctx).Raw(`SELECT v.* FROM post_owners o JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id JOIN users u ON u.id = p.owner_id
		JOIN caption_versions v ON v.owner_id = p.owner_id AND v.post_id = p.id
		WHERE o.post_id = @post AND v.id < @before AND `+visiblePost+` ORDER BY v.id DESC LIMIT @limit`,
		map[string]any{"viewer": viewer, "post": post, "before": orNewest(before), "limit": limit + 1}).Scan(&list).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read captions of post %d: %w", post, err)
	}
	if len(list) <= limit {
		return list, 0, nil
	}
	return list[:limit], list[limit-1].ID, nil
}

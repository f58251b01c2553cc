package post

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"photogram/models"
	"photogram/models/access"
)

// Limits of captions.
const (
	MaxCaptionFile = models.MaxVTT
	MaxCaptions    = 12 // languages of one video
)

// Caption is what is said in a video, in one language.
type Caption struct {
	OwnerID   models.ID `gorm:"primaryKey"`
	MediaID   models.ID `gorm:"primaryKey;autoIncrement:false"`
	Lang      string    `gorm:"primaryKey"` // a BCP 47 tag, such as "pt-BR"
	Label     string    // the language's name as it is shown
	Text      string    // WebVTT; empty in lists
	UpdatedAt time.Time
}

// TableName is the table of captions.
func (Caption) TableName() string { return "media_captions" }

var langTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// SetCaption keeps the captions of a video of the viewer's in one language, in
// place of those that it had; an empty text removes them.
func SetCaption(ctx context.Context, s *models.Store, viewer, post, item models.ID, in CaptionFile) error {
	return Change(ctx, s, viewer, post, Changes{Items: []ItemChange{{ID: item, Caption: &in}}})
}

// setCaption needs what holds the video locked.
func setCaption(ctx context.Context, t *models.Tx, m *Media, in CaptionFile) error {
	if in.Text == "" {
		_, err := t.PG.Exec(ctx, `DELETE FROM media_captions WHERE owner_id = $1 AND media_id = $2 AND lang = $3`, m.OwnerID, m.ID, in.Lang)
		return err
	}
	if err := in.clean(); err != nil {
		return err
	}
	if !m.IsVideo() {
		return models.Invalidf("captions", "post.error.only-videos-captions")
	}
	var others int
	err := t.PG.QueryRow(ctx, `SELECT count(*) FROM media_captions WHERE owner_id = $1 AND media_id = $2
		AND lang <> $3`, m.OwnerID, m.ID, in.Lang).Scan(&others)
	if err != nil {
		return err
	}
	if others >= MaxCaptions {
		return models.Invalidf("lang", "post.error.video-captions-at-most-languages", "maxCaptions", MaxCaptions)
	}
	_, err = t.PG.Exec(ctx, `INSERT INTO media_captions (owner_id, media_id, lang, label, text, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (owner_id, media_id, lang) DO UPDATE
		SET label = excluded.label, text = excluded.text, updated_at = excluded.updated_at`,
		m.OwnerID, m.ID, in.Lang, in.Label, in.Text, t.Store.Now())
	if err != nil {
		return fmt.Errorf("keep captions of %d: %w", m.ID, err)
	}
	return nil
}

func (in *CaptionFile) clean() error {
	var problems models.Problems
	if !langTag.MatchString(in.Lang) {
		problems = append(problems, models.Invalidf("lang", "post.error.name-language-short-code-en"))
	}
	var err error
	if in.Label, err = models.CleanText("label", in.Label, 40, false); err != nil {
		if err := problems.Add(err); err != nil {
			return err
		}
	}
	if in.Label == "" {
		in.Label = in.Lang
	}
	if in.Text, err = models.CleanVTT(in.Text); err != nil {
		if err := problems.Add(err); err != nil {
			return err
		}
	}
	return problems.Err()
}

// VisibleCaption finds captions of a post or a story that the viewer may see.
func VisibleCaption(ctx context.Context, s *models.Store, viewer, holder, item models.ID, lang string) (text string, err error) {
	err = models.Take(ctx, s.Pool(), &text, `SELECT c.text FROM media m
		JOIN media_captions c ON c.owner_id = m.owner_id AND c.media_id = m.id AND c.lang = @lang
		WHERE m.id = @item AND @holder IN (m.post_id, m.story_id) AND `+access.VisibleMedia+`
		AND (NOT m.staged OR m.owner_id = @viewer)`,
		models.Args{"viewer": viewer, "now": s.Now(), "holder": holder, "item": item, "lang": lang})
	if models.IsNoRows(err) {
		return "", models.NotFoundf("post.error.no-captions")
	}
	return text, err
}

// CompleteCaptions adds the languages of videos' captions, in one query.
func CompleteCaptions(ctx context.Context, s *models.Store, rows []Media, items map[models.ID][]Media) error {
	var videos [][]any
	for _, m := range rows {
		if m.IsVideo() {
			videos = append(videos, []any{int64(m.OwnerID), int64(m.ID)})
		}
	}
	if len(videos) == 0 {
		return nil
	}
	var captions []Caption
	if err := s.Gorm(ctx).Select("owner_id, media_id, lang, label").Where("(owner_id, media_id) IN ?",
		videos).Order("media_id, lang").Find(&captions).Error; err != nil {
		return fmt.Errorf("read captions: %w", err)
	}
	of := map[models.ID][]Caption{}
	for _, c := range captions {
		of[c.MediaID] = append(of[c.MediaID], c)
	}
	for _, list := range items {
		for i := range list {
			list[i].Captions = of[list[i].ID]
		}
	}
	return nil
}

package people

import (
	"context"
	"fmt"
	"strings"
	"time"

	"photogram/models"
)

// MutedWord is a word, phrase or #hashtag that an account does not want to read.
type MutedWord struct {
	UserID    models.ID `gorm:"primaryKey"`
	Word      string    `gorm:"primaryKey"`
	Pattern   string
	ID        models.ID
	CreatedAt time.Time
}

// MaxMutedWord is the longest muted word or phrase, in characters.
const MaxMutedWord = 60

// MutedWords lists what the viewer muted, newest first; there are at most MaxMutedWords.
func MutedWords(ctx context.Context, s *models.Store, viewer models.ID) ([]MutedWord, error) {
	var out []MutedWord
	err := s.Gorm(ctx).Where("user_id = ?", int64(viewer)).Order("id DESC").Limit(MaxMutedWords).Find(&out).Error
	return out, err
}

// cleanMutedWord brings a word into the one form under which it is kept.
func cleanMutedWord(word string) (string, error) {
	word, err := models.CleanText("word", word, MaxMutedWord, false)
	if err != nil {
		return "", err
	}
	word = strings.ToLower(strings.Join(strings.Fields(word), " "))
	if tag := strings.TrimLeft(word, models.HashSigns); tag != word {
		if tag = models.TagName(tag); tag == "" {
			return "", models.Invalidf("word", "people.error.not-hashtag")
		}
		return "#" + tag, nil
	}
	if word == "" {
		return "", models.Invalidf("word", "people.error.write-word-hashtag-first")
	}
	return word, nil
}

// MuteWord keeps posts and comments with a word out of the viewer's lists.
func MuteWord(ctx context.Context, s *models.Store, viewer models.ID, word string) error {
	word, err := cleanMutedWord(word)
	if err != nil {
		return err
	}
	return changeMutedWords(ctx, s, viewer, func(t *models.Tx) error {
		var n int
		if err := t.PG.QueryRow(ctx, `SELECT count(*) FROM muted_words WHERE user_id = $1`, viewer).Scan(&n); err != nil {
			return err
		}
		if n >= MaxMutedWords {
			return models.Invalidf("word", "people.error.mute-words-limit-remove-some", "n2", n)
		}
		_, err := t.PG.Exec(ctx, `INSERT INTO muted_words (user_id, word, pattern, id, created_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`,
			viewer, word, models.WordPattern(word), s.NewID(), s.Now())
		return err
	})
}

// UnmuteWord is MuteWord taken back.
func UnmuteWord(ctx context.Context, s *models.Store, viewer models.ID, word string) error {
	word, err := cleanMutedWord(word)
	if err != nil {
		return err
	}
	return changeMutedWords(ctx, s, viewer, func(t *models.Tx) error {
		_, err := t.PG.Exec(ctx, `DELETE FROM muted_words WHERE user_id = $1 AND word = $2`, viewer, word)
		return err
	})
}

// changeMutedWords locks the account, so that its pattern is that of all its words.
func changeMutedWords(ctx context.Context, s *models.Store, viewer models.ID, change func(*models.Tx) error) error {
	return s.InTx(ctx, func(t *models.Tx) error {
		if _, err := t.LockUsers(ctx, viewer); err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		_, err := t.PG.Exec(ctx, `UPDATE users
			SET muted_pattern = coalesce((SELECT string_agg(pattern, '|' ORDER BY word) FROM muted_words WHERE user_id = $1), '')
			WHERE id = $1`, viewer)
		if err != nil {
			return fmt.Errorf("mute words of %d: %w", viewer, err)
		}
		return nil
	})
}

package models

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// MutedWord is a word, phrase or #hashtag that an account does not want to read.
type MutedWord struct {
	UserID    ID     `gorm:"primaryKey"`
	Word      string `gorm:"primaryKey"`
	Pattern   string
	ID        ID
	CreatedAt time.Time
}

// MaxMutedWord is the longest muted word or phrase, in characters.
const MaxMutedWord = 60

// MutedWords lists what the viewer muted, newest first; there are at most MaxMutedWords.
func (s *Store) MutedWords(ctx context.Context, viewer ID) ([]MutedWord, error) {
	var out []MutedWord
	err := s.gorm(ctx).Where("user_id = ?", int64(viewer)).Order("id DESC").Limit(MaxMutedWords).Find(&out).Error
	return out, err
}

// cleanMutedWord brings a word into the one form under which it is kept.
func cleanMutedWord(word string) (string, error) {
	word, err := CleanText("word", word, MaxMutedWord, false)
	if err != nil {
		return "", err
	}
	word = strings.ToLower(strings.Join(strings.Fields(word), " "))
	if tag := strings.TrimLeft(word, hashSigns); tag != word {
		if tag = TagName(tag); tag == "" {
			return "", Invalidf("word", "This is not a hashtag.")
		}
		return "#" + tag, nil
	}
	if word == "" {
		return "", Invalidf("word", "Write a word or a #hashtag first.")
	}
	return word, nil
}

// MuteWord keeps posts and comments with a word out of the viewer's lists.
func (s *Store) MuteWord(ctx context.Context, viewer ID, word string) error {
	word, err := cleanMutedWord(word)
	if err != nil {
		return err
	}
	return s.changeMutedWords(ctx, viewer, func(t *tx) error {
		var n int
		if err := t.pgx.QueryRow(ctx, `SELECT count(*) FROM muted_words WHERE user_id = $1`, viewer).Scan(&n); err != nil {
			return err
		}
		if n >= MaxMutedWords {
			return Invalidf("word", "You mute %d words, and that is the limit. Remove some first.", n)
		}
		_, err := t.pgx.Exec(ctx, `INSERT INTO muted_words (user_id, word, pattern, id, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			viewer, word, wordPattern(word), s.NewID(), s.Now())
		return err
	})
}

// UnmuteWord is MuteWord taken back.
func (s *Store) UnmuteWord(ctx context.Context, viewer ID, word string) error {
	word, err := cleanMutedWord(word)
	if err != nil {
		return err
	}
	return s.changeMutedWords(ctx, viewer, func(t *tx) error {
		_, err := t.pgx.Exec(ctx, `DELETE FROM muted_words WHERE user_id = $1 AND word = $2`, viewer, word)
		return err
	})
}

// changeMutedWords locks the account, so that its pattern is that of all its words.
func (s *Store) changeMutedWords(ctx context.Context, viewer ID, change func(*tx) error) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.lockUsers(ctx, viewer); err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		_, err := t.pgx.Exec(ctx, `UPDATE users SET muted_pattern = coalesce((SELECT string_agg(pattern, '|' ORDER BY word) FROM muted_words WHERE user_id = $1), '') WHERE id = $1`, viewer)
		if err != nil {
			return fmt.Errorf("mute words of %d: %w", viewer, err)
		}
		return nil
	})
}

package comment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"photogram/models"
)

// Limits of the words that hide comments.
const (
	MaxCommentWords = 200
	MaxWord         = 60
)

// Words lists an account's words in the order in which they were added.
func Words(ctx context.Context, s *models.Store, user models.ID) ([]string, error) {
	var out []string
	err := models.Find(ctx, s.Pool(), &out, `SELECT word FROM comment_words WHERE user_id = @user ORDER BY id LIMIT @max_comment_words`,
		models.Args{"user": user, "max_comment_words": MaxCommentWords})
	return out, err
}

// cleanWords brings words into the form in which they are kept, without repeats.
func cleanWords(field string, words []string) ([]string, error) {
	var out []string
	for _, w := range words {
		w, err := models.CleanText(field, w, MaxWord, false)
		if err != nil {
			return nil, err
		}
		w = strings.ToLower(strings.Join(strings.Fields(w), " "))
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out, nil
}

// SetWords makes an account's words be these. They hold for what is
// written or changed from now on.
func SetWords(ctx context.Context, s *models.Store, user models.ID, words []string) error {
	words, err := cleanWords("words", words)
	if err != nil {
		return err
	}
	if len(words) > MaxCommentWords {
		return models.Invalidf("words", "comment.error.these-words-at-most-possible", "words", len(words), "maxCommentWords",
			MaxCommentWords)
	}
	patterns := make([]string, len(words))
	for i, w := range words {
		patterns[i] = models.WordPattern(w)
	}
	if words == nil {
		words = []string{}
	}
	return s.InTx(ctx, func(t *models.Tx) error {
		batch := &pgx.Batch{}
		batch.Queue(`UPDATE users SET comment_pattern = $2, updated_at = $3 WHERE id = $1`, user, models.AnyPattern(patterns), s.Now())
		batch.Queue(`DELETE FROM comment_words WHERE user_id = $1 AND word <> ALL ($2)`, user, words)
		batch.Queue(`INSERT INTO comment_words (user_id, word, pattern, id, created_at) SELECT $1, w, p, i, $5
			FROM unnest($2::text[], $3::text[], $4::bigint[]) AS n (w, p, i) ON CONFLICT
			DO NOTHING`, user, words, patterns, s.NewIDs(len(words)), s.Now())
		if err := t.PG.SendBatch(ctx, batch).Close(); err != nil {
			return fmt.Errorf("set the words of %d: %w", user, err)
		}
		return nil
	})
}

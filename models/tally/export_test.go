package tally

import (
	"context"

	"photogram/models"
)

// FlushAgain writes what waits, and then the same batch again, as after an answer that was lost.
func FlushAgain(ctx context.Context, s *models.Store) error {
	b := models.Part(s, newBuffer)
	b.writing.Lock()
	defer b.writing.Unlock()
	next := b.take()
	for range 2 {
		if _, err := b.write(ctx, next); err != nil {
			return err
		}
	}
	b.pending = nil
	return nil
}

// Waiting is how many looks wait, and how many were dropped.
func Waiting(s *models.Store) (n int, dropped int64) {
	b := models.Part(s, newBuffer)
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.looks), b.dropped
}

const (
	LooksMost = looksMost
	PerMinute = perMinute
	PerHour   = perHour
)

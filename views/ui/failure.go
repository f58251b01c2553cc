package ui

import (
	"context"
	"photogram/text"
	"strconv"
)

// heading is the title of an error's page.
func (f Failure) heading(ctx context.Context) string {
	if f.Title != "" {
		return f.Title
	}
	switch f.Status {
	case 403:
		return text.T(ctx, "failure.forbidden")
	case 404:
		return text.T(ctx, "failure.not-found")
	case 405:
		return text.T(ctx, "failure.not-allowed")
	case 409:
		return text.T(ctx, "failure.conflict")
	case 413:
		return text.T(ctx, "failure.too-large")
	case 429:
		return text.T(ctx, "failure.too-many")
	case 503:
		return text.T(ctx, "failure.unavailable")
	case 507:
		return text.T(ctx, "failure.no-space")
	}
	if f.Status >= 500 {
		return text.T(ctx, "failure.server")
	}
	return text.T(ctx, "failure.rest")
}

// advice says what to do about an error.
func (f Failure) advice(ctx context.Context) string {
	switch {
	case f.Message != "":
		return f.Message
	case f.Status == 404:
		return text.T(ctx, "failure.not-found-advice")
	case f.Status == 429:
		return text.T(ctx, "failure.too-many-advice")
	case f.Status == 503:
		return text.T(ctx, "failure.unavailable-advice")
	case f.Status >= 500:
		return text.T(ctx, "failure.server-advice")
	}
	return text.T(ctx, "failure.other-advice")
}

func (f Failure) art() string {
	switch {
	case f.Status == 403 || f.Status == 401:
		return "lock"
	case f.Status >= 500:
		return "broken"
	}
	return "prints"
}

func (f Failure) code() string { return strconv.Itoa(f.Status) }

// Failure is an error's page.
type Failure struct {
	Status    int
	Title     string
	Message   string
	RequestID string
}

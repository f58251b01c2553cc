package apitest

import (
	"maps"
	"slices"
)

// notOfTheCall is what changes with every call, also with one that is refused.
var notOfTheCall = []string{"api_tokens.used_at", "users.active_at", "app_requests", "idempotency_keys", "rate_limits", "sessions.seen_at",
	"id_servers", "river_job", "river_leader", "river_queue", "river_client", "river_client_queue", "post_views", "activity",
	"notification_counts", "insight_counts", "insight_sketches", "insight_marks", "insight_totals", "insight_batches"}

// Rows are those of all tables, apart from what changes with every call.
func (w *World) Rows() map[string][]string { return w.Dump(notOfTheCall...) }

// Same fails the test when a call left something behind.
func (w *World) Same(what string, before map[string][]string) {
	w.T.Helper()
	after := w.Rows()
	for _, table := range slices.Sorted(maps.Keys(after)) {
		if !slices.Equal(before[table], after[table]) {
			w.T.Errorf("%s changed %s from\n%q to\n%q", what, table, before[table], after[table])
		}
	}
}

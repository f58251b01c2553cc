package models_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"

	"photogram/migrations"
	"photogram/models"
	"photogram/models/account"
	"photogram/models/app"
	"photogram/models/comment"
	"photogram/models/container"
	"photogram/models/inbox"
	"photogram/models/modelstest"
	"photogram/models/notify"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/story"
)

// Every row type matches its migrated table, column for column.
func TestModelsMatchTheSchema(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	kinds := map[schema.DataType][]string{
		"bigint": {"bigint"}, schema.Int: {"bigint", "integer"}, schema.Uint: {"bigint", "integer"}, schema.String: {"text"},
		schema.Bool: {"boolean"},
		schema.Time: {"timestamp with time zone"}, schema.Bytes: {"bytea"}, "jsonb": {"jsonb"}, schema.Float: {"double precision"},
	}
	for table, row := range map[string]any{"users": &account.User{}, "posts": &post.Post{}, "media": &post.Media{},
		"media_captions": &post.Caption{}, "comments": &comment.Comment{}, "caption_versions": &post.CaptionVersion{},
		"post_people": &post.TagRow{},
		"sessions":    &account.Session{}, "identities": &account.Identity{}, "api_tokens": &app.Token{}, "apps": &app.App{},
		"app_requests": &app.Request{}, "oauth_grants": &app.Grant{}, "oauth_codes": &app.OAuthCode{},
		"data_deletions": &app.DataDeletion{},
		"oauth_consents": &app.Consent{}, "muted_words": &people.MutedWord{}, "collections": &saved.Collection{},
		"uploads": &post.Incoming{}, "stories": &story.Story{}, "thread_members": &inbox.ThreadMember{},
		"messages": &inbox.Message{}, "highlights": &story.Highlight{}, "containers": &container.Container{},
		"notifications": &notify.Notification{}, "notification_settings": &account.NotificationSetting{},
		"notification_mails": &account.NotificationMail{},
		"idempotency_keys":   &app.IdempotencyKey{}} {
		parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(err)
		}
		if parsed.Table != table {
			t.Errorf("%T is read from %s, and its table is %s", row, parsed.Table, table)
		}
		type column struct {
			Name, Kind string
			Nullable   bool
		}
		rows, err := db.Pool().Query(ctx, `SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name = $1`, table)
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]column{}
		for rows.Next() {
			var c column
			if err := rows.Scan(&c.Name, &c.Kind, &c.Nullable); err != nil {
				t.Fatal(err)
			}
			have[c.Name] = c
		}
		for _, f := range parsed.Fields {
			if f.DBName == "" {
				continue
			}
			c, ok := have[f.DBName]
			if !ok {
				t.Errorf("%s: the model has %s, the table has not", table, f.DBName)
				continue
			}
			delete(have, f.DBName)
			kind := string(f.DataType)
			fits := false
			for _, k := range kinds[f.DataType] {
				fits = fits || k == c.Kind
			}
			if !fits {
				t.Errorf("%s.%s is %s in SQL and %s in Go", table, f.DBName, c.Kind, kind)
			}
			if pointer := strings.HasPrefix(f.FieldType.String(), "*"); pointer != c.Nullable {
				t.Errorf("%s.%s: null in SQL %v, pointer in Go %v", table, f.DBName, c.Nullable, pointer)
			}
		}
		for name := range have {
			t.Errorf("%s: the table has %s, the model has not", table, name)
		}
	}
}

// Tables of people's data can be distributed by their owner: the key begins
// with it, and so does every unique index; foreign keys stay within one owner.
func TestTablesCanBeDistributed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := modelstest.New(t)
	owner := map[string]string{
		"users": "id", "credentials": "user_id", "following": "user_id", "followers": "user_id", "blocks": "user_id",
		"restricts": "user_id", "close_friends": "user_id", "muted_words": "user_id", "tag_follows": "user_id",
		"pulled_accounts": "user_id", "feed_marks": "user_id", "activity": "user_id", "posts": "owner_id", "media": "owner_id",
		"media_captions": "owner_id", "uploads": "owner_id", "containers": "owner_id",
		"likes": "owner_id", "comments": "owner_id", "comment_likes": "owner_id", "told": "owner_id", "comment_words": "user_id",
		"post_people": "owner_id", "feed": "user_id", "feed_readers": "user_id",
		"saves": "owner_id", "collections": "user_id", "collection_posts": "user_id", "collection_links": "link",
		"idempotency_keys": "user_id",
		"stories":          "owner_id", "story_views": "owner_id", "story_answers": "owner_id", "story_hides": "user_id",
		"highlights": "owner_id", "highlight_stories": "owner_id",
		"threads": "id", "thread_members": "user_id", "messages": "thread_id", "message_reactions": "thread_id",
		"notifications": "user_id", "notification_counts": "user_id", "notification_settings": "user_id",
		"notification_mails": "user_id", "quiet_hours": "user_id",
		"catalogs": "owner_id", "products": "owner_id", "product_prices": "owner_id", "product_images": "owner_id",
		"catalog_imports": "owner_id", "catalog_import_lines": "owner_id", "product_feeds": "owner_id", "product_tags": "owner_id",
		"saved_products": "user_id", "stock_waits": "product_owner", "stock_events": "owner_id",
		"shop_owners": "id", "catalog_links": "link",
		"subscriptions": "user_id", "deliveries": "user_id", "delivery_attempts": "user_id", "subscribed_apps": "user_id",
		"data_deletions": "user_id",
		// keyed by the value that must be unique, or by a secret's hash
		"usernames": "name", "emails": "email", "identities": "provider", "post_owners": "post_id", "sessions": "hash",
		"email_tokens": "hash", "mail_log": "receiver", "api_tokens": "hash",
		"apps": "id", "app_requests": "app_id", "oauth_grants": "user_id", "oauth_codes": "hash", "oauth_consents": "hash",
		"caption_versions": "owner_id", "post_views": "owner_id", "post_search": "owner_id", "people_keys": "user_id",
		"search_history": "user_id", "sought_hashtags": "user_id",
		"places": "id", "post_places": "place_id", "explore_ranks": "generation", "people_prefixes": "prefix",
		"tag_prefixes": "prefix", "search_words": "word", "search_backfill": "what",
		"tags": "id", "post_tags": "tag_id", "rate_limits": "key", "secrets": "name", "id_servers": "number", "site": "single",
		"orphans":          "key",
		"insight_accounts": "user_id", "insight_counts": "owner_id", "insight_sketches": "owner_id", "insight_marks": "owner_id",
		"insight_batches": "id", "insight_totals": "owner_id",
		"shops": "user_id", "cart_lines": "user_id", "orders": "seller_id", "order_lines": "seller_id", "order_numbers": "seller_id",
		"payments": "seller_id", "payment_events": "seller_id", "refunds": "seller_id", "invoices": "seller_id",
		"shipments": "seller_id", "withdrawals": "seller_id",
	}
	exceptions := map[string]bool{"tags_name_key": true, "places_key_key": true, "api_tokens_id_key": true, "identities_user": true}
	rows, err := db.Pool().Query(ctx, `SELECT c.relname, i.relname, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
		JOIN pg_class i ON i.oid = x.indexrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
		WHERE n.nspname = 'public' AND x.indisunique AND c.relname NOT LIKE 'river%' AND c.relname NOT LIKE 'goose%'`)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for rows.Next() {
		var table, index, first string
		if err := rows.Scan(&table, &index, &first); err != nil {
			t.Fatal(err)
		}
		seen[table] = true
		want, known := owner[table]
		if !known {
			t.Errorf("%s: say in this test by what the table is distributed", table)
		} else if first != want && !exceptions[index] {
			t.Errorf("%s: the unique index %s begins with %s, not with %s", table, index, first, want)
		}
	}
	for table := range owner {
		if !seen[table] {
			t.Errorf("%s has no key", table)
		}
	}
	rows, err = db.Pool().Query(ctx, `SELECT conrelid::regclass::text, confrelid::regclass::text, conname, a.attname, b.attname
		FROM pg_constraint k
		JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] JOIN pg_attribute b ON b.attrelid = k.confrelid
		AND b.attnum = k.confkey[1]
		WHERE contype = 'f'`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var from, to, name, a, b string
		if err := rows.Scan(&from, &to, &name, &a, &b); err != nil {
			t.Fatal(err)
		}
		if owner[from] != a || owner[to] != b {
			t.Errorf("%s: %s.%s → %s.%s leaves the owner", name, from, a, to, b)
		}
	}
}

// Any number of programs may migrate at once, and again.
func TestMigrationsRunOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dsn := modelstest.Empty(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	steps := 0
	for range 6 {
		wg.Go(func() {
			pool, err := models.NewPool(ctx, dsn, 4)
			if err != nil {
				t.Error(err)
				return
			}
			defer pool.Close()
			n, err := migrations.Up(ctx, pool)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			steps += n
			mu.Unlock()
		})
	}
	wg.Wait()
	if want := migrations.Steps(); steps != want {
		t.Errorf("%d steps were applied, of %d", steps, want)
	}
}

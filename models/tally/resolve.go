package tally

import (
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"photogram/models"
	"photogram/models/access"
)

// target is what a look or a mark is about, as it stands when it is written.
type target struct {
	owner    models.ID
	post     models.ID // 0 where there is none, or it is gone
	kind     Kind
	follower Follower
	zone     string
	merged   time.Time // months before it have rows
	seller   *target   // of a way from a post to a thing for sale: that thing
}

// pair is a viewer before a thing, to be looked up once for many looks.
type pair struct{ post, owner, viewer, product models.ID }

func (l *look) pair() pair { return pair{l.Post, l.Owner, l.Viewer, l.Product} }

// Viewers who do not want to be counted are nobody, and owners do not count.
const countedViewer = `q.viewer <> u.id
	AND NOT EXISTS (SELECT 1 FROM insight_accounts v WHERE v.user_id = q.viewer AND v.uncounted)`

const followsColumn = `EXISTS (SELECT 1 FROM following f WHERE f.user_id = q.viewer AND f.target_id = u.id AND f.state = 'follows')`

const zoneColumns = `u.time_zone, coalesce((SELECT a.merged FROM insight_accounts a WHERE a.user_id = u.id), '2000-01-01'::date)`

// Each finds, of pairs, those that count, by the rule of who may see it.
var (
	resolvePosts = `SELECT q.n, u.id, p.id, p.kind, ` + followsColumn + `, ` + zoneColumns + `
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY q (post, owner, viewer, n)
		JOIN post_owners o ON o.post_id = q.post
		JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		JOIN users u ON u.id = p.owner_id
		WHERE p.state = 'published' AND ` + countedViewer + ` AND ` + access.VisibleTo("q.viewer")

	resolveStories = `SELECT q.n, u.id, st.id, 'story', ` + followsColumn + `, ` + zoneColumns + `
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY q (post, owner, viewer, n)
		JOIN stories st ON st.id = q.post
		JOIN users u ON u.id = st.owner_id
		JOIN users so ON so.id = st.owner_id
		WHERE st.state = 'published' AND ` + countedViewer + ` AND ` + access.ForViewerAt(access.VisibleStory, "q.viewer", "$4")

	resolveAccounts = `SELECT q.n, u.id, coalesce(o.post_id, 0), coalesce(p.kind, ''), ` + followsColumn + `, ` + zoneColumns + `
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY q (post, owner, viewer, n)
		JOIN users u ON u.id = q.owner
		LEFT JOIN post_owners o ON o.post_id = q.post AND o.owner_id = q.owner
		LEFT JOIN posts p ON p.owner_id = o.owner_id AND p.id = o.post_id
		WHERE ` + countedViewer + ` AND ` + access.ForViewer(access.NotHidden("u"), "q.viewer")
)

// Each finds, of pairs with a product, those that count: products that were looked at
// stand where posts do, and so do posts and stories from which somebody came to one that
// is on them, with whose that is.
var (
	resolveProducts = `SELECT q.n, u.id, pr.id, '', ` + followsColumn + `, ` + zoneColumns + `
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY q (post, product, viewer, n)
		JOIN shop_owners o ON o.id = q.product
		JOIN products pr ON pr.owner_id = o.owner_id AND pr.id = o.id
		JOIN users u ON u.id = pr.owner_id
		WHERE q.post = 0 AND pr.state = 'published' AND ` + countedViewer + ` AND ` + access.ForViewer(access.VisibleProduct, "q.viewer")

	resolveTaps = `SELECT q.n, u.id, h.id, h.kind, ` + followsColumn + `, ` + zoneColumns + `, pr.owner_id, pr.id, su.time_zone,
		coalesce((SELECT a.merged FROM insight_accounts a WHERE a.user_id = su.id), '2000-01-01'::date)
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY q (post, product, viewer, n)
		JOIN shop_owners o ON o.id = q.product
		JOIN products pr ON pr.owner_id = o.owner_id AND pr.id = o.id
		JOIN users su ON su.id = pr.owner_id
		CROSS JOIN LATERAL (
			SELECT p.owner_id, p.id, p.kind FROM post_owners po JOIN posts p ON p.owner_id = po.owner_id AND p.id = po.post_id
			JOIN users u ON u.id = p.owner_id
			WHERE po.post_id = q.post AND p.state = 'published' AND ` + access.VisibleTo("q.viewer") + `
			UNION ALL SELECT st.owner_id, st.id, 'story' FROM stories st JOIN users so ON so.id = st.owner_id
			WHERE st.id = q.post AND st.state = 'published' AND ` + access.ForViewerAt(access.VisibleStory, "q.viewer", "$4") + `) h
		JOIN users u ON u.id = h.owner_id
		WHERE q.post <> 0 AND pr.state = 'published' AND su.id <> q.viewer AND ` + countedViewer + `
			AND EXISTS (SELECT 1 FROM product_tags t
			WHERE t.owner_id = h.owner_id AND t.holder_id = h.id AND t.product_owner = pr.owner_id AND t.product_id = pr.id)`
)

var kindOf = map[string]Kind{"image": Post, "carousel": Carousel, "video": Reel, "story": Story, "": NoKind}

// queue asks for the targets of looks; read takes the answers. Stories are asked
// for what is no post.
func queuePairs(b *pgx.Batch, looks []look, now time.Time) (list []pair) {
	index := map[pair]bool{}
	var things, accounts, products []pair
	for i := range looks {
		p := looks[i].pair()
		if index[p] {
			continue
		}
		index[p] = true
		switch {
		case p.product != 0:
			products = append(products, p)
		case p.owner == 0:
			things = append(things, p)
		default:
			accounts = append(accounts, p)
		}
	}
	list = slices.Concat(things, accounts, products)
	posts, owners, viewers := columns(things)
	b.Queue(resolvePosts, posts, owners, viewers)
	b.Queue(resolveStories, posts, owners, viewers, now)
	posts, owners, viewers = columns(accounts)
	b.Queue(resolveAccounts, posts, owners, viewers)
	if len(products) > 0 {
		posts, ids, viewers := columns(products)
		b.Queue(resolveProducts, posts, ids, viewers)
		b.Queue(resolveTaps, posts, ids, viewers, now)
	}
	return list
}

// columns are posts with whose they are, or with products.
func columns(pairs []pair) (posts, owners, viewers []int64) {
	posts, owners, viewers = make([]int64, len(pairs)), make([]int64, len(pairs)), make([]int64, len(pairs))
	for i, p := range pairs {
		posts[i], owners[i], viewers[i] = int64(p.post), int64(p.owner+p.product), int64(p.viewer)
	}
	return posts, owners, viewers
}

// taps is the place of resolveTaps among the statements.
const taps = 4

// readPairs reads what queuePairs asked for.
func readPairs(results pgx.BatchResults, list []pair) (map[pair]target, error) {
	out := make(map[pair]target, len(list))
	things := 0
	for things < len(list) && list[things].owner == 0 && list[things].product == 0 {
		things++
	}
	accounts := things
	for accounts < len(list) && list[accounts].product == 0 {
		accounts++
	}
	parts := [][]pair{list[:things], list[:things], list[things:accounts]}
	if products := list[accounts:]; len(products) > 0 {
		parts = append(parts, products, products)
	}
	for i, part := range parts {
		rows, err := results.Query()
		if err != nil {
			return nil, fmt.Errorf("find what was seen: %w", err)
		}
		var n int
		var t target
		var kind string
		var follows bool
		into, seller := []any{&n, &t.owner, &t.post, &kind, &follows, &t.zone, &t.merged}, target{}
		if i == taps {
			into = append(into, &seller.owner, &seller.post, &seller.zone, &seller.merged)
		}
		_, err = pgx.ForEachRow(rows, into, func() error {
			p := part[n-1]
			if i == taps {
				t.seller = &target{owner: seller.owner, post: seller.post, zone: seller.zone, merged: seller.merged}
			}
			t.kind, t.follower = kindOf[kind], NonFollower
			if follows {
				t.follower = IsFollower
			}
			if _, there := out[p]; !there || i != 1 {
				out[p] = t
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("find what was seen: %w", err)
		}
	}
	return out, nil
}

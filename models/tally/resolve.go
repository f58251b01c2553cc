package tally

import (
	"fmt"
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
}

// pair is a viewer before a thing, to be looked up once for many looks.
type pair struct{ post, owner, viewer models.ID }

func (l *look) pair() pair { return pair{l.Post, l.Owner, l.Viewer} }

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

var kindOf = map[string]Kind{"image": Post, "carousel": Carousel, "video": Reel, "story": Story, "": NoKind}

// queue asks for the targets of looks; read takes the answers. Stories are asked
// for what is no post.
func queuePairs(b *pgx.Batch, looks []look, now time.Time) (list []pair) {
	index := map[pair]bool{}
	var things, accounts []pair
	for i := range looks {
		p := looks[i].pair()
		if index[p] {
			continue
		}
		index[p] = true
		if p.owner == 0 {
			things = append(things, p)
		} else {
			accounts = append(accounts, p)
		}
	}
	list = append(things, accounts...)
	posts, owners, viewers := columns(things)
	b.Queue(resolvePosts, posts, owners, viewers)
	b.Queue(resolveStories, posts, owners, viewers, now)
	posts, owners, viewers = columns(accounts)
	b.Queue(resolveAccounts, posts, owners, viewers)
	return list
}

func columns(pairs []pair) (posts, owners, viewers []int64) {
	posts, owners, viewers = make([]int64, len(pairs)), make([]int64, len(pairs)), make([]int64, len(pairs))
	for i, p := range pairs {
		posts[i], owners[i], viewers[i] = int64(p.post), int64(p.owner), int64(p.viewer)
	}
	return posts, owners, viewers
}

// readPairs reads what queuePairs asked for.
func readPairs(results pgx.BatchResults, list []pair) (map[pair]target, error) {
	out := make(map[pair]target, len(list))
	things := 0
	for things < len(list) && list[things].owner == 0 {
		things++
	}
	for i, part := range [][]pair{list[:things], list[:things], list[things:]} {
		rows, err := results.Query()
		if err != nil {
			return nil, fmt.Errorf("find what was seen: %w", err)
		}
		var n int
		var t target
		var kind string
		var follows bool
		_, err = pgx.ForEachRow(rows, []any{&n, &t.owner, &t.post, &kind, &follows, &t.zone, &t.merged}, func() error {
			p := part[n-1]
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

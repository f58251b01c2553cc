package account

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/activity"
	"photogram/models/index"
)

// TagSettings say who may tag an account in photos.
type TagSettings struct {
	TagsFrom   access.Circle `gorm:"default:everyone"` // or following, or nobody
	TagsByHand bool          // whether tags by people whom the account follows wait for approval too
}

// Grid is how a profile shows its posts.
type Grid string

// The grids there are.
const (
	SquareGrid    Grid = "square"
	UncroppedGrid Grid = "uncropped" // every picture in its own shape
)

// User is an account.
type User struct {
	ID             models.ID `gorm:"primaryKey;autoIncrement:false"`
	Username       string
	FullName       string
	Bio            string
	Website        string
	Email          string
	AvatarKey      string
	IsPrivate      bool
	IsBusiness     bool
	IsAdmin        bool
	IsDemo         bool
	SuspendedAt    *time.Time
	PostsCount     int64
	FollowersCount int64
	FollowingCount int64
	// Of PostsCount, those for followers or close friends alone.
	FollowersPostsCount int64
	FriendsPostsCount   int64
	// MutedPattern matches what the account does not want to read; see muted_word.go.
	MutedPattern string
	// CommentPattern matches the comments that are hidden; see comment_word.go.
	CommentPattern string
	TagSettings    `gorm:"embedded"`
	MessagesFrom   access.Circle `gorm:"default:everyone"` // who may begin a conversation with it
	Grid           Grid          `gorm:"default:square"`   // how its profile shows its posts
	LikesHidden    bool          // whether the number of likes of new posts is hidden from others
	// SearchHistoryOff is whether searches are not remembered.
	SearchHistoryOff bool
	TimeZone         string // as it was last chosen for a plan; empty is UTC
	// LoginVersion counts the changes of what the account logs in with; see login_change.go.
	LoginVersion int64
	// PendingEmail takes the place of Email once the link mailed there is opened.
	PendingEmail string
	LoginAt      *time.Time // nil before the first login
	LeftAt       *time.Time // see leave.go
	AvatarCrop   string     // which part of its file the picture shows
	ActiveAt     time.Time
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Author is the account's short form.
func (u *User) Author() access.Author {
	return access.Author{ID: u.ID, Username: u.Username, FullName: u.FullName, AvatarKey: u.AvatarKey, IsPrivate: u.IsPrivate,
		IsDemo:    u.IsDemo,
		Suspended: u.SuspendedAt != nil}
}

// Profile is an account as one viewer sees it.
type Profile struct {
	User
	access.Relationship
	// PostsVisible is whether the viewer may see the posts.
	PostsVisible bool
}

// ByID finds an account that is not suspended and has not blocked the viewer.
func ByID(ctx context.Context, s *models.Store, viewer, id models.ID) (*Profile, error) {
	return profile(ctx, s, viewer, "u.id = @value", id)
}

// ByIDs is ByID for several at once; those that are not found are left out.
func ByIDs(ctx context.Context, s *models.Store, viewer models.ID, ids []models.ID) (map[models.ID]*Profile, error) {
	list, err := profiles(ctx, s, viewer, "u.id = ANY(@value)", models.Int64s(ids))
	out := make(map[models.ID]*Profile, len(list))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

// ByUsername is UserByID by name, in any case. A name that the account gave
// up leads to it while the name is held.
func ByUsername(ctx context.Context, s *models.Store, viewer models.ID, name string) (*Profile, error) {
	name = strings.ToLower(name)
	if !usernamePattern.MatchString(name) {
		return nil, models.ErrNoUser
	}
	return profile(ctx, s, viewer, "u.id = (SELECT user_id FROM usernames WHERE name = @value AND (held_until IS NULL OR "+
		"held_until > @now))", name)
}

func profile(ctx context.Context, s *models.Store, viewer models.ID, where string, value any) (*Profile, error) {
	list, err := profiles(ctx, s, viewer, where, value)
	if err == nil && len(list) == 0 {
		err = models.ErrNoUser
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// profileRow is an account with what stands between it and the viewer.
type profileRow struct {
	User
	Outgoing, Incoming                    access.Edge
	BlockedByYou, BlocksYou               bool
	MutesPosts, MutesStories              bool
	Restricted, CloseFriend, YouAreFriend bool
	HidesStories                          bool
}

func profiles(ctx context.Context, s *models.Store, viewer models.ID, where string, value any) ([]*Profile, error) {
	var rows []profileRow
	err := models.Find(ctx, s.Pool(), &rows, `SELECT u.*, coalesce(o.state, '') AS outgoing, coalesce(i.state, '') AS incoming,
			EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = @viewer AND b.other_id = u.id AND b.by_owner) AS blocked_by_you,
			EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = @viewer AND b.other_id = u.id AND NOT b.by_owner) AS blocks_you,
			coalesce(o.mutes_posts, false) AS mutes_posts, coalesce(o.mutes_stories, false) AS mutes_stories,
			EXISTS (SELECT 1 FROM restricts r WHERE r.user_id = @viewer AND r.other_id = u.id) AS restricted,
			EXISTS (SELECT 1 FROM close_friends cf WHERE cf.user_id = @viewer AND cf.friend_id = u.id) AS close_friend,
			EXISTS (SELECT 1 FROM story_hides sh WHERE sh.user_id = @viewer AND sh.other_id = u.id) AS hides_stories,
			EXISTS (SELECT 1 FROM close_friends cf WHERE cf.user_id = u.id AND cf.friend_id = @viewer) AS you_are_friend
		FROM users u
		LEFT JOIN following o ON o.user_id = @viewer AND o.target_id = u.id
		LEFT JOIN followers i ON i.user_id = @viewer AND i.follower_id = u.id
		WHERE u.suspended_at IS NULL AND `+where, models.Args{"viewer": viewer, "value": value, "now": s.Now()})
	if err != nil {
		return nil, err
	}
	var out []*Profile
	for i := range rows {
		if !rows[i].BlocksYou {
			out = append(out, rows[i].seenBy(viewer))
		}
	}
	return out, nil
}

func (row *profileRow) seenBy(viewer models.ID) *Profile {
	p := &Profile{User: row.User}
	p.Relationship = access.Relationship{Outgoing: row.Outgoing, Incoming: row.Incoming, Blocked: row.BlockedByYou,
		TargetPrivate: row.IsPrivate,
		MutesPosts:    row.MutesPosts, MutesStories: row.MutesStories, Restricted: row.Restricted, CloseFriend: row.CloseFriend,
		HidesStories: row.HidesStories}
	p.PostsVisible = viewer == row.ID && viewer != 0 || !row.BlockedByYou && (!row.IsPrivate || row.Outgoing == access.Following)
	if viewer != row.ID { // nobody is told of posts that they could not count
		if row.Outgoing != access.Following {
			p.PostsCount -= row.FollowersPostsCount
		}
		if !row.YouAreFriend {
			p.PostsCount -= row.FriendsPostsCount
		}
	}
	return p
}

// ProfileInput is what a person may change about their profile. A nil field
// stays as it is.
type ProfileInput struct {
	Username, FullName, Bio, Website *string
	IsPrivate, IsBusiness            *bool
	Grid                             *Grid
	LikesHidden                      *bool // of new posts
	// Avatar is the key of a picture that was received; the empty one takes the picture away.
	Avatar *string
	// AvatarCrop is which part of it is shown: x,y,w,h as fractions; its middle where it is empty.
	AvatarCrop string
	// Wrong is what was wrong already when the input was read.
	Wrong models.Problems
}

// UpdateProfile changes what the input names.
func UpdateProfile(ctx context.Context, s *models.Store, user models.ID, in ProfileInput) error {
	set, problems := map[string]any{"updated_at": s.Now()}, slices.Clone(in.Wrong)
	name := ""
	for _, f := range []struct {
		field string
		value *string
		clean func(string) (string, error)
	}{
		{"username", in.Username, CleanUsername},
		{"full_name", in.FullName, func(v string) (string, error) { return models.CleanText("full_name", v, models.MaxFullName, false) }},
		{"bio", in.Bio, func(v string) (string, error) { return models.CleanText("bio", v, models.MaxBio, true) }},
		{"website", in.Website, cleanWebsite},
	} {
		if f.value == nil {
			continue
		}
		clean, err := f.clean(*f.value)
		if err := problems.Add(err); err != nil {
			return err
		}
		if set[f.field] = clean; f.field == "username" {
			name = clean
		}
	}
	if in.IsPrivate != nil {
		set["is_private"] = *in.IsPrivate
	}
	if in.IsBusiness != nil {
		set["is_business"] = *in.IsBusiness
	}
	if in.LikesHidden != nil {
		set["likes_hidden"] = *in.LikesHidden
	}
	if in.Grid != nil {
		if set["grid"] = *in.Grid; *in.Grid != SquareGrid && *in.Grid != UncroppedGrid {
			problems = append(problems, models.Invalidf("grid", "account.error.grid"))
		}
	}
	crop, err := cleanCrop(in.AvatarCrop)
	if err := problems.Add(err); err != nil {
		return err
	}
	in.AvatarCrop = crop
	defer access.ForgetAuthor(s, user)
	return s.InTx(ctx, func(t *models.Tx) error {
		problems := slices.Clone(problems)
		if name != "" {
			if err := problems.Add(rename(ctx, t, user, name)); err != nil {
				return err
			}
		}
		if len(problems) > 0 {
			return problems
		}
		if err := t.Table("users").Where("id = ?", user).Updates(set).Error; err != nil {
			return err
		}
		if in.Username != nil || in.FullName != nil {
			if err := index.SetPeopleKeys(ctx, t, user); err != nil {
				return err
			}
		}
		if err := changeAvatar(ctx, t, user, in.Avatar, in.AvatarCrop); err != nil || in.IsPrivate == nil {
			return err
		}
		if err := activity.Recount(ctx, t, `SELECT user_id FROM notifications WHERE owner_id = $1 AND post_id <> 0`, user); err != nil {
			return err
		}
		if !*in.IsPrivate {
			if err := t.Enqueue(ctx, models.ApproveRequests{UserID: user}, nil); err != nil {
				return err
			}
		}
		return index.IndexAll(ctx, t, user)
	})
}

func cleanWebsite(s string) (string, error) {
	site, err := models.CleanText("website", s, models.MaxWebsite, false)
	if err != nil || site == "" {
		return site, err
	}
	return CleanAddress("website", site)
}

// CleanAddress checks the address of a web page.
func CleanAddress(field, s string) (string, error) {
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err == nil { // refuses invisible and direction-changing characters in the name of the site
		_, err = idna.Lookup.ToASCII(u.Hostname())
	}
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.Contains(u.Hostname(), ".") || u.User != nil {
		return "", models.Invalidf(field, "account.error.not-web-address-should-look")
	}
	return u.String(), nil
}

// SetAdmin makes an account an administrator, or an ordinary one.
func SetAdmin(ctx context.Context, s *models.Store, user models.ID, admin bool) error {
	return models.Do(ctx, s.Pool(), `UPDATE users SET is_admin = @admin, updated_at = now() WHERE id = @user`,
		models.Args{"admin": admin, "user": user})
}

// Demo lists the demonstration accounts.
func Demo(ctx context.Context, s *models.Store) ([]User, error) {
	var out []User
	err := s.Gorm(ctx).Where("is_demo").Order("id").Find(&out).Error
	return out, err
}

// Count is how many accounts there are.
func Count(ctx context.Context, s *models.Store) (n int, err error) {
	err = s.Pool().QueryRow(ctx, `SELECT count(*) FROM users`).Scan(&n)
	return n, err
}

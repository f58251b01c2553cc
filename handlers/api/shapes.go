package api

import (
	"math"
	"strconv"
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/web"
)

type shortUser struct {
	ID             string `json:"id"`
	Username       string `json:"username"`
	FullName       string `json:"full_name"`
	ProfilePicture string `json:"profile_picture"`
}

type userCounts struct {
	Media      int64 `json:"media"`
	Follows    int64 `json:"follows"`
	FollowedBy int64 `json:"followed_by"`
}

type fullUser struct {
	shortUser
	Bio        string     `json:"bio"`
	Website    string     `json:"website"`
	IsBusiness bool       `json:"is_business"`
	IsPrivate  bool       `json:"is_private"`
	Counts     userCounts `json:"counts"`
}

// ownUser is the token's own account.
type ownUser struct {
	fullUser
	Grid        account.Grid `json:"grid"`
	LikesHidden bool         `json:"likes_hidden"` // of new posts
}

type image struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

type images struct {
	Thumbnail          image `json:"thumbnail"`
	LowResolution      image `json:"low_resolution"`
	StandardResolution image `json:"standard_resolution"`
}

// videos are the files of a video; clients know them by these names.
type videos struct {
	LowResolution      image `json:"low_resolution"`
	StandardResolution image `json:"standard_resolution"`
}

// clip is what a video has beside its poster. All but the first are Photogram's own.
type clip struct {
	Videos   *videos       `json:"videos,omitempty"` // when they are made
	Duration float64       `json:"duration,omitempty"`
	HasSound *bool         `json:"has_sound,omitempty"`
	Loop     bool          `json:"loop,omitempty"`
	Captions []captionFile `json:"captions,omitempty"`
	Progress *int          `json:"progress,omitempty"` // per cent, while they are made
}

type captionFile struct {
	Lang  string `json:"lang"`
	Label string `json:"label"`
	URL   string `json:"url"`
}

type captionFrom struct {
	ID       string `json:"id"`
	Username string `json:"username"`
}

type caption struct {
	ID          string      `json:"id"`
	CreatedTime string      `json:"created_time"`
	Text        string      `json:"text"`
	From        captionFrom `json:"from"`
}

// likes leave their number out where the media's owner hides it from the viewer.
type likes struct {
	Count *int64     `json:"count,omitempty"`
	Data  []struct{} `json:"data"`
}

// count has a list beside the number because clients read both.
type count struct {
	Count int64      `json:"count"`
	Data  []struct{} `json:"data"`
}

// place has a number as its id inside media.
type place struct {
	ID        *int64   `json:"id"`
	Name      string   `json:"name"`
	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
}

// location has a text as its id, as clients expect of a place by itself.
type location struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Latitude   *float64 `json:"latitude"`
	Longitude  *float64 `json:"longitude"`
	MediaCount int64    `json:"media_count"` // Photogram's own
}

type carouselItem struct {
	Type         string   `json:"type"`
	Images       images   `json:"images"`
	UsersInPhoto []person `json:"users_in_photo"`
	ID           string   `json:"id"`
	AltText      string   `json:"alt_text"`
	Renditions   []image  `json:"renditions"`
	State        string   `json:"state"`
	Failure      string   `json:"failure,omitempty"`
	clip
}

type mediaObject struct {
	ID            string         `json:"id"`
	Type          string         `json:"type"`
	CreatedTime   string         `json:"created_time"`
	Link          string         `json:"link"`
	Filter        string         `json:"filter"`
	User          shortUser      `json:"user"`
	Caption       *caption       `json:"caption"`
	Tags          []string       `json:"tags"`
	Likes         likes          `json:"likes"`
	Comments      count          `json:"comments"`
	UserHasLiked  bool           `json:"user_has_liked"`
	Images        images         `json:"images"`
	UsersInPhoto  []person       `json:"users_in_photo"`
	Location      *place         `json:"location"`
	Attribution   *struct{}      `json:"attribution"`
	CarouselMedia []carouselItem `json:"carousel_media,omitempty"`

	// Photogram's own.
	AltText         string          `json:"alt_text"`
	Placeholder     string          `json:"placeholder"`
	Width           int             `json:"width"`
	Height          int             `json:"height"`
	Renditions      []image         `json:"renditions"`
	State           string          `json:"state"`
	Failure         string          `json:"failure,omitempty"`
	PublishAt       string          `json:"publish_at,omitempty"`
	TimeZone        string          `json:"time_zone,omitempty"`       // that publish_at was chosen in
	PublishProblem  string          `json:"publish_problem,omitempty"` // why it could not be shared
	Audience        access.Audience `json:"audience"`
	CommentsEnabled bool            `json:"comments_enabled"`
	CommentsFrom    access.Circle   `json:"comments_from"`
	Shortcode       string          `json:"shortcode"`
	UserHasSaved    bool            `json:"user_has_saved"`
	LikesHidden     bool            `json:"likes_hidden"`
	Pinned          bool            `json:"pinned"`

	ProductTags []productTagObject `json:"product_tags,omitempty"`
	clip
}

// uploaded is a new draft. DuplicateOf names, for files whose bytes the owner
// has already, where they are.
type uploaded struct {
	mediaObject
	DuplicateOf []duplicate `json:"duplicate_of,omitempty"`
	Notices     []string    `json:"notices,omitempty"` // what the sender should know of the files
}

type duplicate struct {
	Item      string `json:"item"` // of the new draft
	ID        string `json:"id"`   // of the post that has it
	Link      string `json:"link"`
	Shortcode string `json:"shortcode"`
	State     string `json:"state"`
}

type relationship struct {
	Outgoing      string `json:"outgoing_status"`
	Incoming      string `json:"incoming_status"`
	TargetPrivate bool   `json:"target_user_is_private"`

	// Photogram's own.
	MutingPosts   bool `json:"muting_posts,omitempty"`
	MutingStories bool `json:"muting_stories,omitempty"`
	Restricted    bool `json:"restricted,omitempty"`
	CloseFriend   bool `json:"close_friend,omitempty"`
	HidingStories bool `json:"hiding_stories,omitempty"`
}

type tagObject struct {
	Name       string `json:"name"`
	MediaCount int64  `json:"media_count"`
}

func (a *API) shortUser(u access.Author) shortUser {
	return shortUser{u.ID.String(), u.Username, u.FullName, a.absoluteAvatar(u)}
}

func (a *API) absoluteAvatar(u access.Author) string { return a.AbsoluteFiles().Avatar(u, 150) }

func (a *API) fullUser(u *account.User) fullUser {
	return fullUser{a.shortUser(u.Author()), u.Bio, u.Website, u.IsBusiness, u.IsPrivate,
		userCounts{u.PostsCount, u.FollowingCount, u.FollowersCount}}
}

func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

func mediaID(p *post.Post) string { return p.ID.String() + "_" + p.OwnerID.String() }

func (a *API) mediaObject(p *post.View) mediaObject {
	m := mediaObject{
		ID: mediaID(&p.Post), Type: string(p.Kind), CreatedTime: seconds(p.CreatedAt), Link: a.PostURL(p.ID) + "/",
		Filter: p.Filter, User: a.shortUser(p.Author), Tags: models.TagsIn(p.Caption),
		Likes: likesOf(p), Comments: count{p.CommentsCount, []struct{}{}}, UserHasLiked: p.Liked,
		AltText: p.CoverAlt, Placeholder: p.CoverPlaceholder, Width: p.CoverWidth, Height: p.CoverHeight,
		State: string(p.State), Audience: p.Audience, CommentsEnabled: p.CommentsEnabled, CommentsFrom: commentsFrom(p),
		Shortcode: p.Code(), UserHasSaved: p.Saved, LikesHidden: p.LikesHidden, Pinned: p.PinnedAt != nil,
	}
	if m.Tags == nil {
		m.Tags = []string{}
	}
	if p.PublishedAt != nil {
		m.CreatedTime = seconds(*p.PublishedAt)
	}
	if p.PublishAt != nil {
		m.PublishAt, m.TimeZone = p.PublishAt.UTC().Format(time.RFC3339), p.ScheduleZone
	}
	if p.Caption != "" {
		at := m.CreatedTime
		if p.CaptionedAt != nil {
			at = seconds(*p.CaptionedAt)
		}
		m.Caption = &caption{p.CaptionID.String(), at, p.Caption, captionFrom{p.Author.ID.String(), p.Author.Username}}
	}
	if p.Location != "" {
		m.Location = &place{(*int64)(p.PlaceID), p.Location, p.Latitude, p.Longitude}
	}
	cover := p.Cover()
	if cover.Key == "" && len(p.Items) > 0 { // not rendered yet: where it will be
		cover.Key = p.Items[0].WantedKey
	}
	files, public := a.AbsoluteFiles(), p.Public()
	files.Viewer = p.Viewer
	m.Images, m.Renditions = imagesOf(files, cover, public)
	if p.MediaCount == 1 && len(p.Items) > 0 {
		m.clip = a.clip(files, p.ID, &p.Items[0], public)
	}
	m.UsersInPhoto = a.usersIn(p.People)
	if p.MediaCount > 1 {
		for i := range p.Items {
			item := a.carouselItem(files, &p.Items[i], public)
			item.clip = a.clip(files, p.ID, &p.Items[i], public)
			item.UsersInPhoto = a.usersIn(p.PeopleIn(p.Items[i].ID))
			m.CarouselMedia = append(m.CarouselMedia, item)
		}
	}
	if p.State != post.Published {
		m.PublishProblem = p.PublishProblem
	}
	m.ProductTags = a.productTags(p.Products)
	for _, item := range p.Items {
		if item.Failure != "" && m.Failure == "" {
			m.Failure = item.Failure
		}
	}
	return m
}

func likesOf(p *post.View) likes {
	if !p.LikesShown() {
		return likes{Data: []struct{}{}}
	}
	return likes{&p.LikesCount, []struct{}{}}
}

func (a *API) carouselItem(files web.Files, item *post.Media, public bool) carouselItem {
	picture := item.Picture()
	if picture.Key == "" {
		picture.Key = item.WantedKey
	}
	c := carouselItem{Type: string(item.Kind), ID: item.ID.String(), AltText: item.AltText, State: item.State, Failure: item.Failure}
	c.Images, c.Renditions = imagesOf(files, picture, public)
	return c
}

func imagesOf(files web.Files, p post.Picture, public bool) (images, []image) {
	square := func(side int) image {
		n := models.SquareSide(side, p.Width, p.Height)
		return image{files.Rendition(p.Key, models.SquareName(side, "jpg"), public), n, n}
	}
	out := []image{}
	if p.Width > 0 {
		for _, w := range models.WidthsOf(p.Key, p.Width) {
			out = append(out, image{files.Rendition(p.Key, models.WidthName(w, "jpg"), public), w, scaled(p.Width, p.Height, w)})
		}
	}
	return images{square(150), square(320), square(640)}, out
}

func (a *API) people(rows []people.PersonRow) []shortUser {
	out := make([]shortUser, len(rows))
	for i, row := range rows {
		out[i] = a.shortUser(row.Author)
	}
	return out
}

// clip describes a video; it is empty for a photo.
func (a *API) clip(files web.Files, postID models.ID, m *post.Media, public bool) clip {
	if !m.IsVideo() {
		return clip{}
	}
	c := clip{Duration: math.Round(m.Duration().Seconds()*1000) / 1000, HasSound: &m.HasSound, Loop: m.Loop}
	if m.VideoKey != "" {
		file := func(name string, w, h int) image { return image{files.Rendition(m.VideoKey, name, public), w, h} }
		large := file(post.VideoName, m.VideoWidth, m.VideoHeight)
		c.Videos = &videos{large, large}
		if w, h := post.SmallVideo(m.VideoWidth, m.VideoHeight); w > 0 {
			c.Videos.LowResolution = file(post.SmallVideoName, w, h)
		}
	}
	if m.VideoKey != m.WantedVideoKey && m.State != "failed" {
		c.Progress = &m.Progress
	}
	for _, caption := range m.Captions {
		c.Captions = append(c.Captions, captionFile{caption.Lang, caption.Label,
			a.PostURL(postID) + "/items/" + m.ID.String() + "/captions/" + caption.Lang})
	}
	return c
}

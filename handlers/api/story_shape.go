package api

import (
	"time"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/post"
	"photogram/models/story"
)

type placement struct {
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	Scale    float64 `json:"scale"`
	Rotation float64 `json:"rotation"`
}

// overlayObject is something on a story. What belongs to other types is left out.
type overlayObject struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	placement
	Text       string          `json:"text,omitempty"`
	Font       string          `json:"font,omitempty"`
	Color      string          `json:"color,omitempty"`
	Background string          `json:"background,omitempty"`
	Align      string          `json:"align,omitempty"`
	Username   string          `json:"username,omitempty"`
	UserID     string          `json:"user_id,omitempty"`
	Tag        string          `json:"tag,omitempty"`
	LocationID string          `json:"location_id,omitempty"`
	URL        string          `json:"url,omitempty"`
	Price      string          `json:"price,omitempty"`
	Currency   string          `json:"currency,omitempty"`
	Options    []string        `json:"options,omitempty"`
	Correct    *int            `json:"correct,omitempty"` // for the owner, and who answered
	Emoji      string          `json:"emoji,omitempty"`
	EndsAt     string          `json:"ends_at,omitempty"`
	Answers    *overlayAnswers `json:"answers,omitempty"` // of what can be answered
}

// overlayAnswers has numbers for the owner and for who answered. Those of a
// question are the owner's alone.
type overlayAnswers struct {
	Mine   *storyAnswer `json:"mine"`
	Total  *int64       `json:"total,omitempty"`
	Counts []int64      `json:"counts,omitempty"` // for each option
	Mean   *float64     `json:"mean,omitempty"`   // of a slider
}

type storyAnswer struct {
	Value *int   `json:"value,omitempty"`
	Text  string `json:"text,omitempty"`
}

func answerOf(o *story.Overlay, value int, text string) storyAnswer {
	if o.Type == "question" {
		return storyAnswer{Text: text}
	}
	return storyAnswer{Value: &value}
}

func overlayOf(st *story.View, o *story.Overlay) overlayObject {
	out := overlayObject{ID: o.ID, Type: o.Type, placement: placement{o.X, o.Y, o.Scale, o.Rotation}, Text: o.Text, Font: o.Font,
		Color: o.Color, Background: o.Background, Align: o.Align,
		Username: o.Username, Tag: o.Tag, URL: o.URL, Price: o.Price, Currency: o.Currency, Options: o.Options, Emoji: o.Emoji}
	if o.UserID != 0 {
		out.UserID = o.UserID.String()
	}
	if o.PlaceID != 0 {
		out.LocationID = o.PlaceID.String()
	}
	if o.EndsAt != nil {
		out.EndsAt = o.EndsAt.UTC().Format(time.RFC3339)
	}
	if !o.Asks() {
		return out
	}
	own := st.OwnerID == st.Viewer
	out.Answers = &overlayAnswers{}
	known := st.Answers[o.ID]
	if known == nil && own {
		known = &story.Answers{}
	}
	if known == nil {
		return out
	}
	if known.Mine != nil {
		mine := answerOf(o, known.Mine.Value, known.Mine.Text)
		out.Answers.Mine = &mine
	}
	out.Correct = o.Correct
	switch {
	case o.Type == "question" && !own:
		return out
	case o.Type == "slider" && known.Total > 0:
		out.Answers.Mean = &known.Mean
	case o.Type == "slider":
	case o.Type != "question":
		out.Answers.Counts = append(known.Counts, make([]int64, len(o.Options)-len(known.Counts))...)
	}
	out.Answers.Total = &known.Total
	return out
}

type storyCounts struct {
	Views   int64 `json:"views"`
	Likes   int64 `json:"likes"`
	Replies int64 `json:"replies"`
	Forward int64 `json:"forward"`
	Back    int64 `json:"back"`
	Exits   int64 `json:"exits"`
	Links   int64 `json:"links"`
}

func countsOf(c story.Counts) storyCounts {
	return storyCounts{c.Views, c.Likes, c.Replies, c.Forward, c.Back, c.Exits, c.Links}
}

type storyObject struct {
	ID          string  `json:"id"`
	Type        string  `json:"type"`
	CreatedTime string  `json:"created_time"`
	ExpiresTime *string `json:"expires_time"` // null until it is shared
	*storyPicture
	User         shortUser       `json:"user"`
	AltText      string          `json:"alt_text"`
	Audience     access.Audience `json:"audience"`
	Background   string          `json:"background"`
	Placement    placement       `json:"placement"`
	Overlays     []overlayObject `json:"overlays"`
	SharedMedia  *mediaObject    `json:"shared_media"`
	UserHasSeen  bool            `json:"user_has_seen"`
	UserHasLiked bool            `json:"user_has_liked"`
	CanReply     bool            `json:"can_reply"`
	Link         string          `json:"link"`

	ProductTags []productTagObject `json:"product_tags,omitempty"`
	*ownStory
}

// storyPicture is what a story of a photo or a video has.
type storyPicture struct {
	Images      images  `json:"images"`
	Renditions  []image `json:"renditions"`
	Placeholder string  `json:"placeholder"`
	Width       int     `json:"width"`
	Height      int     `json:"height"`
	clip
}

// ownStory is for the owner. Counts need the scope of stories.
type ownStory struct {
	State          string        `json:"state"`
	PublishAt      string        `json:"publish_at,omitempty"`
	TimeZone       string        `json:"time_zone,omitempty"`
	PublishProblem string        `json:"publish_problem,omitempty"`
	Failure        string        `json:"failure,omitempty"`
	RepliesFrom    access.Circle `json:"replies_from"`
	Counts         *storyCounts  `json:"counts,omitempty"`
}

func storyID(st *story.Story) string { return st.ID.String() + "_" + st.OwnerID.String() }

func (a *API) storyObject(st *story.View) storyObject {
	out := storyObject{ID: storyID(&st.Story), Type: string(st.Kind), CreatedTime: seconds(st.CreatedAt), User: a.shortUser(st.Author),
		Audience: st.Audience, Background: st.Background,
		Placement: placement(st.Placement), Overlays: make([]overlayObject, len(st.Overlays)), UserHasSeen: st.Seen,
		UserHasLiked: st.Liked, CanReply: st.MayReply,
		Link: a.StoryURL(st.Author.Username, st.ID)}
	if st.State == post.Published {
		end := seconds(*st.ExpiresAt)
		out.CreatedTime, out.ExpiresTime = seconds(*st.PublishedAt), &end
	}
	for i := range st.Overlays {
		out.Overlays[i] = overlayOf(st, &st.Overlays[i])
	}
	if st.Media != nil {
		out.AltText, out.storyPicture = st.Media.AltText, a.storyPicture(st)
	}
	if st.Shared != nil {
		m := a.mediaObject(st.Shared)
		out.SharedMedia = &m
	}
	if st.OwnerID != st.Viewer {
		return out
	}
	out.ownStory = &ownStory{State: string(st.State), RepliesFrom: st.RepliesFrom, PublishProblem: st.PublishProblem}
	if st.PublishAt != nil {
		out.PublishAt, out.TimeZone = st.PublishAt.UTC().Format(time.RFC3339), st.ScheduleZone
	}
	if st.Media != nil {
		out.Failure = st.Media.Failure
	}
	return out
}

// storyPicture has addresses that are signed for the viewer: the files of a
// story are never public.
func (a *API) storyPicture(st *story.View) *storyPicture {
	files := a.AbsoluteFiles()
	files.Viewer = st.Viewer
	picture := st.Media.Picture()
	if picture.Key == "" { // not rendered yet: where it will be
		picture.Key = st.Media.WantedKey
	}
	out := &storyPicture{Placeholder: picture.Placeholder, Width: picture.Width, Height: picture.Height,
		clip: a.clip(files, st.ID, st.Media, false)}
	out.Images, out.Renditions = imagesOf(files, picture, false)
	return out
}

// stories shows stories, the caller's own with counts.
func (a *API) stories(r *request, rows []story.View) ([]storyObject, error) {
	out := make([]storyObject, len(rows))
	var own []models.ID
	keys := make([]models.Key, len(rows))
	for i := range rows {
		keys[i] = models.Key{Owner: rows[i].OwnerID, ID: rows[i].ID}
	}
	products, err := post.ProductTags(r.Ctx(), a.Store, r.Viewer(), keys)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		out[i] = a.storyObject(&rows[i])
		out[i].ProductTags = a.productTags(products[rows[i].ID])
		if out[i].ownStory != nil && r.Token.Allows("stories") {
			own = append(own, rows[i].ID)
		}
	}
	counts, err := story.Count(r.Ctx(), a.Store, r.Viewer(), own...)
	if err != nil {
		return nil, err
	}
	if len(own) > 0 {
		for i := range rows {
			if out[i].ownStory != nil {
				c := countsOf(counts[rows[i].ID])
				out[i].Counts = &c
			}
		}
	}
	return out, nil
}

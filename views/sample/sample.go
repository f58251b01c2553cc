// Package sample shows every page and component with made-up content, for looking
// at them and for tests. It receives all it shows and fetches nothing.
package sample

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"photogram/models"
	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/static"
	"photogram/urls"
	developerview "photogram/views/developer"
	editorview "photogram/views/editor"
	homeview "photogram/views/home"
	"photogram/views/ui"
)

// Made-up data for the page that shows every component, and for tests.

// samplePrefix is where the development server serves static.Samples.
const samplePrefix = "/dev"

// sampler makes the data; ids count up so that no two are the same.
type sampler struct {
	c    ui.Chrome
	last models.ID
}

func newSampler(c ui.Chrome) *sampler {
	c.Files = urls.Files{Base: samplePrefix, Now: func() time.Time { return c.Now }}
	if c.SiteName == "" {
		c.SiteName = "Photogram"
	}
	s := &sampler{c: c, last: 1_640_000_000_000_000}
	if c.Viewer == nil {
		s.c.Viewer = s.viewer(0)
	}
	return s
}

func (s *sampler) id() models.ID {
	s.last += 4_200_004_096
	return s.last
}

var samplePeople = []access.Author{
	{Username: "ines.duarte", FullName: "Inês Duarte"},
	{Username: "tomwhitlock", FullName: "Tom Whitlock", IsDemo: true},
	{Username: "yuki_films", FullName: "高橋 由紀"},
	{Username: "amal.k", FullName: "أمل خليل", IsPrivate: true},
	{Username: "old_harbour", FullName: "", IsDemo: true},
	{Username: "a_rather_long_username_of_30ch", FullName: "Maximiliane Freifrau von Oberhausen-Niederwald zu Hinterfeld"},
}

func (s *sampler) author(i int) access.Author {
	a := samplePeople[i%len(samplePeople)]
	a.ID = models.ID(1_000_000_000_000_000 + int64(i%len(samplePeople)+1)<<12)
	return a
}

func (s *sampler) user(i int) *account.User {
	a := s.author(i)
	return &account.User{ID: a.ID, Username: a.Username, FullName: a.FullName, IsPrivate: a.IsPrivate, IsDemo: a.IsDemo,
		Email:   "ines@example.org",
		Bio:     "Slow walks, fast film. Lisbon and the coast north of it.\nPrints on request, say hello to @tomwhitlock. #35mm",
		Website: "https://www.example.org/ines", PostsCount: 128, FollowersCount: 12_480, FollowingCount: 311}
}

func (s *sampler) viewer(i int) *account.Viewer {
	u := s.user(i)
	return &account.Viewer{ID: u.ID, Username: u.Username, FullName: u.FullName, IsPrivate: u.IsPrivate, IsDemo: u.IsDemo, Email: u.Email,
		Bio: u.Bio, Website: u.Website, PostsCount: u.PostsCount, FollowersCount: u.FollowersCount, FollowingCount: u.FollowingCount}
}

var sampleCaptions = []string{
	"First light on the ridge. Nobody else up here, only the bells of the cows somewhere below. #mountains #morning",
	"These two.",
	"Twenty minutes on a wet stone with the shutter open, while @yuki_films kept the umbrella over the camera.\n\nThe trick is " +
		"to breathe out and then not to breathe at all. The water goes soft first, then the moss seems to glow, and by then your " +
		"feet are numb and you do not care. We came back the next day with better shoes and worse light.\n\nMore at " +
		"https://example.org/long-exposures and in #longexposure",
	"ضوء آخر النهار على التلال، والطريق إلى البيت طويل. #غروب",
	"無花果、九月。",
	"",
	"Figs from the neighbour, who says the tree is older than the house. #stilllife",
}

// photo is one of the demo photographs.
func samplePicture(i int) post.Picture { return samplePhotos[i%len(samplePhotos)] }

// post makes a published post by person i with photo n.
func (s *sampler) post(person, n int) post.View {
	id := s.id()
	pic := samplePicture(n)
	at := s.c.Now.Add(-time.Duration(n*n*7+3) * time.Hour / 2)
	p := post.View{Author: s.author(person), Liked: n%3 == 1}
	p.Post = post.Post{OwnerID: p.Author.ID, ID: id, State: post.Published, Kind: "image", Caption: sampleCaptions[n%len(sampleCaptions)],
		Audience: "everyone", CommentsEnabled: true, MediaCount: 1, CoverKey: pic.Key, CoverWidth: pic.Width, CoverHeight: pic.Height,
		CoverPlaceholder: pic.Placeholder, CoverAlt: pic.Alt, LikesCount: int64(n*n*37 + 1), CommentsCount: int64(n * 3),
		PublishedAt: &at, CreatedAt: at, UpdatedAt: at}
	switch n % 4 {
	case 0:
		place := models.ID(7)
		p.Location, p.PlaceID = "Picos de Europa", &place
	case 1:
		p.Filter = "Juniper"
	case 2:
		p.Credit = "Photo: Aitzol Berasategi, CC BY 4.0"
	}
	return p
}

// album makes a post of several photos.
func (s *sampler) album(person int, photos ...int) post.View {
	p := s.post(person, photos[0])
	p.Kind, p.MediaCount = "carousel", len(photos)
	for _, n := range photos {
		p.Items = append(p.Items, s.media(n, "ready"))
	}
	return p
}

func (s *sampler) media(n int, state string) post.Media {
	pic := samplePicture(n)
	m := post.Media{ID: s.id(), Pos: n, Kind: "image", State: state, FileName: pic.Key + ".jpg", SourceWidth: pic.Width,
		SourceHeight: pic.Height,
		WantedKey:    pic.Key, Placeholder: pic.Placeholder, AltText: pic.Alt, Filter: "Normal"}
	if state == "ready" {
		m.RenderKey, m.Width, m.Height = pic.Key, pic.Width, pic.Height
	}
	if state == "failed" {
		m.Failure = "The file ends in the middle of the picture. Export it again, then add it once more."
	}
	return m
}

func (s *sampler) posts(n int) []post.View {
	var out []post.View
	for i := range n {
		if i%4 == 2 {
			out = append(out, s.album(i, i, i+3, i+5))
		} else {
			out = append(out, s.post(i, i))
		}
	}
	return out
}

// covers are collections in every state.
func (s *sampler) covers() []saved.CollectionView {
	var out []saved.CollectionView
	for i, name := range []string{"Coast", "Rooms with one window and nobody in them", "أماكن أريد أن أراها", "For later"} {
		v := saved.CollectionView{Owner: s.author(0), Posts: int64(i * 7 % 12)}
		v.Collection = saved.Collection{UserID: v.Owner.ID, ID: s.id(), Name: name}
		if i == 0 {
			v.Link, v.Description, v.Posts = "s4mpleL1nk", "Where the land ends. #sea", 7
		}
		if v.Posts > 0 {
			p := s.post(i+1, i+2)
			v.Cover, v.CoverPost, v.CoverOwner = &p, p.ID, p.OwnerID
		}
		out = append(out, v)
	}
	return out
}

func (s *sampler) rows() []people.PersonRow {
	var out []people.PersonRow
	for i, state := range []access.Edge{"", access.Following, access.Requested, "", access.Following, ""} {
		out = append(out, people.PersonRow{Author: s.author(i), EdgeID: s.id(), Outgoing: state})
	}
	return out
}

var sampleTalk = []string{
	"The light on the second ridge!",
	"How long did you wait for this?",
	"أجمل صورة رأيتها اليوم",
	"Saved for our next trip, @ines.duarte. Is the path open in May? I remember that it was closed after the storm, and that the " +
		"detour takes the better part of a day.",
	"<script>alert(1)</script> is how my camera feels about this",
}

func (s *sampler) talk(p post.View) []comment.View {
	var out []comment.View
	for i, text := range sampleTalk {
		a := s.author(i + 1)
		out = append(out, comment.View{Author: a,
			Comment: comment.Comment{OwnerID: p.OwnerID, ID: s.id(), PostID: p.ID, UserID: a.ID, Text: text,
				CreatedAt: s.c.Now.Add(-time.Duration(i*i+1) * 25 * time.Minute), LikesCount: int64(i * 3)}, Liked: i%2 == 1})
	}
	return s.threads(p, out)
}

func (s *sampler) editor(state post.State, photos ...int) editorview.Editor {
	p := s.album(0, photos...)
	p.State, p.Caption = state, sampleCaptions[0]
	e := editorview.Editor{Post: p}
	for i, m := range p.Items {
		e.Items = append(e.Items, editorview.EditorItem{Media: m,
			Recipe: editorview.Recipe{Filter: []string{"Sample warm", "Normal", ""}[i%3], Strength: 100, Straighten: 1.5,
				Adjust: map[string]int{"contrast": 12}}})
	}
	for _, name := range []string{"Sample warm", "Sample cool", "Sample fade"} {
		e.Looks = append(e.Looks, editorview.EditorLook{Name: name, Description: "Made up for this page", Grade: sampleGrade(name)})
	}
	return e
}

// sampleGrade is a look in the form that the compiler of looks writes.
func sampleGrade(name string) json.RawMessage {
	gain := map[string][3]float64{"Sample warm": {1.08, 1, .86}, "Sample cool": {.9, 1, 1.1}, "Sample fade": {.8, .8, .8}}[name]
	var plain, post []byte
	for channel := range 3 {
		for i := range 256 {
			plain = append(plain, byte(i))
			post = append(post, byte(min(255, float64(i)*gain[channel]+20*(1-gain[channel]))))
		}
	}
	text := `{"pre":"` + base64.StdEncoding.EncodeToString(plain) + `","matrix":[1,0,0,0,1,0,0,0,1],"offset":[0,0,0],"post":"` +
		base64.StdEncoding.EncodeToString(post) + `","vignette":0,"structure":0,"sharpen":0}`
	return json.RawMessage(text)
}

// samplePage is a page with made-up data.
type samplePage struct {
	Name string
	Page templ.Component
}

// DevViewsPage shows every component in every state on made-up data, or with
// ?page=… a whole page. Its photos are those of static.Samples.
func DevViewsPage(c ui.Chrome) templ.Component {
	address, err := url.Parse(c.Path)
	if err == nil && address.Query().Get("page") != "" {
		for _, p := range samplePages(c) {
			if p.Name == address.Query().Get("page") {
				return p.Page
			}
		}
	}
	return gallery(newSampler(c))
}

func sampleCredits() []ui.Credit {
	list, _ := ui.ParseCredits(static.Demo)
	return list
}

func sampleReference() *developerview.Reference {
	r, _ := developerview.APIReference()
	return r
}

// preparing is a post whose photo has no renditions yet.
func (s *sampler) preparing() post.View {
	p := s.post(0, 4)
	p.CoverKey, p.State = "", post.Publishing
	return p
}

// scheduledEditor is the editor of a post that waits for its time.
func (s *sampler) scheduledEditor() editorview.Editor {
	e := s.editor(post.Scheduled, 5)
	at := s.c.Now.Add(30 * time.Hour)
	e.Post.PublishAt = &at
	return e
}

func (s *sampler) suggestions() []people.Suggestion {
	return []people.Suggestion{{Author: s.author(1), Via: []string{s.author(2).Username, s.author(4).Username}, ViaCount: 6},
		{Author: s.author(2), FollowsMe: true}, {Author: s.author(3)}}
}

// suggestedPhotos are of the first of the suggestions.
func (s *sampler) suggestedPhotos() map[models.ID][]post.View {
	return map[models.ID][]post.View{s.author(1).ID: s.posts(3), s.author(2).ID: s.posts(1)}
}

// caughtUp is a feed of which two posts are new and one is there for its hashtag.
func (s *sampler) caughtUp() homeview.Feed {
	f := homeview.Feed{Posts: s.posts(4), First: true}
	for i := range f.Posts {
		key := models.ID(1000 - i)
		f.Posts[i].PubID = &key
	}
	f.Posts[1].ByTag = true
	f.Mark = feed.Mark{Marker: f.Posts[2].Key(), At: s.c.Now.Add(-5 * time.Hour)}
	return f
}

func likeOf(p post.View) post.LikeState { return p.Like() }

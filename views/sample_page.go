package views

import (
	"net/url"
	"time"

	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
)

// samplePages are all pages of the site with made-up data.
func samplePages(c Chrome) []samplePage {
	s := newSampler(c)
	c = s.c
	if address, err := url.Parse(c.Path); err == nil {
		switch theme := address.Query().Get("theme"); theme {
		case "light", "dark":
			c.Theme = theme
		}
	}
	visitor := c
	visitor.Viewer = nil
	visitor.SignupsOpen = true
	stranger := c
	stranger.Viewer = s.user(5)
	providers := []Provider{{"google", "Google"}, {"github", "GitHub"}}
	wrong := Form{Values: map[string]string{"username": "ines duarte", "email": "ines@", "full_name": "Inês"}, Problems: map[string]string{
		"username": "Use letters a to z, digits, underscores and single full stops; a full stop can't be first or last.",
		"email":    "This is not an email address. It should look like name@example.org.",
		"password": "A password needs at least 8 characters."}}
	fine := Form{Values: map[string]string{"username": "ines.duarte", "full_name": "Inês Duarte", "bio": c.Viewer.Bio,
		"website": c.Viewer.Website}}

	older := func(page string) string { return WithQuery(DevViewsPath, "page", page) }
	postRow := s.post(1, 0)
	postRow.MayComment = true
	wide := PostDetail{Discussion: Discussion{Post: postRow, Comments: s.talk(postRow), Older: older("post-earlier")}, More: s.posts(6)}
	album := s.album(0, 8, 2, 4)
	album.MayComment = true
	tall := PostDetail{Discussion: Discussion{Post: album}, More: s.posts(6)}
	tall.Form.Problems = map[string]string{"text": "Write something first."}

	own := ProfileDetail{Profile: account.Profile{User: *s.user(0), PostsVisible: true}, Own: true, Grid: Grid{Posts: s.posts(10)}}
	closed := ProfileDetail{Profile: account.Profile{User: *s.user(3),
		Relationship: access.Relationship{Outgoing: "requested", Incoming: "requested", TargetPrivate: true}}}
	other := ProfileDetail{Profile: account.Profile{User: *s.user(1), PostsVisible: true,
		Relationship: access.Relationship{Incoming: "follows"}}, Grid: Grid{Posts: s.posts(7), Older: older("explore-older")}}
	fresh := ProfileDetail{Profile: account.Profile{User: account.User{ID: c.Viewer.ID, Username: c.Viewer.Username},
		PostsVisible: true}, Own: true}

	publishing := s.album(0, 0, 4, 8)
	publishing.State = post.Publishing
	publishing.Items[1].State, publishing.Items[1].RenderKey = "pending", ""
	publishing.Items[2].State, publishing.Items[2].RenderKey = "pending", ""
	failed := s.album(0, 0, 4)
	failed.State = post.Draft
	failed.Items[1] = s.media(4, "failed")

	drafts := s.posts(3)
	for i, state := range []post.State{post.Draft, post.Publishing, post.Scheduled} {
		drafts[i].State = state
	}
	drafts[1].CoverKey = ""

	archived := s.posts(4)
	for i := range archived {
		archived[i].State = post.Archived
	}

	accountRow := Account{EmailState: account.EmailState{Email: "ines@example.org", Verified: true,
		Pending: "ines.duarte@example.org"}, HasPassword: true, Tokens: 2, Apps: 1, About: "password",
		Form: Form{Problems: map[string]string{"current_password": "This is not your present password."}},
		Sessions: []Device{{Session: account.Session{Address: "192.0.2.7", SeenAt: c.Now}, Name: "Firefox on Linux", Current: true,
			ID: "a"},
			{Session: account.Session{Address: "198.51.100.20", SeenAt: c.Now.Add(-50 * time.Hour)}, Name: "Safari on iPhone", ID: "b"}}}
	connections := Connections{HasPassword: true, Names: providers, Available: providers[:1],
		Linked: []account.Identity{{Provider: "github", Subject: "7", Email: "ines@example.org"}}}
	upload := Upload{MaxBytes: 30 << 20,
		Files: []FileProblem{{"holiday.mov", "This is a video. Photos can be JPEG, PNG, WebP, HEIC, AVIF or GIF."}}}
	flashed := c
	flashed.Flash = &Flash{Kind: "ok", Text: "Your changes are saved."}
	refused := c
	refused.Flash = &Flash{Kind: "error", Text: "The post could not be deleted. Try again."}

	confirm, _ := MailFor(account.MailVerify, Letter{Site: "Photogram", Base: "https://example.org", Username: "ines.duarte", Token: "abc"})
	covers := s.covers()
	coast := CollectionDetail{Collection: covers[0], Grid: Grid{Posts: s.posts(7)}}
	empty := CollectionDetail{Collection: saved.CollectionView{Collection: saved.Collection{UserID: c.Viewer.ID, ID: s.id(),
		Name: "For later"}, Owner: s.author(0)}}
	nameless := Form{Problems: map[string]string{"name": "Give the collection a name."}}
	undone := c
	undone.Flash = &Flash{Kind: "ok", Text: "No longer saved, and out of your collections.",
		Undo: &Undo{Path: PostActionPath(postRow.ID, "save"), Fields: map[string]string{"was": "1:2"}}}
	choices := []saved.CollectionChoice{{ID: 11, Name: "Coast", Has: true}, {ID: 12, Name: "أماكن"},
		{ID: 13, Name: "Rooms with one window and nobody in them, please and thanks"}}

	return append(append(s.talkPages(c), s.developerPages(c)...), []samplePage{
		{"saved", SavedPage(undone, Saved{Collections: covers, Grid: Grid{Posts: s.posts(8)}})},
		{"saved-empty", SavedPage(c, Saved{})},
		{"collections", CollectionsPage(c, Collections{List: covers, Older: older("collections-empty")})},
		{"collections-empty", CollectionsPage(c, Collections{Form: nameless})},
		{"collection", CollectionPage(c, coast)},
		{"collection-empty", CollectionPage(c, empty)},
		{"collection-edit", CollectionEditPage(c,
			CollectionEdit{Collection: covers[0],
				Form: Form{Values: map[string]string{"name": covers[0].Name, "description": covers[0].Description}}})},
		{"collection-edit-wrong", CollectionEditPage(c, CollectionEdit{Collection: empty.Collection, Form: nameless})},
		{"arrange", ArrangePage(c, coast)},
		{"arrange-empty", ArrangePage(c, empty)},
		{"collect", CollectPage(c, Collect{Post: postRow, Choices: choices})},
		{"collect-first", CollectPage(c, Collect{Post: postRow, Form: nameless})},
		{"shared", SharedPage(visitor, coast)},
		{"shared-own", SharedPage(c, coast)},
		{"shared-empty", SharedPage(visitor, empty)},
		{"embed", EmbedPage(visitor, postRow)},
		{"embed-album", EmbedPage(visitor, s.album(2, 8, 2, 4))},
		{"embed-gone", EmbedGonePage(visitor)},
		{"embed-code", EmbedCodePage(c, postRow)},
		{"landing", LandingPage(visitor, Landing{Posts: s.posts(9), Providers: providers[:1]})},
		{"landing-empty", LandingPage(visitor, Landing{})},
		{"home", HomePage(c, Feed{Posts: s.posts(7), First: true, Older: older("home-older"), Suggested: s.suggestions()})},
		{"home-older", HomePage(c, Feed{Posts: s.posts(6), Older: older("home-end")})},
		{"home-end", HomePage(flashed, Feed{Posts: s.posts(2)})},
		{"home-empty", HomePage(c, Feed{First: true, Suggested: s.suggestions()})},
		{"post", PostPage(c, wide)},
		{"post-earlier", PostPage(c, PostDetail{Discussion: Discussion{Post: postRow, Comments: s.talk(postRow)}})},
		{"post-album", PostPage(c, tall)},
		{"post-visitor", PostPage(visitor, wide)},
		{"profile", ProfilePage(c, own)},
		{"profile-other", ProfilePage(stranger, other)},
		{"profile-private", ProfilePage(c, closed)},
		{"profile-empty", ProfilePage(c, fresh)},
		{"people", PeoplePage(c, People{Heading: "Followers of Inês Duarte", Back: ProfilePath("ines.duarte"), People: s.rows(),
			Older: older("people-older")})},
		{"people-older", PeoplePage(c, People{Heading: "Followers of Inês Duarte", People: s.rows()})},
		{"people-empty", PeoplePage(c, People{Heading: "Liked by", Back: PostPath(postRow.ID), Empty: "Nobody likes this yet."})},
		{"home-caught-up", HomePage(c, s.caughtUp())},
		{"suggestions", SuggestionsPage(c, s.suggestions())},
		{"privacy", PrivacyPage(c, Privacy{IsPrivate: true})},
		{"close-friends", PeopleSettingsPage(c,
			PeopleSettings{People: People{Heading: "Close friends", People: s.rows()[:3], Action: "unfriend"}, Add: "close-friend",
				Path: CloseFriendsPath, Query: "in", Found: s.rows()[3:], Hint: "Only they see what you share with close friends."})},
		{"blocked-empty", PeopleSettingsPage(c,
			PeopleSettings{People: People{Heading: "Blocked accounts", Action: "unblock", Empty: "You block nobody."}})},
		{"muted-words", MutedWordsPage(c, MutedWords{Words: []people.MutedWord{{Word: "spoiler"}, {Word: "#throwback"},
			{Word: "الكلمة"}}})},
		{"archive", ArchivePage(c, Grid{Posts: archived})},
		{"notifications", NotificationsPage(noticed(c, 4), s.notifications(""))},
		{"notifications-follows", NotificationsPage(noticed(c, 0), s.notifications("follows"))},
		{"notifications-empty", NotificationsPage(c, Notifications{First: true})},
		{"inbox", InboxPage(noticed(c, 4), s.inbox())},
		{"inbox-empty", InboxPage(c, Inbox{First: true})},
		{"conversation", ConversationPage(c, s.conversation(false))},
		{"conversation-over", ConversationPage(c, s.conversation(true))},
		{"notification-settings", NotificationSettingsPage(c,
			NotificationSettings{Who: map[activity.Kind]string{activity.ActLike: account.FromFollowing,
				activity.ActFollow: account.FromNobody}})},
		{"requests", PeoplePage(c, People{Heading: "Follow requests", People: s.rows()[1:], Request: true})},
		{"search", SearchPage(c, Search{Query: "in", Remember: true, People: s.rows()[:3],
			Tags:   []index.Tag{{Name: "ink", MediaCount: 7}, {Name: "interior", MediaCount: 12_004}},
			Places: []index.Place{{ID: 1, Name: "Innsbruck", MediaCount: 31}}, Posts: Grid{Posts: s.posts(6)}})},
		{"search-posts", SearchPage(c, Search{Query: "mountaim", Kind: "posts", Instead: "mountain",
			Posts: Grid{Posts: s.posts(9), Older: older("explore-older")}})},
		{"search-start", SearchPage(c, Search{Remember: true, History: s.searched()})},
		{"search-fresh", SearchPage(visitor, Search{})},
		{"search-nothing", SearchPage(c, Search{Query: "xyzzy", Kind: "people"})},
		{"search-problem", SearchPage(visitor,
			Search{Query: "a very long text", Problem: "This is too long: 101 characters, and at most 100 fit."})},
		{"tag", TagPage(visitor, TagDetail{Tag: discover.TagView{Tag: index.Tag{Name: "longexposure", MediaCount: 9,
			FollowersCount: 3}}, Related: s.tags(), Grid: Grid{Posts: s.posts(9)}})},
		{"tag-top", TagPage(c, TagDetail{Tag: discover.TagView{Tag: index.Tag{Name: "غروب", MediaCount: 9}, Followed: true},
			Top: true, Grid: Grid{Posts: s.posts(9)}})},
		{"tag-empty", TagPage(c, TagDetail{Tag: discover.TagView{Tag: index.Tag{Name: "unused"}}})},
		{"tags", TagsPage(c, FollowedTags{Tags: s.followedTags(), Older: older("tags")})},
		{"tags-empty", TagsPage(c, FollowedTags{})},
		{"place", PlacePage(c, s.place())},
		{"place-empty", PlacePage(visitor, PlaceDetail{Place: index.Place{ID: 3, Name: "An island"}})},
		{"explore", ExplorePage(c, Grid{Posts: s.posts(20), Older: older("explore-older")})},
		{"explore-older", ExplorePage(c, Grid{Posts: s.posts(9)})},
		{"explore-empty", ExplorePage(visitor, Grid{})},
		{"upload", UploadPage(c, Upload{MaxBytes: 30 << 20, Video: post.VideoLimit{Bytes: 200 << 20, Duration: 90 * time.Second}})},
		{"upload-refused", UploadPage(c, upload)},
		{"edit", EditorPage(c, s.editor(post.Draft, 2, 8, 5))},
		{"edit-one", EditorPage(c, s.editor(post.Draft, 5))},
		{"edit-scheduled", EditorPage(c, s.scheduledEditor())},
		{"edit-published", EditorPage(refused, s.editor(post.Published, 8))},
		{"story-new", StoryNewPage(c, Upload{MaxBytes: 30 << 20, Video: post.VideoLimit{Bytes: 200 << 20, Duration: 90 * time.Second}})},
		{"story-refused", StoryNewPage(c, Upload{Draft: &postRow,
			Form: Form{Problems: map[string]string{"file": "A video in a story has at most 60 seconds; surf.mp4 has 75."}}})},
		{"compose", ComposerPage(c, s.composer("image"))},
		{"compose-text", ComposerPage(c, s.composer("text"))},
		{"story-status", StoryStatusPage(c, s.composer("image").Story)},
		{"story-plan", StoryPlanPage(c, StoryPlan{Story: s.composer("image").Story, Zone: "Europe/Lisbon"})},
		{"drafts", DraftsPage(c, Grid{Posts: drafts}, nil)},
		{"drafts-empty", DraftsPage(c, Grid{}, nil)},
		{"status", StatusPage(c, publishing)},
		{"status-video", StatusPage(c, s.publishingVideo())},
		{"edit-video", EditorPage(c, s.videoEditor())},
		{"captions", CaptionsPage(c, s.video(2, 6, "ready"), s.video(2, 6, "ready").Items[0], Form{})},
		{"status-failed", StatusPage(c, failed)},
		{"login", LoginPage(visitor, Login{Providers: providers, Next: "/explore"})},
		{"login-wrong", LoginPage(visitor, Login{Form: Form{Values: map[string]string{"login": "ines"},
			Problem: "This username or email and password don't match."}})},
		{"signup", SignupPage(visitor, Login{Form: fine})},
		{"signup-wrong", SignupPage(visitor, Login{Form: wrong, Providers: providers[:1]})},
		{"forgot", ForgotPage(visitor, Settings{})},
		{"forgot-sent", ForgotSentPage(visitor)},
		{"reset", ResetPage(visitor, Settings{Form: Form{Values: map[string]string{"token": "t"}}})},
		{"finish", FinishPage(visitor, Finish{Provider: "GitHub", Form: fine})},
		{"settings", SettingsPage(c, Settings{Form: fine})},
		{"settings-wrong", SettingsPage(c, Settings{Form: wrong})},
		{"account", AccountPage(c, accountRow)},
		{"leave", LeavePage(c, Leave{HasPassword: true, Until: c.Now.Add(account.LeaveGrace),
			Form: Form{Problems: map[string]string{"current_password": "This is not your present password."}}})},
		{"leave-provider", LeavePage(c, Leave{Providers: providers, Until: c.Now.Add(account.LeaveGrace)})},
		{"connections", ConnectionsPage(c, connections)},
		{"connections-none", ConnectionsPage(c, Connections{})},
		{"error-404", ErrorPage(visitor, Failure{Status: 404, RequestID: "01HZX3K7"})},
		{"error-403", ErrorPage(c, Failure{Status: 403})},
		{"error-429", ErrorPage(c, Failure{Status: 429})},
		{"error-500", ErrorPage(c, Failure{Status: 500, RequestID: "01HZX3K7"})},
		{"error-503", ErrorPage(visitor, Failure{Status: 503})},
		{"reference", ReferencePage(visitor, sampleReference())},
		{"guide-first-photo", FirstPhotoPage(visitor)},
		{"guide-log-in", LoginGuidePage(c)},
		{"guide-moving", MovingGuidePage(visitor)},
		{"credits", CreditsPage(visitor, sampleCredits())},
		{"mail", DevMailPage(c, []MailMessage{{ID: "1", To: "ines@example.org", Subject: "Confirm your address for Photogram", At: c.Now,
			Text: confirm.Text}})},
		{"mail-empty", DevMailPage(c, nil)},
	}...)
}

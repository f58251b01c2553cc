package sample

import (
	"net/url"
	"slices"
	"time"

	"photogram/models/access"
	"photogram/models/account"
	"photogram/models/activity"
	"photogram/models/discover"
	"photogram/models/index"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/saved"
	"photogram/models/subscription"
	"photogram/urls"
	accountview "photogram/views/account"
	commentview "photogram/views/comment"
	developerview "photogram/views/developer"
	discoverview "photogram/views/discover"
	editorview "photogram/views/editor"
	homeview "photogram/views/home"
	mailview "photogram/views/mail"
	notifyview "photogram/views/notify"
	peopleview "photogram/views/people"
	postview "photogram/views/post"
	savedview "photogram/views/saved"
	storyview "photogram/views/story"
	"photogram/views/ui"
)

// samplePages are all pages of the site with made-up data.
func samplePages(c ui.Chrome) []samplePage {
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
	stranger.Viewer = s.viewer(5)
	providers := []accountview.Provider{{ID: "google", Name: "Google"}, {ID: "github", Name: "GitHub"}}
	wrong := ui.Form{Values: map[string]string{"username": "ines duarte", "email": "ines@", "full_name": "Inês"},
		Problems: map[string]string{
			"username": "Use letters a to z, digits, underscores and single full stops; a full stop can't be first or last.",
			"email":    "This is not an email address. It should look like name@example.org.",
			"password": "A password needs at least 8 characters."}}
	fine := ui.Form{Values: map[string]string{"username": "ines.duarte", "full_name": "Inês Duarte", "bio": c.Viewer.Bio,
		"website": c.Viewer.Website}}

	older := func(page string) string { return urls.WithQuery(urls.DevViews, "page", page) }
	postRow := s.post(1, 0)
	postRow.MayComment = true
	wide := postview.PostDetail{Discussion: commentview.Discussion{Post: postRow, Comments: s.talk(postRow),
		Older: older("post-earlier")}, More: s.posts(6)}
	album := s.album(0, 8, 2, 4)
	album.MayComment = true
	tall := postview.PostDetail{Discussion: commentview.Discussion{Post: album}, More: s.posts(6)}
	tall.Form.Problems = map[string]string{"text": "Write something first."}

	own := peopleview.ProfileDetail{Profile: account.Profile{User: *s.user(0), PostsVisible: true}, Own: true,
		Grid: ui.Grid{Posts: s.posts(10)}}
	closed := peopleview.ProfileDetail{Profile: account.Profile{User: *s.user(3),
		Relationship: access.Relationship{Outgoing: access.Requested, Incoming: access.Requested, TargetPrivate: true}}}
	other := peopleview.ProfileDetail{Profile: account.Profile{User: *s.user(1), PostsVisible: true,
		Relationship: access.Relationship{Incoming: "follows"}}, Grid: ui.Grid{Posts: s.posts(7), Older: older("explore-older")}}
	fresh := peopleview.ProfileDetail{Profile: account.Profile{User: account.User{ID: c.Viewer.ID, Username: c.Viewer.Username},
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

	accountRow := accountview.Account{EmailState: account.EmailState{Email: "ines@example.org", Verified: true,
		Pending: "ines.duarte@example.org"}, HasPassword: true, Tokens: 2, Apps: 1, About: "password",
		Form: ui.Form{Problems: map[string]string{"current_password": "This is not your present password."}},
		Sessions: []accountview.Device{{Session: account.Session{Address: "192.0.2.7", SeenAt: c.Now}, Name: "Firefox on Linux",
			Current: true,
			ID:      "a"},
			{Session: account.Session{Address: "198.51.100.20", SeenAt: c.Now.Add(-50 * time.Hour)}, Name: "Safari on iPhone", ID: "b"}}}
	connections := accountview.Connections{HasPassword: true, Names: providers, Available: providers[:1],
		Linked: []account.Identity{{Provider: "github", Subject: "7", Email: "ines@example.org"}}}
	upload := editorview.Upload{MaxBytes: 30 << 20,
		Files: []editorview.FileProblem{{Name: "holiday.mov",
			Message: "This is a video. Photos can be JPEG, PNG, WebP, HEIC, AVIF or GIF."}}}
	flashed := c
	flashed.Flash = &ui.Flash{Kind: "ok", Text: "Your changes are saved."}
	refused := c
	refused.Flash = &ui.Flash{Kind: "error", Text: "The post could not be deleted. Try again."}

	confirm, _ := mailview.MailFor(account.MailVerify,
		mailview.Letter{Site: "Photogram", Base: "https://example.org", Username: "ines.duarte", Token: "abc"})
	covers := s.covers()
	coast := savedview.CollectionDetail{Collection: covers[0], Grid: ui.Grid{Posts: s.posts(7)}}
	empty := savedview.CollectionDetail{Collection: saved.CollectionView{Collection: saved.Collection{UserID: c.Viewer.ID, ID: s.id(),
		Name: "For later"}, Owner: s.author(0)}}
	nameless := ui.Form{Problems: map[string]string{"name": "Give the collection a name."}}
	undone := c
	undone.Flash = &ui.Flash{Kind: "ok", Text: "No longer saved, and out of your collections.",
		Undo: &ui.Undo{Path: urls.PostAction(postRow.ID, "save"), Fields: map[string]string{"was": "1:2"}}}
	choices := []saved.CollectionChoice{{ID: 11, Name: "Coast", Has: true}, {ID: 12, Name: "أماكن"},
		{ID: 13, Name: "Rooms with one window and nobody in them, please and thanks"}}

	return append(slices.Concat(s.talkPages(c), s.inboxPages(c), s.developerPages(c), s.insightPages(c), s.orderPages(c),
		s.shopPages(c)), []samplePage{
		{"saved", savedview.SavedPage(undone, savedview.Saved{Collections: covers, Grid: ui.Grid{Posts: s.posts(8)}})},
		{"saved-empty", savedview.SavedPage(c, savedview.Saved{})},
		{"collections", savedview.CollectionsPage(c, savedview.Collections{List: covers, Older: older("collections-empty")})},
		{"collections-empty", savedview.CollectionsPage(c, savedview.Collections{Form: nameless})},
		{"collection", savedview.CollectionPage(c, coast)},
		{"collection-empty", savedview.CollectionPage(c, empty)},
		{"collection-edit", savedview.CollectionEditPage(c,
			savedview.CollectionEdit{Collection: covers[0],
				Form: ui.Form{Values: map[string]string{"name": covers[0].Name, "description": covers[0].Description}}})},
		{"collection-edit-wrong", savedview.CollectionEditPage(c, savedview.CollectionEdit{Collection: empty.Collection, Form: nameless})},
		{"arrange", savedview.ArrangePage(c, coast)},
		{"arrange-empty", savedview.ArrangePage(c, empty)},
		{"collect", savedview.CollectPage(c, savedview.Collect{Post: postRow, Choices: choices})},
		{"collect-first", savedview.CollectPage(c, savedview.Collect{Post: postRow, Form: nameless})},
		{"shared", savedview.SharedPage(visitor, coast)},
		{"shared-own", savedview.SharedPage(c, coast)},
		{"shared-empty", savedview.SharedPage(visitor, empty)},
		{"embed", postview.EmbedPage(visitor, postRow)},
		{"embed-album", postview.EmbedPage(visitor, s.album(2, 8, 2, 4))},
		{"embed-gone", postview.EmbedGonePage(visitor)},
		{"embed-code", postview.EmbedCodePage(c, postRow)},
		{"landing", homeview.LandingPage(visitor, homeview.Landing{Posts: s.posts(9), Providers: providers[:1]})},
		{"landing-empty", homeview.LandingPage(visitor, homeview.Landing{})},
		{"home", homeview.HomePage(c, homeview.Feed{Posts: s.posts(7), First: true, Older: older("home-older"),
			Suggested: s.suggestions(), Photos: s.suggestedPhotos()})},
		{"home-older", homeview.HomePage(c, homeview.Feed{Posts: s.posts(6), Older: older("home-end")})},
		{"home-end", homeview.HomePage(flashed, homeview.Feed{Posts: s.posts(2)})},
		{"home-empty", homeview.HomePage(c, homeview.Feed{First: true, Suggested: s.suggestions(), Photos: s.suggestedPhotos()})},
		{"post", postview.PostPage(c, wide)},
		{"post-earlier", postview.PostPage(c,
			postview.PostDetail{Discussion: commentview.Discussion{Post: postRow, Comments: s.talk(postRow)}})},
		{"post-album", postview.PostPage(c, tall)},
		{"post-visitor", postview.PostPage(visitor, wide)},
		{"profile", peopleview.ProfilePage(c, own)},
		{"profile-other", peopleview.ProfilePage(stranger, other)},
		{"profile-private", peopleview.ProfilePage(c, closed)},
		{"profile-empty", peopleview.ProfilePage(c, fresh)},
		{"people", peopleview.PeoplePage(c, peopleview.People{Heading: "Followers of Inês Duarte",
			Back: urls.Profile("ines.duarte"), People: s.rows(),
			Older: older("people-older")})},
		{"people-older", peopleview.PeoplePage(c, peopleview.People{Heading: "Followers of Inês Duarte", People: s.rows()})},
		{"people-empty", peopleview.PeoplePage(c,
			peopleview.People{Heading: "Liked by", Back: urls.Post(postRow.ID), Empty: "Nobody likes this yet."})},
		{"home-caught-up", homeview.HomePage(c, s.caughtUp())},
		{"suggestions", peopleview.SuggestionsPage(c, s.suggestions(), s.suggestedPhotos())},
		{"privacy", peopleview.PrivacyPage(c, peopleview.Privacy{IsPrivate: true})},
		{"close-friends", peopleview.PeopleSettingsPage(c,
			peopleview.PeopleSettings{People: peopleview.People{Heading: "Close friends", People: s.rows()[:3], Action: "unfriend"},
				Add:  "close-friend",
				Path: urls.CloseFriends, Query: "in", Found: s.rows()[3:], Hint: "Only they see what you share with close friends."})},
		{"blocked-empty", peopleview.PeopleSettingsPage(c,
			peopleview.PeopleSettings{People: peopleview.People{Heading: "Blocked accounts", Action: "unblock",
				Empty: "You block nobody."}})},
		{"muted-words", peopleview.MutedWordsPage(c,
			peopleview.MutedWords{Words: []people.MutedWord{{Word: "spoiler"}, {Word: "#throwback"},
				{Word: "الكلمة"}}})},
		{"archive", postview.ArchivePage(c, ui.Grid{Posts: archived})},
		{"notifications", notifyview.NotificationsPage(noticed(c, 4), s.notifications(""))},
		{"notifications-follows", notifyview.NotificationsPage(noticed(c, 0), s.notifications("follows"))},
		{"notifications-empty", notifyview.NotificationsPage(c, notifyview.Notifications{First: true})},
		{"notification-settings", notifyview.NotificationSettingsPage(c,
			notifyview.NotificationSettings{Who: map[activity.Kind]string{activity.ActLike: account.FromFollowing,
				activity.ActFollow: account.FromNobody}})},
		{"push-settings", notifyview.PushPage(c, notifyview.PushSettings{
			Quiet: subscription.Quiet{On: true, From: 1320, To: 420, Zone: "Europe/Lisbon"},
			Devices: []subscription.Subscription{{ID: 1, State: subscription.On, Activities: []string{"comments", "messages"},
				CreatedAt: c.Now.Add(-26 * time.Hour)}, {ID: 2, State: subscription.Gone, Problem: "This browser is not there any more.",
				Activities: []string{"likes"}, CreatedAt: c.Now.Add(-900 * time.Hour)}}})},
		{"push-settings-new", notifyview.PushPage(c, notifyview.PushSettings{})},
		{"requests", peopleview.PeoplePage(c, peopleview.People{Heading: "Follow requests", People: s.rows()[1:], Request: true})},
		{"search", discoverview.SearchPage(c, discoverview.Search{Query: "in", Remember: true, People: s.rows()[:3],
			Tags:   []index.Tag{{Name: "ink", MediaCount: 7}, {Name: "interior", MediaCount: 12_004}},
			Places: []index.Place{{ID: 1, Name: "Innsbruck", MediaCount: 31}}, Posts: ui.Grid{Posts: s.posts(6)}})},
		{"search-posts", discoverview.SearchPage(c, discoverview.Search{Query: "mountaim", Kind: "posts", Instead: "mountain",
			Posts: ui.Grid{Posts: s.posts(9), Older: older("explore-older")}})},
		{"search-start", discoverview.SearchPage(c, discoverview.Search{Remember: true, History: s.searched()})},
		{"search-fresh", discoverview.SearchPage(visitor, discoverview.Search{})},
		{"search-nothing", discoverview.SearchPage(c, discoverview.Search{Query: "xyzzy", Kind: "people"})},
		{"search-problem", discoverview.SearchPage(visitor,
			discoverview.Search{Query: "a very long text", Problem: "This is too long: 101 characters, and at most 100 fit."})},
		{"tag", discoverview.TagPage(visitor,
			discoverview.TagDetail{Tag: discover.TagView{Tag: index.Tag{Name: "longexposure", MediaCount: 9,
				FollowersCount: 3}}, Related: s.tags(), Grid: ui.Grid{Posts: s.posts(9)}})},
		{"tag-top", discoverview.TagPage(c, discoverview.TagDetail{Tag: discover.TagView{Tag: index.Tag{Name: "غروب",
			MediaCount: 9}, Followed: true},
			Top: true, Grid: ui.Grid{Posts: s.posts(9)}})},
		{"tag-empty", discoverview.TagPage(c, discoverview.TagDetail{Tag: discover.TagView{Tag: index.Tag{Name: "unused"}}})},
		{"tags", discoverview.TagsPage(c, discoverview.FollowedTags{Tags: s.followedTags(), Older: older("tags")})},
		{"tags-empty", discoverview.TagsPage(c, discoverview.FollowedTags{})},
		{"place", discoverview.PlacePage(c, s.place())},
		{"place-empty", discoverview.PlacePage(visitor, discoverview.PlaceDetail{Place: index.Place{ID: 3, Name: "An island"}})},
		{"explore", discoverview.ExplorePage(c, ui.Grid{Posts: s.posts(20), Older: older("explore-older")})},
		{"explore-older", discoverview.ExplorePage(c, ui.Grid{Posts: s.posts(9)})},
		{"explore-empty", discoverview.ExplorePage(visitor, ui.Grid{})},
		{"upload", editorview.UploadPage(c, editorview.Upload{MaxBytes: 30 << 20,
			Video: post.VideoLimit{Bytes: 200 << 20, Duration: 90 * time.Second}})},
		{"upload-refused", editorview.UploadPage(c, upload)},
		{"edit", editorview.EditorPage(c, s.editor(post.Draft, 2, 8, 5))},
		{"edit-one", editorview.EditorPage(c, s.editor(post.Draft, 5))},
		{"edit-scheduled", editorview.EditorPage(c, s.scheduledEditor())},
		{"edit-published", editorview.EditorPage(refused, s.editor(post.Published, 8))},
		{"story-new", storyview.StoryNewPage(c,
			editorview.Upload{MaxBytes: 30 << 20, Video: post.VideoLimit{Bytes: 200 << 20, Duration: 90 * time.Second}})},
		{"story-refused", storyview.StoryNewPage(c, editorview.Upload{Draft: &postRow,
			Form: ui.Form{Problems: map[string]string{"file": "A video in a story has at most 60 seconds; surf.mp4 has 75."}}})},
		{"compose", storyview.ComposerPage(c, s.composer("image"))},
		{"compose-text", storyview.ComposerPage(c, s.composer("text"))},
		{"story-status", storyview.StoryStatusPage(c, s.composer("image").Story)},
		{"story-plan", storyview.StoryPlanPage(c, storyview.StoryPlan{Story: s.composer("image").Story, Zone: "Europe/Lisbon"})},
		{"drafts", discoverview.DraftsPage(c, ui.Grid{Posts: drafts}, nil)},
		{"drafts-empty", discoverview.DraftsPage(c, ui.Grid{}, nil)},
		{"status", postview.StatusPage(c, publishing)},
		{"status-video", postview.StatusPage(c, s.publishingVideo())},
		{"edit-video", editorview.EditorPage(c, s.videoEditor())},
		{"captions", postview.CaptionsPage(c, s.video(2, 6, "ready").Items[0], ui.Form{})},
		{"status-failed", postview.StatusPage(c, failed)},
		{"login", accountview.LoginPage(visitor, accountview.Login{Providers: providers, Next: "/explore"})},
		{"login-wrong", accountview.LoginPage(visitor, accountview.Login{Form: ui.Form{Values: map[string]string{"login": "ines"},
			Problem: "This username or email and password don't match."}})},
		{"signup", accountview.SignupPage(visitor, accountview.Login{Form: fine})},
		{"signup-wrong", accountview.SignupPage(visitor, accountview.Login{Form: wrong, Providers: providers[:1]})},
		{"forgot", accountview.ForgotPage(visitor, ui.Settings{})},
		{"forgot-sent", accountview.ForgotSentPage(visitor)},
		{"reset", accountview.ResetPage(visitor, ui.Settings{Form: ui.Form{Values: map[string]string{"token": "t"}}})},
		{"finish", accountview.FinishPage(visitor, accountview.Finish{Provider: "GitHub", Form: fine})},
		{"settings", accountview.SettingsPage(c, ui.Settings{Form: fine})},
		{"settings-wrong", accountview.SettingsPage(c, ui.Settings{Form: wrong})},
		{"account", accountview.AccountPage(c, accountRow)},
		{"leave", accountview.LeavePage(c, accountview.Leave{HasPassword: true, Until: c.Now.Add(account.LeaveGrace),
			Form: ui.Form{Problems: map[string]string{"current_password": "This is not your present password."}}})},
		{"leave-provider", accountview.LeavePage(c, accountview.Leave{Providers: providers, Until: c.Now.Add(account.LeaveGrace)})},
		{"connections", accountview.ConnectionsPage(c, connections)},
		{"connections-none", accountview.ConnectionsPage(c, accountview.Connections{})},
		{"error-404", ui.ErrorPage(visitor, ui.Failure{Status: 404, RequestID: "01HZX3K7"})},
		{"error-403", ui.ErrorPage(c, ui.Failure{Status: 403})},
		{"error-429", ui.ErrorPage(c, ui.Failure{Status: 429})},
		{"error-500", ui.ErrorPage(c, ui.Failure{Status: 500, RequestID: "01HZX3K7"})},
		{"error-503", ui.ErrorPage(visitor, ui.Failure{Status: 503})},
		{"reference", developerview.ReferencePage(visitor, sampleReference())},
		{"reference-calls", developerview.CallsPage(visitor, sampleReference(), &sampleReference().Groups[0])},
		{"reference-shapes", developerview.ShapesPage(visitor, sampleReference())},
		{"reference-shape", developerview.ShapePage(visitor, sampleReference(), &sampleReference().Shapes[0])},
		{"guide-first-photo", developerview.FirstPhotoPage(visitor)},
		{"guide-log-in", developerview.LoginGuidePage(c)},
		{"guide-moving", developerview.MovingGuidePage(visitor)},
		{"guide-webhooks", developerview.WebhookGuidePage(visitor)},
		{"credits", ui.CreditsPage(visitor, sampleCredits())},
		{"mail", mailview.DevMailPage(c, []mailview.MailMessage{{ID: "1", To: "ines@example.org",
			Subject: "Confirm your address for Photogram", At: c.Now,
			Text: confirm.Text}})},
		{"mail-empty", mailview.DevMailPage(c, nil)},
	}...)
}

// Package views turns models into HTML. It receives all it shows, fetches
// nothing, and owns every address of the site.
package views

import (
	"encoding/json"
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/feed"
	"photogram/models/people"
	"photogram/models/post"
	"photogram/models/story"
)

// Chrome is what surrounds a page.
type Chrome struct {
	SiteName    string
	BaseURL     string
	Path        string // of this page, with its query
	Title       string // without the site's name
	Description string
	Viewer      *account.User // nil for anonymous visitors
	Theme       string        // "", "light" or "dark"
	Nonce       string
	Dev         bool
	SignupsOpen bool
	NoIndex     bool
	Graph       *Graph
	Alternates  []Alternate
	Data        any // what the page is about, in the words of schema.org
	Flash       *Flash
	Files       Files
	Now         time.Time

	page page
}

// Alternate is another form of the page, for programs to find.
type Alternate struct{ Type, Title, URL string }

// Graph is what other sites show of a link to this page (Open Graph).
type Graph struct {
	Type, URL, Image, ImageAlt string
	ImageWidth, ImageHeight    int
	More                       []Property // that belong to the type
}

// Property is a property of a Graph, such as article:author.
type Property struct{ Name, Value string }

// Flash is a message about what just happened. Undo, if set, takes it back.
type Flash struct {
	Kind string // "ok" or "error"
	Text string
	Undo *Undo `json:",omitempty"`
}

// Undo is a form that takes back what just happened.
type Undo struct {
	Path   string
	Fields map[string]string
}

// Form is what a person sent and what is wrong with it.
type Form struct {
	Values   map[string]string
	Problems map[string]string // by field name
	Problem  string            // about the form as a whole
}

// Provider is a login service that this site offers.
type Provider struct{ ID, Name string }

// Landing is the home page for visitors.
type Landing struct {
	Posts     []post.View
	Providers []Provider
}

// Feed is a page of posts in full, with the address of the next page or "".
type Feed struct {
	Tray      Tray // of the first page
	Posts     []post.View
	Older     string
	First     bool                // whether this is the top of the list
	Suggested []people.Suggestion // people to follow, on the first page
	Mark      feed.Mark
	Above     models.ID // the key of the post above this page; 0 on the first
}

// Grid is a page of posts as square tiles.
type Grid struct {
	Posts []post.View
	Older string
}

// PostDetail is a post's page. Comments are in the order of reading, oldest first.
type PostDetail struct {
	Post     post.View
	Pinned   []comment.View
	Comments []comment.View
	Older    string        // address of earlier comments
	Form     Form          // the comment being written
	ReplyTo  *comment.View // what it answers
	More     []post.View
}

// ProfileDetail is an account's page.
type ProfileDetail struct {
	Profile account.Profile
	Grid    Grid
	Own     bool
	// What is shown to those who are logged in.
	Ring       story.TrayEntry
	Highlights Highlights
}

// People is a list of accounts.
type People struct {
	Heading string
	Back    string // address of the page it belongs to
	People  []people.PersonRow
	Older   string
	Empty   string // what to say when there is nobody
	Request bool   // rows are follow requests, to approve or ignore
	Action  string // what rows offer instead of following: see rowActions, "unmute" and "follower"
}

// Upload is the page that takes photos.
type Upload struct {
	Draft    *post.View      // when photos are added to a draft
	Files    []FileProblem   // what was refused, and why
	MaxBytes int64           // of a photo
	Video    post.VideoLimit // zero where videos are not taken
	Story    bool            // whether the photos become stories
	Form     Form
}

// FileProblem is a photo that was refused.
type FileProblem struct{ Name, Message string }

// Editor is the page that edits a draft or a published post.
type Editor struct {
	Post  post.View
	Items []EditorItem
	Looks []EditorLook
	Form  Form
	Now   time.Time
}

// EditorItem is one photo with the edit in the form fields' terms.
type EditorItem struct {
	post.Media
	Recipe Recipe
	People []EditorPerson
}

// Recipe is an edit as the form shows it; names and ranges are those of the API.
type Recipe struct {
	Filter     string
	Strength   int
	Ratio      string // "", "1:1", "4:5", "16:9", "free"
	Crop       string // "x,y,w,h" as fractions, or ""
	Rotate     int
	FlipH      bool
	FlipV      bool
	Straighten float64
	// -100..100
	PerspectiveV, PerspectiveH int
	Adjust                     map[string]int // brightness, contrast, … by name
}

// EditorLook is a look in the strip.
type EditorLook struct {
	Name, Description string
	Grade             json.RawMessage // the compiled look at full strength, for the strip
	Definition        json.RawMessage // its parameters, for the live preview
}

// Login is the login page.
type Login struct {
	Form      Form
	Next      string // where to go afterwards, a path of this site
	Providers []Provider
}

// Finish is where somebody who came through a provider picks a username.
type Finish struct {
	Form     Form
	Provider string
}

// Settings is a settings page.
type Settings struct {
	Form Form
}

// Account is the settings page about logging in.
type Account struct {
	account.EmailState
	Form         Form
	About        string // the form that Form is, "email" or "password"; found out from Form when empty
	HasPassword  bool
	Proved       bool // they logged in a moment ago, which is asked of those without a password
	Sessions     []Device
	Tokens, Apps int // that work
	Storage      post.Storage
}

// Leave is the page on which an account is left.
type Leave struct {
	Form        Form
	HasPassword bool
	Proved      bool       // they logged in a moment ago, which is asked of those without a password
	Providers   []Provider // through which they can log in once more
	Until       time.Time  // when the account would be deleted
}

// Undone is the page that brings an address back.
type Undone struct{ Username, Token string }

// Device is a browser that is logged in.
type Device struct {
	account.Session
	Name    string // such as "Firefox on Linux"
	Current bool
	ID      string // for ending it
}

// Connections is the settings page about logging in through other services.
type Connections struct {
	Linked      []account.Identity
	Available   []Provider // not linked yet
	Names       []Provider // all that this site knows, for naming those linked
	HasPassword bool
	Problem     string
}

// Failure is an error's page.
type Failure struct {
	Status    int
	Title     string
	Message   string
	RequestID string
}

// MailMessage is a mail that was kept instead of sent.
type MailMessage struct {
	ID, To, Subject, Text string
	At                    time.Time
}

// Package ui has what pages of every subject are made of: the frame around a page,
// fields, pictures, people, lists, words for times and numbers. It receives all it
// shows, fetches nothing, and knows no subject's page.
package ui

import (
	"time"

	"photogram/models"
	"photogram/models/account"
	"photogram/models/post"
	"photogram/urls"
)

// Chrome is what surrounds a page.
type Chrome struct {
	SiteName    string
	BaseURL     string
	Path        string // of this page, with its query
	Title       string // without the site's name
	Description string
	Viewer      *account.Viewer // nil for anonymous visitors
	Theme       string          // "", "light" or "dark"
	Nonce       string
	Dev         bool
	SignupsOpen bool
	PushKey     string // of the site, for browsers
	NoIndex     bool
	Beside      *post.View // a photo beside the forms for getting in
	Graph       *Graph
	Alternates  []Alternate
	Data        any // what the page is about, in the words of schema.org
	Flash       *Flash
	Files       urls.Files
	Now         time.Time
	From        models.ID // the post that led here, or 0

	Page page
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

// Tab is one of the ways to see a page.
type Tab struct {
	Label, Path string
	Current     bool
}

// Form is what a person sent and what is wrong with it.
type Form struct {
	Values   map[string]string
	Problems map[string]string // by field name
	Problem  string            // about the form as a whole
	Revision string            // what it was made from, where changes from elsewhere are told
}

// Settings is a settings page.
type Settings struct {
	Form Form
}

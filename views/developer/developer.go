// Package developer shows the developer portal, consent of apps, the reference and
// the guides. It receives all it shows and fetches nothing.
package developer

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"photogram/models"
	"photogram/models/app"
	"photogram/text"
	"photogram/urls"
	"photogram/views/ui"
)

// Developers is the developer portal's first page.
type Developers struct {
	Apps  []app.App
	Older string
}

// AppForm makes an app, or changes one.
type AppForm struct {
	App  *app.App // nil for a new one
	Form ui.Form
}

func (d AppForm) action() string {
	if d.App == nil {
		return urls.NewApp
	}
	return urls.AppAction(d.App.ID, "edit")
}

// AppSecret shows a secret, once.
type AppSecret struct {
	App     app.App
	Secret  string
	Message string
}

// AppDetail is an app's page for its owner.
type AppDetail struct {
	App    app.App
	Tokens []MeteredToken // the newest that are live
	Form   ui.Form        // the icon's
}

// switches are the names of those that are on, and where the app hears of people who leave it.
func (d AppDetail) switches(ctx context.Context) []string {
	var out []string
	for _, s := range []struct {
		on  bool
		key string
	}{{d.App.SendIss, "developer.send-iss"}, {d.App.PublicReads, "developer.public-reads"}, {d.App.JSONP, "developer.jsonp"}} {
		if s.on {
			out = append(out, text.T(ctx, s.key))
		}
	}
	if d.App.DeauthorizeURL != "" {
		out = append(out, text.T(ctx, "developer.deauthorize")+": "+d.App.DeauthorizeURL)
	}
	if d.App.DataDeletionURL != "" {
		out = append(out, text.T(ctx, "developer.data-deletion")+": "+d.App.DataDeletionURL)
	}
	return out
}

// MeteredToken is a token with what it used of the hour's calls.
type MeteredToken struct {
	app.Token
	Used, Limit int
}

// AppLog is a page of an app's newest calls.
type AppLog struct {
	App   app.App
	Calls []app.Request
	First bool
	Older string
}

// Tokens is the page of personal tokens; Fresh is one that was just made.
type Tokens struct {
	Form  ui.Form
	List  []MeteredToken
	Fresh string
	Older string
}

// Console tries calls.
type Console struct {
	Calls            []ConsoleCall
	Call             string // the one chosen
	Path, Parameters string // as they were sent
}

// ConsoleCall is a call of the API.
type ConsoleCall struct{ Method, Path, Scope string }

// Name tells calls apart.
func (c ConsoleCall) Name() string { return c.Method + " " + c.Path }

// curl is the command line for the chosen call, with the token left to the reader.
func (d Console) curl(base string) string {
	method, path, _ := strings.Cut(d.Call, " ")
	if d.Path != "" {
		path = d.Path
	}
	values := url.Values{}
	for line := range strings.Lines(d.Parameters) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			values.Add(name, value)
		}
	}
	line := `curl -H "Authorization: Bearer $TOKEN"`
	address := base + "/v1" + path
	if method != "GET" {
		line += " -X " + method
	}
	if inQuery := method == "GET" || method == "DELETE"; inQuery && len(values) > 0 {
		address += "?" + values.Encode()
	} else if len(values) > 0 {
		line += " -d " + shellQuoted(values.Encode())
	}
	return line + " " + shellQuoted(address)
}

func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func shortID(id models.ID) string {
	if id == 0 {
		return "—"
	}
	return id.String()
}

// level is how an answer's status is coloured.
func level(status int) string {
	switch {
	case status >= 500:
		return "fault"
	case status >= 400:
		return "refused"
	}
	return "fine"
}

func number(n int) string { return strconv.Itoa(n) }

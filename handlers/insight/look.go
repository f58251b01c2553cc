package insight

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/insight"
	"photogram/models/tally"
	"photogram/text"
	"photogram/urls"
	insightview "photogram/views/insight"
	"photogram/views/ui"
	"photogram/web"
)

const (
	looksMost = 100              // in one request
	watchMost = 24 * 60 * 60_000 // milliseconds
)

// looks takes what a page was shown of: posts by their codes as seen, played as
// play, watched as watch (CODE.MILLISECONDS), skipped as skip, and links of
// accounts by their ids as link.
func (a Pages) looks(c *gin.Context) error {
	source, from := a.From(c)
	if from != 0 {
		source = tally.Elsewhere
	}
	if err := c.Request.ParseForm(); err != nil {
		return models.Invalidf("seen", "insight.wrong.send-what-was-seen-form")
	}
	var out []tally.Look
	for name, metric := range map[string]tally.Metric{"seen": tally.Views, "play": tally.Plays, "skip": tally.Skips,
		"watch": tally.WatchTime, "link": tally.LinkTaps} {
		for _, value := range c.Request.PostForm[name] {
			l, err := lookOf(name, value)
			if err != nil {
				return err
			}
			if l.Metric, l.Source = metric, source; name == "link" {
				l.Post = from
			}
			out = append(out, l)
		}
	}
	if len(out) > looksMost {
		return models.Invalidf("seen", "insight.wrong.at-most-things-can-counted", "looksMost", looksMost, "out", len(out))
	}
	a.Looked(c, web.ViewerID(c), out...)
	c.Status(http.StatusNoContent)
	return nil
}

func lookOf(name, value string) (l tally.Look, err error) {
	if name == "link" {
		if l.Owner, err = models.ParseID(value); err != nil {
			return l, models.Invalidf(name, "insight.wrong.not-id-account")
		}
		return l, nil
	}
	code, length, timed := strings.Cut(value, ".")
	if l.Post, err = models.ParseCode(code); err != nil || timed != (name == "watch") {
		return l, models.Invalidf(name, "insight.wrong.not-code-post")
	}
	if timed {
		if l.N, err = strconv.ParseInt(length, 10, 64); err != nil || l.N <= 0 || l.N > watchMost {
			return l, models.Invalidf(name, "insight.wrong.time-number-milliseconds-at-most", "watchMost", watchMost)
		}
	}
	return l, nil
}

func (a Pages) rules(c *gin.Context) error {
	return a.Page(c, http.StatusOK, insightview.RulesPage(a.Titled(c, text.T(page.Context(c), "insight.rules.title"))), nil)
}

func (a Pages) settings(c *gin.Context) error {
	set, err := insight.SettingsOf(page.Context(c), a.Store, web.ViewerID(c))
	if err != nil {
		return err
	}
	form := ui.Form{Values: map[string]string{}}
	if set.Counted {
		form.Values["counted"] = "on"
	}
	chrome := a.Titled(c, text.T(page.Context(c), "insight.settings.title"))
	return a.Page(c, http.StatusOK, insightview.SettingsPage(chrome, ui.Settings{Form: form}), nil)
}

func (a Pages) saveSettings(c *gin.Context) error {
	counted := c.PostForm("counted") != ""
	if err := insight.SetCounted(page.Context(c), a.Store, web.ViewerID(c), counted); err != nil {
		return err
	}
	return a.Done(c, urls.InsightSettings, text.T(page.Context(c), "insight.settings.saved"), nil)
}

package developer

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"photogram/handlers/page"
	"photogram/models"
	"photogram/models/app"
	"photogram/models/subscription"
	"photogram/text"
	"photogram/urls"
	developerview "photogram/views/developer"
	"photogram/views/ui"
	"photogram/web"
)

// appWebhooks lists what an app subscribed to.
func (a Pages) appWebhooks(c *gin.Context) error {
	row, err := a.ownApp(c)
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := subscription.OfApp(page.Context(c), a.Store, row.ID, before, page.PeoplePage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, text.T(page.Context(c), "webhook.of-app", "app", row.Name))
	d := developerview.Webhooks{App: row, List: list, Older: page.OlderURL(urls.AppAction(row.ID, "webhooks"), next)}
	return a.Page(c, http.StatusOK, developerview.WebhooksPage(chrome, d), developerview.WebhooksPart(chrome, d))
}

// webhooks lists those of one's own programs.
func (a Pages) webhooks(c *gin.Context) error {
	return a.showWebhooks(c, http.StatusOK, ui.Form{})
}

func (a Pages) showWebhooks(c *gin.Context, status int, form ui.Form) error {
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	list, next, err := subscription.List(page.Context(c), a.Store, subscription.Holder{UserID: web.ViewerID(c)}, before, page.PeoplePage)
	if err != nil {
		return err
	}
	chrome := a.PrivateChrome(c, "Webhooks")
	d := developerview.Webhooks{List: list, Form: form, Older: page.OlderURL(urls.Webhooks, next)}
	return a.Page(c, status, developerview.WebhooksPage(chrome, d), developerview.WebhooksPart(chrome, d))
}

func (a Pages) createWebhook(c *gin.Context) error {
	in := subscription.Input{Way: subscription.Webhook, Target: &subscription.Target{CallbackURL: c.PostForm("callback_url")},
		Check: a.Hooks.Check}
	for _, name := range subscription.ActivityNames() {
		if c.PostForm("activity."+name) != "" {
			in.Activities = append(in.Activities, name)
		}
	}
	sub, secret, err := subscription.Create(page.Context(c), a.Store, subscription.Holder{UserID: web.ViewerID(c)}, in)
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showWebhooks(c, status, form)
	}
	return a.showWebhookSecret(c, sub.Key(), secret, text.T(page.Context(c), "webhook.made-one"))
}

func (a Pages) showWebhookSecret(c *gin.Context, k subscription.Key, secret, message string) error {
	c.Header("Cache-Control", "no-store")
	return a.Page(c, http.StatusOK, developerview.WebhookSecretPage(a.PrivateChrome(c, "Secret"),
		developerview.WebhookSecret{Key: k.String(), Secret: secret, Message: message}), nil)
}

const deliveryPage = 20

func (a Pages) webhook(c *gin.Context) error { return a.showWebhook(c, http.StatusOK, ui.Form{}) }

func (a Pages) showWebhook(c *gin.Context, status int, form ui.Form) error {
	k, err := subscription.ParseKey(c.Param("webhook"))
	if err != nil {
		return err
	}
	before, err := web.Before(c)
	if err != nil {
		return err
	}
	sub, err := subscription.Managed(page.Context(c), a.Store, web.ViewerID(c), k)
	if err != nil {
		return err
	}
	d := developerview.Webhook{Subscription: *sub, Form: form, First: before == 0}
	if sub.AppID != 0 {
		if d.App, err = app.Own(page.Context(c), a.Store, web.ViewerID(c), sub.AppID); err != nil {
			return err
		}
	}
	var next models.ID
	if d.Deliveries, next, err = subscription.Deliveries(page.Context(c), a.Store, sub, before, deliveryPage); err != nil {
		return err
	}
	seqs := make([]models.ID, len(d.Deliveries))
	for i := range d.Deliveries {
		seqs[i] = d.Deliveries[i].Seq
	}
	if d.Attempts, err = subscription.Attempts(page.Context(c), a.Store, sub, seqs); err != nil {
		return err
	}
	d.Older = page.OlderURL(urls.Webhook(k.String()), next)
	chrome := a.PrivateChrome(c, "Webhook")
	return a.Page(c, status, developerview.WebhookPage(chrome, d), developerview.WebhookPart(chrome, d))
}

// onWebhook carries a command out on the webhook that the path names.
func (a Pages) onWebhook(c *gin.Context, message string, do func(models.ID, subscription.Key) error) error {
	k, err := subscription.ParseKey(c.Param("webhook"))
	if err != nil {
		return err
	}
	if err := do(web.ViewerID(c), k); err != nil {
		return err
	}
	return a.Done(c, urls.Webhook(k.String()), message, nil)
}

func (a Pages) testWebhook(c *gin.Context) error {
	return a.onWebhook(c, text.T(page.Context(c), "webhook.test-sent"), func(viewer models.ID, k subscription.Key) error {
		_, err := subscription.SendTestManaged(page.Context(c), a.Store, viewer, k)
		return err
	})
}

func (a Pages) switchWebhookOn(c *gin.Context) error {
	return a.onWebhook(c, text.T(page.Context(c), "webhook.on-again"), func(viewer models.ID, k subscription.Key) error {
		return subscription.SwitchOnManaged(page.Context(c), a.Store, viewer, k)
	})
}

func (a Pages) rotateWebhook(c *gin.Context) error {
	k, err := subscription.ParseKey(c.Param("webhook"))
	if err != nil {
		return err
	}
	secret, err := subscription.RotateManaged(page.Context(c), a.Store, web.ViewerID(c), k)
	if err != nil {
		return err
	}
	return a.showWebhookSecret(c, k, secret, text.T(page.Context(c), "webhook.old-signs"))
}

func (a Pages) deleteWebhook(c *gin.Context) error {
	k, err := subscription.ParseKey(c.Param("webhook"))
	if err != nil {
		return err
	}
	if err := subscription.DeleteManaged(page.Context(c), a.Store, web.ViewerID(c), k); err != nil {
		return err
	}
	return a.Done(c, urls.Webhooks, text.T(page.Context(c), "webhook.deleted"), nil)
}

// replayWebhook sends one delivery again, or those of the last hours.
func (a Pages) replayWebhook(c *gin.Context) error {
	k, err := subscription.ParseKey(c.Param("webhook"))
	if err != nil {
		return err
	}
	var in subscription.Range
	if one := c.PostForm("delivery"); one != "" {
		if in.Seq, err = models.ParseID(one); err != nil {
			return models.Invalidf("delivery", "developer.error.no-delivery")
		}
	} else {
		hours, err := strconv.Atoi(c.PostForm("hours"))
		if err != nil || hours < 1 || time.Duration(hours)*time.Hour > subscription.Life {
			return models.Invalidf("hours", "developer.error.choose-one-times")
		}
		in.Since, in.Failed = a.Store.Now().Add(-time.Duration(hours)*time.Hour), c.PostForm("failed") != ""
	}
	n, err := subscription.ReplayManaged(page.Context(c), a.Store, web.ViewerID(c), k, in)
	if err != nil {
		status := web.Status(err)
		form, err := web.FormOf(c, err)
		if err != nil {
			return err
		}
		return a.showWebhook(c, status, form)
	}
	return a.Done(c, urls.Webhook(k.String()), text.T(page.Context(c), "webhook.replayed", "n", n), nil)
}

package handlers_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"photogram/jobs"
	"photogram/models/account"
	"photogram/models/comment"
	"photogram/models/people"
	"photogram/models/subscription"
	"photogram/web/webtest"
)

// pushed is a site whose pushes go to a service that a browser of its own listens to.
func pushed(t *testing.T) (*webtest.Site, *webtest.PushService, context.Context) {
	t.Helper()
	service := webtest.NewPushService(t)
	ctx := webtest.OwnChromium(t, service.Flags())
	s := webtest.Start(t, nil)
	d := s.Deps()
	d.Call = service
	runner, err := jobs.Start(t.Context(), d)
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), webtest.Patience)
		defer cancel()
		must(t, runner.Stop(ctx))
	})
	for _, p := range []*browser.PermissionDescriptor{{Name: "notifications"}, {Name: "push", UserVisibleOnly: true}} {
		_, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{Permission: p,
			Setting: browser.PermissionSettingGranted, Origin: s.URL})
		must(t, err)
	}
	return s, service, ctx
}

// asBrowser lets an account's browser be used.
func asBrowser(t *testing.T, s *webtest.Site, ctx context.Context, u *account.User) *installed {
	t.Helper()
	do := func(what string, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		ctx, cancel := context.WithTimeout(ctx, webtest.Patience)
		defer cancel()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	name := s.Sessions.CookieName()
	do("log in", setCookie(s.URL, name, s.As(u).Cookie(name)))
	return &installed{t, ctx, do, &gate{Site: s, URL: s.URL}}
}

const shown = `navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((all) =>
	all.map((n) => [n.title, n.body, n.data.navigate, n.tag].join("\n")))`

// A real Chromium subscribes, is told of a comment while no page is looked at, and
// the notification leads to it. What its owner may not see is not told, quiet hours
// are kept, and a browser that is gone is asked no more.
func TestABrowserIsPushedTo(t *testing.T) {
	t.Parallel()
	s, service, ctx := pushed(t)
	ada, bo := s.User("ada"), s.User("bo")
	photo := s.Post(ada, "Low tide")
	b := asBrowser(t, s, ctx, ada)
	b.open("/settings/push")
	b.eventually("the service worker", `navigator.serviceWorker.ready.then((one) => one.active.state === "activated")`)
	if ask[bool](b, `navigator.serviceWorker.ready.then((r) => r.pushManager.getSubscription()).then((s) => !!s)`) {
		t.Fatal("it subscribed before anybody chose to")
	}
	b.shots("push-new")
	b.press("form[data-push] button")
	b.eventually("the device in the list", `!!document.querySelector(".push-devices")`)
	b.shots("push")
	b.open("/credits")

	said, err := comment.Add(t.Context(), s.DB.Store, bo.ID, photo, "What a <light> ❤")
	must(t, err)
	var all []string
	webtest.Eventually(t, "the notification", func() bool {
		all = ask[[]string](b, shown)
		return len(all) > 0
	})
	note := strings.Split(all[0], "\n")
	if len(all) != 1 || note[0] != "bo commented on your photo" || note[1] != "What a <light> ❤" ||
		!strings.HasPrefix(note[2], s.URL+"/p/"+photo.Code()) {
		t.Errorf("it shows %q", all)
	}
	h := service.Pushes()[0]
	if h.Get("Ttl") == "" || h.Get("Urgency") != "normal" || h.Get("Topic") != note[3] || len(h.Get("Topic")) > 32 {
		t.Errorf("it was pushed with %v", h)
	}

	// Headless Chromium shows no notification that could be pressed, so the worker is told of a press.
	to := click(t, ctx, s)
	if to != note[2] {
		t.Errorf("a press leads to %q, want %q", to, note[2])
	}
	b.do("go there", chromedp.Navigate(to))
	b.eventually("the comment", `document.querySelector("#comments").textContent.includes("What a <light>")`)

	// What is hidden before it is sent is not told, in quiet hours nothing is, and after them it is.
	must(t, subscription.SetQuiet(t.Context(), s.DB.Store, ada.ID, subscription.Quiet{On: true, From: minuteOf(s.Now()),
		To: minuteOf(s.Now().Add(time.Hour))}))
	before := len(service.Pushes())
	second, err := comment.Add(t.Context(), s.DB.Store, bo.ID, photo, "In the night")
	must(t, err)
	eve := s.User("eve")
	_, err = comment.Add(t.Context(), s.DB.Store, eve.ID, photo, "Hidden by a block")
	must(t, err)
	webtest.Eventually(t, "both wait", func() bool { return waits(t, s, ada) == 2 })
	must(t, people.Block(t.Context(), s.DB.Store, ada.ID, eve.ID))
	if n := len(service.Pushes()); n != before {
		t.Errorf("%d pushes in quiet hours", n-before)
	}
	s.Clock.Move(time.Hour)
	webtest.Eventually(t, "the night is over", func() bool { return len(service.Pushes()) > before && waits(t, s, ada) == 0 })
	b.eventually("it is told in the morning", shown+`.then((all) => all.some((one) => one.includes("In the night")))`)
	if all := ask[[]string](b, shown); slices.ContainsFunc(all, func(one string) bool { return strings.Contains(one, "Hidden") }) {
		t.Errorf("what was hidden is told: %q", all)
	}

	// The push service says that the browser is gone.
	service.Answers(410)
	must(t, comment.Delete(t.Context(), s.DB.Store, bo.ID, photo, second.ID))
	_, err = comment.Add(t.Context(), s.DB.Store, bo.ID, photo, "Into the void")
	must(t, err)
	webtest.Eventually(t, "the subscription has ended", func() bool {
		list, err := subscription.Devices(t.Context(), s.DB.Store, ada.ID)
		must(t, err)
		return len(list) == 1 && list[0].State == subscription.Gone
	})
	_ = said

	// Logging out ends it in the browser, too.
	service.Answers(0)
	b.do("log out", chromedp.Evaluate[chromedp.Void](`document.querySelector('form[action="/logout"]').submit()`))
	b.eventually("the landing page", `document.body.classList.contains("visitor")`)
	b.eventually("no subscription", `navigator.serviceWorker.ready.then((r) => r.pushManager.getSubscription()).then((s) => !s)`)
}

func minuteOf(at time.Time) int { return at.UTC().Hour()*60 + at.UTC().Minute() }

// waits is how many deliveries to an account's browsers wait for later.
func waits(t *testing.T, s *webtest.Site, u *account.User) (n int) {
	t.Helper()
	must(t, s.Pool().QueryRow(t.Context(), `SELECT count(*) FROM deliveries WHERE user_id = $1 AND state = 'waiting'`, u.ID).Scan(&n))
	return n
}

// click tells the service worker of a press on its newest notification, and answers
// with the window that it would open.
func click(t *testing.T, ctx context.Context, s *webtest.Site) string {
	t.Helper()
	found, err := chromedp.CallBrowser(ctx, target.GetTargets, target.GetTargetsParams{})
	must(t, err)
	for _, one := range found.TargetInfos {
		if one.Type != "service_worker" || !strings.HasPrefix(one.URL, s.URL) {
			continue
		}
		worker, closed := chromedp.NewContext(ctx, chromedp.WithTargetID(one.TargetID))
		defer closed()
		to, err := chromedp.Run(worker, chromedp.Evaluate[string](`(async () => {
			const [notification] = await registration.getNotifications();
			return new Promise((opened) => {
				clients.openWindow = (url) => { opened(url); return Promise.resolve(null); };
				dispatchEvent(new NotificationEvent("notificationclick", { notification }));
			});
		})()`, chromedp.EvalAwaitPromise))
		must(t, err)
		return to
	}
	t.Fatal("there is no service worker")
	return ""
}

package demo

import (
	"context"
	"fmt"
	"time"

	"photogram/models/activity"
	"photogram/models/app"
	"photogram/models/subscription"
)

// demoHook is a receiver that does not exist and never will (RFC 2606).
const demoHook = "https://prints.invalid/hook"

// hooks gives the first of the people an app and a webhook with a log.
func (l *demoLoader) hooks(ctx context.Context, now time.Time) error {
	l.clock.at = now.Add(-3 * 24 * time.Hour)
	owner := l.users[l.content.People[0].Username].ID
	prints, _, err := app.Create(ctx, l.store, owner, app.Input{Name: "Larch Prints", Description: "Orders prints of your photos.",
		Website: "https://example.org", RedirectURIs: "https://example.org/callback", Scopes: "basic subscriptions", Confidential: true})
	if err != nil {
		return fmt.Errorf("demo app: %w", err)
	}
	tag, err := subscription.CreateForApp(ctx, l.store, prints.ID, subscription.AppInput{Object: subscription.Tag, ObjectID: "walks",
		Address: demoHook})
	if err != nil {
		return fmt.Errorf("demo webhook: %w", err)
	}
	own, _, err := subscription.Create(ctx, l.store, subscription.Holder{UserID: owner}, subscription.Input{Way: subscription.Webhook,
		Activities: []string{"comments", "follows"}, Target: &subscription.Target{CallbackURL: demoHook}})
	if err != nil {
		return fmt.Errorf("demo webhook: %w", err)
	}
	for i, sub := range []*subscription.Subscription{tag, own} {
		kind := []activity.Kind{activity.ActPublished, activity.ActComment}[i]
		at := func(ago time.Duration, status int, problem, answer string) subscription.Attempt {
			return subscription.Attempt{At: now.Add(-ago), MS: 80 + int(ago.Minutes()), Status: status, Problem: problem,
				Request: "POST " + demoHook + "\ncontent-type: application/json\nwebhook-id: evt_901\n\n" +
					`{"type":"` + string(kind) + `"}`,
				Answer: answer}
		}
		well := at(40*time.Minute, 200, "", "200 OK\n")
		for _, attempts := range [][]subscription.Attempt{{at(2*time.Hour, 200, "", "200 OK\n")},
			{at(46*time.Minute, 503, "It answered 503.", "503 Service Unavailable\nretry-after: 300\n\nbusy"), well}} {
			if err := subscription.SetDemoLog(ctx, l.store, sub.Key(), kind, attempts...); err != nil {
				return err
			}
		}
	}
	return nil
}

package sample

import (
	"time"

	"photogram/models"
	"photogram/models/app"
	"photogram/models/subscription"
	developerview "photogram/views/developer"
	"photogram/views/ui"
)

func webhooksOf(c ui.Chrome) []subscription.Subscription {
	hour := c.Now.Add(-time.Hour)
	return []subscription.Subscription{
		{UserID: 7, ID: 1, AppID: 4711, Way: subscription.Webhook, Object: subscription.Self, State: subscription.On,
			Activities: []string{"comments", "story_replies"}, Target: subscription.Target{CallbackURL: "https://prints.example.org/hook"},
			DeliveredAt: &hour, CreatedAt: hour, Failures: 2, FailingSince: &hour, DueAt: &c.Now, OldSecretUntil: &c.Now},
		{UserID: 7, ID: 2, Way: subscription.Webhook, Object: subscription.Self, State: subscription.Off, Activities: []string{"likes"},
			Target:  subscription.Target{CallbackURL: "https://a-very-long-name-of-a-receiver.prints.example.org/hooks/photogram/likes"},
			Problem: "It failed for three days: It answered 503.", CreatedAt: hour},
		{UserID: 7, ID: 3, AppID: 4711, Way: subscription.Webhook, Dialect: subscription.V1, Object: subscription.Tag, ObjectID: "sea",
			State: subscription.On, Target: subscription.Target{CallbackURL: "https://prints.example.org/v1"}, CreatedAt: hour},
		{UserID: 7, ID: 4, Way: subscription.SSE, Object: subscription.Self, State: subscription.On, Activities: []string{"messages"},
			CreatedAt: hour},
	}
}

func webhookOf(c ui.Chrome, row *app.App) developerview.Webhook {
	hour, soon := c.Now.Add(-time.Hour), c.Now.Add(5*time.Minute)
	request := "POST https://prints.example.org/hook\nwebhook-id: evt_901\nwebhook-timestamp: 1700000000\n\n" +
		"{\"id\":\"evt_901\",\"type\":\"comment\"}"
	return developerview.Webhook{Subscription: webhooksOf(c)[0], App: row, First: true,
		Deliveries: []subscription.Delivery{
			{Seq: 4, EventID: 904, Kind: "like", State: "dropped", CreatedAt: c.Now,
				Problem: "What it tells of is gone, or hidden from this account by now."},
			{Seq: 3, EventID: 903, Kind: "comment", State: "waiting", Attempts: 1, CreatedAt: c.Now, NextAt: &soon,
				Problem: "It answered 503."},
			{Seq: 2, EventID: 902, Kind: "story_reply", State: "failed", Attempts: 10, CreatedAt: hour, Problem: "There is no such host."},
			{Seq: 1, EventID: 901, Kind: "comment", State: "delivered", Attempts: 1, CreatedAt: hour}},
		Attempts: map[models.ID][]subscription.Attempt{
			3: {{Attempt: 1, At: c.Now, MS: 1200, Status: 503, Problem: "It answered 503.", Request: request,
				Answer: "503 Service Unavailable\nretry-after: 300\n\nbusy"}},
			2: {{Attempt: 10, At: hour, Problem: "There is no such host.", Request: request}},
			1: {{Attempt: 1, At: hour, MS: 80, Status: 200, Request: request, Answer: "200 OK\n"}}}}
}

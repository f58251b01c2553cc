package demo

import (
	"context"
	"fmt"
	"time"

	"photogram/models"
	"photogram/models/inbox"
	"photogram/models/people"
)

// line is something that somebody says in a conversation.
type line struct {
	by, text string
	post     int // of the demo's, sent as a card, counted from 1
	felt     map[string]string
}

// talk has the demo's people write to each other: two of them, a group, and a request.
func (l *demoLoader) talk(ctx context.Context, drafts []models.ID, now time.Time) error {
	id := func(name string) models.ID { return l.users[name].ID }
	mira, jonas, teodora, hana, noor := id("mira.aldana"), id("jonas_vik"), id("teodora"), id("hana_m"), id("noor")
	for _, edge := range [][2]models.ID{{mira, jonas}, {jonas, mira}, {mira, teodora}, {jonas, teodora}, {hana, teodora}} {
		if err := people.Follow(ctx, l.store, edge[0], edge[1]); err != nil {
			return fmt.Errorf("demo messages: %w", err)
		}
	}
	if err := people.Unfollow(ctx, l.store, mira, noor); err != nil {
		return fmt.Errorf("demo messages: %w", err)
	}
	for _, one := range []struct {
		by     string
		name   string
		people []models.ID
		ago    time.Duration
		lines  []line
	}{
		{"mira.aldana", "", []models.ID{jonas}, 26 * time.Hour, []line{
			{by: "mira.aldana", text: "That ridge in your last photo – is it the one above the lake?"},
			{by: "jonas_vik", text: "It is! An hour up from the hut, and you have it to yourself before eight."},
			{by: "mira.aldana", post: 3},
			{by: "mira.aldana", text: "Then I was on the wrong side of it all summer.", felt: map[string]string{"jonas_vik": "😂"}},
			{by: "jonas_vik", text: "Come along on Sunday? I’ll bring the good thermos."}}},
		{"teodora", "Sunday walk", []models.ID{mira, jonas, hana}, 7 * time.Hour, []line{
			{by: "teodora", text: "Who’s in for Sunday? Train at 7:40, back by dark."},
			{by: "jonas_vik", text: "In.", felt: map[string]string{"teodora": "🎉", "mira.aldana": "🎉"}},
			{by: "hana_m", post: 5},
			{by: "hana_m", text: "Only if we stop here for cake.", felt: map[string]string{"mira.aldana": "❤️"}},
			{by: "mira.aldana", text: "Two slices, please."}}},
		{"noor", "", []models.ID{mira}, 3 * time.Hour, []line{
			{by: "noor", text: "Hello! I print small photo books. Would you let me use your harbour picture, with your name of course?"}}},
	} {
		if err := l.say(ctx, id(one.by), inbox.Start{Name: one.name, People: one.people}, one.lines, drafts,
			now.Add(-one.ago)); err != nil {
			return fmt.Errorf("demo messages of %s: %w", one.by, err)
		}
	}
	return nil
}

func (l *demoLoader) say(ctx context.Context, by models.ID, in inbox.Start, lines []line, drafts []models.ID, at time.Time) error {
	l.clock.at = at
	thread, _, err := inbox.Begin(ctx, l.store, by, in)
	if err != nil {
		return err
	}
	for _, said := range lines {
		l.clock.at = l.clock.at.Add(4 * time.Minute)
		what := inbox.Say{Text: said.text}
		if said.post > 0 {
			what.Card = inbox.Card{Kind: inbox.PostCard, ID: drafts[said.post-1]}
		}
		m, err := inbox.Send(ctx, l.store, l.users[said.by].ID, thread, what)
		if err != nil {
			return err
		}
		for who, emoji := range said.felt {
			if err := inbox.React(ctx, l.store, l.users[who].ID, thread, m.ID, emoji); err != nil {
				return err
			}
		}
	}
	return nil
}

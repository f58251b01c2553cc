package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// A Budget is how often a person may do something in an hour, or another time, whether on pages
// or through apps. It is used in the transaction of what is done, so nothing that
// is refused uses it up. To take something back, or to keep somebody away, needs none.
type Budget struct {
	name  string
	count int
	// plural names what is counted to programs.
	plural string
	// apps is whether one app may use only its share of it.
	apps  bool
	words string // a message, to somebody who used it up
	// per is the time that count is for, where that is not an hour.
	per time.Duration
	// minute is how much of it a minute may take, where that has a limit of its own.
	minute int
}

// The budgets, most of an hour.
var (
	BudgetLike = &Budget{name: "like", count: 1000, plural: "likes", apps: true,
		words: "input.error.fast-like"}
	BudgetComment = &Budget{name: "comment", count: 120, plural: "comments", apps: true,
		words: "input.error.fast-comment"}
	BudgetFollow = &Budget{name: "follow", count: 200, plural: "follows", apps: true,
		words: "input.error.fast-follow"}
	BudgetMessage = &Budget{name: "message", count: 600, plural: "messages", apps: true, minute: 60,
		words: "input.error.fast-message"}
	BudgetStranger = &Budget{name: "stranger", count: 30, plural: "new conversations", per: 24 * time.Hour,
		words: "input.error.fast-stranger"}
	BudgetAnswer = &Budget{name: "answer", count: 2000, plural: "answers",
		words: "input.error.fast-answer"}
	BudgetSave = &Budget{name: "save", count: 1000, plural: "saves",
		words: "input.error.fast-save"}
	BudgetArrange = &Budget{name: "arrange", count: 1000, plural: "changes",
		words: "input.error.fast-much"}
	BudgetUpload = &Budget{name: "upload", count: 300, plural: "files",
		words: "input.error.fast-upload"}
	BudgetApp = &Budget{name: "apps", count: 300, plural: "changes",
		words: "input.error.fast-much"}
	BudgetShop = &Budget{name: "shop", count: 10_000, plural: "changes",
		words: "input.error.fast-much"}
	BudgetConsent = &Budget{name: "consent", count: 300, plural: "consents",
		words: "input.error.fast-consent"}
)

// Budgets are all of them.
var Budgets = []*Budget{BudgetLike, BudgetComment, BudgetFollow, BudgetMessage, BudgetStranger, BudgetAnswer, BudgetSave, BudgetArrange,
	BudgetUpload, BudgetApp, BudgetShop, BudgetConsent}

func (b *Budget) limit() Limit {
	return Limit{Name: b.name, Count: b.count, Per: cmp.Or(b.per, time.Hour)}
}

// Minute is how often a minute, or 0 where that has no limit of its own.
func (b *Budget) Minute() int { return b.minute }

// Per is the time that Count is for.
func (b *Budget) Per() time.Duration { return b.limit().Per }

// Count is how often in that time.
func (b *Budget) Count() int { return b.count }

// Name is what the budget is called.
func (b *Budget) Name() string { return b.name }

// AppUse is that an app does something for a person.
type AppUse struct {
	App   ID  // 0 for a token that the person made
	Share int // how much of a budget it may use in an hour
	// Left is what is left of the last budget that was used; nil before.
	Left *Allowance
}

type appUseKey struct{}

// ByApp is a context in which an app does something.
func ByApp(ctx context.Context, use *AppUse) context.Context {
	return context.WithValue(ctx, appUseKey{}, use)
}

func appUse(ctx context.Context) *AppUse {
	use, _ := ctx.Value(appUseKey{}).(*AppUse)
	return use
}

// limits are what a person's use takes from: the budget, and the app's share of it.
func (b *Budget) limits(ctx context.Context, person ID) (keys []string, limits []Limit) {
	l := b.limit()
	keys, limits = []string{l.Name + ":" + person.String()}, []Limit{l}
	if b.minute > 0 {
		keys = append(keys, l.Name+"-minute:"+person.String())
		limits = append(limits, Limit{Name: l.Name + "-minute", Count: b.minute, Per: time.Minute})
	}
	if use := appUse(ctx); use != nil && b.apps {
		share := Limit{Name: l.Name, Count: min(use.Share, l.Count), Per: l.Per}
		keys, limits = append(keys, keys[0]+":"+use.App.String()), append(limits, share)
	}
	return keys, limits
}

// BudgetArgs are the parameters of use_budgets.
func (s *Store) BudgetArgs(ctx context.Context, b *Budget, person ID, uses int) []any {
	keys, limits := b.limits(ctx, person)
	steps, spans := make([]time.Duration, len(limits)), make([]time.Duration, len(limits))
	for i, l := range limits {
		steps[i], spans[i] = l.Step(), l.Per
	}
	return []any{keys, steps, spans, s.Now(), uses}
}

// Used notes what is left for the app, by what use_budgets returned.
func (s *Store) Used(ctx context.Context, b *Budget, person ID, tats []time.Time) {
	use := appUse(ctx)
	_, limits := b.limits(ctx, person)
	if use == nil || len(tats) != len(limits) {
		return
	}
	yes, last := true, len(limits)-1
	left := limits[last].Allowance(&yes, &tats[last], s.Now())
	use.Left = &left
}

// codeUsedUp is what use_budgets fails with.
const codeUsedUp = "PG429"

// UsedUp words the error of use_budgets; others stay what they are.
func (b *Budget) UsedUp(ctx context.Context, err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code != codeUsedUp {
		return err
	}
	wait, which, _ := strings.Cut(pg.Detail, " ")
	seconds, _ := strconv.Atoi(wait)
	_, limits := b.limits(ctx, 0)
	if use := appUse(ctx); use != nil {
		use.Left = &Allowance{Limit: limits[len(limits)-1].Count}
	}
	out := Say(Error{Kind: TooMany, Plural: b.plural, RetryAfter: seconds + 1}, b.words)
	if n, err := strconv.Atoi(which); err == nil && n <= len(limits) && limits[n-1].Per != time.Hour {
		out.Most, out.Per = limits[n-1].Count, map[time.Duration]string{time.Minute: "minute", 24 * time.Hour: "day"}[limits[n-1].Per]
	}
	return out
}

// Use takes from a budget in the transaction of what it is for.
func (t *Tx) Use(ctx context.Context, b *Budget, person ID, uses int) error {
	var tats []time.Time
	err := t.PG.QueryRow(ctx, `SELECT use_budgets($1, $2, $3, $4, $5)`, t.Store.BudgetArgs(ctx, b, person, uses)...).Scan(&tats)
	if err != nil {
		if worded := b.UsedUp(ctx, err); worded != err {
			return worded
		}
		return fmt.Errorf("use the budget %s: %w", b.name, err)
	}
	t.Store.Used(ctx, b, person, tats)
	return nil
}

// MayUse fails with TooMany when nothing is left of a budget, before work that
// would then be in vain. It uses nothing up.
func (s *Store) MayUse(ctx context.Context, b *Budget, person ID) error {
	l := b.limit()
	var tat time.Time
	err := s.pool.QueryRow(ctx, `SELECT tat FROM rate_limits WHERE key = $1`, l.Name+":"+person.String()).Scan(&tat)
	if IsNoRows(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the budget %s: %w", b.name, err)
	}
	if over := tat.Add(l.Step()).Sub(s.Now()) - l.Per; over > 0 {
		return Say(Error{Kind: TooMany, Plural: b.plural, RetryAfter: int(over.Seconds()) + 1}, b.words)
	}
	return nil
}

// Limits of an hour of what belongs to nobody: of a network, of an app, of an address to be mailed.
var (
	limitSignup   = Limit{Name: "signup", Count: 20, Per: time.Hour}
	LimitMail     = Limit{Name: "mail", Count: 20, Per: time.Hour}
	LimitAppToken = Limit{Name: "app-token", Count: 200, Per: time.Hour} // each is a row
)

// TooManyMails is a message.
const TooManyMails = "input.error.many-mails"

// Take uses up one of a limit in the transaction of what it is for.
func (t *Tx) Take(ctx context.Context, l Limit, key, message string) error {
	_, err := t.PG.Exec(ctx, `SELECT use_budgets(ARRAY[$1::text], ARRAY[$2::interval], ARRAY[$3::interval], $4, 1)`, l.Name+":"+key,
		l.Step(), l.Per, t.Store.Now())
	return (&Budget{words: message}).UsedUp(ctx, err)
}

// UseSignup counts a new account for the network that asks for it, if one does.
func (t *Tx) UseSignup(ctx context.Context) error {
	network := NetworkFrom(ctx)
	if network == "" {
		return nil
	}
	return t.Take(ctx, limitSignup, network, "input.error.many-accounts")
}

// MaxTable is how many bytes a file of products may have as it is sent.
const MaxTable = 256 << 20

package tally

import (
	_ "embed"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"

	"photogram/models"
)

// crawlers are patterns of what programs call themselves: the list of
// github.com/monperrus/crawler-user-agents 1.60.0.
//
//go:embed crawlers.txt
var crawlers string

// crawlerList is the list, taken apart: most patterns are plain texts.
var crawlerList = sync.OnceValues(func() (plain []string, rest *regexp.Regexp) {
	// What nearly all programs have in their names, and what people have not.
	patterns := []string{`(?i)bot\b|crawl|spider|scrape|fetch|monitor|preview|headless|http-?client|^\W*$`}
	for line := range strings.Lines(crawlers) {
		line = strings.TrimSpace(line)
		parsed, err := syntax.Parse(line, syntax.Perl)
		switch {
		case line == "" || err != nil:
		case parsed.Op == syntax.OpLiteral && parsed.Flags&syntax.FoldCase == 0:
			plain = append(plain, string(parsed.Rune))
		default:
			patterns = append(patterns, "(?:"+line+")")
		}
	}
	return plain, regexp.MustCompile(strings.Join(patterns, "|"))
})

const (
	agentMost  = 300    // characters that are looked at
	agentsKept = 10_000 // answers that are remembered
)

type agents struct {
	mu  sync.RWMutex
	bot map[string]bool
}

func newAgents(*models.Store) *agents { return &agents{bot: map[string]bool{}} }

// Bot is whether a browser by this name is a program that nobody sits before.
func Bot(s *models.Store, agent string) bool {
	if len(agent) > agentMost {
		agent = agent[:agentMost]
	}
	known := models.Part(s, newAgents)
	known.mu.RLock()
	bot, there := known.bot[agent]
	known.mu.RUnlock()
	if there {
		return bot
	}
	bot = isBot(agent)
	known.mu.Lock()
	defer known.mu.Unlock()
	if len(known.bot) >= agentsKept {
		clear(known.bot)
	}
	known.bot[agent] = bot
	return bot
}

func isBot(agent string) bool {
	agent = strings.NewReplacer("CUBOT", "", "Cubot", "").Replace(agent) // telephones
	plain, rest := crawlerList()
	for _, p := range plain {
		if strings.Contains(agent, p) {
			return true
		}
	}
	return rest.MatchString(agent)
}

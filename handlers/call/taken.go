package call

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"photogram/models"
)

// Vocabulary is what a dialect knows of names of parameters beside those that a
// call takes.
type Vocabulary struct {
	// GoesWith are parameters that mean nothing without another.
	GoesWith map[string]string
	// Others are names that other programs have for what a call takes.
	Others map[string]string
	// Same are other names for what a call takes, which it takes as well.
	Same map[string]string
	// Refuse has words of its own for a name that a route does not take, or "".
	Refuse func(route, name string) string
}

// saysHow are parameters of every call: who asks, and how the answer is to be
// shaped. Kits of others send them with whatever they do.
var saysHow = strings.Fields("access_token sig client_id client_secret appsecret_proof appsecret_time _method method" +
	" callback _ format pretty locale fields debug metadata summary suppress_http_code suppress_response_codes" +
	" include_headers return_ssl_resources date_format sdk sdk_version xref transport origin return_structure")

// parameter is one name that a call takes.
type parameter struct {
	name            string
	empty, repeated bool
}

// parse reads what a call that writes takes. A name with ? may be empty, which
// empties something or is refused further on; one with * may be sent several
// times, or as a list. Everything else is refused by name, since a program that
// misspells publish_at must not publish.
func parse(takes ...string) (out []parameter) {
	for _, s := range strings.Fields(strings.Join(takes, " ")) {
		name := strings.TrimRight(s, "*?")
		out = append(out, parameter{name, strings.Contains(s, "?"), strings.Contains(s, "*")})
	}
	return out
}

// Names lists the names of what a call takes; strict ones may not be empty.
func Names(takes string) (names, strict []string) {
	for _, p := range parse(takes) {
		names = append(names, p.name)
		if !p.empty {
			strict = append(strict, p.name)
		}
	}
	return names, strict
}

// TakesAll is whether a route takes all that was sent, of what others take too.
func (c *Call) TakesAll(takes string) bool {
	list := parse(takes)
	for name := range c.Values {
		known := slices.Contains(saysHow, name) || name == ""
		if !known && !slices.ContainsFunc(list, func(p parameter) bool { return p.name == plain(name) }) {
			return false
		}
	}
	return true
}

// CheckTaken refuses a call that writes with a parameter that it does not take,
// or that is empty where that says nothing. Of several the first by name is told.
func (c *Call) CheckTaken(v *Vocabulary, route string, takes ...string) error {
	if c.Request.Method == http.MethodGet {
		return nil
	}
	list := parse(takes...)
	if err := c.sameAs(v, list); err != nil {
		return err
	}
	for _, p := range list {
		if p.repeated {
			c.gather(p.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Values)) {
		if slices.Contains(saysHow, name) || name == "" && allEmpty(c.Values[name]) {
			continue
		}
		if message := c.refusal(v, route, list, name); message != "" {
			return models.InvalidText(name, message)
		}
		if c.Values[name] == nil {
			delete(c.Values, name) // null, of what may be left out
		}
	}
	return nil
}

// sameAs gives what was sent under another name for the same thing the name that the
// call knows.
func (c *Call) sameAs(v *Vocabulary, takes []parameter) error {
	for name, other := range v.Same {
		if !c.Has(name) || !slices.ContainsFunc(takes, func(p parameter) bool { return p.name == other }) {
			continue
		}
		if c.Has(other) {
			return models.Invalidf(name, "call.error.same-as", "other", other)
		}
		if allEmpty(c.Values[name]) {
			return models.InvalidText(name, "This is empty. Send a value, or leave it out.")
		}
		c.Values[other] = c.Values[name]
		delete(c.Values, name)
	}
	return nil
}

// refusal says what is wrong with a parameter by its name, or "".
func (c *Call) refusal(v *Vocabulary, route string, takes []parameter, name string) string {
	at := slices.IndexFunc(takes, func(p parameter) bool { return p.name == name })
	if at < 0 {
		return v.unknown(route, takes, plain(name))
	}
	p, values := takes[at], c.Values[name]
	switch other := v.GoesWith[name]; {
	case values == nil && !p.empty:
		return "null says nothing here. Send a value, or leave it out."
	case values == nil:
		return ""
	case len(values) > 1 && !p.repeated:
		return "This was sent more than once. Send one value."
	case c.files[name]:
		return "Send this as a text, not as a file."
	case !p.empty && allEmpty(values):
		return "This is empty. Send a value, or leave it out."
	case other != "" && !c.Has(other):
		return "This goes with " + other + ", which is missing."
	}
	return ""
}

func allEmpty(values []string) bool {
	return !slices.ContainsFunc(values, func(s string) bool { return s != "" })
}

func (v *Vocabulary) unknown(route string, takes []parameter, name string) string {
	if len(takes) == 0 {
		return "This call takes no parameters."
	}
	names := make([]string, len(takes))
	for i, p := range takes {
		names[i] = p.name
	}
	allowed := " It takes " + strings.Join(names, ", ") + "."
	if message := v.Refuse(route, name); message != "" {
		return message + allowed
	}
	best, distance := "", 1+min(3, len(name)/3)
	for _, other := range names {
		if d := models.EditDistance(strings.ToLower(name), other); d < distance {
			best, distance = other, d
		}
	}
	if other := v.Others[strings.ToLower(name)]; slices.Contains(names, other) {
		best = other
	}
	const no = "This call takes no such parameter."
	if best != "" {
		return no + " Did you mean " + best + "?" + allowed
	}
	return no + allowed
}

package graph

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// In a batch a call takes up what another answered: {result=name:$.data.*.id}, where what
// stands behind the colon is a JSONPath.

var reference = regexp.MustCompile(`\{result=([^:{}]+):(\$[^}]*)\}`)

// refersTo is whether a call needs the answer of another.
func (b *batched) refersTo(name string) bool {
	if b.After == name {
		return true
	}
	for _, m := range reference.FindAllStringSubmatch(b.URL+" "+string(b.Body), -1) {
		if m[1] == name {
			return true
		}
	}
	return false
}

func named(calls []batched, name string) *batched {
	at := slices.IndexFunc(calls, func(b batched) bool { return b.Name == name })
	if at < 0 {
		return nil
	}
	return &calls[at]
}

// awaits checks that what a call depends on went well.
func (b *batched) awaits(before []batched) error {
	if b.After == "" {
		return nil
	}
	return answered(before, b.After)
}

func answered(before []batched, name string) error {
	on := named(before, name)
	if on == nil {
		return badField("depends_on", fmt.Sprintf("No call before this one is named %q.", name))
	}
	if !on.answer.fine() {
		return failedBefore(name)
	}
	return nil
}

// fillIn puts what calls before answered into a text.
func fillIn(s string, before []batched, escape func(string) string) (string, error) {
	var failed error
	out := reference.ReplaceAllStringFunc(s, func(found string) string {
		m := reference.FindStringSubmatch(found)
		if err := answered(before, m[1]); err != nil {
			failed = err
			return ""
		}
		dec := json.NewDecoder(strings.NewReader(named(before, m[1]).answer.Body))
		dec.UseNumber()
		var root any
		if err := dec.Decode(&root); err != nil {
			failed = badField("result", fmt.Sprintf("The answer of %q is not JSON.", m[1]))
			return ""
		}
		values, err := follow([]any{root}, m[2][1:])
		if err != nil {
			failed = err
			return ""
		}
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = escape(valueText(v))
		}
		return strings.Join(texts, ",")
	})
	return out, failed
}

func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	raw, _ := json.Marshal(v) // what was read from JSON can be written
	return string(raw)
}

var pathStep = regexp.MustCompile(`^(?:(\.\.?)([A-Za-z_][\w-]*|\*)|\[(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\])`)

// follow goes down a JSONPath: .name, ..name, .*, [0], [*] and ['name'].
func follow(at []any, path string) ([]any, error) {
	for path != "" {
		m := pathStep.FindStringSubmatch(path)
		if m == nil {
			return nil, badField("result", "This can't be read as a JSONPath from here on: "+path)
		}
		path = path[len(m[0]):]
		name := m[2] + m[4] + m[5] + m[6]
		if m[1] == ".." {
			at = below(at)
		}
		var next []any
		for _, v := range at {
			next = append(next, step(v, name, m[3])...)
		}
		at = next
	}
	return at, nil
}

// step is what is under a name, or at a place, of one value.
func step(v any, name, place string) []any {
	switch v := v.(type) {
	case map[string]any:
		if name == "*" {
			var out []any
			for _, key := range slices.Sorted(maps.Keys(v)) {
				out = append(out, v[key])
			}
			return out
		}
		if found, ok := v[name]; ok && place == "" {
			return []any{found}
		}
	case []any:
		if name == "*" {
			return v
		}
		if n, err := strconv.Atoi(place); err == nil && n < len(v) {
			return v[n : n+1]
		}
	}
	return nil
}

// below are values with all that they hold, however deep.
func below(at []any) []any {
	out := slices.Clone(at)
	for i := 0; i < len(out); i++ {
		out = append(out, step(out[i], "*", "")...)
	}
	return out
}

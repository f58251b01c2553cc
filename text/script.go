package text

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// scripts are the messages that scripts show, script.PART.NAME: by language and part, as
// JSON of texts by name. Their gaps are filled where they are read; what has a singular
// comes in all its forms.
type scripts map[language.Tag]map[string]json.RawMessage

func scriptsOf(files []*i18n.MessageFile) scripts {
	out := scripts{}
	for _, file := range files {
		parts := map[string]map[string]any{}
		for _, m := range file.Messages {
			key := strings.Split(m.ID, ".")
			if len(key) != 3 || key[0] != "script" {
				continue
			}
			if parts[key[1]] == nil {
				parts[key[1]] = map[string]any{}
			}
			parts[key[1]][key[2]] = formsOf(m)
		}
		for part, words := range parts {
			b, err := json.Marshal(words)
			if err != nil {
				panic(fmt.Errorf("catalogue: %w", err))
			}
			if out[file.Tag] == nil {
				out[file.Tag] = map[string]json.RawMessage{}
			}
			out[file.Tag][part] = b
		}
	}
	return out
}

func formsOf(m *i18n.Message) any {
	forms := map[string]string{}
	for name, form := range map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other} {
		if form != "" {
			forms[name] = form
		}
	}
	if len(forms) == 1 {
		return m.Other
	}
	return forms
}

// Script is what parts of the scripts say to the reader, for a page to hand over.
func (r Reader) Script(parts ...string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, part := range parts {
		out[part] = r.lang().scripts[part]
	}
	return out
}

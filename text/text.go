// Package text holds what people read: a catalogue of messages by key, and one way to
// write dates, numbers and lists for a reader. It knows no subject and no page.
package text

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Each subject has a file for each language, such as insight.en.toml.
//
//go:embed *.toml
var files embed.FS

// A tongue is a language of the catalogue.
type tongue struct {
	tag      language.Tag
	messages *i18n.Localizer
	numbers  *message.Printer
	scripts  map[string]json.RawMessage
}

type catalogue struct {
	tongues []tongue // English first
	known   language.Matcher
}

// read is the catalogue, which a program that writes nothing, such as one that renders
// a picture, never loads.
var read = sync.OnceValue(func() (c catalogue) {
	bundle, all := load(files)
	said := scriptsOf(all)
	for _, tag := range bundle.LanguageTags() {
		c.tongues = append(c.tongues, tongue{tag, i18n.NewLocalizer(bundle, tag.String()), message.NewPrinter(tag), said[tag]})
	}
	c.known = language.NewMatcher(bundle.LanguageTags())
	return c
})

func load(files fs.FS) (*i18n.Bundle, []*i18n.MessageFile) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		panic(err)
	}
	all := make([]*i18n.MessageFile, len(names))
	for i, name := range names {
		if all[i], err = bundle.LoadMessageFileFS(files, name); err != nil {
			panic(fmt.Errorf("catalogue: %w", err))
		}
	}
	return bundle, all
}

// Reader is who reads: in which language, and in which zone.
type Reader struct {
	tongue int
	zone   *time.Location
}

func (r Reader) lang() tongue { return read().tongues[r.tongue] }

// English is the reader of whom nothing is known.
var English = Reader{zone: time.UTC}

// For is the reader whose browser asks for languages (Accept-Language) and who lives in
// a zone. What is in no language of the catalogue is in English; no zone is UTC.
func For(languages, zone string) Reader {
	asked, _, _ := language.ParseAcceptLanguage(languages)
	_, i, _ := read().known.Match(asked...)
	return Reader{i, Zone(zone)}
}

var zones sync.Map // of those that were asked for, by name

// Zone is a time zone by its name, and UTC for a name that is none.
func Zone(name string) *time.Location {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return time.UTC
	}
	zones.Store(name, zone)
	return zone
}

type key struct{}

// With hands a reader to all that is written in a context.
func With(ctx context.Context, r Reader) context.Context { return context.WithValue(ctx, key{}, r) }

// Of is the reader of a context.
func Of(ctx context.Context) Reader {
	if r, ok := ctx.Value(key{}).(Reader); ok {
		return r
	}
	return English
}

// T is a message of the catalogue for the reader of a context. Pairs of names and
// values fill it; the number named n chooses between singular and plural, and what
// is written already does not.
func T(ctx context.Context, id string, pairs ...any) string { return Of(ctx).T(id, pairs...) }

// T is a message of the catalogue. One that is missing shows its key: a test finds it first.
func (r Reader) T(id string, pairs ...any) string {
	config := i18n.LocalizeConfig{MessageID: id}
	if len(pairs) > 0 {
		data := make(map[string]any, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			name := pairs[i].(string)
			data[name] = r.plain(pairs[i+1])
			if _, written := pairs[i+1].(string); name == "n" && !written {
				config.PluralCount = pairs[i+1]
			}
		}
		config.TemplateData = data
	}
	messages := r.lang().messages
	out, err := messages.Localize(&config)
	if err != nil && config.PluralCount != nil { // a message with a number and one form
		config.PluralCount = nil
		out, err = messages.Localize(&config)
	}
	if err != nil {
		return id
	}
	return strings.TrimSpace(out)
}

// Split is a message in two, before and after one of its gaps, for a page that puts
// an element there.
func (r Reader) Split(id, gap string, pairs ...any) (before, after string) {
	const mark = "\x00"
	before, after, _ = strings.Cut(r.T(id, append(pairs, gap, mark)...), mark)
	return before, after
}

// plain writes numbers as the reader does, and leaves the rest.
func (r Reader) plain(v any) any {
	switch v := v.(type) {
	case int:
		return r.Number(int64(v))
	case int64:
		return r.Number(v)
	}
	return v
}

// In is the same reader, in another zone: what is a day and no moment is written in UTC.
func (r Reader) In(zone *time.Location) Reader { return Reader{r.tongue, zone} }

// Zone is where the reader's days begin and end.
func (r Reader) Zone() *time.Location { return r.zone }

// Language is the tag for a page's lang.
func (r Reader) Language() string { return r.lang().tag.String() }

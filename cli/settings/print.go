package settings

import (
	"cmp"
	"fmt"
	"io"
	"reflect"
	"strings"
	"text/tabwriter"
)

// Print writes every setting with its value, where the value comes
// from, its default and its meaning.
func Print(w io.Writer, c Config) error {
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "SETTING\tVALUE\tFROM\tDEFAULT\tMEANING") // errors show in Flush
	for _, s := range settings(c) {
		source := c.sources[s.key]
		if source == "" {
			source = "default"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", s.key, s.shown(), source, cmp.Or(s.def, "-"), s.help)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the settings: %w", err)
	}
	return nil
}

const settingsHead = `# Settings

Made by %s; changes belong in the tags of %s in %s.

Settings come from the environment, or from a file %s in the working directory; the environment wins, and an empty one counts as not set.
%s prints what is in force and where it comes from. A start with wrong settings names all of them and exits with 2.

`

// PrintMarkdown writes docs/settings.md.
func PrintMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, settingsHead, "`photogram config -markdown`", "`Config`", "`cli/settings`", "`"+dotEnv+"`", "`photogram config`")
	b.WriteString("| setting | default | meaning |\n| --- | --- | --- |\n")
	for _, s := range settings(Config{}) {
		b.WriteString(s.row())
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("print the settings: %w", err)
	}
	return nil
}

// row is the setting's line in a table of Markdown.
func (s setting) row() string {
	cell := strings.NewReplacer("|", `\|`, "<", "&lt;")
	return fmt.Sprintf("| `%s` | %s | %s |\n", s.key, cell.Replace(s.def), cell.Replace(s.help))
}

func (s setting) shown() string {
	text := fmt.Sprint(s.value)
	if s.value.Kind() == reflect.Slice {
		text = strings.Trim(strings.ReplaceAll(text, " ", ","), "[]")
	}
	switch {
	case s.secret && text == "":
		return "not set"
	case s.secret:
		return "set"
	}
	return cmp.Or(text, "-")
}

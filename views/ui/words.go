package ui

import (
	"context"
	"io"
	"slices"

	"github.com/a-h/templ"

	"photogram/text"
)

// Around writes a message with an element in one of its gaps, such as a name that leads
// somewhere: the children of the call.
func Around(id, gap string, pairs ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		ctx = templ.ClearChildren(ctx)
		before, after := text.Of(ctx).Split(id, gap, pairs...)
		if _, err := io.WriteString(w, templ.EscapeString(before)); err != nil {
			return err
		}
		if err := children.Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, templ.EscapeString(after))
		return err
	})
}

// Labelled are choices with the messages that their labels name.
func Labelled(ctx context.Context, list []Choice) []Choice {
	out := slices.Clone(list)
	for i := range out {
		out[i].Label = text.T(ctx, out[i].Label)
	}
	return out
}

package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"photogram/models/account"
	"photogram/urls"
)

// DescribedBy names the hint and the problem of a field, for aria-describedby.
func DescribedBy(id string, hint bool, problem string) string {
	var ids []string
	if problem != "" {
		ids = append(ids, id+"-problem")
	}
	if hint {
		ids = append(ids, id+"-hint")
	}
	return strings.Join(ids, " ")
}

// FieldProps is a text field of a form: its name, its words, and the
// attributes that differ between fields.
type FieldProps struct {
	Name, Label, Hint, Kind string
	Autocomplete, Mode      string
	ID                      string // when the name is not unique on the page
	Max, Rows               int
	Required, Autofocus     bool
	Complete                bool // names and tags are completed while writing
	Places                  bool // names of places are
	Placeholder, Prefix     string
}

func (f FieldProps) id() string {
	if f.ID != "" {
		return f.ID
	}
	return "f-" + f.Name
}

func (f FieldProps) kind() string {
	if f.Kind == "" {
		return "text"
	}
	return f.Kind
}

// Others are the problems of fields that this form does not show.
func (f Form) Others(shown ...string) []string {
	var out []string
	for name, problem := range f.Problems {
		known := false
		for _, s := range shown {
			known = known || s == name
		}
		if !known {
			out = append(out, problem)
		}
	}
	return out
}

// attributes are those that a field has only sometimes.
func (f FieldProps) attributes(problem string) templ.Attributes {
	a := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", f.Autocomplete)
	set("inputmode", f.Mode)
	set("placeholder", f.Placeholder)
	set("aria-describedby", DescribedBy(f.id(), f.Hint != "", problem))
	if f.Max > 0 {
		set("data-limit", strconv.Itoa(f.Max))
	}
	if problem != "" {
		a["aria-invalid"] = "true"
	}
	if f.Complete {
		a["data-complete"] = true
	}
	if f.Places {
		a["data-complete"] = "place"
	}
	if f.Required {
		a["required"] = true
	}
	if f.Autofocus && problem == "" {
		a["autofocus"] = true
	}
	switch f.Name {
	case "username", "login", "email":
		a["autocapitalize"], a["spellcheck"] = "none", "false"
	case "password":
		if f.Autocomplete == "new-password" {
			a["minlength"] = strconv.Itoa(account.MinPassword)
		}
	case "full_name":
		a["dir"] = "auto"
	}
	return a
}

// NextTo keeps where somebody wanted to go while they log in or sign up.
func NextTo(path, next string) string {
	if next == "" {
		return path
	}
	return urls.WithQuery(path, "next", next)
}

// Choice is a radio button.
type Choice struct{ Value, Label, Icon string }

func Decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', 3, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

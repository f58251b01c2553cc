package models

import (
	"errors"
	"slices"
	"strings"
)

// Problems are several errors about one form.
type Problems []*Error

func (p Problems) Error() string {
	texts := make([]string, len(p))
	for i, e := range p {
		texts[i] = e.Error()
	}
	return strings.Join(texts, "; ")
}

// As makes a list of problems count as its first.
func (p Problems) As(target any) bool {
	e, ok := target.(**Error)
	if ok && len(p) > 0 {
		*e = p[0]
	}
	return ok && len(p) > 0
}

// ProblemsOf lists what an error says about a form.
func ProblemsOf(err error) []*Error {
	var list Problems
	if errors.As(err, &list) {
		return list
	}
	var one *Error
	if errors.As(err, &one) {
		return []*Error{one}
	}
	return nil
}

// Add takes what is wrong with an input; any other error comes back.
func (p *Problems) Add(err error) error { return p.AddBeside("", err) }

// AddBeside is Add for a part of a form, whose fields have a prefix there.
func (p *Problems) AddBeside(prefix string, err error) error {
	list := ProblemsOf(err)
	if len(list) == 0 {
		return err
	}
	for _, e := range list {
		if e.Kind != Invalid && (e.Kind != Conflict || e.Field == "") {
			return err
		}
	}
	for _, e := range list {
		beside := *e
		beside.Field = prefix + e.Field
		*p = append(*p, &beside)
	}
	return nil
}

// With is what is wrong together with what a last step finds wrong. It leaves p as it is.
func (p Problems) With(err error) error {
	all := slices.Clone(p)
	if err := all.Add(err); err != nil {
		return err
	}
	return all.Err()
}

// Err is what is wrong as an error, or nil.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

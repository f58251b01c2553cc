package views

import "photogram/models"

// about is the form that one of the page's forms shows: what was sent, if it
// was this one, or what is kept.
func (a Account) about(form, email string) Form {
	if a.About == form {
		return a.Form
	}
	return Form{Values: map[string]string{"email": email}}
}

func providerName(d Connections, id string) string {
	for _, p := range d.Available {
		if p.ID == id {
			return p.Name
		}
	}
	for _, p := range d.Names {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

func identityName(i models.Identity) string {
	switch {
	case i.Email != "":
		return i.Email
	case i.Name != "":
		return i.Name
	}
	return i.Subject
}

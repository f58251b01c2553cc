// Package shop serves the pages of shops: catalogues and imports of their owners, products,
// and the feeds that others fetch.
package shop

import (
	"github.com/a-h/templ"

	"photogram/handlers/page"
)

type fragment = templ.Component

// Pages answers for the pages of this subject.
type Pages struct{ *page.App }

// Of gives the pages of a site.
func Of(a *page.App) Pages { return Pages{a} }

package order

import "photogram/handlers/page"

// Pages answers for the pages of this subject.
type Pages struct{ *page.App }

// Of gives the pages of a site.
func Of(a *page.App) Pages { return Pages{a} }

// Package insight has the pages about what an account is told of who saw what it shares,
// gives it out as files, and takes what browsers say that was seen.
package insight

import "photogram/handlers/page"

// Pages answers for the pages of this subject.
type Pages struct{ *page.App }

// Of gives the pages of a site.
func Of(a *page.App) Pages { return Pages{a} }

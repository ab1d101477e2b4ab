package catalog

import (
	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
)

// SEO is what search engines show of a page.
type SEO struct{ Title, Description string }

// A Translation is what is said of a thing in one language beside the shop's own. Nil: not
// translated.
type Translation struct {
	Language                                         string
	Title, DescriptionHTML, SeoTitle, SeoDescription *string
}

// A PublishCheck is one thing that a product needs before it should be shown.
type PublishCheck struct {
	Code           enum.PublishCheckCode
	Done, Required bool
}

// A TaskEvent is a step of a task.
type TaskEvent struct {
	Sequence int
	Task     *ent.CatalogTask
}

// A TaskProblem is why a product was left as it was, in the language of the request.
type TaskProblem struct {
	ProductID publicid.ID
	Title     string
	Code      errs.Code
	Message   string
}

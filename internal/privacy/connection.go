package privacy

import (
	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
)

// RequestConnection is a page of requests.
type RequestConnection = page.Connection[*ent.PrivacyRequest]

// RequestEdge is a request on a page.
type RequestEdge = page.Edge[*ent.PrivacyRequest]

// Where is the graph's PrivacyRequestWhere.
type Where struct {
	CustomerID *publicid.ID
	Kind       *enum.PrivacyRequestKind
	Status     *enum.PrivacyRequestStatus
}

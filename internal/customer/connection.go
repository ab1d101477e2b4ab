package customer

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// CustomerConnection is a page of customers.
type CustomerConnection = page.Connection[*ent.Customer]

// CustomerEdge is a customer on a page.
type CustomerEdge = page.Edge[*ent.Customer]

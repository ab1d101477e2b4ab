package marketplace

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

type (
	// MarketplaceProductConnection is a page of staged products.
	MarketplaceProductConnection = page.Connection[*ent.MarketplaceProduct]
	// MarketplaceProductEdge is a staged product with its cursor.
	MarketplaceProductEdge = page.Edge[*ent.MarketplaceProduct]
	// ImportRowErrorConnection is a page of what is wrong with the rows of an import.
	ImportRowErrorConnection = page.Connection[*ent.ImportRowError]
	// ImportRowErrorEdge is a problem of a row with its cursor.
	ImportRowErrorEdge = page.Edge[*ent.ImportRowError]
	// ImportJobConnection is a page of imports.
	ImportJobConnection = page.Connection[*ent.MarketplaceImportJob]
	// ImportJobEdge is an import with its cursor.
	ImportJobEdge = page.Edge[*ent.MarketplaceImportJob]
	// ImportRowConnection is a page of what a dry run would do.
	ImportRowConnection = page.Connection[*ent.ImportRow]
	// ImportRowEdge is such a row with its cursor.
	ImportRowEdge = page.Edge[*ent.ImportRow]
	// StagingTaskConnection is a page of tasks.
	StagingTaskConnection = page.Connection[*ent.StagingTask]
	// StagingTaskEdge is a task with its cursor.
	StagingTaskEdge = page.Edge[*ent.StagingTask]
)

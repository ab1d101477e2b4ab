package audit

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	AuditEntryConnection = page.Connection[*ent.AuditEntry]
	AuditEntryEdge       = page.Edge[*ent.AuditEntry]
	DataExportConnection = page.Connection[*ent.DataExport]
	DataExportEdge       = page.Edge[*ent.DataExport]
)

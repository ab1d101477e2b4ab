package media

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// MediaFileConnection is a page of pictures.
type MediaFileConnection = page.Connection[*ent.MediaFile]

// MediaFileEdge is a picture on a page.
type MediaFileEdge = page.Edge[*ent.MediaFile]

package enum

import "io"

// MediaUseKind is what shows a picture.
type MediaUseKind string

// The values of MediaUseKind.
const (
	MediaUseKindProduct    MediaUseKind = "PRODUCT"
	MediaUseKindCollection MediaUseKind = "COLLECTION"
	MediaUseKindShop       MediaUseKind = "SHOP"
)

var mediaUseKindValues = []MediaUseKind{MediaUseKindProduct, MediaUseKindCollection, MediaUseKindShop}

// MarshalGQL implements gqlgen's Marshaler.
func (m MediaUseKind) MarshalGQL(w io.Writer) { marshal(w, m) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (m *MediaUseKind) UnmarshalGQL(v any) error { return unmarshal(m, mediaUseKindValues, v) }

package media

import (
	"time"

	"orion/internal/enum"
	"orion/internal/kit/publicid"
)

// FocalPoint is the graph's type and input of the same name.
type FocalPoint struct{ X, Y float64 }

// AltText is the graph's type and input of the same name.
type AltText struct{ Language, Text string }

// Use is the graph's MediaUse.
type Use struct {
	Kind  enum.MediaUseKind
	ID    publicid.ID
	Title string
}

// Quota is the graph's MediaQuota.
type Quota struct {
	Files                 int
	UsedBytes, LimitBytes float64
	MissingAlt            int
}

// Where is the graph's MediaWhere. All given conditions must hold.
type Where struct {
	Search     *string
	Status     []enum.MediaStatus
	Tag        []string
	Unused     *bool
	MissingAlt *bool
}

// FileInput is the graph's MediaFileInput.
type FileInput struct {
	UploadID publicid.ID
	Alt      *string
	Tags     []string
	Private  bool
}

// FileUpdateInput is the graph's MediaFileUpdateInput. What is nil stays.
type FileUpdateInput struct {
	Alt        *string
	Alts       []*AltText
	Tags       []string
	FocalPoint *FocalPoint
	Private    *bool
	IfVersion  *int
}

// StagedUploadInput is the graph's input of the same name.
type StagedUploadInput struct {
	Purpose     enum.UploadPurpose
	Filename    string
	ContentType string
	ByteSize    int
}

// Header is a header to send with an upload.
type Header struct {
	Name  string
	Value string
}

// Staged is a place to send one file to, once.
type Staged struct {
	UploadID  publicid.ID
	Method    string
	URL       string
	Headers   []*Header
	ExpiresAt time.Time
}

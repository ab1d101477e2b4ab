// Package rendition is the form in which a picture keeps the list of its smaller copies.
package rendition

// A Rendition is a copy of a picture in another size or format.
type Rendition struct {
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	ContentType string `json:"contentType"`
	Key         string `json:"key"` // in the blob store
	Bytes       int64  `json:"bytes"`
}

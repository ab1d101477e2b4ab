package media

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/kit/ticket"
	"orion/internal/viewer"
)

// privateTTL is how long the address of a private picture is good.
const privateTTL = 15 * time.Minute

// What a signature is for, so that none is good for something else.
const (
	toShow = "media"
	toLead = "media-link"
)

// Path returns where a picture is shown on this host, nil until it can be and for a
// private one, whose addresses are signed.
func Path(m *ent.MediaFile) *string {
	if m.Status != enum.MediaStatusReady || m.Key == nil || m.Private {
		return nil
	}
	p := pathOf(*m.Key)
	return &p
}

// pathOf is the path of a key: /media/<vendor>/<file>, and /media/<vendor>/private/<file>
// for what has to be signed.
func pathOf(key string) string {
	vendor, ok := tenant.Of(key)
	if !ok {
		return "/" + key // as pictures were kept before keys named their vendor first
	}
	folder := "/media/" + vendor.String() + "/"
	if path.Base(path.Dir(key)) == folderOf(true) {
		folder += folderOf(true) + "/"
	}
	return folder + path.Base(key)
}

// URL returns the address of a picture, nil until it is READY: a path on this host or an
// address of the CDN, and for a private one a path that is signed for 15 minutes.
func (s *Service) URL(m *ent.MediaFile) *string {
	if m.Status != enum.MediaStatusReady || m.Key == nil {
		return nil
	}
	address := s.address(m.VendorID, *m.Key, m.Private)
	return &address
}

// Srcset returns the addresses of a picture in its widths, for the attribute of the same
// name; nil until it is READY and while it has one width only.
func (s *Service) Srcset(m *ent.MediaFile) *string {
	if m.Status != enum.MediaStatusReady || m.Key == nil || m.Width == nil {
		return nil
	}
	var all []string
	for _, r := range m.Renditions {
		if r.ContentType == optional.Value(m.ContentType) {
			all = append(all, s.address(m.VendorID, r.Key, m.Private)+" "+strconv.Itoa(r.Width)+"w")
		}
	}
	if len(all) == 0 {
		return nil
	}
	out := strings.Join(append(all, s.address(m.VendorID, *m.Key, m.Private)+" "+strconv.Itoa(*m.Width)+"w"), ", ")
	return &out
}

func (s *Service) address(vendor uuid.UUID, key string, private bool) string {
	if !private {
		return s.opts.PublicURL + pathOf(key)
	}
	return pathOf(key) + "?" + s.signed(toShow, vendor.String(), path.Base(key))
}

// signed is the query of an address that is good for a while.
func (s *Service) signed(parts ...string) string {
	expires := ticket.Expires(s.opts.Clock.Now().Add(privateTTL))
	return url.Values{"expires": {expires}, "signature": {s.key.Sign(expires, parts...)}}.Encode()
}

// Permalink returns an address of a picture that stays when its content is replaced. That
// of a private one is signed for 15 minutes.
func (s *Service) Permalink(m *ent.MediaFile) string {
	id := string(m.PublicID())
	link := s.opts.BaseURL + "/media/" + m.VendorID.String() + "/files/" + id
	if m.Private {
		link += "?" + s.signed(toLead, m.VendorID.String(), id)
	}
	return link
}

// A Ticket is what the address of a private picture says of itself.
type Ticket struct{ Expires, Signature string }

// Opens reports whether a ticket is good for a private file of a vendor.
func (s *Service) Opens(t Ticket, vendor uuid.UUID, file string) bool {
	return s.key.Check(s.opts.Clock.Now(), t.Signature, t.Expires, toShow, vendor.String(), file) == nil
}

// Lead returns the address that the permalink of a vendor's picture leads to. NOT_FOUND
// where the vendor has no such picture, or none to show, and for a private one without
// a good ticket.
func (s *Service) Lead(ctx context.Context, vendor uuid.UUID, id publicid.ID, t Ticket) (string, error) {
	gone := errs.New(errs.NotFound, "not found")
	m, err := s.db.MediaFile.Get(viewer.NewContext(ctx, viewer.ForVendor(vendor)), id.As("MediaFile"))
	if ent.IsNotFound(err) {
		return "", gone
	}
	if err != nil {
		return "", fmt.Errorf("find a picture: %w", err)
	}
	if m.Private && s.key.Check(s.opts.Clock.Now(), t.Signature, t.Expires, toLead, vendor.String(), string(id)) != nil {
		return "", gone
	}
	to := s.URL(m)
	if to == nil {
		return "", gone
	}
	return *to, nil
}

// Focus returns what must not be cropped away of a picture.
func Focus(m *ent.MediaFile) *FocalPoint {
	return &FocalPoint{X: float64(m.FocalX) / thousand, Y: float64(m.FocalY) / thousand}
}

const thousand = 1000

// Alts returns what a picture shows in the languages beside the shop's own, in order of
// languages.
func Alts(m *ent.MediaFile) []*AltText {
	out := make([]*AltText, 0, len(m.Alts))
	for language, text := range m.Alts {
		out = append(out, &AltText{Language: language, Text: text})
	}
	slices.SortFunc(out, func(a, b *AltText) int { return strings.Compare(a.Language, b.Language) })
	return out
}

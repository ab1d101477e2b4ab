package media

import (
	"path"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/tenant"
)

// Path returns where a picture is shown, nil until it can be.
func Path(m *ent.MediaFile) *string {
	if m.Status != enum.MediaStatusReady || m.Key == nil {
		return nil
	}
	p := "/" + *m.Key // as pictures were kept before keys named their vendor first
	if vendor, ok := tenant.Of(*m.Key); ok {
		p = "/media/" + vendor.String() + "/" + path.Base(*m.Key)
	}
	return &p
}

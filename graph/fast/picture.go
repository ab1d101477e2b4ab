package fast

import (
	"strconv"

	"orion/ent/gen/ent"
	"orion/internal/media"
)

var mediaType = &object[ent.MediaFile]{name: "MediaFile", fields: map[string]field[ent.MediaFile]{
	"id":     leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return id(b, m.PublicID()) }),
	"url":    leaf(func(b []byte, m *ent.MediaFile, r *request) []byte { return textOrNull(b, r.media.URL(m)) }),
	"srcset": needing(needsSrcset, leaf(func(b []byte, m *ent.MediaFile, r *request) []byte { return textOrNull(b, r.media.Srcset(m)) })),
	"alt": needing(needsAlts, leaf(func(b []byte, m *ent.MediaFile, r *request) []byte {
		if s := m.Alts[r.language]; s != "" {
			return text(b, s)
		}
		return text(b, m.Alt)
	})),
	"width":  leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return numberOrNull(b, m.Width) }),
	"height": leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return numberOrNull(b, m.Height) }),
	"color":  needing(needsColor, leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return textOrNull(b, m.Color) })),
	"focalPoint": needing(needsFocus, nested(focusType, func(m *ent.MediaFile) media.FocalPoint {
		return *media.Focus(m)
	})),
}}

var focusType = &object[media.FocalPoint]{name: "FocalPoint", fields: map[string]field[media.FocalPoint]{
	"x": leaf(func(b []byte, p *media.FocalPoint, _ *request) []byte {
		return strconv.AppendFloat(b, p.X, 'g', -1, 64)
	}),
	"y": leaf(func(b []byte, p *media.FocalPoint, _ *request) []byte {
		return strconv.AppendFloat(b, p.Y, 'g', -1, 64)
	}),
}}

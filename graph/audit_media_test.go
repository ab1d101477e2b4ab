package graph

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"maps"
	"net/url"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/media"
)

func init() { maps.Copy(deeds, pictureDeeds) }

// pictureDeeds are those to the library of pictures.
var pictureDeeds = map[string]deed{
	"mediaFilesCreate": {action: "media.create", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`mediaFilesCreate(inputs: [{uploadId: %q}])`, s.drawn())
	}},
	"mediaFileUpdate": toPicture("media.update", `mediaFileUpdate(id: %q, input: {alt: "A lamp"})`),
	"mediaFileReplace": {action: "media.replace", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`mediaFileReplace(id: %q, uploadId: %q)`, s.picture(), s.drawn())
	}},
	"mediaFilesTag":    toPicture("media.tag", `mediaFilesTag(ids: [%q], add: ["new"])`),
	"mediaFilesDelete": toPicture("media.delete", `mediaFilesDelete(ids: [%q])`),
}

// toPicture is a deed of the owner to a picture.
func toPicture(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) { return s.owner, fmt.Sprintf(call, s.picture()) }}
}

// file is a small picture.
func (s *stage) file() []byte {
	var out bytes.Buffer
	require.NoError(s.t, png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 4, 3))))
	return out.Bytes()
}

func (s *stage) picture() publicid.ID {
	m, err := s.Media.Keep(s.owner, s.file(), "")
	require.NoError(s.t, err)
	return m.PublicID()
}

// drawn is a picture that was sent.
func (s *stage) drawn() publicid.ID {
	file := s.file()
	up, err := s.Media.StageUploads(s.owner, []*media.StagedUploadInput{{
		Purpose: enum.UploadPurposeMedia, Filename: "lamp.png", ContentType: "image/png", ByteSize: len(file),
	}})
	require.NoError(s.t, err)
	u, err := url.Parse(up[0].URL)
	require.NoError(s.t, err)
	q := u.Query()
	require.NoError(s.t, s.Media.ReceiveUpload(s.from(), media.UploadTicket{
		Upload: string(up[0].UploadID), Vendor: q.Get("vendor"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	}, bytes.NewReader(file)))
	return up[0].UploadID
}

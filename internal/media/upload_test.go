package media_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/media"
)

func csvFile(size int) *media.StagedUploadInput {
	return &media.StagedUploadInput{
		Purpose: enum.UploadPurposeImportFile, Filename: "feed.csv", ContentType: "text/csv; charset=utf-8", ByteSize: size,
	}
}

func TestStageUploads(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	for name, tc := range map[string]struct {
		change func(*media.StagedUploadInput)
		want   string
	}{
		"a gigabyte":                      {func(in *media.StagedUploadInput) { in.ByteSize = 1 << 30 }, ""},
		"more than a gigabyte":            {func(in *media.StagedUploadInput) { in.ByteSize = 1<<30 + 1 }, "TOO_LONG inputs.1.byteSize"},
		"a picture of 11 MB":              {func(in *media.StagedUploadInput) { in.Purpose, in.ByteSize = enum.UploadPurposeMedia, 11<<20 }, "TOO_LONG inputs.1.byteSize"},
		"no bytes":                        {func(in *media.StagedUploadInput) { in.ByteSize = 0 }, "INVALID inputs.1.byteSize"},
		"no name":                         {func(in *media.StagedUploadInput) { in.Filename = "" }, "REQUIRED inputs.1.filename"},
		"B5.115 a name of a path":         {func(in *media.StagedUploadInput) { in.Filename = "../../etc/passwd" }, ""},
		"B5.115 a name of 256 characters": {func(in *media.StagedUploadInput) { in.Filename = strings.Repeat("é", 256) }, "TOO_LONG inputs.1.filename"},
		"a content type of nothing":       {func(in *media.StagedUploadInput) { in.ContentType = "" }, "INVALID inputs.1.contentType"},
		"a content type of lines":         {func(in *media.StagedUploadInput) { in.ContentType = "text/csv\r\nX: y" }, "INVALID inputs.1.contentType"},
	} {
		t.Run(name, func(t *testing.T) {
			in := csvFile(10)
			tc.change(in)
			staged, err := h.StageUploads(ctx, []*media.StagedUploadInput{csvFile(1), in})
			if tc.want != "" {
				require.Equal(t, []string{tc.want}, mistakes(t, err))
				return
			}
			require.NoError(t, err)
			require.Len(t, staged, 2)
			require.Equal(t, "PUT", staged[1].Method)
			require.Contains(t, staged[1].URL, "http://shop.test/uploads/upl_")
			u, err := h.db.StagedUpload.Get(ctx, staged[1].UploadID.As("StagedUpload"))
			require.NoError(t, err)
			require.NotContains(t, u.Key, "passwd")
			require.Contains(t, u.Key, v.ID.String())
		})
	}
	_, err := h.StageUploads(ctx, make([]*media.StagedUploadInput, 11))
	require.Equal(t, []string{"TOO_MANY inputs"}, mistakes(t, err))
	_, err = h.StageUploads(fixture.Staff(t, v, enum.PermissionImportRead), []*media.StagedUploadInput{csvFile(1)})
	require.Equal(t, errs.Forbidden, code(t, err))
}

func TestReceiveUpload(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	other, _ := fixture.Vendor(t, h.db)
	const data = "id,title,price\n"
	for name, tc := range map[string]struct {
		change func(*media.UploadTicket)
		body   io.Reader
		code   errs.Code
	}{
		"as it was said":          {},
		"a byte short":            {body: strings.NewReader(data[1:]), code: errs.Invalid},
		"a byte long":             {body: strings.NewReader(data + "x"), code: errs.Invalid},
		"endless":                 {body: endless{}, code: errs.Invalid},
		"broken off":              {body: io.MultiReader(strings.NewReader(data[:4]), iotest.ErrReader(errors.New("reset"))), code: errs.Invalid},
		"another signature":       {change: func(u *media.UploadTicket) { u.Signature = u.Signature[1:] + "A" }, code: errs.Forbidden},
		"no signature":            {change: func(u *media.UploadTicket) { u.Signature = "" }, code: errs.Forbidden},
		"a later end":             {change: func(u *media.UploadTicket) { u.Expires = "99999999999" }, code: errs.Forbidden},
		"another upload":          {change: func(u *media.UploadTicket) { u.Upload = string(publicid.New("StagedUpload", uuid.New())) }, code: errs.Forbidden},
		"for another vendor":      {change: func(u *media.UploadTicket) { u.Vendor = string(other.PublicID()) }, code: errs.Forbidden},
		"with the ticket emptied": {change: func(u *media.UploadTicket) { *u = media.UploadTicket{} }, code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			staged, err := h.StageUploads(ctx, []*media.StagedUploadInput{csvFile(len(data))})
			require.NoError(t, err)
			good := ticket(t, staged[0].URL)
			sent := good
			if tc.change != nil {
				tc.change(&sent)
			}
			if tc.body == nil {
				tc.body = strings.NewReader(data)
			}
			err = h.ReceiveUpload(t.Context(), sent, tc.body)
			if tc.code == "" {
				require.NoError(t, err)
				err = h.ReceiveUpload(t.Context(), sent, strings.NewReader(data))
				require.Equal(t, errs.InvalidState, code(t, err), "once")
				return
			}
			require.Equal(t, tc.code, code(t, err))
			u, err := h.db.StagedUpload.Get(ctx, staged[0].UploadID.As("StagedUpload"))
			require.NoError(t, err)
			there, err := h.bucket.Exists(ctx, u.Key)
			require.NoError(t, err)
			require.False(t, there, "nothing of it is kept")
			require.NoError(t, h.ReceiveUpload(t.Context(), good, strings.NewReader(data)), "the right one is welcome still")
		})
	}
	t.Run("after an hour", func(t *testing.T) {
		old := build(t, h.db, func(d *media.Options) { d.Clock = clock.Fixed(time.Now().Add(-61 * time.Minute).UTC()) })
		staged, err := old.StageUploads(ctx, []*media.StagedUploadInput{csvFile(len(data))})
		require.NoError(t, err)
		err = h.ReceiveUpload(t.Context(), ticket(t, staged[0].URL), strings.NewReader(data))
		require.Equal(t, errs.NotFound, code(t, err))
	})
}

// endless is a file without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

package marketplace_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/marketplace"
	"orion/internal/media"
)

func TestStart(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	staged, err := h.pictures.StageUploads(ctx, []*media.StagedUploadInput{csvFile(10), {
		Purpose: enum.UploadPurposeMedia, Filename: "a.png", ContentType: "image/png", ByteSize: 1,
	}})
	require.NoError(t, err)
	require.NoError(t, h.pictures.ReceiveUpload(ctx, ticket(t, staged[1].URL), strings.NewReader("x")))
	good := h.send(t, ctx, rows(1, 1))
	for name, tc := range map[string]struct {
		change func(*marketplace.StartInput)
		want   string
	}{
		"no key":                     {func(in *marketplace.StartInput) { in.IdempotencyKey = "" }, "REQUIRED input.idempotencyKey"},
		"a key of 256 characters":    {func(in *marketplace.StartInput) { in.IdempotencyKey = strings.Repeat("k", 256) }, "TOO_LONG input.idempotencyKey"},
		"a key with a NUL":           {func(in *marketplace.StartInput) { in.IdempotencyKey = "a\x00" }, "INVALID input.idempotencyKey"},
		"a source that there is not": {func(in *marketplace.StartInput) { in.Source = "bing" }, "NOT_FOUND input.source"},
		"an upload that is not sent": {func(in *marketplace.StartInput) { in.UploadID = staged[0].UploadID }, "INVALID_STATE input.uploadId"},
		"an upload of a picture":     {func(in *marketplace.StartInput) { in.UploadID = staged[1].UploadID }, "NOT_FOUND input.uploadId"},
		"an upload that is none":     {func(in *marketplace.StartInput) { in.UploadID = "" }, "NOT_FOUND input.uploadId"},
	} {
		t.Run(name, func(t *testing.T) {
			in := marketplace.StartInput{
				UploadID: good, Source: "google", Mode: enum.ImportModeUpsert, ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows,
				IdempotencyKey: uuid.NewString(),
			}
			tc.change(&in)
			_, err := h.Start(ctx, in)
			require.Equal(t, []string{tc.want}, mistakes(t, err))
		})
	}
	in := marketplace.StartInput{
		UploadID: good, Source: "google", Mode: enum.ImportModeUpsert, ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: "k",
	}
	_, err = h.Start(fixture.Staff(t, v, enum.PermissionImportRead), in)
	require.Equal(t, errs.Forbidden, code(t, err))
	job, err := h.Start(ctx, in)
	require.NoError(t, err)
	require.Equal(t, enum.ImportStatusQueued, job.Status)
	var queued int
	require.NoError(t, h.db.Platform.QueryRow(ctx, "SELECT count(*) FROM river.river_job WHERE kind = 'marketplace.import'").Scan(&queued))
	require.Equal(t, 1, queued, "the job is in the queue, and those that were refused are not")
}

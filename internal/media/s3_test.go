package media_test

import (
	"net/http/httptest"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	_ "gocloud.dev/blob/s3blob" // s3://

	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/media"
	"orion/internal/pgtest"
)

// bucketOfS3 is a bucket of a server that speaks S3, which stops when stop is called.
func bucketOfS3(t *testing.T) (_ *blob.Bucket, stop func()) {
	t.Helper()
	backend := s3mem.New()
	require.NoError(t, backend.CreateBucket("orion"))
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	b, err := blob.OpenBucket(t.Context(), "s3://orion?region=eu-west-1&use_path_style=true&disable_https=true&endpoint="+server.URL)
	require.NoError(t, err)
	t.Cleanup(func() { _ = b.Close() })
	return b, server.Close
}

func TestPicturesInS3(t *testing.T) { //nolint:paralleltest // S3 reads its keys from the environment
	bucket, stop := bucketOfS3(t)
	db := pgtest.New(t)
	h := on(t, db, bucket)
	_, ctx := fixture.Vendor(t, db)
	m := h.create(t, ctx, noise(t, 700, 300, 1))
	for _, key := range files(m) {
		a, err := bucket.Attributes(ctx, key)
		require.NoError(t, err)
		require.Equal(t, "image/jpeg", a.ContentType)
	}
	yes := true
	private, err := h.Update(ctx, m.PublicID(), media.FileUpdateInput{Private: &yes})
	require.NoError(t, err)
	h.clean(t)
	require.False(t, h.has(t, *m.Key))
	content, err := bucket.ReadAll(ctx, *private.Key)
	require.NoError(t, err)
	require.Len(t, content, int(m.ByteSize))
	_, err = h.Delete(ctx, []publicid.ID{m.PublicID()}, false)
	require.NoError(t, err)
	h.clean(t)
	for _, key := range files(private) {
		require.False(t, h.has(t, key))
	}

	staged, err := h.StageUploads(ctx, []*media.StagedUploadInput{csvFile(1)})
	require.NoError(t, err)
	stop()
	err = h.ReceiveUpload(ctx, ticket(t, staged[0].URL), endless{})
	require.Error(t, err)
	require.Contains(t, []errs.Code{errs.Unavailable, errs.Invalid}, errs.CodeOf(err), "142: refused cleanly")
}

package notify_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/notify"
)

func TestMailbox(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "yet")
	box := notify.NewMailbox(dir)
	list, err := box.List()
	require.NoError(t, err)
	require.Empty(t, list)

	older, newer := message(), message()
	for _, m := range []*notify.Message{newer, older, newer} { // the newer one comes twice
		require.NoError(t, box.Deliver(t.Context(), m))
	}
	list, err = box.List()
	require.NoError(t, err)
	require.Equal(t, []*notify.Message{newer, older}, list)
	got, err := box.Read(older.ID)
	require.NoError(t, err)
	require.Equal(t, older, got)
	got, err = box.Read(uuid.New())
	require.NoError(t, err)
	require.Nil(t, got)

	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm(), "its links are as good as passwords")
	info, err = os.Stat(filepath.Join(dir, older.ID.String()+".json"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestTheMailboxKeepsTheNewest(t *testing.T) {
	t.Parallel()
	box := notify.NewMailbox(t.TempDir())
	first := message()
	require.NoError(t, box.Deliver(t.Context(), first))
	for range 500 {
		require.NoError(t, box.Deliver(t.Context(), message()))
	}
	list, err := box.List()
	require.NoError(t, err)
	require.Len(t, list, 500)
	gone, err := box.Read(first.ID)
	require.NoError(t, err)
	require.Nil(t, gone)
}

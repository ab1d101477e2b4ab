package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // s3://

	"orion/internal/config"
)

// openBucket opens where files go. Each instance of a platform with several must
// see the same files, so the data dir is for one alone.
func openBucket(ctx context.Context, cfg *config.Config) (*blob.Bucket, error) {
	return openAt(ctx, cfg.Storage, "ORION_STORAGE", filepath.Join(cfg.DataDir, "files"))
}

// openBackups opens where backups go.
func openBackups(ctx context.Context, cfg *config.Config) (*blob.Bucket, error) {
	return openAt(ctx, cfg.BackupURL, "ORION_BACKUP_URL", filepath.Join(cfg.DataDir, "backups"))
}

// openAt opens the bucket of an address, or a folder where there is none.
func openAt(ctx context.Context, address, variable, folder string) (*blob.Bucket, error) {
	if address == "" {
		return openFolder(folder)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", variable, err)
	}
	if u.Scheme == "file" {
		return openFolder(u.Path)
	}
	b, err := blob.OpenBucket(ctx, address)
	if err != nil && u.Scheme == "gs" && strings.Contains(err.Error(), "no driver registered") {
		return nil, errors.New("this program was built without Google Cloud Storage: build it with -tags gcs")
	}
	if err != nil {
		return nil, fmt.Errorf("open the storage: %w", err)
	}
	return b, nil
}

// openFolder keeps half-written files in the folder itself: another file system
// could not be moved from.
func openFolder(dir string) (*blob.Bucket, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the folder of files: %w", err)
	}
	b, err := fileblob.OpenBucket(dir, &fileblob.Options{CreateDir: true, DirFileMode: os.ModeDir | 0o700, NoTempDir: true})
	if err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	return b, nil
}

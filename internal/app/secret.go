package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"orion/internal/config"
	"orion/internal/kit/secret"
)

// keyFile keeps the root secret of a platform that was given none.
const keyFile = "secret.key"

// rootSecret returns the configured secret, else the one kept in the data dir, else
// a new one that it keeps there. It makes none for production, where a lost one
// means that nobody is signed in and no encrypted setting can be read any more.
func rootSecret(cfg *config.Config) (secret.Root, error) {
	if cfg.SecretKey != "" {
		return secret.NewRoot([]byte(cfg.SecretKey))
	}
	path := filepath.Join(cfg.DataDir, keyFile)
	kept, err := os.ReadFile(path)
	switch {
	case err == nil:
		root, err := secret.NewRoot([]byte(strings.TrimSpace(string(kept))))
		if err != nil {
			return nil, fmt.Errorf("%s is damaged, restore it or name one in ORION_SECRET_KEY: %w", path, err)
		}
		return root, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read the root secret: %w", err)
	case cfg.Production():
		return nil, errors.New("ORION_SECRET_KEY is required in production")
	}
	return makeSecret(path)
}

func makeSecret(path string) (secret.Root, error) {
	b := make([]byte, 48)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	text := base64.RawURLEncoding.EncodeToString(b)
	if err := os.MkdirAll(filepath.Dir(path), 0o711); err != nil {
		return nil, fmt.Errorf("make the data dir: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep the root secret: %w", err)
	}
	_, err = f.WriteString(text + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("keep the root secret: %w", err)
	}
	return secret.NewRoot([]byte(text))
}

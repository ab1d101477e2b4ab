package backup

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"orion/internal/kit/errs"
)

// The files of a backup, in the folder of its name.
const (
	manifestFile = "manifest.json"
	databaseFile = "database.tar.age"
	filesFile    = "files.tar.age"
)

// format is raised when an older program could not read a backup.
const format = 1

// A Manifest says what is in a backup.
type Manifest struct {
	Format    int       `json:"format"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	// Program is the version that made it; Schema the last migration it had taken.
	Program string `json:"program"`
	Schema  string `json:"schema"`
	// RootKey names the root secret that opens it and what is sealed in it; Recipients are
	// further public keys that open it.
	RootKey    string   `json:"root_key"`
	Recipients []string `json:"recipients,omitempty"`

	Database Part    `json:"database"`
	Files    Part    `json:"files"`
	Tables   []Table `json:"tables"`
	Vendors  []Table `json:"vendors"`
}

// A Part is one of the encrypted files.
type Part struct {
	ByteSize int64  `json:"byte_size"`
	SHA256   string `json:"sha256"`
	// Count is how many stored files it holds; zero for the database.
	Count int64 `json:"count,omitempty"`
}

// A Table is how many rows there are of one table, or in all tables of one vendor, and a
// checksum of them that does not depend on their order.
type Table struct {
	Name     string `json:"name"`
	Rows     int64  `json:"rows"`
	Checksum string `json:"checksum"`
}

// Rows is how many rows the backup holds.
func (m *Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// ByteSize is what the backup takes.
func (m *Manifest) ByteSize() int64 { return m.Database.ByteSize + m.Files.ByteSize }

// signed is a manifest as it is stored.
type signed struct {
	Manifest json.RawMessage `json:"manifest"`
	MAC      string          `json:"mac"`
}

// writeManifest comes last: a folder without one is no backup.
func (s *Service) writeManifest(ctx context.Context, m *Manifest) (checksum string, err error) {
	body, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("write the manifest: %w", err)
	}
	mac := sign(s.Root, body)
	whole, err := json.MarshalIndent(signed{body, mac}, "", "  ")
	if err != nil {
		return "", fmt.Errorf("write the manifest: %w", err)
	}
	err = s.Store.WriteAll(ctx, path.Join(m.Name, manifestFile), whole, &blob.WriterOptions{ContentType: "application/json"})
	if err != nil {
		return "", fmt.Errorf("write the manifest: %w", err)
	}
	return mac, nil
}

// Manifest reads what a backup says of itself. NOT_FOUND where there is none of the name; an
// error where it was signed with another root secret or changed since.
func (s *Service) Manifest(ctx context.Context, name string) (*Manifest, error) {
	if name == "" || strings.ContainsAny(name, `/\`) || strings.Contains(name, "..") {
		return nil, errs.New(errs.NotFound, "there is no backup %s", name)
	}
	whole, err := s.Store.ReadAll(ctx, path.Join(name, manifestFile))
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, errs.New(errs.NotFound, "there is no backup %s", name)
	}
	if err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	var outer signed
	m := &Manifest{}
	if err := json.Unmarshal(whole, &outer); err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	body, err := compact(outer.Manifest)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, m); err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	return m, s.vouch(m, body, outer.MAC)
}

// vouch refuses a manifest that this program cannot trust.
func (s *Service) vouch(m *Manifest, body []byte, mac string) error {
	switch {
	case m.Format > format:
		return fmt.Errorf("the backup is of a later version of the program (format %d)", m.Format)
	case m.RootKey != s.key.id:
		return fmt.Errorf("the backup was made with another root secret: ORION_SECRET_KEY must be the one whose fingerprint is %s", m.RootKey)
	case !hmac.Equal([]byte(mac), []byte(sign(s.Root, body))):
		return errors.New("the manifest is not the one that was written with the backup")
	}
	return nil
}

// compact undoes the indentation that a manifest is stored with.
func compact(raw json.RawMessage) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	return b.Bytes(), nil
}

// List returns the manifests of all backups in the store, the newest first. What cannot be
// read or trusted is left out and logged.
func (s *Service) List(ctx context.Context) ([]*Manifest, error) {
	var out []*Manifest
	folders := s.Store.List(&blob.ListOptions{Delimiter: "/"})
	for {
		o, err := folders.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("list the backups: %w", err)
		}
		if !o.IsDir {
			continue
		}
		m, err := s.Manifest(ctx, strings.TrimSuffix(o.Key, "/"))
		if err != nil {
			s.Log.WarnContext(ctx, "backup: left out", "folder", o.Key, "err", err)
			continue
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b *Manifest) int { return strings.Compare(b.Name, a.Name) })
	return out, nil
}

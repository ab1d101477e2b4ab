package backup

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"gocloud.dev/blob"
)

// chunk is how much of a file is sent to the store at a time: 10,000 of them, the most that
// S3 takes, make 320 GB.
const chunk = 32 << 20

// put encrypts what fill writes and stores it under a key.
func (s *Service) put(ctx context.Context, key string, fill func(*tar.Writer) (int64, error)) (p Part, err error) {
	ctx, cancel := context.WithCancel(ctx) // ended before Close, a writer leaves nothing behind
	defer cancel()
	w, err := s.Store.NewWriter(ctx, key, &blob.WriterOptions{ContentType: "application/octet-stream", BufferSize: chunk})
	if err != nil {
		return Part{}, fmt.Errorf("store %s: %w", key, err)
	}
	m := newMeter(w)
	if p.Count, err = s.encrypt(m, fill); err != nil {
		cancel()
		_ = w.Close() // gives up what was begun
		return Part{}, fmt.Errorf("store %s: %w", key, err)
	}
	if err := w.Close(); err != nil {
		return Part{}, fmt.Errorf("store %s: %w", key, err)
	}
	p.ByteSize, p.SHA256 = m.size, m.hex()
	return p, nil
}

func (s *Service) encrypt(to io.Writer, fill func(*tar.Writer) (int64, error)) (int64, error) {
	secret, err := age.Encrypt(to, s.open...)
	if err != nil {
		return 0, err
	}
	t := tar.NewWriter(secret)
	n, err := fill(t)
	if err != nil {
		return 0, err
	}
	return n, errors.Join(t.Close(), secret.Close())
}

// folder puts the files of a folder into an archive.
func folder(dir string) func(*tar.Writer) (int64, error) {
	return func(t *tar.Writer) (int64, error) { return 0, t.AddFS(os.DirFS(dir)) }
}

// get opens an encrypted file for read. It fails where the file is not the one of the
// manifest, which shows when all of it has been read.
func (s *Service) get(ctx context.Context, key string, p Part, read func(*tar.Reader) error) error {
	r, err := s.Store.NewReader(ctx, key, nil)
	if err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	defer func() { _ = r.Close() }()
	m := newMeter(io.Discard)
	plain, err := age.Decrypt(io.TeeReader(r, m), s.key)
	if err != nil {
		return fmt.Errorf("open %s: %w", key, err)
	}
	if err := read(tar.NewReader(plain)); err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return fmt.Errorf("read %s: %w", key, err)
	}
	if m.size != p.ByteSize || m.hex() != p.SHA256 {
		return fmt.Errorf("%s is not the file that was written: its checksum differs", key)
	}
	return nil
}

// unpack writes an archive into a folder.
func unpack(dir string) func(*tar.Reader) error {
	return func(t *tar.Reader) error {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return err
		}
		defer func() { _ = root.Close() }()
		for {
			h, err := t.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := write(root, h, t); err != nil {
				return err
			}
		}
	}
}

func write(root *os.Root, h *tar.Header, from io.Reader) (err error) {
	if h.Typeflag != tar.TypeReg {
		if h.Typeflag == tar.TypeDir && strings.Trim(h.Name, "./") != "" {
			return root.MkdirAll(h.Name, 0o700)
		}
		return nil
	}
	if parent := filepath.Dir(h.Name); parent != "." {
		if err := root.MkdirAll(parent, 0o700); err != nil {
			return err
		}
	}
	f, err := root.OpenFile(h.Name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fs.FileMode(0o600))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = io.Copy(f, from) //nolint:gosec // as large as what was dumped
	return err
}

package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// sumsFile ends the archive of stored files: their checksums by name.
const sumsFile = "SHA256SUMS.json"

// filesFolder keeps the names of stored files apart from ours in the archive.
const filesFolder = "files/"

// pack writes all stored files. One that goes while the archive is made is left out.
func (s *Service) pack(ctx context.Context) func(*tar.Writer) (int64, error) {
	return func(t *tar.Writer) (int64, error) {
		sums := map[string]string{}
		all := s.Files.List(nil)
		for {
			o, err := all.Next(ctx)
			if errors.Is(err, io.EOF) {
				return int64(len(sums)), addSums(t, sums)
			}
			if err != nil {
				return 0, fmt.Errorf("list the files: %w", err)
			}
			sum, err := s.packFile(ctx, t, o.Key)
			if gcerrors.Code(err) == gcerrors.NotFound {
				continue
			}
			if err != nil {
				return 0, fmt.Errorf("copy %s: %w", o.Key, err)
			}
			sums[o.Key] = sum
		}
	}
}

func (s *Service) packFile(ctx context.Context, t *tar.Writer, key string) (string, error) {
	r, err := s.Files.NewReader(ctx, key, nil)
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Close() }()
	h := &tar.Header{
		Name: filesFolder + key, Size: r.Size(), Mode: 0o600, ModTime: r.ModTime(),
		PAXRecords: map[string]string{"ORION.type": r.ContentType()},
	}
	h.Format = tar.FormatPAX // names of any length
	if err := t.WriteHeader(h); err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(t, sum), r)
	return hex.EncodeToString(sum.Sum(nil)), err
}

func addSums(t *tar.Writer, sums map[string]string) error {
	body, err := json.Marshal(sums) // a map is written in the order of its keys
	if err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Name: sumsFile, Size: int64(len(body)), Mode: 0o600, ModTime: time.Unix(0, 0)}); err != nil {
		return err
	}
	_, err = t.Write(body)
	return err
}

// unpackFiles hands every stored file of an archive to keep and compares their checksums
// with those that were taken when they were read.
func unpackFiles(want int64, keep func(key, contentType string, r io.Reader) error) func(*tar.Reader) error {
	return func(t *tar.Reader) error {
		got := map[string]string{}
		for {
			h, err := t.Next()
			if errors.Is(err, io.EOF) {
				return errors.New("the list of checksums is missing")
			}
			if err != nil {
				return err
			}
			if h.Name == sumsFile {
				return compareSums(t, got, want)
			}
			key, ours := strings.CutPrefix(h.Name, filesFolder)
			if !ours {
				return fmt.Errorf("unexpected file %s", h.Name)
			}
			sum := sha256.New()
			if err := keep(key, h.PAXRecords["ORION.type"], io.TeeReader(t, sum)); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			got[key] = hex.EncodeToString(sum.Sum(nil))
		}
	}
}

func compareSums(r io.Reader, got map[string]string, want int64) error {
	var sums map[string]string
	if err := json.NewDecoder(r).Decode(&sums); err != nil {
		return fmt.Errorf("read the list of checksums: %w", err)
	}
	if int64(len(sums)) != want || len(got) != len(sums) {
		return fmt.Errorf("there are %d files, %d were written", len(got), want)
	}
	for key, sum := range sums {
		if got[key] != sum {
			return fmt.Errorf("%s is not the file that was written", key)
		}
	}
	return nil
}

// bring puts a stored file back, over whatever is there. All of it is there in the end, or
// what was there before.
func (s *Service) bring(ctx context.Context) func(key, contentType string, r io.Reader) error {
	return func(key, contentType string, r io.Reader) error {
		ctx, giveUp := context.WithCancel(ctx)
		defer giveUp() // closing a writer whose context has ended stores nothing
		w, err := s.Files.NewWriter(ctx, key, &blob.WriterOptions{ContentType: contentType, DisableContentTypeDetection: contentType == ""})
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, r); err != nil {
			giveUp()
			_ = w.Close()
			return err
		}
		return w.Close()
	}
}

// skim reads a stored file and keeps nothing.
func skim(_, _ string, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

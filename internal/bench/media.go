package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gocloud.dev/blob/fileblob"

	"orion/internal/enum"
	"orion/internal/media"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

const (
	// images are made in one run, unless another number is said.
	images = 1000
	// refusedBar is what a file may take that is refused, in milliseconds.
	refusedBar = 100.0
)

// benchMedia measures how pictures are made, of a photograph of 1,600 by 1,200 each: how
// many a second on one core, and the most memory that the process has had.
func benchMedia(ctx context.Context, n int) error {
	b, err := newBareStage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	db, err := store.Open(ctx, b.url)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer db.Close()
	s, own, err := library(ctx, db, filepath.Join(b.dir, "files"))
	if err != nil {
		return err
	}
	took, err := makeImages(own, s, n)
	if err != nil {
		return err
	}
	peak, err := peakRSS()
	if err != nil {
		return err
	}
	fmt.Printf("media-images %.1f/s of %d\n", float64(n)/took.Seconds(), n)
	fmt.Printf("media-peak-rss %dMB\n", peak>>20)
	return benchRefusal(own, s)
}

// library is the service of pictures of a new vendor, with files in a folder.
func library(ctx context.Context, db *store.DB, dir string) (*media.Service, context.Context, error) {
	v, err := db.Vendor.Create().SetSlug("bench").SetName("Bench").SetStatus(enum.VendorStatusActive).
		Save(store.AcrossVendors(ctx, store.ReasonSetUp))
	if err != nil {
		return nil, nil, fmt.Errorf("make a vendor: %w", err)
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, nil, err
	}
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{CreateDir: true, NoTempDir: true})
	if err != nil {
		return nil, nil, fmt.Errorf("open a folder: %w", err)
	}
	s := media.New(db, bucket, queue, media.NewWorld()).Configured(media.Options{Thumbnailer: media.FindThumbnailer()})
	return s, viewer.NewContext(ctx, viewer.ForVendor(v.ID)), nil
}

// makeImages makes pictures, none like the other, and returns the time without their drawing.
func makeImages(ctx context.Context, s *media.Service, n int) (took time.Duration, err error) {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // it draws and keeps no secret
	for range n {
		file, err := chance(r)
		if err != nil {
			return 0, err
		}
		began := time.Now()
		if _, err := s.Keep(ctx, file, ""); err != nil {
			return 0, err
		}
		took += time.Since(began)
	}
	return took, nil
}

// chance is a photograph of squares.
func chance(r *rand.Rand) ([]byte, error) {
	const side = 16
	img := image.NewRGBA(image.Rect(0, 0, 1600, 1200))
	for y := 0; y < 1200; y += side {
		for x := 0; x < 1600; x += side {
			c := color.RGBA{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32()), 255}
			for i := range side * side {
				img.SetRGBA(x+i%side, y+i/side, c)
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		return nil, fmt.Errorf("draw a picture: %w", err)
	}
	return out.Bytes(), nil
}

// benchRefusal measures how long a file takes that is refused: a header of 50,000 by 50,000.
func benchRefusal(ctx context.Context, s *media.Service) error {
	huge := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x06\x00\x00\x00\xcf\xc2\xf4\x8e")
	began := time.Now()
	_, err := s.Keep(ctx, huge, "")
	took := float64(time.Since(began).Microseconds()) / 1000
	if err == nil {
		return errors.New("a picture of 50,000 by 50,000 was taken")
	}
	return verdict("media-refused", fmt.Sprintf("%.1fms", took), took, refusedBar)
}

// peakRSS is the most memory that the process has had, in bytes.
func peakRSS() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("read the status of the process: %w", err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("the status of the process has no VmHWM")
}

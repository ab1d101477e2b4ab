package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
)

// says is a PNG of a few bytes that says of itself how large it is.
func says(w, h uint32) []byte {
	head := []byte{'I', 'H', 'D', 'R', 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0}
	binary.BigEndian.PutUint32(head[4:], w)
	binary.BigEndian.PutUint32(head[8:], h)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

// swelling is a real PNG of few bytes whose pixels would take 400 MB.
func swelling(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	img := image.NewPaletted(image.Rect(0, 0, 10_000, 10_000), color.Palette{color.Black, color.White})
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, img))
	require.Less(t, out.Len(), 200_000)
	return out.Bytes()
}

// halves is a picture that is red on its left and blue on its right.
func halves(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			if x >= w/2 {
				c = color.RGBA{0, 0, 255, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}))
	return out.Bytes()
}

// held is a photograph with EXIF: how the camera was held, and where.
func held(t testing.TB, img image.Image, orientation byte) []byte {
	t.Helper()
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02" +
		"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string([]byte{orientation}) + "\x00\x00" +
		"\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00GPS 49.6116N 6.1319E")
	body := append([]byte("Exif\x00\x00"), tiff...)
	segment := append([]byte{0xff, 0xe1, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
	plain := asJPEG(t, img)
	return append(append(append([]byte{}, plain[:2]...), segment...), plain[2:]...)
}

// hostile are files that are refused before a pixel of them is read.
func hostile(t testing.TB) map[string]struct {
	content []byte
	code    errs.Code
} {
	t.Helper()
	return map[string]struct {
		content []byte
		code    errs.Code
	}{
		"B5.111 a drawing with a script":       {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), errs.Invalid},
		"B5.111 a drawing with entities":       {[]byte(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>`), errs.Invalid},
		"B5.112 a page":                        {[]byte("<!doctype html><script>alert(1)</script>"), errs.Invalid},
		"B5.112 a program":                     {append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 64)...), errs.Invalid},
		"B5.112 a script of a server":          {[]byte("<?php system($_GET['c']);"), errs.Invalid},
		"B5.113 a script that begins as a GIF": {[]byte("GIF89a/*" + strings.Repeat("x", 64) + "*/=1;alert(1)"), errs.TooLong},
		"B5.114 a header of 30,000 by 30,000":  {says(30_000, 30_000), errs.TooLong},
		"B5.114 a header of 50,000 by 50,000":  {says(50_000, 50_000), errs.TooLong},
		"B5.114 a header of 2^31":              {says(1<<31-1, 1<<31-1), errs.Invalid},
		"B5.114 a bomb of 100 million pixels":  {swelling(t), errs.TooLong},
		"B5.116 nothing":                       {nil, errs.Invalid},
		"B5.116 too large":                     {make([]byte, MaxBytes+1), errs.TooLong},
		"B5.116 a beginning":                   {asJPEG(t, halves(64, 64))[:20], errs.Invalid},
	}
}

func TestB5_Hostile(t *testing.T) {
	t.Parallel()
	for name, tc := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := look(tc.content)
			require.Error(t, err)
			require.Contains(t, []errs.Code{errs.Invalid, errs.TooLong}, errs.CodeOf(err))
			if tc.code == errs.TooLong && !strings.Contains(name, "GIF") {
				require.Equal(t, tc.code, errs.CodeOf(err))
			}
		})
	}
	t.Run("B5.116 truncated", func(t *testing.T) {
		t.Parallel()
		whole := asJPEG(t, halves(640, 640))
		_, err := pictureOf(t, whole[:len(whole)/2])
		require.Equal(t, errs.Invalid, errs.CodeOf(err))
	})
}

// What is refused costs next to nothing: the time is that of the issue five times over,
// for machines that do other things too; bench media tells the exact figures.
func TestB5_114WhatIsRefusedCostsNothing(t *testing.T) { //nolint:paralleltest // it counts what the process allocates
	for name, tc := range hostile(t) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		_, err := look(tc.content)
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		require.Error(t, err, name)
		require.Less(t, took, 500*time.Millisecond, name)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20), name)
	}
}

// pictureOf is what becomes of a file, without a bucket.
func pictureOf(t testing.TB, content []byte) (*picture, error) {
	t.Helper()
	return New(nil, nil, nil, nil).read(t.Context(), content)
}

func TestB5_113NothingButPixelsIsLeft(t *testing.T) {
	t.Parallel()
	var g, p bytes.Buffer
	require.NoError(t, gif.Encode(&g, halves(40, 20), nil))
	require.NoError(t, png.Encode(&p, halves(40, 20)))
	for name, file := range map[string][]byte{
		"a GIF with a script behind it":                     append(g.Bytes(), []byte("*/=1;alert(1)//<script>")...),
		"a PNG with a page behind it":                       append(p.Bytes(), []byte("<html><script>alert(1)</script>")...),
		"B5.118 a photograph that knows where it was taken": held(t, halves(40, 20), 1),
	} {
		made, err := pictureOf(t, file)
		require.NoError(t, err, name)
		require.Equal(t, "image/jpeg", made.main.ContentType)
		for _, rest := range []string{"script", "alert", "Exif", "GPS", "49.6116"} {
			require.NotContains(t, string(made.main.content), rest, name)
		}
	}
}

func TestB5_118PicturesStandUpright(t *testing.T) {
	t.Parallel()
	red := func(img image.Image, x, y int) bool {
		r, _, b, _ := img.At(x, y).RGBA()
		return r > b
	}
	// Where the red half, which the camera saw on its left, is in the upright picture.
	for orientation, want := range map[byte]struct{ sideways, redFirst bool }{
		1: {false, true}, 2: {false, false}, 3: {false, false}, 4: {false, true}, 5: {true, true}, 6: {true, true}, 7: {true, false}, 8: {true, false},
	} {
		made, err := pictureOf(t, held(t, halves(80, 40), orientation))
		require.NoError(t, err)
		img, err := jpeg.Decode(bytes.NewReader(made.main.content))
		require.NoError(t, err)
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		require.Equal(t, want.sideways, h > w, "%d", orientation)
		if want.sideways {
			require.Equal(t, want.redFirst, red(img, w/2, 4), "%d", orientation)
			require.Equal(t, !want.redFirst, red(img, w/2, h-4), "%d", orientation)
			continue
		}
		require.Equal(t, want.redFirst, red(img, 4, h/2), "%d", orientation)
		require.Equal(t, !want.redFirst, red(img, w-4, h/2), "%d", orientation)
	}
}

func TestBrokenEXIFIsNone(t *testing.T) {
	t.Parallel()
	good := held(t, halves(16, 8), 6)
	require.Equal(t, 6, segmentsOf(good).orientation)
	for n := range len(good) {
		got := segmentsOf(good[:n]).orientation
		require.Contains(t, []int{1, 6}, got)
	}
	for _, tiff := range []string{"", "MM\x00\x2a", "II\x2a\x00\xff\xff\xff\xff", "MM\x00\x2a\x00\x00\x00\x08\xff\xff"} {
		require.Equal(t, 1, orientationOf([]byte(tiff)))
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ w, h, toW, toH int }{
		{100, 100, 100, 100}, {3840, 2000, 1920, 1000}, {1000, 4800, 500, 2400}, {40_000, 1, 1920, 1}, {1920, 2400, 1920, 2400},
	} {
		require.Equal(t, image.Pt(tc.toW, tc.toH), within(tc.w, tc.h, image.Pt(maxWidth, maxHeight)))
	}
}

// Bands are not seen: the scaled picture is smooth where the picture is.
func TestScaleInBands(t *testing.T) {
	t.Parallel()
	img := image.NewRGBA(image.Rect(0, 0, 500, 500))
	for i := range img.Pix {
		img.Pix[i] = 200
	}
	out := scale(img, image.Pt(173, 191))
	require.Equal(t, image.Rect(0, 0, 173, 191), out.Rect)
	for _, v := range out.Pix {
		require.InDelta(t, 200, v, 1)
	}
	made := scale(halves(500, 500), image.Pt(200, 200))
	require.Equal(t, color.RGBA{255, 0, 0, 255}, made.RGBAAt(10, 100))
	require.Equal(t, color.RGBA{0, 0, 255, 255}, made.RGBAAt(190, 100))
}

package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// The limits of vipsthumbnail, which is a process of its own.
const (
	webpTime  = 20 * time.Second
	webpBytes = 1 << 20 // of address space, in the kilobytes of ulimit: 1 GiB
)

// FindThumbnailer returns the path of vipsthumbnail, "" where there is none.
func FindThumbnailer() string {
	path, err := exec.LookPath("vipsthumbnail")
	if err != nil {
		return ""
	}
	return path
}

// addWebP puts a WebP copy beside each copy of a picture where there is a program that
// makes them. Where that fails, the picture does without: its other copies are good.
func (s *Service) addWebP(ctx context.Context, p *picture) error {
	if s.opts.Thumbnailer == "" {
		return nil
	}
	var all []copied
	for _, c := range p.all() {
		w, err := s.webp(ctx, c)
		if ctx.Err() != nil {
			return fmt.Errorf("make WebP copies: %w", ctx.Err())
		}
		if err != nil {
			s.opts.Log.WarnContext(ctx, "media: a picture has no WebP copies", "err", err)
			return nil
		}
		all = append(all, c, w)
	}
	// The main one is the last but one, and is kept apart.
	p.copies, p.webp = append(all[:len(all)-2:len(all)-2], all[len(all)-1]), true
	return nil
}

// webp writes a copy anew as WebP. What it reads is what we have written ourselves.
func (s *Service) webp(ctx context.Context, c copied) (copied, error) {
	dir, err := os.MkdirTemp("", "orion-webp-")
	if err != nil {
		return copied{}, fmt.Errorf("make a folder for a WebP copy: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	in, out := filepath.Join(dir, "in."+c.extension), filepath.Join(dir, "out.webp")
	if err := os.WriteFile(in, c.content, 0o600); err != nil { //nolint:gosec // the extension is one of ours
		return copied{}, fmt.Errorf("write what is to be WebP: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, webpTime)
	defer cancel()
	args := thumbnailArgs(s.opts.Thumbnailer, in, out, c.Width)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = []string{"VIPS_CONCURRENCY=1", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir}
	cmd.WaitDelay = time.Second
	if told, err := cmd.CombinedOutput(); err != nil {
		return copied{}, fmt.Errorf("vipsthumbnail: %w: %.200s", err, told)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		return copied{}, fmt.Errorf("read a WebP copy: %w", err)
	}
	if !bytes.HasPrefix(content, []byte("RIFF")) {
		return copied{}, errors.New("vipsthumbnail wrote something else than WebP")
	}
	c.ContentType, c.extension, c.content, c.Bytes = "image/webp", "webp", content, int64(len(content))
	return c, nil
}

// thumbnailArgs is the command that writes one file as WebP. The shell bounds its memory;
// the paths are arguments and no part of what the shell reads.
func thumbnailArgs(program, in, out string, width int) []string {
	return []string{
		"/bin/sh", "-c", "ulimit -v " + strconv.Itoa(webpBytes) + `; exec "$@"`, "sh",
		program, in, "--size", strconv.Itoa(width) + "x", "-o", out + "[Q=80,strip]",
	}
}

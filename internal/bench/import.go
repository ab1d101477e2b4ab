package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// benchMarketplace runs the benchmarks of the import, of publication and of the list of
// staged products, which stand beside what they measure and print their own lines.
func benchMarketplace(ctx context.Context) error {
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^Benchmark(Import|Publish|StagedList)$", "-benchtime", "1x",
		"-timeout", "30m", "./internal/marketplace")
	cmd.Stdout, cmd.Stderr = io.MultiWriter(os.Stdout, &out), os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	if strings.Contains(out.String(), " FAIL\n") {
		return errBehind
	}
	return nil
}

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
)

// benchImport runs the import's benchmark, which stands beside the import and prints
// its own lines.
func benchImport(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^BenchmarkImport$", "-benchtime", "1x", "./internal/marketplace")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}

// Command bench measures the program beside the least that could do the same, in one
// run on one machine, and prints a line for each figure:
//
//	<name> <figure> ratio=<r> bar=<b> PASS|FAIL
//
// Figures without a bar leave it out. It needs a Postgres server of its own in
// ORION_TEST_DATABASE_URL (make bench) and a Linux /proc, where it reads the processor
// time of the processes that do the work, without that of the caller.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:])
	if err != nil && !errors.Is(err, errBehind) {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	if err != nil {
		os.Exit(1)
	}
}

// errBehind says that a figure is behind its bar; the line has said which.
var errBehind = errors.New("behind a bar")

func run(ctx context.Context, args []string) error {
	which := ""
	if len(args) > 0 {
		which = args[0]
	}
	switch which {
	case "bare": // the other process of the shop's benchmark
		return serveBare(ctx)
	case "shop":
		return benchShop(ctx, args[1:]...)
	case "import":
		return benchMarketplace(ctx)
	case "media":
		return benchMedia(ctx, images)
	case "signin":
		return benchSignIn(ctx)
	case "search":
		return benchSearch(ctx)
	case "checkout":
		return benchCheckout(ctx)
	case "stats":
		return benchStats(ctx)
	}
	return errors.Join(benchShop(ctx), benchMarketplace(ctx), benchMedia(ctx, images), benchSignIn(ctx), benchSearch(ctx), benchCheckout(ctx), benchStats(ctx))
}

// verdict prints a line with a bar that the ratio must not be above.
func verdict(name, figure string, ratio, bar float64) error {
	if ratio <= bar {
		fmt.Printf("%s %s ratio=%.2f bar=%g PASS\n", name, figure, ratio, bar)
		return nil
	}
	fmt.Printf("%s %s ratio=%.2f bar=%g FAIL\n", name, figure, ratio, bar)
	return errBehind
}

// verdictLeast prints a line with a bar that the ratio must not be below.
func verdictLeast(name, figure string, ratio, bar float64) error {
	if ratio >= bar {
		fmt.Printf("%s %s ratio=%.2f bar=%g PASS\n", name, figure, ratio, bar)
		return nil
	}
	fmt.Printf("%s %s ratio=%.2f bar=%g FAIL\n", name, figure, ratio, bar)
	return errBehind
}

// Command withpg runs a command with a fresh Postgres server of its own, whose
// address the command finds in ORION_TEST_DATABASE_URL, and exits as the command
// did. If that variable is set already, it just runs the command.
//
//	go run ./internal/pgtest/withpg -- go test ./...
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"orion/internal/kit/pgdev"
)

const variable = "ORION_TEST_DATABASE_URL"

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: withpg -- command [argument …]")
		os.Exit(2)
	}
	code, err := run(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpg:", err)
	}
	os.Exit(code)
}

func run(args []string) (code int, err error) {
	// A signal to the terminal's group reaches the command as well; we stay until
	// it has ended, so that the server outlives it.
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)

	cmd := exec.Command(args[0], args[1:]...) //nolint:gosec,noctx // running what it is told is its purpose, for as long as that takes
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if os.Getenv(variable) == "" {
		url, stop, err := server()
		if err != nil {
			return 1, err
		}
		defer func() {
			if e := stop(); e != nil {
				code, err = max(code, 1), errors.Join(err, e)
			}
		}()
		cmd.Env = append(os.Environ(), variable+"="+url)
	}
	if err := cmd.Start(); err != nil {
		return 127, err
	}
	go func() {
		for s := range signals {
			_ = cmd.Process.Signal(s) // it may just have ended
		}
	}()
	if err := cmd.Wait(); err != nil {
		return max(cmd.ProcessState.ExitCode(), 1), err
	}
	return 0, nil
}

func server() (url string, stop func() error, err error) {
	dir, err := os.MkdirTemp("", "orion-test-")
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // npm may have to fetch it
	defer cancel()
	s, err := pgdev.Start(ctx, pgdev.Options{Dir: dir, Throwaway: true})
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s.URL(), func() error { return errors.Join(s.Stop(), os.RemoveAll(dir)) }, nil
}

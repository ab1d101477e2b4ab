package pgdev

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// evict stops what a killed program left running in the cluster, and removes a
// pid file that names nobody: its number may belong to another program by now,
// which postgres would take for a server. We hold the folder's lock, so no live
// program of ours is behind it.
func evict(ctx context.Context, cluster string, log *slog.Logger) error {
	left, err := leftovers(cluster)
	if err != nil {
		return fmt.Errorf("look for a server left in %s: %w", cluster, err)
	}
	if len(left) > 0 {
		log.InfoContext(ctx, "stopping a database server that was left running", "pid", left[0])
	}
	for _, step := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, 15 * time.Second}, {syscall.SIGQUIT, 5 * time.Second}, {syscall.SIGKILL, 5 * time.Second}} {
		if left, err = signalAndWait(ctx, cluster, left, step.signal, step.wait); err != nil {
			return err
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("the server left running as process %d does not end: end it by hand", left[0])
	}
	err = os.Remove(filepath.Join(cluster, "postmaster.pid"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the pid file of a dead server: %w", err)
	}
	return nil
}

// signalAndWait returns the processes that remain.
func signalAndWait(ctx context.Context, cluster string, left []int, sig syscall.Signal, wait time.Duration) ([]int, error) {
	if len(left) == 0 {
		return nil, nil
	}
	for pid, sig := range signals(cluster, left, sig) {
		if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
			return nil, fmt.Errorf("stop the server left running as process %d: %w", pid, err)
		}
	}
	patience, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	err := every(patience, 20*time.Millisecond, func() (bool, error) {
		var err error
		left, err = leftovers(cluster)
		return len(left) == 0, err
	})
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = nil
	}
	return left, err
}

// signals addresses the postmaster alone, as it stops the rest in order. Where
// it is gone, its children are told to end; SIGINT would only cancel a statement.
func signals(cluster string, left []int, sig syscall.Signal) map[int]syscall.Signal {
	if pid, _ := pidFile(cluster); sig != syscall.SIGKILL && slices.Contains(left, pid) {
		return map[int]syscall.Signal{pid: sig}
	}
	if sig == syscall.SIGINT {
		sig = syscall.SIGTERM
	}
	to := map[int]syscall.Signal{}
	for _, pid := range left {
		to[pid] = sig
	}
	return to
}

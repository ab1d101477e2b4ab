package pgdev

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// initialise makes the cluster unless it is there. It is made aside and moved
// into place when whole, so that a first start that was killed leaves nothing
// that looks like a cluster.
func initialise(ctx context.Context, dir, bin string, who *syscall.Credential, log *slog.Logger) error {
	if _, err := os.Stat(filepath.Join(dir, "cluster")); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	log.InfoContext(ctx, "making a database", "dir", dir)
	aside := filepath.Join(dir, "new")
	if err := os.RemoveAll(aside); err != nil {
		return fmt.Errorf("clear what a broken start left: %w", err)
	}
	if err := os.Mkdir(aside, 0o700); err != nil {
		return fmt.Errorf("make the cluster: %w", err)
	}
	password := rand.Text()
	if err := os.WriteFile(filepath.Join(aside, "password"), []byte(password), 0o600); err != nil {
		return fmt.Errorf("keep the database's password: %w", err)
	}
	if err := give(who, aside, filepath.Join(aside, "password")); err != nil {
		return err
	}
	if err := initdb(ctx, aside, bin, who); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "password"), []byte(password), 0o600); err != nil {
		return fmt.Errorf("keep the database's password: %w", err)
	}
	if err := os.Rename(filepath.Join(aside, "cluster"), filepath.Join(dir, "cluster")); err != nil {
		return fmt.Errorf("put the cluster into place: %w", err)
	}
	return os.RemoveAll(aside)
}

// initdb makes aside/cluster with the password in aside/password. Any user of the
// machine can connect to the port, so there is no access without the password.
func initdb(ctx context.Context, aside, bin string, who *syscall.Credential) error {
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"))
	path, err := reach(cmd, aside, who)
	if err != nil {
		return err
	}
	defer closeAll(cmd.ExtraFiles)
	cmd.Args = append(cmd.Args, "-D", path+"/cluster", "-U", superuser, "--pwfile="+path+"/password",
		"-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync")
	cmd.Env, cmd.SysProcAttr = environment(), attributes(who)
	runtime.LockOSThread() // see begin
	defer runtime.UnlockOSThread()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make the cluster: initdb: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

func give(who *syscall.Credential, paths ...string) error {
	if who == nil {
		return nil
	}
	for _, p := range paths {
		if err := os.Lchown(p, int(who.Uid), int(who.Gid)); err != nil {
			return fmt.Errorf("hand the cluster to user %d: %w", who.Uid, err)
		}
	}
	return nil
}

// majorOf returns the version that made the cluster, or "" where there is none.
func majorOf(cluster string) string {
	b, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

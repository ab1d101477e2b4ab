package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gocloud.dev/blob"

	"orion/internal/config"
	"orion/internal/store"
)

// A trouble is what a check found, and what people can do about it.
type trouble struct {
	what   []string
	remedy string
}

func (t *trouble) Error() string { return strings.Join(t.what, "\n") }

// A check is one line of the doctor's report. run returns what is well, or an error.
type check struct {
	name string
	run  func(ctx context.Context) (string, error)
}

type doctorCmd struct {
	Platform  platformCmd  `cmd:"" default:"1" help:"Check configuration, database and storage, and say what to do."`
	Isolation isolationCmd `cmd:"" help:"Try the walls between vendors on a scratch database beside the configured one, and print what everybody is answered."`
}

type platformCmd struct{}

// Run implements kong's command. It fails if a check does.
func (*platformCmd) Run(ctx context.Context, p *process) error {
	d := &doctor{process: p}
	ill := 0
	for _, c := range d.checks() {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		well, err := c.run(ctx)
		cancel()
		if err != nil {
			ill++
		}
		p.report(c.name, well, err)
	}
	if err := d.close(ctx); err != nil {
		return err
	}
	if ill > 0 {
		return fmt.Errorf("%d of %d checks failed", ill, len(d.checks()))
	}
	return nil
}

// report prints a check: its first finding beside its name, the others below.
func (p *process) report(name, well string, err error) {
	if err == nil {
		fmt.Fprintf(p.stdout, "ok    %-14s %s\n", name, well)
		return
	}
	lines := strings.Split(err.Error(), "\n")
	if t, ok := errors.AsType[*trouble](err); ok && t.remedy != "" {
		lines = append(lines, "→ "+t.remedy)
	}
	for i, line := range lines {
		head, label := "      ", ""
		if i == 0 {
			head, label = "FAIL  ", name
		}
		fmt.Fprintf(p.stdout, "%s%-14s %s\n", head, label, line)
	}
}

// A doctor keeps the connection that several checks use; nil until the database
// has answered.
type doctor struct {
	*process
	database *database
	conn     *pgx.Conn
}

func (d *doctor) checks() []check {
	return []check{
		{"configuration", d.configuration},
		{"secret", d.secret},
		{"data dir", d.dataDir},
		{"storage", d.storage},
		{"redis", d.redis},
		{"search", d.search},
		{"mail", d.mail},
		{"database", d.reach},
		{"migrations", d.migrations},
		{"roles", d.roles},
		{"walls", d.walls},
	}
}

func (d *doctor) close(ctx context.Context) error {
	var err error
	if d.conn != nil {
		err = d.conn.Close(ctx)
	}
	if d.database != nil {
		err = errors.Join(err, d.database.stop())
	}
	return err
}

func (d *doctor) configuration(context.Context) (string, error) {
	if len(d.unknown) > 0 {
		return "", &trouble{
			what:   []string{"nothing reads " + strings.Join(d.unknown, ", ")},
			remedy: "compare the spelling with .env.example, or unset them",
		}
	}
	return d.cfg.Env + ", " + d.cfg.BaseDomain, nil
}

func (d *doctor) secret(context.Context) (string, error) {
	if d.cfg.SecretKey != "" {
		return "from ORION_SECRET_KEY", nil // config has seen to its length
	}
	path := filepath.Join(d.cfg.DataDir, keyFile)
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return "will be made on first start", nil
	} else if err != nil {
		return "", err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", &trouble{what: []string{"others can read " + path}, remedy: "chmod 600 " + path}
	}
	if _, err := rootSecret(&config.Config{DataDir: d.cfg.DataDir, Env: d.cfg.Env}); err != nil {
		return "", err
	}
	return "from " + path, nil
}

func (d *doctor) dataDir(context.Context) (string, error) {
	err := os.MkdirAll(d.cfg.DataDir, 0o711)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(d.cfg.DataDir, "doctor-"); err == nil {
			err = errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	if err != nil {
		return "", &trouble{what: []string{err.Error()}, remedy: "give the program's user a writable folder in ORION_DATA_DIR"}
	}
	return d.cfg.DataDir, nil
}

// storage writes a file, reads it and removes it.
func (d *doctor) storage(ctx context.Context) (string, error) {
	where := cmp.Or(d.cfg.Storage, filepath.Join(d.cfg.DataDir, "files"))
	err := func() error {
		b, err := openBucket(ctx, &d.cfg)
		if err != nil {
			return err
		}
		defer func() { _ = b.Close() }()
		return tryBucket(ctx, b)
	}()
	if err != nil {
		return "", &trouble{what: []string{where + ": " + err.Error()}, remedy: "see that ORION_STORAGE is there and may be written, read and deleted from"}
	}
	return where, nil
}

// tryBucket writes a file, reads it and removes it.
func tryBucket(ctx context.Context, b *blob.Bucket) error {
	key := "doctor/" + rand.Text()
	if err := b.WriteAll(ctx, key, []byte(key), nil); err != nil {
		return err
	}
	read, err := b.ReadAll(ctx, key)
	if err == nil && string(read) != key {
		err = errors.New("what was written is not what is read")
	}
	return errors.Join(err, b.Delete(ctx, key))
}

// redis asks whether ORION_REDIS_URL answers. The program runs without as well.
func (d *doctor) redis(ctx context.Context) (string, error) {
	if d.cfg.RedisURL == "" {
		return "none: each process counts limits for itself", nil
	}
	client, err := newRedis(&d.cfg)
	if err != nil {
		return "", err
	}
	defer func() { _ = client.Close() }()
	if err := client.Ping(ctx).Err(); err != nil {
		return "", &trouble{
			what:   []string{d.cfg.RedisURL.String() + ": " + err.Error()},
			remedy: "see that ORION_REDIS_URL runs and knows the user, or unset it: then each process counts limits for itself",
		}
	}
	return d.cfg.RedisURL.String(), nil
}

func (d *doctor) reach(ctx context.Context) (_ string, err error) {
	remedy := "see that the server of ORION_DATABASE_URL runs and knows the user"
	if d.database, err = openDatabase(ctx, &d.cfg, d.log, true); err != nil {
		return "", &trouble{what: []string{err.Error()}, remedy: "or name a server in ORION_DATABASE_URL"}
	}
	conn, err := pgx.Connect(ctx, d.database.url)
	if err != nil {
		return "", &trouble{what: []string{err.Error()}, remedy: remedy}
	}
	d.conn = conn
	version, err := serverVersion(ctx, d.conn)
	if err != nil {
		return "", err
	}
	return "PostgreSQL " + version + ", " + config.URL(d.database.url).String(), nil
}

// errUnreached stands for checks that need the database.
var errUnreached = errors.New("not seen, as the database was not reached")

func (d *doctor) migrations(ctx context.Context) (string, error) {
	if d.conn == nil {
		return "", errUnreached
	}
	steps, err := store.Migrations(ctx, d.database.url)
	if err != nil {
		return "", err
	}
	t := &trouble{remedy: "orion migrate up (serve does it by itself)"}
	for _, s := range steps {
		if !s.Applied {
			t.what = append(t.what, s.Name+" is missing")
		}
	}
	if len(t.what) > 0 {
		return "", t
	}
	return fmt.Sprintf("%d, all taken", len(steps)), nil
}

func (d *doctor) roles(ctx context.Context) (string, error) {
	return d.look(ctx, "neither superuser nor owner", "the roles are made by orion migrate up; take such rights away by hand: alter role … nosuperuser nobypassrls", mighty)
}

func (d *doctor) walls(ctx context.Context) (string, error) {
	return d.look(ctx, "every table of vendors has one policy", "put it behind the wall in a migration: select wall_off('table', 'SELECT, …')", unwalled, open)
}

// look runs statements that list what is wrong.
func (d *doctor) look(ctx context.Context, well, remedy string, statements ...string) (string, error) {
	if d.conn == nil {
		return "", errUnreached
	}
	t := &trouble{remedy: remedy}
	for _, s := range statements {
		lines, err := findings(ctx, d.conn, s)
		if err != nil {
			return "", &trouble{what: []string{err.Error()}, remedy: "orion migrate up"}
		}
		t.what = append(t.what, lines...)
	}
	if len(t.what) > 0 {
		return "", t
	}
	return well, nil
}

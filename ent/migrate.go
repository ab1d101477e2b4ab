//go:build ignore

// Command migrate keeps ent/migrations in step with ent/schema. It works on a
// database server of its own that it throws away.
//
//	go run ./ent/migrate.go -name add_reviews   writes the SQL that is missing
//	go run ./ent/migrate.go -check              fails and prints it instead
//	go run ./ent/migrate.go -hash               after an edit by hand
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"ariga.io/atlas/sql/migrate"
	_ "ariga.io/atlas/sql/postgres" // whom NamedDiff asks
	atlas "ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/jackc/pgx/v5/stdlib"

	entmigrate "orion/ent/gen/ent/migrate"
	"orion/internal/kit/pgdev"
)

const folder = "ent/migrations"

func main() {
	name := flag.String("name", "", "name of the new migration")
	check := flag.Bool("check", false, "fail where schema and migrations differ")
	hash := flag.Bool("hash", false, "rewrite atlas.sum")
	flag.Parse()
	log.SetFlags(0)
	sql.Register("postgres", stdlib.GetDefaultDriver()) // the name that Atlas asks for
	if err := run(context.Background(), *name, *check, *hash); err != nil {
		log.Fatal("migrate: ", err)
	}
}

func run(ctx context.Context, name string, check, hash bool) error {
	dir, err := sqltool.NewGooseDir(folder)
	if err != nil {
		return fmt.Errorf("open %s: %w", folder, err)
	}
	if hash {
		return rehash(dir)
	}
	if check {
		if dir, err = copyOf(folder); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir.Path()) }()
		name = "missing"
	}
	before, err := filepath.Glob(filepath.Join(dir.Path(), "*.sql"))
	if err != nil {
		return fmt.Errorf("list migrations: %w", err)
	}
	if err := diff(ctx, dir, name); err != nil {
		return err
	}
	after, err := filepath.Glob(filepath.Join(dir.Path(), "*.sql"))
	if err != nil || len(after) == len(before) {
		return err
	}
	if !check {
		fmt.Println("wrote", after[len(after)-1])
		return nil
	}
	missing, err := os.ReadFile(after[len(after)-1])
	if err != nil {
		return fmt.Errorf("read what is missing: %w", err)
	}
	return fmt.Errorf("the schema has changes without a migration:\n%s", missing)
}

func diff(ctx context.Context, dir *sqltool.GooseDir, name string) error {
	scratch, err := os.MkdirTemp("", "orion-migrate-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	pg, err := pgdev.Start(ctx, pgdev.Options{Dir: scratch, Database: "diff", Throwaway: true})
	if err != nil {
		return err
	}
	defer func() { _ = pg.Stop() }()
	// Bound to one schema it compares that alone: one of extensions is none of ent's.
	return entmigrate.NamedDiff(ctx, pg.URL()+"&search_path=public", name, schema.WithDialect(dialect.Postgres), schema.WithDir(dir),
		schema.WithMigrationMode(schema.ModeReplay), schema.WithFormatter(sqltool.GooseFormatter), schema.WithDiffHook(vendorKeys),
		entmigrate.WithDropColumn(true), entmigrate.WithDropIndex(true))
}

func rehash(dir migrate.Dir) error {
	sum, err := dir.Checksum()
	if err != nil {
		return fmt.Errorf("sum up: %w", err)
	}
	return migrate.WriteSumFile(dir, sum)
}

func copyOf(from string) (*sqltool.GooseDir, error) {
	to, err := os.MkdirTemp("", "orion-migrations-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return nil, fmt.Errorf("copy %s: %w", from, err)
	}
	return sqltool.NewGooseDir(to)
}

// vendorKeys makes every foreign key between two tables of a vendor a composite
// one, (vendor_id, x_id) to (vendor_id, id), so that a row can never point at a
// row of another vendor: Postgres checks foreign keys without row-level security.
func vendorKeys(next schema.Differ) schema.Differ {
	return schema.DiffFunc(func(current, desired *atlas.Schema) ([]atlas.Change, error) {
		for _, t := range desired.Tables {
			if mine, ok := t.Column("vendor_id"); ok {
				compose(t, mine)
				dropImplied(t, mine)
			}
		}
		return next.Diff(current, desired)
	})
}

func compose(t *atlas.Table, mine *atlas.Column) {
	for _, fk := range t.ForeignKeys {
		// Setting null would empty vendor_id too, which for a role or a membership
		// means that it becomes the platform's.
		if fk.OnDelete == atlas.SetNull {
			fk.OnDelete = atlas.NoAction
		}
		theirs, ok := fk.RefTable.Column("vendor_id")
		if !ok {
			continue
		}
		if theirs.Type.Null { // rows of the platform have no vendor to compare: keep the plain key for them
			plain := *fk
			t.ForeignKeys = append(t.ForeignKeys, &plain)
		}
		fk.Columns = append([]*atlas.Column{mine}, fk.Columns...)
		fk.RefColumns = append([]*atlas.Column{theirs}, fk.RefColumns...)
		fk.Symbol += "_vendor"
		index := fk.RefTable.Name + "_vendor_id_id"
		if _, ok := fk.RefTable.Index(index); !ok {
			fk.RefTable.AddIndexes(atlas.NewUniqueIndex(index).AddColumns(fk.RefColumns...))
		}
	}
}

// dropImplied drops the key to vendors where a row must point at another row of the
// same vendor, which has that key itself: every key is a look-up for every row.
func dropImplied(t *atlas.Table, mine *atlas.Column) {
	if mine.Type.Null || !slices.ContainsFunc(t.ForeignKeys, implies) {
		return
	}
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(fk *atlas.ForeignKey) bool {
		return len(fk.Columns) == 1 && fk.Columns[0] == mine
	})
}

// implies reports whether a key ties every row to a row of the same vendor.
func implies(fk *atlas.ForeignKey) bool {
	return len(fk.Columns) == 2 && !fk.Columns[1].Type.Null && !fk.RefColumns[0].Type.Null
}

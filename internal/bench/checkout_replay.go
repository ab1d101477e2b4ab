package main

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// A replay sends the statements of a script again and again, each time for a new order.
type replay struct {
	script   *script
	conns    []*pgx.Conn
	articles []article
	stands   []uuid.UUID
}

// replay opens a connection for each caller, confined as the program's are.
func (s *stage) replay(ctx context.Context, sc *script, articles []article) (*replay, error) {
	stands, err := s.stands(ctx)
	if err != nil {
		return nil, err
	}
	r := &replay{script: sc, articles: articles, stands: stands}
	for range callers {
		c, err := pgx.Connect(ctx, s.url)
		if err != nil {
			r.close(ctx)
			return nil, fmt.Errorf("connect: %w", err)
		}
		r.conns = append(r.conns, c)
		if _, err := c.Exec(ctx, setRole+store.RoleApp); err != nil {
			r.close(ctx)
			return nil, fmt.Errorf("take a role: %w", err)
		}
	}
	return r, nil
}

func (r *replay) close(ctx context.Context) {
	for _, c := range r.conns {
		_ = c.Close(ctx)
	}
}

// order places one order with a caller's connection.
func (r *replay) order(ctx context.Context, caller int) error {
	of := r.articles[caller]
	a := &again{script: r.script, number: r.script.number, ids: map[uuid.UUID]uuid.UUID{
		uuid.Nil: uuid.Nil, r.script.vendor: r.script.vendor, r.script.article.product: of.product, r.script.article.variant: of.variant,
	}}
	for _, id := range r.stands {
		a.ids[id] = id
	}
	for _, s := range r.script.steps {
		for _, trip := range s.asked {
			if err := a.send(ctx, r.conns[caller], trip); err != nil {
				return fmt.Errorf("%s: %.200s: %w", s.name, trip[len(trip)-1].sql, err)
			}
		}
	}
	return nil
}

// again is one run of a script: what was made in the recorded one is made anew.
type again struct {
	script *script
	ids    map[uuid.UUID]uuid.UUID
	number int64
}

func (a *again) send(ctx context.Context, c *pgx.Conn, trip []statement) error {
	b := &pgx.Batch{}
	for _, s := range trip {
		args := make([]any, len(s.args))
		for i, arg := range s.args {
			args[i] = a.fresh(arg)
		}
		b.Queue(s.sql, args...)
	}
	br := c.SendBatch(ctx, b)
	for _, s := range trip {
		rows, err := br.Query()
		if err != nil {
			_ = br.Close()
			return err
		}
		for rows.Next() {
			if strings.Contains(s.sql, "into counters") {
				if err := rows.Scan(&a.number); err != nil {
					return err
				}
			}
		}
	}
	return br.Close()
}

var uuidText = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// fresh returns an argument as it is in this run.
func (a *again) fresh(arg any) any {
	switch v := arg.(type) {
	case uuid.UUID:
		return a.id(v)
	case []uuid.UUID:
		out := make([]uuid.UUID, len(v))
		for i, id := range v {
			out[i] = a.id(id)
		}
		return out
	case string:
		return uuidText.ReplaceAllStringFunc(v, func(s string) string { return a.id(uuid.MustParse(s)).String() })
	case int64:
		if v == a.script.number {
			return a.number
		}
	case nil:
		return nil
	}
	if v := reflect.ValueOf(arg); v.Kind() == reflect.Pointer && !v.IsNil() {
		return a.fresh(v.Elem().Interface())
	}
	return arg
}

func (a *again) id(old uuid.UUID) uuid.UUID {
	id, ok := a.ids[old]
	if !ok {
		id = uuid.Must(uuid.NewV7())
		a.ids[old] = id
	}
	return id
}

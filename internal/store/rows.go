package store

import (
	stdsql "database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// rows lets ent read what pgx received.
type rows struct {
	pgx.Rows
	batch pgx.BatchResults
}

// Scan decodes ent's usual targets from the binary values directly; pgx would box
// each of them first, which doubles the allocations of a list.
func (r *rows) Scan(dest ...any) error {
	raw, fields := r.RawValues(), r.FieldDescriptions()
	if len(raw) != len(dest) {
		return r.Rows.Scan(dest...)
	}
	for i, d := range dest {
		f := fields[i]
		if f.Format == pgx.BinaryFormatCode && scanBinary(f.DataTypeOID, raw[i], d) {
			continue
		}
		if err := r.Conn().TypeMap().Scan(f.DataTypeOID, f.Format, raw[i], d); err != nil {
			return fmt.Errorf("store: column %s: %w", f.Name, err)
		}
	}
	return nil
}

// scanBinary reports whether it could decode b, nil for null, into d.
func scanBinary(oid uint32, b []byte, d any) bool {
	switch d := d.(type) {
	case *uuid.UUID:
		if oid == pgtype.UUIDOID && len(b) == 16 {
			copy(d[:], b)
			return true
		}
	case *stdsql.NullInt64:
		return scanInt(oid, b, d)
	case *stdsql.NullString:
		if oid == pgtype.TextOID || oid == pgtype.VarcharOID {
			*d = stdsql.NullString{String: string(b), Valid: b != nil}
			return true
		}
	case *stdsql.NullBool:
		if oid == pgtype.BoolOID {
			*d = stdsql.NullBool{Bool: len(b) == 1 && b[0] != 0, Valid: b != nil}
			return true
		}
	case *stdsql.NullTime:
		return scanTime(oid, b, d)
	}
	return false
}

func scanInt(oid uint32, b []byte, d *stdsql.NullInt64) bool {
	switch {
	case b == nil:
		*d = stdsql.NullInt64{}
	case oid == pgtype.Int8OID:
		*d = stdsql.NullInt64{Int64: int64(binary.BigEndian.Uint64(b)), Valid: true}
	case oid == pgtype.Int4OID:
		*d = stdsql.NullInt64{Int64: int64(int32(binary.BigEndian.Uint32(b))), Valid: true}
	default:
		return false
	}
	return true
}

// epoch is Postgres' zero instant, 2000-01-01, in microseconds of Unix time.
const epoch = 946684800_000000

func scanTime(oid uint32, b []byte, d *stdsql.NullTime) bool {
	if b == nil {
		*d = stdsql.NullTime{}
		return true
	}
	if oid != pgtype.TimestamptzOID {
		return false
	}
	us := int64(binary.BigEndian.Uint64(b))
	if us == math.MaxInt64 || us == math.MinInt64 {
		return false // infinity: pgx says what it thinks of it
	}
	*d = stdsql.NullTime{Time: time.UnixMicro(us + epoch).UTC(), Valid: true}
	return true
}

// Close ends the rows and, for a vendor's statement, gives the connection back.
func (r *rows) Close() error {
	r.Rows.Close()
	if r.batch != nil {
		return r.batch.Close()
	}
	return r.Err()
}

// Columns implements ent's ColumnScanner.
func (r *rows) Columns() ([]string, error) {
	fields := r.FieldDescriptions()
	if len(fields) == 0 { // what failed has no columns, and that it failed is known by now
		return nil, r.Err()
	}
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	return names, nil
}

// NextResultSet implements ent's ColumnScanner.
func (*rows) NextResultSet() bool { return false }

// ColumnTypes implements ent's ColumnScanner.
func (*rows) ColumnTypes() ([]*stdsql.ColumnType, error) {
	return nil, errors.New("store: no column types")
}

package auth

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// takeStepSQL takes the codes of a user up to a half minute, so that none is taken twice:
// ent cannot compare with the row itself. The id confines it to one row.
const takeStepSQL = `update users set totp_step = $2 where id = $1 and totp_step < $2`

func takeStep(ctx context.Context, tx pgx.Tx, user uuid.UUID, step int64) (bool, error) {
	tag, err := tx.Exec(ctx, takeStepSQL, user, step)
	if err != nil {
		return false, fmt.Errorf("take a code: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// twoFactorSQL reads the state of a user's second factor, and whether the vendor that the
// viewer works for wants one; staff who have one keep it. It runs for the platform: codes
// are nobody else's. The ids, of the viewer, confine it to one row. One statement, where
// ent would make three of it.
const twoFactorSQL = `
	select u.totp_confirmed_at is not null,
	  coalesce((select v.require_two_factor from vendors v where v.id = $2), u.totp_confirmed_at is not null),
	  (select count(*) from recovery_codes c where c.user_id = u.id and c.used_at is null)
	from users u
	where u.id = $1`

func twoFactorOf(ctx context.Context, q querier, user, vendor uuid.UUID) (*TwoFactor, error) {
	t := &TwoFactor{}
	if err := q.QueryRow(ctx, twoFactorSQL, user, vendor).Scan(&t.Enabled, &t.Required, &t.RecoveryCodesLeft); err != nil {
		return nil, fmt.Errorf("read the second factor: %w", err)
	}
	return t, nil
}

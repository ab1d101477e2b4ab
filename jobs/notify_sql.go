package jobs

import (
	"context"
	"fmt"
)

// The queue keeps what a finished job was asked with for a day; ent does not know its
// tables. The statement names one row by its id, and changes what no vendor reads.
const forgetMail = `UPDATE river.river_job SET args = args - 'sealed' WHERE id = $1 AND kind = 'notify.send'`

// ForgetMail removes what the mail of a job says, while the job runs: when it has been
// sent or given up.
func (q *Queue) ForgetMail(ctx context.Context, job int64) error {
	if _, err := q.pool.Exec(ctx, forgetMail, job); err != nil {
		return fmt.Errorf("forget a mail: %w", err)
	}
	return nil
}

package cleanup_test

import (
	"time"

	"orion/internal/fixture"
)

// long is a time that nothing is kept for.
var long = time.Now().Add(-3650 * day).UTC().Format(time.RFC3339)

// past is a row that was written then.
var past = map[string]any{"created_at": long, "updated_at": long, "dedupe_hash": nil}

// over says of a row that it ended then, in one way or another.
func over(how string, but ...any) map[string]any {
	out := map[string]any{how: long}
	for i := 0; i < len(but); i += 2 {
		out[but[i].(string)] = but[i+1]
	}
	return out
}

// A heap is what a test makes of a kind: so many rows of mine that are over, in tables.
type heap struct {
	kind   string
	tables []string
	rows   int
	// common says that the rows are of no vendor, or that none may see how many they are.
	common bool
	make   func(h *house)
}

var heaps = []heap{
	{"cart.guest", []string{"carts"}, 3, false, func(h *house) {
		for range 3 {
			cart, _ := fixture.GuestCart(h.t, h.db, h.mine, h.rows["product_variants"])
			h.exec(`update carts set expires_at = $2 where id = $1`, cart.ID, long)
		}
	}},
	{"cart.customer", []string{"carts"}, 1, false, func(h *house) {
		cart, _ := fixture.GuestCart(h.t, h.db, h.mine, h.rows["product_variants"])
		h.exec(`update carts set updated_at = $2, customer_id = $3 where id = $1`, cart.ID, long, h.rows["customers"])
	}},
	{"cart.empty", []string{"carts"}, 2, false, func(h *house) { h.more(2, "carts", over("updated_at")) }},
	{"notification", []string{"notifications"}, 3, false, func(h *house) { h.more(3, "notifications", past) }},
	{"mail", []string{"mail_deliveries"}, 4, false, func(h *house) { h.more(4, "mail_deliveries", past) }},
	{"webhook", []string{"webhook_deliveries"}, 2, false, func(h *house) { h.more(2, "webhook_deliveries", past) }},
	{"search", []string{"search_queries"}, 3, false, func(h *house) { h.more(3, "search_queries", over("day")) }},
	{"import", []string{"marketplace_import_jobs"}, 45, false, func(h *house) {
		h.more(45, "marketplace_import_jobs", over("finished_at", "upload_id", nil))
		h.more(2, "marketplace_import_jobs", over("finished_at", "status", "AWAITING_MAPPING", "finished_at", nil))
	}},
	{"task", []string{"staging_tasks", "catalog_tasks", "search_reindices"}, 6, false, func(h *house) {
		h.more(1, "staging_tasks", over("finished_at", "status", "FAILED"))
		h.more(2, "catalog_tasks", over("finished_at", "status", "CANCELLED"))
		h.more(3, "search_reindices", over("finished_at"))
		h.more(1, "catalog_tasks", over("updated_at", "status", "RUNNING"))
	}},
	{"upload", []string{"staged_uploads"}, 2, false, func(h *house) { h.more(2, "staged_uploads", over("expires_at")) }},
	{"invitation", []string{"invitations"}, 2, false, func(h *house) { h.more(2, "invitations", over("expires_at")) }},
	{"session", []string{"sessions"}, 3, true, func(h *house) {
		h.more(1, "sessions", over("revoked_at"))
		h.more(2, "sessions", over("expires_at"))
	}},
	{"link", []string{"one_time_tokens"}, 2, true, func(h *house) {
		for _, hash := range []string{"a", "b"} {
			h.db.OneTimeToken.Create().SetCustomerID(h.rows["customers"]).SetPurpose("VERIFY_EMAIL").SetHash([]byte(hash)).
				SetExpiresAt(time.Now().Add(-100 * day)).ExecX(h.program)
		}
	}},
	{"event", []string{"webhook_events"}, 2, true, func(h *house) {
		h.more(2, "webhook_events", over("created_at", "status", "HANDLED"))
		h.more(1, "webhook_events", over("created_at", "status", "FAILED"))
	}},
	{"check", []string{"ledger_checks"}, 2, true, func(h *house) {
		h.more(2, "ledger_checks", over("created_at", "faults", nil))
		h.more(1, "ledger_checks", over("created_at", "faults", []string{"it does not balance"}))
	}},
	{"alert", []string{"alerts"}, 1, true, func(h *house) {
		h.db.Alert.Create().SetRule("queue-lag").SetSeverity("WARNING").SetLastSeenAt(time.Now().Add(-500 * day)).ExecX(h.program)
		h.db.Alert.Create().SetRule("queue-lag").SetSeverity("WARNING").SetStatus("RESOLVED").SetLastSeenAt(time.Now()).
			SetResolvedAt(time.Now().Add(-500 * day)).ExecX(h.program)
	}},
	{"error", []string{"error_logs"}, 1, true, func(h *house) {
		for i, seen := range []time.Duration{1, 91} {
			h.db.ErrorLog.Create().SetFingerprint(string(rune('a' + i))).SetSource("http").SetMessage("no").
				SetLastSeenAt(time.Now().Add(-seen * day)).ExecX(h.program)
		}
	}},
	{"metric", []string{"performance_metrics"}, 1, true, func(h *house) {
		for _, at := range []time.Duration{1, 31} {
			h.db.PerformanceMetric.Create().SetMinute(time.Now().Add(-at * day)).SetProcess("a").SetName("http.requests").SetValue(1).ExecX(h.program)
		}
	}},
}

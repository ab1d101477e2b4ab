-- +goose Up
-- The walls of what came with selling, and what roles may do with it. Written by hand.

SELECT wall_off(t, 'SELECT, INSERT, UPDATE, DELETE') FROM unnest(ARRAY['tax_rates', 'delivery_zones', 'delivery_methods']::regclass[]) AS t;
SELECT wall_off(t, 'SELECT, INSERT, UPDATE') FROM unnest(ARRAY[
  'promotions', 'promotion_uses', 'fulfillments', 'order_returns', 'order_return_lines', 'refunds', 'payment_methods']::regclass[]) AS t;

-- What happened only grows; of the ledger that holds for everybody.
SELECT wall_off(t, 'SELECT, INSERT') FROM unnest(ARRAY[
  'order_events', 'fulfillment_lines', 'refund_lines', 'customer_notes', 'ledger_entries', 'ledger_checks']::regclass[]) AS t;
REVOKE UPDATE, DELETE ON ledger_entries FROM orion_platform;

-- A vendor's commission and account are the platform's to write.
SELECT wall_off('vendor_payment_configs', 'SELECT');

-- Messages of providers come before it is known whose they are: they are the platform's alone.
SELECT wall_off('webhook_events', 'SELECT');
REVOKE ALL ON webhook_events FROM orion_app;

-- What a vendor says of its terms, beside the rest of its profile.
GRANT UPDATE (prices_include_tax, oss_registered, return_days) ON vendors TO orion_app;

-- What the roles that everybody is born with allow, since there is more to allow; the same
-- lists are in internal/vendor/role.go and internal/auth/staff.go. A role that its team has
-- changed since stays as the team made it.
-- +goose StatementBegin
WITH may (template, before, after) AS (VALUES
  ('owner', NULL,
   '["catalog.read","catalog.write","inventory.read","inventory.write","import.read","import.run","order.read","order.write","order.refund","customer.read","customer.write","promotion.read","promotion.write","payment.read","payment.write","team.read","team.write","key.read","key.write","settings.read","settings.write","stats.read","audit.read","audit.export"]'::jsonb),
  ('manager',
   '["catalog.read","catalog.write","inventory.read","inventory.write","import.read","import.run","order.read","order.write","customer.read","team.read","team.write","key.read","settings.read","stats.read"]'::jsonb,
   '["catalog.read","catalog.write","inventory.read","inventory.write","import.read","import.run","order.read","order.write","order.refund","customer.read","customer.write","promotion.read","promotion.write","payment.read","team.read","team.write","key.read","settings.read","stats.read"]'),
  ('orders', '["catalog.read","inventory.read","order.read","order.write","customer.read"]',
   '["catalog.read","inventory.read","order.read","order.write","order.refund","customer.read","customer.write","promotion.read"]'),
  ('accountant', '["order.read","stats.read","audit.read","audit.export"]',
   '["order.read","payment.read","stats.read","audit.read","audit.export"]'))
UPDATE roles SET permissions = may.after, updated_at = now()
FROM may WHERE roles.template = may.template AND roles.vendor_id IS NOT NULL AND (may.before IS NULL OR roles.permissions = may.before);
-- +goose StatementEnd
UPDATE roles SET permissions = '["vendor.read","vendor.write","vendor.impersonate","user.read","user.write","staff.read","staff.write","session.read","session.write","audit.read","audit.export","payment.read","payment.write","platform.read"]', updated_at = now()
WHERE template = 'super-admin' AND vendor_id IS NULL;

-- +goose Down
UPDATE roles SET permissions = permissions - 'order.refund' - 'customer.write' - 'promotion.read' - 'promotion.write' - 'payment.read' - 'payment.write';
REVOKE UPDATE (prices_include_tax, oss_registered, return_days) ON vendors FROM orion_app;

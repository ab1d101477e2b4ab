-- +goose Up
-- The walls of what runs the platform, and what roles may do with it. Written by hand.

SELECT wall_off(t, 'SELECT, INSERT, UPDATE, DELETE') FROM unnest(ARRAY[
  'mail_templates', 'webhook_endpoints', 'vendor_settings', 'shop_policies', 'sales_rollups', 'product_rollups', 'funnel_rollups']::regclass[]) AS t;
SELECT wall_off(t, 'SELECT, INSERT, UPDATE') FROM unnest(ARRAY['mail_deliveries', 'webhook_deliveries', 'privacy_requests', 'rollup_marks']::regclass[]) AS t;
SELECT wall_off('mail_suppressions', 'SELECT, INSERT, DELETE');

-- What was said and read, and what was agreed to, only grows.
SELECT wall_off(t, 'SELECT, INSERT') FROM unnest(ARRAY['notifications', 'notification_reads', 'consents']::regclass[]) AS t;

-- How the platform runs is no vendor's business.
GRANT SELECT, INSERT, UPDATE, DELETE ON platform_settings, feature_flags, alerts, alert_rules, error_logs, performance_metrics,
  backup_logs, restore_logs TO orion_platform;

-- What a vendor says of its looks, its mails and its holidays, beside the rest of its profile.
GRANT UPDATE (theme, theme_before, logo_id, mail_from_name, mail_reply_to, mail_footer, holiday_from, holiday_until, holiday_message)
  ON vendors TO orion_app;

UPDATE roles SET permissions = '["vendor.read","vendor.write","vendor.impersonate","user.read","user.write","staff.read","staff.write","session.read","session.write","audit.read","audit.export","payment.read","payment.write","platform.read","platform.write","backup.write"]', updated_at = now()
WHERE template = 'super-admin' AND vendor_id IS NULL;

-- +goose Down
UPDATE roles SET permissions = permissions - 'platform.write' - 'backup.write';
REVOKE UPDATE (theme, theme_before, logo_id, mail_from_name, mail_reply_to, mail_footer, holiday_from, holiday_until, holiday_message)
  ON vendors FROM orion_app;

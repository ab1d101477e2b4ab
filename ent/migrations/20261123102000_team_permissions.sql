-- +goose Up
-- What the roles that everybody is born with allow, since there is more to allow. They could
-- not be changed before. Written by hand; the same lists are in internal/vendor/role.go and
-- internal/auth/staff.go.

-- +goose StatementBegin
WITH may (template, description, permissions) AS (VALUES
  ('owner', 'May everything. There is always one.',
   '["catalog.read","catalog.write","inventory.read","inventory.write","import.read","import.run","order.read","order.write","customer.read","team.read","team.write","key.read","key.write","settings.read","settings.write","stats.read","audit.read","audit.export"]'::jsonb),
  ('manager', 'Runs the shop and its team; who the shop is, its keys and the record are the owner''s.',
   '["catalog.read","catalog.write","inventory.read","inventory.write","import.read","import.run","order.read","order.write","customer.read","team.read","team.write","key.read","settings.read","stats.read"]'),
  ('catalogue', 'Keeps products, stock and imports.',
   '["catalog.read","catalog.write","inventory.read","inventory.write","import.read","import.run"]'),
  ('orders', 'Looks after orders and those who placed them.',
   '["catalog.read","inventory.read","order.read","order.write","customer.read"]'),
  ('support', 'Answers customers: sees their orders and changes nothing.',
   '["catalog.read","order.read","customer.read"]'),
  ('accountant', 'Reads orders, figures and the record of who did what.',
   '["order.read","stats.read","audit.read","audit.export"]'))
UPDATE roles SET permissions = may.permissions, description = may.description, updated_at = now()
FROM may WHERE roles.template = may.template AND roles.vendor_id IS NOT NULL;
-- +goose StatementEnd

-- The staff's roles, where there is staff.
UPDATE roles SET permissions = '["vendor.read","vendor.write","vendor.impersonate","user.read","user.write","staff.read","staff.write","session.read","session.write","audit.read","audit.export","platform.read"]',
  description = 'May everything, and appoints the others.', updated_at = now()
WHERE template = 'super-admin' AND vendor_id IS NULL;

-- +goose StatementBegin
WITH may (template, name, description, permissions) AS (VALUES
  ('support', 'Support', 'Looks into vendors, accounts and sessions, and acts for a vendor where that helps.',
   '["vendor.read","user.read","session.read","vendor.impersonate","platform.read","audit.read"]'::jsonb),
  ('auditor', 'Auditor', 'Reads everything and the record of who did what, and changes nothing.',
   '["audit.read","audit.export","vendor.read","user.read","staff.read","session.read","platform.read"]'))
INSERT INTO roles (id, created_at, updated_at, name, description, template, permissions)
SELECT gen_random_uuid(), now(), now(), name, description, template, permissions FROM may
WHERE EXISTS (SELECT FROM roles WHERE template = 'super-admin' AND vendor_id IS NULL)
  AND NOT EXISTS (SELECT FROM roles r WHERE r.template = may.template AND r.vendor_id IS NULL);
-- +goose StatementEnd

-- Vendors that were made by staff were approved when they were made.
UPDATE vendors SET approved_at = created_at WHERE approved_at IS NULL AND status IN ('ACTIVE', 'SUSPENDED');

-- A role that is removed takes the invitations along that came to an end with it.
GRANT DELETE ON invitations TO orion_app;

-- +goose Down
REVOKE DELETE ON invitations FROM orion_app;

// The roles of the platform's staff, in the reader's language.
import { known, t } from '/assets/shared/js/i18n.js';

export const staffRole = {
  roleName: (role) => (known(`staffRole.${role.template}`) ? t(`staffRole.${role.template}`) : role.name),

  roleText: (role) => (known(`staffRoleText.${role.template}`) ? t(`staffRoleText.${role.template}`) : role.description),
};

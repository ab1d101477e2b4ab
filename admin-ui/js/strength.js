// How far a new password is from good enough, in words, while it is typed.
import { t } from '/assets/shared/js/i18n.js';

const LEAST = 10;

export function strengthOf(password) {
  const missing = LEAST - [...password].length;
  return missing > 0 ? t('password.missing', { count: missing }) : t('password.enough');
}

export const strongEnough = (password) => [...password].length >= LEAST;

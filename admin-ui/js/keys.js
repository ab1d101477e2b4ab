import { confirmDialog } from '/assets/shared/js/dialog.js';
import { form } from '/assets/shared/js/form.js';
import { ago, date, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act, copyText } from './copy.js';
import { consoleList, onward } from './page.js';
import { grouped, toggled, toggledAll } from './permissions.js';
import { KEY_CREATE, KEY_REVOKE, KEY_ROTATE, KEYS } from './settings-queries.js';

const VIEWS = ['', 'ACTIVE', 'RETIRING', 'EXPIRED', 'REVOKED'];
const LIVES = ['30', '90', '365', 'never']; // days
const DAY = 24 * 60 * 60 * 1000;

async function load({ filters, page, signal }) {
  const where = { status: filters.view ? [filters.view] : undefined };
  const data = await ask(KEYS, { ...onward(page), where }, { signal });
  this.infos = data.vendor.permissions;
  return { ...data.vendor.apiKeys, partial: Boolean(data.$errors) };
}

const creating = form({
  values: { name: '', permissions: [], life: '90' },
  rules: { permissions: (value) => (value.length === 0 ? t('keys.scopesMissing') : null) },

  async send({ name, permissions, life }) {
    const expiresAt = life === 'never' ? null : new Date(Date.now() + Number(life) * DAY).toISOString();
    const { apiKeyCreate } = await ask(KEY_CREATE, { input: { name: name.trim(), permissions, expiresAt } });
    this.secret = apiKeyCreate.secret ?? '';
    return apiKeyCreate.userErrors;
  },

  async done() {
    this.$refs.create.close();
    this.showSecret(this.values.name.trim());
    await this.reload();
  },
});

startConsole({
  keys: () =>
    consoleList({ load, forward: true, pageSize: 25, counted: 'keys.count', views: VIEWS, text: (view) => t(`keyView.${view || 'all'}`) }, creating, {
      infos: [],
      secret: '',
      secretOf: '',
      copied: false,
      key_: null, // the key that is being replaced or looked at
      overlap: '24',
      rotating: false,
      lives: LIVES.map((value) => ({ value, label: t(`keyLife.${value}`) })),
      overlaps: ['0', '1', '24', '72'].map((value) => ({ value, label: t(`keyOverlap.${value}`) })),

      get groups() {
        return grouped(this.infos);
      },

      /** What a key may, in words: the parts of the work, and how much in all. */
      scopes(row) {
        const names = grouped(this.infos, row.permissions).map(({ name }) => name);
        return names.join(', ');
      },

      get scopeGroups() {
        return this.key_ ? grouped(this.infos, this.key_.permissions) : [];
      },

      used: (row) => (row.lastUsedAt ? ago(row.lastUsedAt) : t('keys.neverUsed')),

      ends: (row) => (row.expiresAt ? date(row.expiresAt) : t('keys.neverEnds')),

      has(permission) {
        return this.values.permissions.includes(permission);
      },

      set(permission) {
        this.values.permissions = toggled(this.values.permissions, permission);
        this.touch('permissions');
      },

      setAll(items) {
        this.values.permissions = toggledAll(this.values.permissions, items, (one) => this.can(one));
        this.touch('permissions');
      },

      open() {
        this.reset({ name: '', permissions: [], life: '90' });
        this.$refs.create.showModal();
        document.getElementById('field-name')?.focus();
      },

      openScopes(row) {
        this.key_ = row;
        this.$refs.scopes.showModal();
      },

      /** The secret is in this page and nowhere else, until the dialog closes. */
      showSecret(name) {
        this.secretOf = name;
        this.copied = false;
        this.$refs.secret.showModal();
      },

      async copySecret() {
        await copyText(this.secret);
        this.copied = true;
        this.$refs.value.select();
      },

      forget() {
        this.secret = '';
      },

      openRotate(row) {
        this.key_ = row;
        this.overlap = '24';
        this.$refs.rotate.showModal();
      },

      async rotate() {
        if (this.rotating) return;
        this.rotating = true;
        const payload = await act(ask, KEY_ROTATE, { id: this.key_.id, overlapHours: Number(this.overlap) });
        this.rotating = false;
        if (!payload) return;
        this.$refs.rotate.close();
        this.secret = payload.secret;
        this.showSecret(payload.apiKey.name);
        await this.reload();
      },

      async revoke(row) {
        const { name } = row;
        const agreed = await confirmDialog({ title: t('keys.revokeTitle', { name }), text: t('keys.revokeText'), action: t('keys.revokeAction', { name }), danger: true, phrase: name });
        if (!agreed || !(await act(ask, KEY_REVOKE, { id: row.id }))) return;
        notify(t('keys.revoked', { name }));
        await this.reload();
      },
    }),
});

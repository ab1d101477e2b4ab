// One vendor, as the platform sees it: /vendors/<slug>, and a tab behind it.
import { setTitle } from '/assets/shared/js/app.js';
import { config, path, url } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { countryName, languageName, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { AUDIT_LOG, IMPERSONATION_START, SESSIONS, VENDOR, VENDOR_DOMAINS, VENDOR_TEAM } from './admin-queries.js';
import { ask } from './console.js';
import { NOTABLE } from './deeds.js';
import { perform } from './decide.js';
import { actionsFor, decide, isDanger } from './govern.js';
import { addressLines, consoleList, onward, settle, tools } from './page.js';
import { roleName } from './permissions.js';
import { startPlatform } from './platform.js';
import { entries, Entry } from './entry.js';
import { sessionRow } from './session-row.js';

// [tab, permission]
const TABS = [['', null], ['profile', null], ['team', 'USER_READ'], ['domains', null], ['audit', 'AUDIT_READ'], ['sessions', 'SESSION_READ']];
const MINUTES = [15, 30, 60];

const parts = () => path().split('/').slice(1);

const impersonating = form({
  values: { reason: '', minutes: '30' },

  async send({ reason, minutes }) {
    const input = { vendorId: this.vendor.id, reason: reason.trim(), minutes: Number(minutes) };
    const { impersonationStart } = await ask(IMPERSONATION_START, { input });
    this.entry = impersonationStart.url ?? '';
    return impersonationStart.userErrors;
  },

  // The tab was opened by the click, because browsers open none later.
  done() {
    if (this.tabOpened && !this.tabOpened.closed) {
      this.tabOpened.location.replace(this.entry);
      this.entry = '';
      this.$refs.impersonate.close();
      notify(t('impersonate.opened', { name: this.vendor.name }));
    }
  },
});

// A list of one vendor's rows, below the page's own data.
const below = (op, pick) =>
  async function ({ page, signal }) {
    const data = await ask(op, { id: this.vendor.id, ...onward(page) }, { signal });
    return data.admin.vendor && { ...pick(data.admin.vendor), partial: Boolean(data.$errors) };
  };

startPlatform({
  vendor: () =>
    mix(tools, impersonating, {
      phase: 'loading',
      failure: null,
      vendor: null,
      slug: parts()[0],
      tab: parts()[1] ?? '',
      tabs: TABS.filter(([, permission]) => !permission || tools.can(permission)).map(([name]) => ({ name, text: t(`vendorTab.${name || 'overview'}`) })),
      minutes: MINUTES.map((value) => ({ value: String(value), label: t('impersonate.minutes', { count: value }) })),
      entry: '',
      tabOpened: null,
      countryName,
      languageName,
      isDanger,

      init() {
        addEventListener('popstate', () => (this.tab = parts()[1] ?? ''));
        return this.reload();
      },

      reload() {
        return settle(this, () => this.fetch());
      },

      async fetch() {
        const { admin } = await ask(VENDOR, { slug: this.slug });
        if (!admin.vendor) return (this.phase = 'missing');
        this.vendor = admin.vendor;
        setTitle(admin.vendor.name);
      },

      href(tab) {
        return url(`vendors/${this.vendor.slug}${tab ? `/${tab}` : ''}`);
      },

      go(tab) {
        if (tab === this.tab) return;
        history.pushState(null, '', this.href(tab));
        this.tab = tab;
      },

      /** What can be done now: the first is the next step, the others wait in a menu. */
      get actions() {
        return this.can('VENDOR_WRITE') ? actionsFor(this.vendor.status) : [];
      },

      get mayAct() {
        return this.can('VENDOR_IMPERSONATE') && this.vendor.status === 'ACTIVE';
      },

      get primary() {
        return this.mayAct ? null : (this.actions[0] ?? null);
      },

      get others() {
        return this.actions.filter((action) => action !== this.primary);
      },

      get missing() {
        return this.vendor.onboarding.filter(({ code, required, done }) => required && !done && code !== 'APPROVAL').length;
      },

      get finished() {
        return this.vendor.onboarding.filter(({ done }) => done).length;
      },

      stepText({ code, done, required }) {
        if (done) return t('start.done');
        return t(code === 'APPROVAL' ? 'vendor.next' : required ? 'vendor.required' : 'vendor.optional');
      },

      stepKind({ code, done, required }) {
        if (done) return 'success';
        return required && code !== 'APPROVAL' ? 'warning' : '';
      },

      get legalAddress() {
        return addressLines(this.vendor.profile.legalAddress);
      },

      get shop() {
        return config.base === '' ? `//${location.host.replace(/^[^.]+/, this.vendor.slug)}/` : `/shop/${this.vendor.slug}/`;
      },

      async decide(action) {
        const { name } = this.vendor;
        if (!(await perform(() => decide(action, this.vendor), t(`governDid.${action}`, { name })))) return;
        await this.fetch();
        this.$dispatch('changed');
      },

      openImpersonate() {
        this.reset({ reason: '', minutes: '30' });
        this.entry = '';
        this.$refs.impersonate.showModal();
        document.getElementById('field-reason')?.focus();
      },

      async act(element) {
        this.tabOpened = this.values.reason.trim() ? window.open('about:blank') : null;
        if (this.tabOpened) this.tabOpened.opener = null;
        await this.submit(element);
        if (this.summary.length > 0) this.tabOpened?.close();
      },
    }),

  vendorTeam: () => consoleList({ load: below(VENDOR_TEAM, ({ members }) => members), forward: true, pageSize: 25, counted: 'vendorTeam.count' }, { roleName }),

  vendorDomains: () => consoleList({ load: below(VENDOR_DOMAINS, ({ domains }) => domains), forward: true, pageSize: 25, counted: 'vendorDomains.count' }),

  vendorAudit: () =>
    consoleList({
      async load({ page, signal }) {
        const data = await ask(AUDIT_LOG, { ...page, where: { vendorId: this.vendor.id, action: NOTABLE } }, { signal });
        return { ...data.admin.auditLog, partial: Boolean(data.$errors) };
      },
      pageSize: 25,
      counted: 'audit.count',
    }, entries),

  vendorSessions: () =>
    consoleList({
      async load({ page, signal }) {
        const data = await ask(SESSIONS, { ...page, where: { vendorId: this.vendor.id, active: true } }, { signal });
        return { ...data.admin.sessions, partial: Boolean(data.$errors) };
      },
      pageSize: 25,
      counted: 'sessions.count',
    }, sessionRow),
}, () => customElements.define('orion-entry', Entry));

// Where feeds come from: the list, and the first words about a new one. Its page asks for the rest.
import { config, url } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { ago, t } from '/assets/shared/js/i18n.js';
import { ask, startConsole } from './console.js';
import { CURRENCIES } from './currencies.js';
import { SOURCE_CREATE, SOURCE_LIST } from './marketplace-queries.js';
import { settle, tools } from './page.js';
import { scheduleText } from './schedule.js';

const BLANK = { name: '', handle: '', format: 'GOOGLE', currencyCode: config.currency };
const FORMATS = ['GOOGLE', 'SHOPIFY', 'LETZSHOP', 'CUSTOM'];

const handleOf = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);

const creating = form({
  values: BLANK,
  rules: { handle: (value) => (/^[a-z0-9-]{1,40}$/.test(value.trim()) ? null : t('sources.handleRule')) },
  fieldOf: (path) => path.at(-1),

  async send({ name, handle, format, currencyCode }) {
    // A table that nobody knows yet gets its mapping, and with it its format, when its first file is there.
    const input = { name: name.trim(), format: format === 'CUSTOM' ? undefined : format, currencyCode };
    const { marketplaceSourceCreate } = await ask(SOURCE_CREATE, { handle: handle.trim(), input });
    this.made = marketplaceSourceCreate.source;
    return marketplaceSourceCreate.userErrors;
  },

  done() {
    const { handle } = this.made;
    location.assign(this.values.format === 'CUSTOM' ? url('marketplace/imports', { source: handle }) : url(`marketplace/config/${handle}`));
  },
});

startConsole({
  sources: () =>
    mix(tools, creating, {
      phase: 'loading',
      failure: null,
      rows: [],
      made: null,
      ownHandle: false,
      formats: FORMATS.map((value) => ({ value, label: t(`feedFormat.${value}`) })),
      currencies: [...new Set([config.currency, ...CURRENCIES])].map((value) => ({ value, label: value })),

      async init() {
        await this.reload();
        if (new URLSearchParams(location.search).has('create') && this.phase === 'ready') this.openCreate();
      },

      reload() {
        return settle(this, async () => (this.rows = (await ask(SOURCE_LIST)).vendor.marketplaceSources));
      },

      get none() {
        return this.phase === 'ready' && this.rows.length === 0;
      },

      when: (row) => (row.schedule ? scheduleText(row.schedule) : t(row.feedUrl ? 'schedule.never' : 'sources.brought')),

      next: (row) => (row.nextRunAt ? t('sources.next', { when: ago(row.nextRunAt) }) : ''),

      /** How it is: [tone, text]. */
      state(row) {
        if (row.pause) return ['warning', t(`pauseReason.${row.pause.reason}`)];
        return row.failures > 0 ? ['danger', t('sources.failures', { count: row.failures, limit: row.failureLimit })] : ['success', t('sources.works')];
      },

      openCreate() {
        this.ownHandle = false;
        this.reset({ ...BLANK });
        this.$refs.create.showModal();
        document.getElementById('field-name')?.focus();
      },

      /** The handle follows the name until somebody writes their own. */
      follow(event) {
        if (event.target.name === 'handle') this.ownHandle = event.target.value !== '';
        if (event.target.name === 'name' && !this.ownHandle) this.values.handle = handleOf(event.target.value);
      },
    }),
});

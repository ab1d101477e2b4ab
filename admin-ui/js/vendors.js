import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { VENDOR_CREATE, VENDORS } from './admin-queries.js';
import { ask } from './console.js';
import { perform } from './decide.js';
import { actionsFor, actionsForAny, decide, decideMany, isDanger } from './govern.js';
import { consoleList } from './page.js';
import { pageSize, startPlatform, vendorFilter } from './platform.js';
import { savedViews } from './views.js';

const VIEWS = ['', 'PENDING', 'ACTIVE', 'SUSPENDED', 'CLOSED'];
const DAYS = ['7', '30', '90', '365'];

const since = (days) => (days ? { gte: new Date(Date.now() - days * 86_400_000).toISOString() } : undefined);

async function load({ filters, search, page, signal }) {
  const where = { search: search || undefined, status: filters.view ? [filters.view] : undefined, createdAt: since(filters.since) };
  const data = await ask(VENDORS, { ...page, where }, { signal });
  return { ...data.admin.vendors, partial: Boolean(data.$errors) };
}

/** A name as a slug: "Été & Cie" becomes "ete-cie". */
const slugOf = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);

const BLANK = { name: '', slug: '', ownerEmail: '', currencyCode: 'EUR', language: 'fr' };

const creating = form({
  values: BLANK,
  rules: { slug: (value) => (/^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/.test(value.trim()) ? null : t('vendors.slugRule')) },

  async send(values) {
    const input = { ...values, name: values.name.trim(), slug: values.slug.trim(), currencyCode: values.currencyCode.trim().toUpperCase() };
    const { vendorCreate } = await ask(VENDOR_CREATE, { input });
    if (vendorCreate.vendor) this.made = { ...vendorCreate.vendor, email: values.ownerEmail, link: vendorCreate.setPasswordUrl };
    return vendorCreate.userErrors;
  },

  async done() {
    this.$refs.create.close();
    this.$refs.made.showModal();
    await this.reload();
  },
});

startPlatform({
  vendors: () =>
    consoleList({ load, filters: { since: '' }, pageSize: pageSize(), counted: 'vendors.count', views: VIEWS, text: (view) => t(`vendorView.${view || 'all'}`) }, creating, savedViews('vendors'), vendorFilter, {
      made: null,
      copied: false,
      ownSlug: false,
      languages: ['fr', 'de', 'en'].map((value) => ({ value, label: t(`language.${value}`) })),
      periods: ['', ...DAYS].map((value) => ({ value, text: t(`vendorSince.${value || 'any'}`) })),
      isDanger,

      openCreate() {
        this.made = null;
        this.copied = false;
        this.ownSlug = false;
        this.reset({ ...BLANK });
        this.$refs.create.showModal();
        document.getElementById('field-name')?.focus();
      },

      /** The address follows the name until somebody writes their own. */
      follow(event) {
        if (event.target.name === 'slug') this.ownSlug = event.target.value !== '';
        if (event.target.name === 'name' && !this.ownSlug) this.values.slug = slugOf(event.target.value);
      },

      async copy() {
        try {
          await navigator.clipboard.writeText(this.made.link);
          this.copied = true;
        } catch {
          this.$refs.link.select(); // where the clipboard is closed to us, the hand copies
        }
      },

      /** What a vendor of the list waits for; one that sells waits for nothing. */
      next(vendor) {
        return vendor.status === 'ACTIVE' ? null : (actionsFor(vendor.status)[0] ?? null);
      },

      get chosen() {
        return this.rows.filter((row) => this.isSelected(row.id));
      },

      get actions() {
        return actionsForAny(this.chosen);
      },

      async decide(action, vendor) {
        if (await perform(() => decide(action, vendor), t(`governDid.${action}`, { name: vendor.name }))) await this.reload();
      },

      async decideMany(action) {
        if (await decideMany(action, this.chosen)) await this.reload();
      },
    }),
});

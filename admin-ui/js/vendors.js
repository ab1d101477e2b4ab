import { confirmDialog } from '/assets/shared/js/dialog.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { VENDOR_CREATE, VENDOR_REINSTATE, VENDOR_SUSPEND, VENDORS } from './admin-queries.js';
import { ask, startConsole } from './console.js';
import { consoleList } from './page.js';

const VIEWS = ['', 'ACTIVE', 'SUSPENDED', 'PENDING', 'CLOSED'];

async function load({ filters, search, page, signal }) {
  const where = { search: search || undefined, status: filters.view ? [filters.view] : undefined };
  const { admin } = await ask(VENDORS, { ...page, where }, { signal });
  return admin.vendors;
}

/** A name as a slug: "Été & Cie" becomes "ete-cie". */
const slugOf = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);

const creating = form({
  values: { name: '', slug: '', ownerEmail: '', currencyCode: 'EUR', language: 'fr' },
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

startConsole({
  vendors: () =>
    consoleList({ load, pageSize: 25, counted: 'vendors.count', views: VIEWS, text: (view) => t(`vendorView.${view || 'all'}`) }, creating, {
      made: null,
      copied: false,
      ownSlug: false,
      languages: ['fr', 'de', 'en'].map((value) => ({ value, label: t(`language.${value}`) })),

      openCreate() {
        this.made = null;
        this.copied = false;
        this.ownSlug = false;
        this.reset({ name: '', slug: '', ownerEmail: '', currencyCode: 'EUR', language: 'fr' });
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

      async suspend(vendor) {
        const reason = await confirmDialog({ title: t('vendors.suspendTitle', { name: vendor.name }), text: t('vendors.suspendText'), action: t('vendors.suspendAction', { name: vendor.name }), danger: true, reason: true });
        if (reason) await this.run(async () => (await ask(VENDOR_SUSPEND, { id: vendor.id, reason })).vendorSuspend.userErrors, t('vendors.suspended', { name: vendor.name }));
      },

      async reinstate(vendor) {
        const reason = await confirmDialog({ title: t('vendors.reinstateTitle', { name: vendor.name }), text: t('vendors.reinstateText'), action: t('vendors.reinstateAction', { name: vendor.name }), reason: true });
        if (reason) await this.run(async () => (await ask(VENDOR_REINSTATE, { id: vendor.id, reason })).vendorReinstate.userErrors, t('vendors.reinstated', { name: vendor.name }));
      },

    }),
});

// A new product: a title and a price, and its page says what is missing.
import { url } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { PRODUCT_CREATE } from './catalog-queries.js';
import { ask } from './console.js';

const editor = form({
  values: { title: '', price: '' },
  rules: {
    title: (value) => (value.trim() === '' ? t('invalid.required') : null),
    price: (value) => (value.trim() === '' || /^\d{1,9}([.,]\d{1,3})?$/.test(value.trim()) ? null : t('variants.noAmount')),
  },

  async send({ title, price }) {
    const input = { title: title.trim(), price: price.trim() === '' ? undefined : price.trim().replace(',', '.') };
    const { productCreate } = await ask(PRODUCT_CREATE, { input });
    this.created = productCreate.product;
    return productCreate.userErrors;
  },

  done() {
    location.assign(url(`products/${this.created.id}`));
  },
});

/** Joins the list of products; the dialog is $refs.create. */
export const creating = mix(editor, {
  created: null,

  create() {
    this.reset({ title: '', price: '' });
    this.$refs.create.showModal();
    document.getElementById('field-title')?.focus();
  },
});

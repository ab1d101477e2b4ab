// The shelves of a shop, in the order that shoppers see.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { url } from '/assets/shared/js/config.js';
import { ask, startConsole } from './console.js';
import { COLLECTION_CREATE, COLLECTION_DELETE, COLLECTION_MOVE, COLLECTIONS } from './collection-queries.js';
import { act } from './copy.js';
import { ordering } from './ordering.js';
import { consoleList, onward } from './page.js';

async function load({ page, signal }) {
  const data = await ask(COLLECTIONS, onward(page), { signal });
  return { ...data.vendor.collections, partial: Boolean(data.$errors) };
}

// What a collection by rule begins with; its page is where the rules are written.
const FIRST_RULE = { any: false, conditions: [{ field: 'IN_STOCK', op: 'EQUALS', value: 'true' }] };

const creation = () =>
  form({
    values: { title: '', kind: 'MANUAL' },

    async send({ title, kind }) {
      const input = { title: title.trim(), rules: kind === 'RULES' ? FIRST_RULE : undefined };
      const { collection, userErrors } = (await ask(COLLECTION_CREATE, { input })).collectionCreate;
      if (collection) this.made = collection.id;
      return userErrors;
    },

    done() {
      location.assign(url(`collections/${this.made}`));
    },
  });

startConsole({
  collections: () =>
    consoleList({ load, forward: true, pageSize: 100, counted: 'collections.count' }, creation(), ordering('rows', async (row, after) => Boolean(await act(ask, COLLECTION_MOVE, { id: row.id, after }))), {
      made: null,

      begun() {
        if (new URLSearchParams(location.search).has('create')) this.openNew();
      },

      openNew() {
        this.reset({ title: '', kind: 'MANUAL' });
        this.$refs.create.showModal();
      },

      goods(row) {
        const { count } = row.products;
        return t(count.precision === 'AT_LEAST' ? 'products.countAtLeast' : 'products.count', { count: count.value });
      },

      async remove(row) {
        const agreed = await confirmDialog({ title: t('collections.removeTitle', { title: row.title }), text: t('collections.removeText'), action: t('collections.removeAction', { title: row.title }), danger: true });
        if (agreed) await this.run(async () => (await ask(COLLECTION_DELETE, { id: row.id })).collectionDelete.userErrors, t('collections.removed', { title: row.title }));
      },
    }),
});

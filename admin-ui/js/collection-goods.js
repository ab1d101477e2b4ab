// The products of a collection by hand: found, put in, put in order, taken out. All of it holds at once.
import { debounce, mix } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { COLLECTION_ADD, COLLECTION_GOODS, COLLECTION_PLACE, COLLECTION_TAKE, GOODS_SEARCH } from './collection-queries.js';
import { ask } from './console.js';
import { act } from './copy.js';
import { ordering } from './ordering.js';

const found = (words) => ({ or: [{ title: { contains: words } }, { sku: { startsWith: words } }] });

const finding = (id) => ({
  goods: [],
  goodsCount: null,
  goodsAfter: null,
  words: '',
  offers: [], // what the words find
  offered: false,

  async loadGoods(after = null) {
    const { collection } = (await ask(COLLECTION_GOODS, { id, after })).vendor;
    const { nodes, pageInfo, count } = collection.products;
    this.goods = after ? [...this.goods, ...nodes] : nodes;
    this.goodsCount = count;
    this.goodsAfter = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  },

  get goodsText() {
    if (!this.goodsCount) return '';
    return t(this.goodsCount.precision === 'AT_LEAST' ? 'products.countAtLeast' : 'products.count', { count: this.goodsCount.value });
  },

  offerSoon: debounce(function () {
    this.offer();
  }, 300),

  async offer() {
    const words = this.words.trim();
    if (words === '') return this.hush();
    try {
      const { nodes } = (await ask(GOODS_SEARCH, { where: found(words) })).vendor.products;
      if (words !== this.words.trim()) return;
      this.offers = nodes;
      this.offered = true;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    }
  },

  hush() {
    this.offers = [];
    this.offered = false;
  },

  has(product) {
    return this.goods.some((one) => one.id === product.id);
  },

  async add(product) {
    const payload = await act(ask, COLLECTION_ADD, { id, productIds: [product.id] });
    if (!payload) return;
    this.heard(payload);
    await this.loadGoods();
    notify(t('collections.added', { title: product.title }));
  },

  async takeOut(product) {
    const payload = await act(ask, COLLECTION_TAKE, { id, productIds: [product.id] });
    if (!payload) return;
    this.heard(payload);
    this.goods = this.goods.filter((one) => one.id !== product.id);
    this.goodsCount = { ...this.goodsCount, value: this.goodsCount.value - 1 };
    notify(t('collections.takenOut', { title: product.title }), { action: { label: t('action.undo'), run: () => this.add(product) } });
  },

  /** What is done here is a change of the collection too, and none of somebody else's. */
  heard({ collection }) {
    this.version = collection.version;
  },
});

/** Joins the page of a collection. */
export const goods = (id) =>
  mix(
    finding(id),
    ordering('goods', async function (product, after) {
      const payload = await act(ask, COLLECTION_PLACE, { id, productId: product.id, after });
      if (payload) this.heard(payload);
      return Boolean(payload);
    }),
  );

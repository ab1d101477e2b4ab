// Pictures of a product: brought from the desk or chosen from the library, put in order, described.
import { mix } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { announce, describe } from '/assets/shared/js/notify.js';
import { PICTURE_WORDS, PICTURES } from './catalog-queries.js';
import { ask } from './console.js';
import { act } from './copy.js';
import { queueing } from './media-upload.js';

const MOST = 20;

/** Joins the page of a product; values.pictures holds the ids in their order. */
export const pictures = mix(queueing, {
  known: {}, // pictures by id
  rows: [], // what the queue may watch beside its own: nothing
  held: null,
  describing: null, // the id whose words are written
  alt: '',
  library: { phase: 'idle', rows: [], search: '', next: null, failure: '' },

  know(media) {
    for (const picture of media) this.known[picture.id] = picture;
  },

  get full() {
    return this.values.pictures.length >= MOST;
  },

  altOf(id) {
    return this.known[id]?.alt ?? '';
  },

  /** A picture that was brought is one of the product's from now on. */
  arrived(picture) {
    if (picture.status !== 'READY' || this.full) return;
    this.know([picture]);
    this.put(picture.id);
  },

  put(id) {
    if (!this.values.pictures.includes(id)) this.values.pictures.push(id);
    this.touch('pictures');
  },

  takeAway(id) {
    this.values.pictures = this.values.pictures.filter((one) => one !== id);
    for (const cell of this.values.cells) if (cell.mediaId === id) cell.mediaId = '';
    this.touch('pictures');
  },

  movePicture(from, to) {
    const all = [...this.values.pictures];
    if (from < 0 || to < 0 || to >= all.length) return;
    const [id] = all.splice(from, 1);
    all.splice(to, 0, id);
    this.values.pictures = all;
    announce(t('pictures.moved', { place: to + 1, count: all.length }));
    this.$nextTick(() => document.querySelector(`[data-picture="${CSS.escape(id)}"]`)?.focus());
  },

  pictureKey(event, at) {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!way || this.frozen) return;
    event.preventDefault();
    this.movePicture(at, at + way);
  },

  dropPicture(at) {
    const from = this.values.pictures.indexOf(this.held);
    this.held = null;
    if (from >= 0 && from !== at) this.movePicture(from, at);
  },

  writeAlt(id) {
    this.describing = id;
    this.alt = this.altOf(id);
    this.$refs.alt.showModal();
  },

  /** Words belong to the picture, wherever it is shown, and so are saved at once. */
  async saveAlt() {
    const payload = await act(ask, PICTURE_WORDS, { id: this.describing, input: { alt: this.alt.trim() } });
    if (!payload) return;
    this.know([payload.mediaFile]);
    this.$refs.alt.close();
  },

  openLibrary() {
    this.$refs.library.showModal();
    return this.loadLibrary(true);
  },

  async loadLibrary(anew) {
    const { library } = this;
    library.phase = 'loading';
    try {
      const where = { status: ['READY'], search: library.search.trim() || undefined };
      const { nodes, pageInfo } = (await ask(PICTURES, { where, after: anew ? null : library.next })).vendor.mediaFiles;
      library.rows = anew ? nodes : [...library.rows, ...nodes];
      library.next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      library.phase = 'ready';
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      library.failure = describe(error);
      library.phase = 'error';
    }
  },

  isPut(id) {
    return this.values.pictures.includes(id);
  },

  choosePicture(picture) {
    if (this.isPut(picture.id)) return this.takeAway(picture.id);
    if (this.full) return complain([{ message: t('pictures.full', { count: MOST }) }]);
    this.know([picture]);
    this.put(picture.id);
  },
});

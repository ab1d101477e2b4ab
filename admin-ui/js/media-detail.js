// One picture of the library: what it shows, what must not be cropped away, where it is used.
import { config, url } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain, form } from '/assets/shared/js/form.js';
import { languageName, number, t } from '/assets/shared/js/i18n.js';
import { announce, notify } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { act, copyText } from './copy.js';
import { MEDIA_DELETE, MEDIA_ONE, MEDIA_REPLACE, MEDIA_UPDATE } from './media-queries.js';
import { sendingTrouble, sendPicture, titleOf, unfit } from './media-upload.js';

const BLANK = { alt: '', alts: {}, tags: [], x: 0.5, y: 0.5, private: false };

const valuesOf = (picture) => ({
  alt: picture.alt,
  alts: Object.fromEntries((picture.alts ?? []).map(({ language, text }) => [language, text])),
  tags: [...(picture.tags ?? [])],
  x: picture.focalPoint.x,
  y: picture.focalPoint.y,
  private: picture.private,
});

function inputOf(values, names, before) {
  const input = {};
  for (const name of ['alt', 'tags', 'private']) if (names.includes(name)) input[name] = values[name];
  if (names.includes('x') || names.includes('y')) input.focalPoint = { x: values.x, y: values.y };
  const changed = Object.keys(values.alts).filter((language) => values.alts[language] !== (before[language] ?? ''));
  if (changed.length > 0) input.alts = changed.map((language) => ({ language, text: values.alts[language] }));
  return input;
}

/** The form of the picture that is open. */
export const editor = () =>
  form({
    values: BLANK,

    async send(values) {
      this.enterDetailTag();
      const input = { ...inputOf(values, this.changedFields, JSON.parse(this.saved).alts), ifVersion: this.picture.version };
      const { mediaFile, userErrors } = (await ask(MEDIA_UPDATE, { id: this.picture.id, input })).mediaFileUpdate;
      this.stale = userErrors.some(({ code }) => code === 'STALE_VERSION');
      if (mediaFile) this.take(mediaFile);
      return userErrors;
    },

    done() {
      notify(t('media.saved', { name: titleOf(this.picture) }));
      this.about();
    },
  });

const within = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Joins the library with one picture that is looked at. */
export const looking = {
  picture: null,
  opening: null,
  stale: false,
  replacing: null, // share of the new file that is sent
  replaceTrouble: '',
  typedDetailTag: '',

  async openOne(id) {
    if (this.opening) return;
    this.opening = id;
    try {
      const { node } = await ask(MEDIA_ONE, { id });
      if (!node) return notify(t('media.gone'), { kind: 'error' });
      this.stale = false;
      this.replaceTrouble = '';
      this.take(node);
      this.$refs.detail.showModal();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      this.opening = null;
    }
  },

  /** The picture as it is now; what somebody is writing goes. */
  async openAgain() {
    const { node } = await ask(MEDIA_ONE, { id: this.picture.id });
    this.stale = false;
    if (node) this.take(node);
  },

  take(picture) {
    this.picture = picture;
    this.typedDetailTag = '';
    this.reset(valuesOf(picture));
    this.rows = this.rows.map((row) => (row.id === picture.id ? { ...row, ...picture } : row));
  },

  /** Nothing that was written is lost by Escape or a click beside the dialog. */
  async closeDetail() {
    const lose = !this.dirty || (await confirmDialog({ title: t('media.loseTitle'), text: t('media.loseText'), action: t('action.discard'), dismiss: t('media.keepOn') }));
    if (!lose) return;
    this.reset();
    this.$refs.detail.close();
  },

  languageName,

  get own() {
    return this.languages[0] ?? config.locale;
  },

  get ownLabel() {
    return this.languages.length > 1 ? t('media.altIn', { language: languageName(this.own) }) : t('media.alt');
  },

  get others() {
    return this.languages.slice(1);
  },

  altIn(language) {
    return this.values.alts[language] ?? '';
  },

  setAlt(language, text) {
    this.values.alts = { ...this.values.alts, [language]: text };
  },

  // The focal point
  get spot() {
    return { left: `${this.values.x * 100}%`, top: `${this.values.y * 100}%` };
  },

  get crop() {
    return { objectPosition: `${this.values.x * 100}% ${this.values.y * 100}%` };
  },

  get spotText() {
    const percent = (value) => number(value, { style: 'percent' });
    return t('media.spot', { x: percent(this.values.x), y: percent(this.values.y) });
  },

  pointAt(event) {
    if (!this.can('CATALOG_WRITE') || event.detail === 0) return; // a click of the keyboard has no place
    const { left, top, width, height } = this.$refs.canvas.getBoundingClientRect();
    this.movePoint(within((event.clientX - left) / width), within((event.clientY - top) / height));
  },

  nudge(event) {
    const step = STEPS[event.key];
    if (!step || !this.can('CATALOG_WRITE')) return;
    event.preventDefault();
    const by = event.shiftKey ? 0.1 : 0.01;
    this.movePoint(within(this.values.x + step[0] * by), within(this.values.y + step[1] * by));
  },

  movePoint(x, y) {
    Object.assign(this.values, { x, y });
    announce(this.spotText);
  },

  // Tags
  enterDetailTag() {
    const words = this.typedDetailTag.split(',').map((word) => word.trim()).filter(Boolean);
    if (words.length > 0) this.values.tags = [...new Set([...this.values.tags, ...words])];
    this.typedDetailTag = '';
  },

  dropDetailTag(word) {
    this.values.tags = this.values.tags.filter((one) => one !== word);
  },

  useAddress({ kind, id }) {
    if (kind === 'SHOP') return url('settings');
    return url(kind === 'PRODUCT' ? `products/${id}` : `collections/${id}`);
  },

  copyAddress() {
    const { permalink } = this.picture;
    return copyText(new URL(permalink, location.origin).href, t('media.copied'));
  },

  /** Another content under the same address. What it was stays until the new one is made. */
  async replace(files) {
    const [file] = files;
    if (!file || this.replacing !== null) return;
    this.replaceTrouble = unfit(file);
    if (this.replaceTrouble) return;
    this.replacing = 0;
    try {
      const { uploadId, refused } = await sendPicture(file, (share) => (this.replacing = share));
      if (refused) return (this.replaceTrouble = refused);
      const payload = await act(ask, MEDIA_REPLACE, { id: this.picture.id, uploadId });
      if (payload) await this.awaitNew(payload.mediaFile);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.replaceTrouble = sendingTrouble(error);
    } finally {
      this.replacing = null;
    }
  },

  async awaitNew(picture) {
    const before = this.picture.url;
    for (let tries = 0; tries < 40 && picture && picture.status !== 'FAILED' && !picture.failure && (picture.url === before || !picture.url); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      picture = (await ask(MEDIA_ONE, { id: picture.id })).node;
    }
    if (!picture) return;
    this.take(picture);
    this.replaceTrouble = picture.failure ?? '';
    if (!picture.failure) notify(t('media.replaced', { name: titleOf(picture) }));
    this.about();
  },

  async removeOne() {
    const { id, usage } = this.picture;
    const name = titleOf(this.picture);
    const text = usage.length > 0 ? t('media.removeUsed', { count: usage.length, places: usage.slice(0, 3).map(({ title }) => title).join(', ') }) : t('media.removeText');
    const agreed = await confirmDialog({ title: t('media.removeOneTitle', { name }), text, action: t('media.removeOneAction', { name }), danger: true });
    if (!agreed || !(await act(ask, MEDIA_DELETE, { ids: [id], evenWhereUsed: usage.length > 0 }))) return;
    this.reset();
    this.$refs.detail.close();
    notify(t('media.removed', { count: 1 }));
    await this.reload();
  },
};

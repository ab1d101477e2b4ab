// The library: all pictures of a shop, what is being brought, and what is done to many at once.
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain } from '/assets/shared/js/form.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { fileSize } from '/assets/shared/js/upload.js';
import { ask, startConsole } from './console.js';
import { editor, looking } from './media-detail.js';
import { MEDIA, MEDIA_ABOUT, MEDIA_DELETE, MEDIA_TAG } from './media-queries.js';
import { queueing, titleOf, TYPES } from './media-upload.js';
import { consoleList, onward } from './page.js';
import { shopLanguages } from './shop-languages.js';
import { tagging } from './tags.js';

const VIEWS = ['', 'MISSING_ALT', 'UNUSED', 'FAILED'];
const CONDITIONS = { MISSING_ALT: { missingAlt: true }, UNUSED: { unused: true }, FAILED: { status: ['FAILED'] } };

async function load({ filters, search, page, signal }) {
  const where = { ...CONDITIONS[filters.view], search: search || undefined, tag: filters.tag ? [filters.tag] : undefined };
  const data = await ask(MEDIA, { ...onward(page), where }, { signal });
  this.about();
  return { ...data.vendor.mediaFiles, partial: Boolean(data.$errors) };
}

const library = {
  quota: null,
  tags: [],
  languages: [],
  accept: TYPES.join(','),

  begun() {
    if (!this.can('CATALOG_READ')) return;
    shopLanguages().then((languages) => (this.languages = languages), () => {});
    const wanted = new URLSearchParams(location.search).get('id');
    if (wanted) this.openOne(wanted);
  },

  /** Room and tags are a courtesy: the library is there without them. */
  async about() {
    try {
      const { vendor } = await ask(MEDIA_ABOUT);
      this.quota = vendor.mediaQuota;
      this.tags = vendor.mediaTags;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
    }
    this.watch();
  },

  get tagChoices() {
    const { tag } = this.filters;
    return tag && !this.tags.includes(tag) ? [tag, ...this.tags] : this.tags;
  },

  get fullness() {
    return this.quota ? Math.min(1, this.quota.usedBytes / this.quota.limitBytes) : 0;
  },

  get roomText() {
    if (!this.quota) return '';
    const { files, usedBytes, limitBytes } = this.quota;
    return t('media.room', { count: files, used: fileSize(usedBytes, number), limit: fileSize(limitBytes, number) });
  },

  size: ({ storedBytes }) => (storedBytes ? fileSize(storedBytes, number) : ''),
  pixels: ({ width, height }) => (width ? `${number(width)} × ${number(height)}` : ''),
  point: ({ focalPoint }) => ({ objectPosition: `${focalPoint.x * 100}% ${focalPoint.y * 100}%` }),
  tagsOf: ({ tags }) => (tags ?? []).join(', '),
  titleOf,

  get layout() {
    return this.filters.as;
  },

  arrived(picture) {
    const known = this.rows.some(({ id }) => id === picture.id);
    if (known) this.rows = this.rows.map((row) => (row.id === picture.id ? picture : row));
    else if (!this.filtered && !this.after) this.rows = [picture, ...this.rows];
    if (this.picture?.id === picture.id) this.openAgain();
    this.about();
  },
};

const many = {
  ...tagging('newTags'),

  openTags() {
    this.newTags = [];
    this.$refs.tags.showModal();
  },

  async tagChosen(remove = false) {
    if (this.newTags.length === 0) return;
    const count = this.selected.length;
    const input = { ids: this.selected, [remove ? 'remove' : 'add']: this.newTags };
    await this.run(async () => (await ask(MEDIA_TAG, input)).mediaFilesTag.userErrors, t(remove ? 'media.untagged' : 'media.tagged', { count }));
    this.$refs.tags.close();
  },

  /** Pictures that nothing shows go at once; for those that are shown somewhere it is asked again. */
  async removeChosen() {
    const ids = [...this.selected];
    const count = ids.length;
    const agreed = await confirmDialog({ title: t('media.removeTitle', { count }), text: t('media.removeText'), action: t('media.removeAction', { count }), danger: true });
    if (!agreed) return;
    const used = await this.removeAll(ids, false);
    if (!used?.length) return;
    const text = t('media.usedText', { count: used.length });
    if (await confirmDialog({ title: t('media.usedTitle', { count: used.length }), text, action: t('media.removeAction', { count: used.length }), danger: true })) await this.removeAll(ids, true);
  },

  /** Resolves to the ids that were left because something shows them. */
  async removeAll(ids, evenWhereUsed) {
    this.working = true;
    try {
      const { deletedIds, userErrors } = (await ask(MEDIA_DELETE, { ids, evenWhereUsed })).mediaFilesDelete;
      const used = userErrors.filter(({ code }) => code === 'CONFLICT');
      if (used.length < userErrors.length) complain(userErrors);
      else if (used.length > 0) return used.map(({ path }) => ids[Number(path.at(-1))]);
      if (deletedIds.length > 0) notify(t('media.removed', { count: deletedIds.length }));
      await this.reload();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
    } finally {
      this.working = false;
    }
    return [];
  },
};

startConsole({
  media: () => consoleList({ load, forward: true, pageSize: 48, counted: 'media.count', filters: { tag: '', as: 'grid' }, views: VIEWS, text: (view) => t(`mediaView.${view || 'all'}`) }, editor(), library, queueing, many, looking),
});

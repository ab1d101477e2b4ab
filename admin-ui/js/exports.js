// A file of what a list shows, made in the background: a button, and a panel with the files there are.
import { h, icon } from '/assets/shared/js/dom.js';
import { number, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { fileSize } from '/assets/shared/js/upload.js';
import { ask } from './console.js';
import { act } from './copy.js';
import { EXPORT_CREATE, EXPORTS } from './marketplace-queries.js';
import { tools } from './page.js';

const NEEDS = { CATALOG: 'CATALOG_READ', STAGING: 'IMPORT_READ', ORDERS: 'ORDER_READ', VENDOR_ARCHIVE: 'SETTINGS_WRITE' };
const AGAIN = 3000; // milliseconds between two looks at a file that is being made

/** The data of <orion-exports>; `file` is CATALOG, STAGING, ORDERS or VENDOR_ARCHIVE. */
export const files = (file) => ({
  ...tools,
  file,
  exports: [],
  exportsPhase: 'loading', // loading, ready, error
  exportsFailure: null,
  making: false,

  async openExports() {
    this.$refs.files.showModal();
    await this.loadExports();
  },

  async loadExports() {
    this.exportsFailure = null;
    try {
      this.exports = (await ask(EXPORTS)).vendor.exports.nodes;
      this.exportsPhase = 'ready';
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.exportsFailure = error;
      this.exportsPhase = 'error';
      return;
    }
    if (this.exports.some(({ status }) => ['QUEUED', 'RUNNING'].includes(status))) setTimeout(() => this.$refs.files?.open && this.loadExports(), AGAIN);
  },

  async make() {
    if (this.making) return;
    this.making = true;
    const payload = await act(ask, EXPORT_CREATE, { input: { kind: this.file } });
    this.making = false;
    if (!payload) return;
    notify(t('files.started'));
    await this.loadExports();
  },

  about(one) {
    return [t('export.rows', { count: one.rowCount }), fileSize(one.byteSize, number)].join(' · ');
  },
});

// <orion-exports kind="CATALOG" x-data="files('CATALOG')">: beside the primary button of a list; `label` names its button.
export class Exports extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const kind = this.getAttribute('kind');
    const open = h('button', { type: 'button', class: 'button', 'x-show': `can('${NEEDS[kind]}')`, '@click': 'openExports()' }, icon('download'), t(this.getAttribute('label') ?? 'files.open'));
    const close = h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('action.close'), '@click': '$refs.files.close()' }, icon('x'));
    const row = h('template', { 'x-for': 'one in exports', ':key': 'one.id' });
    row.content.append(h('li', {},
      h('div', { class: 'grow' }, h('p', { class: 'row gap-2' }, h('span', { class: 'strong-cell', 'x-text': "$t('fileKind.' + one.kind)" }), h('span', { class: 'badge', ':class': 'kind(one.status)', 'x-text': "$t('exportState.' + one.status)" })),
        h('p', { class: 'muted small' }, h('span', { 'x-text': "$date(one.createdAt, 'moment')" }), h('span', { 'x-show': "one.status === 'READY'", 'x-text': "' · ' + about(one)" }), h('span', { 'x-show': 'one.requestedBy', 'x-text': "' · ' + one.requestedBy" }))),
      h('a', { class: 'button small', 'x-show': 'one.downloadUrl', ':href': 'one.downloadUrl', download: true }, icon('download'), t('action.download'))));
    const broken = h('template', { 'x-if': "exportsPhase === 'error'" });
    broken.content.append(h('div', { class: 'notice danger', role: 'alert' }, icon('circle-alert'), h('div', { class: 'body stack gap-2' }, h('p', { 'x-text': '$describe(exportsFailure)' }), h('p', {}, h('button', { type: 'button', class: 'button small', '@click': 'loadExports()' }, t('action.retry'))))));
    const body = h('div', { class: 'scroll stack' },
      h('p', {}, t(`fileText.${kind}`)),
      h('p', {}, h('button', { type: 'button', class: 'button primary', ':aria-busy': 'making', '@click': 'make()' }, t('files.make'))),
      h('h3', {}, t('files.heading')),
      h('p', { class: 'muted small' }, t('files.kept')),
      h('div', { 'x-show': "exportsPhase === 'loading'", role: 'status' }, h('span', { class: 'visually-hidden' }, t('list.loading')), h('span', { class: 'bone' }), h('span', { class: 'bone half' })),
      broken,
      h('p', { class: 'muted', 'x-show': "exportsPhase === 'ready' && exports.length === 0" }, t('files.none')),
      h('ul', { class: 'lines' }, row));
    this.append(open, h('dialog', { class: 'drawer wide', 'x-ref': 'files', 'aria-labelledby': 'files-title', closedby: 'any' },
      h('div', { class: 'drawer-form' }, h('div', { class: 'head' }, h('h2', { id: 'files-title' }, t(`fileTitle.${kind}`)), close), body)));
  }
}

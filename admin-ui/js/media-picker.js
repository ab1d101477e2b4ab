// A dialog that chooses one picture of the library, or brings a new one.
import { debounce } from '/assets/shared/js/dom.js';
import { t } from '/assets/shared/js/i18n.js';
import { describe } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { MEDIA, MEDIA_CREATE, MEDIA_STATES } from './media-queries.js';
import { sendingTrouble, sendPicture, sentence, titleOf, TYPES, unfit } from './media-upload.js';

const READY = { status: ['READY'] };
const TRIES = 60;

/** Joins a page with <dialog x-ref="pick">; `picked(picture)` of the page hears what was chosen. */
export const picking = {
  choices: [],
  pickSearch: '',
  pickAfter: null,
  pickBusy: false,
  pickTrouble: '',
  pickSending: null,
  pictureTitle: titleOf,
  pickAccept: TYPES.join(','),

  openPick() {
    this.pickSearch = '';
    this.pickTrouble = '';
    this.$refs.pick.showModal();
    return this.findPictures();
  },

  findSoon: debounce(function () {
    this.findPictures();
  }, 300),

  async findPictures(after = null) {
    this.pickBusy = true;
    try {
      const { nodes, pageInfo } = (await ask(MEDIA, { first: 24, after, where: { ...READY, search: this.pickSearch || undefined } })).vendor.mediaFiles;
      this.choices = after ? [...this.choices, ...nodes] : nodes;
      this.pickAfter = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.pickTrouble = describe(error);
    } finally {
      this.pickBusy = false;
    }
  },

  choosePicture(picture) {
    this.$refs.pick.close();
    this.picked(picture);
  },

  async bringPicture(files) {
    const [file] = files;
    if (!file || this.pickSending !== null) return;
    this.pickTrouble = unfit(file);
    if (this.pickTrouble) return;
    this.pickSending = 0;
    try {
      const { uploadId, refused } = await sendPicture(file, (share) => (this.pickSending = share));
      this.pickTrouble = refused ?? (await this.makePicture(uploadId));
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.pickTrouble = sendingTrouble(error);
    } finally {
      this.pickSending = null;
    }
  },

  /** Waits until the new picture is made and chooses it; resolves to what is wrong, or ''. */
  async makePicture(uploadId) {
    const { mediaFiles, userErrors } = (await ask(MEDIA_CREATE, { input: { uploadId } })).mediaFilesCreate;
    if (userErrors.length > 0) return sentence(userErrors[0].message);
    let [picture] = mediaFiles;
    for (let tries = 0; tries < TRIES && picture?.status === 'PENDING'; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      [picture] = (await ask(MEDIA_STATES, { ids: [picture.id] })).nodes;
    }
    if (picture?.status !== 'READY') return picture?.failure ? sentence(picture.failure) : t('media.stillPending');
    this.choosePicture(picture);
    return '';
  },
};

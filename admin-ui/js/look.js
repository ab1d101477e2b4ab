// How the shop looks: its colour, type and corners beside a piece of the shop that wears them, its logo and its picture.
import { config } from '/assets/shared/js/config.js';
import { debounce, mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act } from './copy.js';
import { LookPreview } from './look-preview.js';
import { LOOK_READ, LOOK_SET, THEME_PREVIEW, THEME_REVERT } from './look-queries.js';
import { picking } from './media-picker.js';
import { settle, shopUrl, tools } from './page.js';

const FONTS = ['system', 'grotesque', 'humanist', 'geometric', 'literary', 'editorial'];
const CORNERS = [0, 6, 14];
const COLOR = /^#[0-9a-f]{6}$/i;

const editor = form({
  values: { accent: '', fonts: '', radius: 0, logo: null, hero: null },
  rules: { accent: (value) => (COLOR.test(value) ? null : t('look.colorForm')) },

  async send({ accent, fonts, radius, logo, hero }) {
    const input = { theme: { accent: accent.toLowerCase(), fonts, radius }, logoId: logo?.id ?? '', heroId: hero?.id ?? '' };
    const { look, userErrors } = (await ask(LOOK_SET, { input })).shopLookSet;
    if (look && userErrors.length === 0) this.take(look);
    return userErrors;
  },

  done() {
    notify(t('look.saved'));
  },
});

const page = {
  phase: 'loading',
  failure: null,
  before: null, // the theme to go back to
  profile: null,
  preview: null,
  dark: false,
  place: '', // what a picture is chosen for: logo or hero
  fonts: FONTS,
  corners: CORNERS,

  init() {
    return this.reload();
  },

  reload() {
    return settle(this, async () => {
      const { look, profile } = (await ask(LOOK_READ)).vendor;
      this.profile = profile;
      this.take(look);
      await this.dress();
    });
  },

  take({ theme, themeBefore, logo, hero }) {
    this.before = themeBefore;
    this.reset({ ...theme, logo, hero });
  },

  get frozen() {
    return !this.can('SETTINGS_WRITE');
  },

  get inShop() {
    return shopUrl(config, '');
  },

  get tagline() {
    const { taglines, languages } = this.profile;
    return (taglines.find(({ language }) => language === languages[0]) ?? taglines[0])?.text ?? this.profile.name;
  },

  /** What was done to the colour so that it can be read, for the pages that are looked at. */
  get accentShown() {
    return this.preview?.[this.dark ? 'dark' : 'light'];
  },

  /** The colour for the browser's picker, which takes nothing but colours: the last one while another is being written. */
  get swatch() {
    return COLOR.test(this.values.accent) ? this.values.accent : this.accentShown?.color;
  },

  /** Puts the choices on the piece of the shop, as soon as the hand rests. */
  dressSoon: debounce(function () {
    return this.dress();
  }, 150),

  async dress() {
    const { accent, fonts, radius } = this.values;
    if (!COLOR.test(accent)) return;
    try {
      this.preview = (await ask(THEME_PREVIEW, { theme: { accent: accent.toLowerCase(), fonts, radius } })).vendor.themePreview;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.general = [error.message];
    }
  },

  /** Draws the piece of the shop as everything is chosen now. */
  paint(element) {
    element.wear(this.preview?.stylesheet, this.dark);
    element.show({ name: this.profile.name, tagline: this.tagline, logo: this.values.logo, hero: this.values.hero });
  },

  choose(name, value) {
    this.values[name] = value;
    this.touch(name);
    return this.dressSoon();
  },

  pickFor(place) {
    this.place = place;
    return this.openPick();
  },

  unpick(place) {
    this.values[place] = null;
    this.touch(place);
  },

  picked(picture) {
    this.values[this.place] = picture;
    this.touch(this.place);
  },

  async revert() {
    const payload = await act(ask, THEME_REVERT, {});
    if (!payload) return;
    this.take(payload.look);
    notify(t('look.reverted'));
    return this.dress();
  },
};

startConsole({ look: () => mix(tools, editor, picking, page) }, {}, () => customElements.define('orion-look', LookPreview));

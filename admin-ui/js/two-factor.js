// The second factor of an account, step by step: password, picture, first code, recovery codes. Each is a form of its
// own inside x-data="twoFactor" of a page whose data has `viewer`.
import { config, url } from '/assets/shared/js/config.js';
import { form, withForm } from '/assets/shared/js/form.js';
import { t } from '/assets/shared/js/i18n.js';
import { mix } from '/assets/shared/js/dom.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { RECOVERY_CODES_RENEW, TWO_FACTOR_BEGIN, TWO_FACTOR_CONFIRM, TWO_FACTOR_DISABLE } from './account-queries.js';
import { ask } from './console.js';
import { copyText, downloadText } from './copy.js';

const sixDigits = (value) => (/^\d{6}$/.test(value.replace(/\s/g, '')) ? null : t('code.rule'));

/** The panel. step: off, password, scan, codes, on, renew, disable. */
export const twoFactor = () => ({
  step: 'off',
  secret: '',
  qrCode: '',
  codes: [],
  wanted: false, // it was missing and asked for: the console opens with it

  init() {
    this.step = this.viewer.twoFactor.enabled ? 'on' : 'off';
    this.wanted = this.viewer.twoFactor.required && !this.viewer.twoFactor.enabled;
  },

  to(step) {
    this.step = step;
    this.$nextTick(() => document.querySelector('#two-factor :is(input, [data-focus])')?.focus());
  },

  /** The secret as people type it: in groups of four. */
  get groups() {
    return this.secret.match(/.{1,4}/g)?.join(' ') ?? '';
  },

  get sheet() {
    const heading = t('twoFactor.sheet', { place: config.vendor?.name ?? 'Orion', email: this.viewer.email });
    return `${heading}\n\n${this.codes.join('\n')}\n`;
  },

  copySecret() {
    return copyText(this.secret);
  },

  copyCodes() {
    return copyText(this.codes.join('\n'), t('twoFactor.codesCopied'));
  },

  download() {
    downloadText(`orion-${t('twoFactor.file')}.txt`, this.sheet);
  },

  print() {
    window.print();
  },

  /** The codes are kept: the new token knows of the second factor. */
  async finish() {
    this.codes = [];
    this.secret = this.qrCode = '';
    await session.refresh().catch(() => null); // the next page asks anew
    if (this.wanted) return location.assign(url());
    await this.load();
    notify(t('twoFactor.enabled'));
  },
});

export const twoFactorBegin = () =>
  withForm({
    values: { begin: '' },
    fieldOf: () => 'begin',

    async send({ begin }) {
      const { twoFactorBegin } = await ask(TWO_FACTOR_BEGIN, { password: begin });
      this.secret = twoFactorBegin.secret ?? '';
      this.qrCode = twoFactorBegin.qrCode ?? '';
      return twoFactorBegin.userErrors;
    },

    done() {
      this.to('scan');
    },
  });

export const twoFactorConfirm = () =>
  withForm({
    values: { first: '' },
    rules: { first: sixDigits },
    fieldOf: () => 'first',

    async send({ first }) {
      const { twoFactorConfirm } = await ask(TWO_FACTOR_CONFIRM, { code: first.replace(/\s/g, '') });
      this.codes = twoFactorConfirm.recoveryCodes ?? [];
      return twoFactorConfirm.userErrors;
    },

    done() {
      this.to('codes');
    },
  });

const proof = (send, done) => form({ values: { proofPassword: '', proofCode: '' }, fieldOf: (path) => (path.includes('password') ? 'proofPassword' : path.includes('code') ? 'proofCode' : null), send, done });

/** Password and code once more, to do away with the second factor or to get new recovery codes. */
export const twoFactorProof = (what) =>
  mix(
    proof(
      async function (values) {
        const input = { password: values.proofPassword, code: values.proofCode.trim() };
        const data = await ask(what === 'renew' ? RECOVERY_CODES_RENEW : TWO_FACTOR_DISABLE, { input });
        const payload = data.recoveryCodesRenew ?? data.twoFactorDisable;
        this.codes = payload.recoveryCodes ?? [];
        return payload.userErrors;
      },
      async function () {
        if (what === 'renew') return this.to('codes');
        notify(t('twoFactor.disabled'));
        await session.refresh().catch(() => null); // the next page asks anew
        await this.load();
      },
    ),
  );

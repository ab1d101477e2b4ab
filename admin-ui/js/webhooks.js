import { confirmDialog } from '/assets/shared/js/dialog.js';
import { mix } from '/assets/shared/js/dom.js';
import { form } from '/assets/shared/js/form.js';
import { date, known, number, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { ask, startConsole } from './console.js';
import { act, copyText } from './copy.js';
import { consoleList, onward } from './page.js';
import { toggled } from './permissions.js';
import { ENDPOINT_CREATE, ENDPOINT_DELETE, ENDPOINT_TEST, ENDPOINT_UPDATE, MESSAGE_REPLAY, SECRET_ROTATE, WEBHOOKS } from './webhook-queries.js';

const VIEWS = ['', 'PENDING', 'DELIVERED', 'FAILED'];
const FRESH = { url: '', description: '', events: [], enabled: true };

/** What an event is called; one of a later version shows its code. */
const eventText = (event) => (known(`webhookEvent.${event}`) ? t(`webhookEvent.${event}`) : event);

async function load({ filters, page, signal }) {
  const { view, event, endpoint } = filters;
  const where = { status: view ? [view] : undefined, event: event ? [event] : undefined, endpointId: endpoint || undefined };
  const { vendor } = await ask(WEBHOOKS, { ...onward(page), where }, { signal });
  this.events = vendor.webhookEvents;
  this.endpoints = vendor.webhookEndpoints;
  return vendor.webhookDeliveries;
}

const editing = form({
  values: FRESH,
  rules: { events: (value) => (value.length === 0 ? t('webhooks.eventsMissing') : null) },

  async send({ url, description, events, enabled }) {
    const input = { url: url.trim(), description: description.trim(), events, enabled };
    if (this.endpoint) return (await ask(ENDPOINT_UPDATE, { id: this.endpoint.id, input })).webhookEndpointUpdate.userErrors;
    const { webhookEndpointCreate } = await ask(ENDPOINT_CREATE, { input });
    this.secret = webhookEndpointCreate.secret ?? '';
    return webhookEndpointCreate.userErrors;
  },

  async done() {
    this.$refs.edit.close();
    if (this.endpoint) notify(t('webhooks.saved'));
    else this.showSecret(this.values.url.trim());
    await this.reload();
  },
});

// What is told when something happens, and where: the panels above the log.
const endpoints = {
  events: [],
  endpoints: [],
  endpoint: null, // the one that is being changed; null for a new one
  testing: null, // the id of the one that is being tested
  rotating: false,

  eventText,

  stateOf: ({ enabled, disabledAt }) => (enabled ? 'ON' : disabledAt ? 'DROPPED' : 'OFF'),
  toneOf: ({ enabled, disabledAt }) => (enabled ? 'success' : disabledAt ? 'danger' : ''),
  eventsOf: ({ events }) => events.map(eventText).join(', '),

  has(event) {
    return this.values.events.includes(event);
  },

  set(event) {
    this.values.events = toggled(this.values.events, event);
    this.touch('events');
  },

  setAll() {
    this.values.events = this.values.events.length === this.events.length ? [] : [...this.events];
    this.touch('events');
  },

  open(endpoint = null) {
    this.endpoint = endpoint;
    const { url, description, events, enabled } = endpoint ?? FRESH;
    this.reset({ url, description, events: [...events], enabled });
    this.$refs.edit.showModal();
    this.focusField('url');
  },

  openRotate(endpoint) {
    this.endpoint = endpoint;
    this.$refs.rotate.showModal();
  },

  async rotate() {
    if (this.rotating) return;
    this.rotating = true;
    const payload = await act(ask, SECRET_ROTATE, { id: this.endpoint.id });
    this.rotating = false;
    if (!payload) return;
    this.$refs.rotate.close();
    this.secret = payload.secret;
    this.showSecret(payload.endpoint.url);
    await this.reload();
  },

  async remove({ id, url }) {
    const agreed = await confirmDialog({ title: t('webhooks.deleteTitle'), text: t('webhooks.deleteText', { url }), action: t('webhooks.delete'), danger: true });
    if (agreed) await this.run(async () => (await ask(ENDPOINT_DELETE, { id })).webhookEndpointDelete.userErrors, t('webhooks.deleted'));
  },

  async test({ id }) {
    if (this.testing) return;
    this.testing = id;
    const payload = await act(ask, ENDPOINT_TEST, { id });
    this.testing = null;
    if (!payload) return;
    this.openMessage(payload.delivery);
    await this.reload();
  },
};

// The secret is in this page and nowhere else, until the dialog closes.
const secrets = {
  secret: '',
  secretOf: '',
  copied: false,

  showSecret(url) {
    this.secretOf = url;
    this.copied = false;
    this.$refs.secret.showModal();
  },

  async copySecret() {
    await copyText(this.secret);
    this.copied = true;
    this.$refs.value.select();
  },

  forget() {
    this.secret = '';
  },
};

const messages = {
  message: null,

  /** What was answered, or why nothing was. */
  answerOf({ responseStatus, failure, status, nextAttemptAt }) {
    if (responseStatus) return t('webhooks.answered', { status: String(responseStatus) });
    if (failure) return this.sentence(failure);
    return status === 'PENDING' && nextAttemptAt ? t('webhooks.notYet') : '–';
  },

  timeOf: ({ durationMs }) => (durationMs === null ? '–' : number(durationMs, { style: 'unit', unit: 'millisecond' })),

  nextOf: ({ status, nextAttemptAt }) => (status === 'PENDING' && nextAttemptAt ? date(nextAttemptAt, 'moment') : '–'),

  hostOf: ({ url }) => url.replace(/^https?:\/\//, ''),

  /** The payload as people read it; it is sent without blanks. */
  get payload() {
    if (!this.message) return '';
    try {
      return JSON.stringify(JSON.parse(this.message.payload), null, 2);
    } catch {
      return this.message.payload;
    }
  },

  openMessage(message) {
    this.message = message;
    if (!this.$refs.message.open) this.$refs.message.showModal();
  },

  copyPayload() {
    return copyText(this.message.payload);
  },

  async replay({ id }) {
    this.$refs.message.close();
    await this.run(async () => (await ask(MESSAGE_REPLAY, { id })).webhookDeliveryReplay.userErrors, t('webhooks.replayed'));
  },
};

startConsole({
  webhooks: () =>
    consoleList(
      { load, forward: true, filters: { event: '', endpoint: '' }, pageSize: 25, counted: 'webhooks.count', views: VIEWS, text: (view) => t(`webhookView.${view || 'all'}`) },
      mix(editing, endpoints, secrets, messages),
    ),
});

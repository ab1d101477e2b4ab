import { config } from '/assets/shared/js/config.js';
import { confirmDialog } from '/assets/shared/js/dialog.js';
import { complain } from '/assets/shared/js/form.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { notify } from '/assets/shared/js/notify.js';
import { session } from '/assets/shared/js/session.js';
import { ask } from './console.js';
import { consoleList } from './page.js';
import { NOTHING, pageSize, startPlatform, vendorBySlug, vendorFilter } from './platform.js';
import { SEVERITIES } from './severity.js';
import { ALERT_ACKNOWLEDGE, ALERT_RESOLVE, ALERT_RULES, ALERT_RULE_SET, ALERT_SNOOZE, ALERTS } from './watch-queries.js';

// The tabs: what nobody looks after comes first.
const VIEWS = {
  '': { status: ['OPEN'], snoozed: false },
  acknowledged: { status: ['ACKNOWLEDGED'], snoozed: false },
  snoozed: { status: ['OPEN', 'ACKNOWLEDGED'], snoozed: true },
  resolved: { status: ['RESOLVED'] },
};
const CHOICES = ['', ...Object.keys(SEVERITIES).toReversed()];
const DAY = 86_400_000;

async function load({ filters, page, signal }) {
  const vendor = filters.vendor ? await vendorBySlug(filters.vendor) : null;
  if (filters.vendor && !vendor) return NOTHING;
  const where = { ...VIEWS[filters.view], severity: filters.severity ? [filters.severity] : undefined, vendorId: vendor?.id };
  const data = await ask(ALERTS, { ...page, where }, { signal });
  return { ...data.admin.alerts, partial: Boolean(data.$errors) };
}

const ruleText = (rule) => (known(`alertRule.${rule}`) ? t(`alertRule.${rule}`) : rule);

startPlatform({
  alerts: () =>
    consoleList(
      { load, filters: { severity: '', vendor: '' }, pageSize: pageSize(), counted: 'alerts.count', views: Object.keys(VIEWS), text: (view) => t(`alertView.${view || 'open'}`) },
      vendorFilter,
      {
        severities: CHOICES.map((value) => ({ value, text: t(`severity.${value || 'any'}`) })),
        ruleText,
        tone: ({ severity }) => SEVERITIES[severity].tone,
        isOpen: ({ status }) => status === 'OPEN',
        isOver: ({ status }) => status === 'RESOLVED',
        placeOf: ({ place }) => `${config.base}/${place}`,

        get chips() {
          return this.filters.vendor ? [{ name: 'vendor', text: this.filters.vendor }] : [];
        },

        acknowledge({ id }) {
          return this.run(async () => (await ask(ALERT_ACKNOWLEDGE, { id })).alertAcknowledge.userErrors, t('alerts.acknowledged'));
        },

        snooze({ id }) {
          const until = new Date(Date.now() + DAY).toISOString();
          return this.run(async () => (await ask(ALERT_SNOOZE, { id, until })).alertSnooze.userErrors, t('alerts.snoozed'));
        },

        async resolve({ id, title }) {
          const note = await confirmDialog({ title: t('alerts.resolveTitle'), text: this.sentence(title), action: t('alerts.resolve'), reason: true });
          if (note === false) return;
          await this.run(async () => (await ask(ALERT_RESOLVE, { id, note })).alertResolve.userErrors, t('alerts.resolved'));
        },
      },
    ),

  rules: () => ({
    rules: [],
    failure: null,
    ruleText,
    writes: session.can('PLATFORM_WRITE'),

    async init() {
      try {
        this.rules = (await ask(ALERT_RULES)).admin.alertRules;
      } catch (error) {
        this.failure = error;
        if (error.name !== 'ApiError') throw error;
      }
    },

    /** Sets one rule; what the server says then is shown. */
    async set(rule, change) {
      try {
        const { alertRuleSet } = await ask(ALERT_RULE_SET, { input: { rule: rule.rule, version: rule.version, ...change } });
        if (alertRuleSet.userErrors.length > 0) complain(alertRuleSet.userErrors);
        else notify(t('alerts.ruleSet'));
      } catch (error) {
        if (error.name !== 'ApiError') throw error;
        complain(error);
      }
      return this.init();
    },

    enable(rule, enabled) {
      return this.set(rule, { enabled });
    },

    from(rule, text) {
      return this.set(rule, { threshold: Number(text) });
    },
  }),
});

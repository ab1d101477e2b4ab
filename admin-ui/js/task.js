// One thing done to many products, staged or of the catalogue, in the background: begun here or elsewhere, shown until somebody has seen its end.
import { idempotencyKey } from '/assets/shared/js/api-client.js';
import { h, icon } from '/assets/shared/js/dom.js';
import { complain } from '/assets/shared/js/form.js';
import { known, t } from '/assets/shared/js/i18n.js';
import { watchJob } from '/assets/shared/js/job.js';
import { announce } from '/assets/shared/js/notify.js';
import { ask } from './console.js';
import { act } from './copy.js';
import { refreshCounts } from './counts.js';
import { TASK_CANCEL, TASK_NOW, TASK_PROGRESS, TASK_START, TASKS } from './marketplace-queries.js';

const RUNNING = ['QUEUED', 'RUNNING'];

/**
 * Joins a list; <orion-task> draws it.
 * list, start, cancel, now, progress   the operations, each answering one field
 * needs                                the permission to start and to stop one
 * places                               {action: page} where what came of it is seen
 */
export const backgroundTasks = ({ list, start, cancel, now, progress, needs, places = {} }) => ({
  task: null,
  taskNeeds: needs,
  taskBusy: false,
  stopTask: null,

  /** Shows a task that runs already: after a reload, or begun by somebody else. */
  async findTask() {
    addEventListener('pagehide', () => this.stopTask?.());
    const found = await ask(list).catch(() => null); // the list itself says what is wrong
    const task = found && Object.values(found.vendor)[0].nodes[0];
    if (!task || !RUNNING.includes(task.status) || this.task) return;
    this.task = task;
    this.watchTask();
  },

  /** Starts one for all that match; resolves to whether it began. */
  async startTask(action, where, edit = undefined) {
    if (this.taskBusy) return false;
    this.taskBusy = true;
    try {
      const input = { action, where, edit, idempotencyKey: idempotencyKey() };
      const [{ task, userErrors }] = Object.values(await ask(start, { input }));
      if (!task) {
        complain(userErrors.some((error) => error.code === 'CONFLICT') ? [{ message: t('task.conflict') }] : userErrors);
        await this.findTask();
        return false;
      }
      this.task = task;
      this.watchTask();
      return true;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      complain(error);
      return false;
    } finally {
      this.taskBusy = false;
    }
  },

  watchTask() {
    this.stopTask?.();
    if (!this.taskRunning) return this.taskOver();
    this.stopTask = watchJob(this.task.id, {
      stream: progress,
      poll: now,
      pick: (data) => data.node,
      onJob: (task) => this.takeTask(task),
      onError: complain,
    });
  },

  takeTask(task) {
    const ended = this.taskRunning && !RUNNING.includes(task.status);
    this.task = task;
    if (ended) this.taskOver();
  },

  taskOver() {
    announce(this.taskTitle);
    refreshCounts();
    return this.reload();
  },

  async cancelTask() {
    const payload = await act(ask, cancel, { id: this.task.id });
    if (payload) this.takeTask(payload.task);
  },

  closeTask() {
    this.stopTask?.();
    this.task = null;
  },

  get taskRunning() {
    return RUNNING.includes(this.task?.status);
  },

  get taskShare() {
    const { total, processed } = this.task;
    return total > 0 ? processed / total : 0;
  },

  get taskTitle() {
    if (!this.task) return '';
    const { action, status, succeeded } = this.task;
    if (this.taskRunning) return t(`taskNow.${action}`);
    return status === 'FAILED' ? t('task.failed') : t(`taskDone.${action}`, { count: succeeded });
  },

  get taskTone() {
    if (!this.task || this.taskRunning) return '';
    if (this.task.status === 'FAILED') return 'danger';
    return this.task.failed > 0 || this.task.status === 'CANCELLED' ? 'warning' : 'success';
  },

  get taskProblems() {
    return (this.task?.problems ?? []).map((problem) => ({ ...problem, message: this.sentence(problem.message) }));
  },

  get taskWay() {
    const key = `taskWay.${this.task?.action}`;
    return !this.taskRunning && this.task?.succeeded > 0 && this.taskPlace && known(key) ? t(key) : '';
  },

  get taskPlace() {
    return places[this.task?.action] ?? '';
  },
});

/** Joins a list of staged products. */
export const tasks = backgroundTasks({
  list: TASKS, start: TASK_START, cancel: TASK_CANCEL, now: TASK_NOW, progress: TASK_PROGRESS, needs: 'IMPORT_RUN',
  places: { PUBLISH: 'products', SELECT: 'marketplace/selected' },
});

// <orion-task>: how far it is, or what became of it.
export class Task extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return;
    const when = (condition, ...content) => {
      const template = h('template', { 'x-if': condition });
      template.content.append(...content);
      return template;
    };
    const problem = h('template', { 'x-for': 'problem in taskProblems', ':key': 'problem.productId || problem.marketplaceProductId' });
    problem.content.append(h('li', {}, h('span', { class: 'strong-cell', 'x-text': 'problem.title' }), h('span', { class: 'muted' }, ': '), h('span', { 'x-text': 'problem.message' })));
    const running = h('section', { class: 'panel', 'aria-labelledby': 'task-title' },
      h('div', { class: 'row spread' }, h('h2', { id: 'task-title', 'x-text': 'taskTitle' }), h('span', { class: 'num muted', 'x-text': "$t('task.progress', {processed: task.processed, total: task.total})" })),
      h('progress', { class: 'progress', max: '1', ':value': 'taskShare', ':aria-label': 'taskTitle' }),
      h('p', { class: 'row gap-2' }, h('button', { type: 'button', class: 'button small', 'x-show': 'can(taskNeeds)', '@click': 'cancelTask()' }, t('task.cancel')),
        h('span', { class: 'muted small' }, t('task.help')), h('span', { class: 'small warn', 'x-show': 'task.failed > 0', 'x-text': "$t('task.left', {count: task.failed})" })));
    const over = h('div', { class: 'notice', ':class': 'taskTone', 'data-task': '' },
      h('orion-icon', { ':name': "taskTone === 'success' ? 'circle-check' : 'triangle-alert'", name: 'circle-check' }),
      h('div', { class: 'body stack gap-2' }, h('p', { class: 'title', 'x-text': 'taskTitle' }),
        h('p', { 'x-show': "task.status === 'CANCELLED'" }, t('task.cancelled')),
        h('p', { 'x-show': 'task.message', 'x-text': 'sentence(task.message)' }),
        when('task.failed > 0', h('div', { class: 'stack gap-1' }, h('p', { 'x-text': "$t('task.left', {count: task.failed})" }), h('ul', { class: 'task-problems', tabindex: '0', 'aria-label': t('task.problems') }, problem),
          h('p', { class: 'small', 'x-show': 'task.failed > taskProblems.length' }, t('task.first')))),
        h('p', { 'x-show': 'taskWay' }, h('a', { ':href': '$url(taskPlace)', 'x-text': 'taskWay' }))),
      h('button', { type: 'button', class: 'button quiet icon-only', 'aria-label': t('action.close'), '@click': 'closeTask()' }, icon('x')));
    this.append(when('task && taskRunning', running), when('task && !taskRunning', over));
  }
}

// JOB: watches long work. Events stream in over fetch; where that breaks twice, asking every two seconds does as well.
import { session } from './session.js';
import { config } from './config.js';
import { contextHeaders } from './transport.js';
import { gql } from './api-client.js';

export const OVER = ['READY', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED', 'REVERTED', 'AWAITING_MAPPING'];

/**
 * Watches a job until it is over; returns a function that stops watching. `stream` is a subscription with variables
 * {id, afterSequence} whose event has sequence and job; `poll` a query with {id}; `pick(data)` finds the job in it.
 */
export function watchJob(id, { stream, poll, pick, onJob, onError = () => {} }) {
  const stop = new AbortController();
  run(id, { stream, poll, pick, onJob, signal: stop.signal }).catch((error) => stop.signal.aborted || onError(error));
  return () => stop.abort();
}

async function run(id, watch) {
  let sequence = null;
  for (let failures = 0; failures < 2 && !watch.signal.aborted; ) {
    try {
      for await (const event of events(watch.stream, { id, afterSequence: sequence }, watch.signal)) {
        sequence = event.sequence;
        failures = 0;
        watch.onJob(event.job);
        if (OVER.includes(event.job.status)) return;
      }
    } catch (error) {
      if (watch.signal.aborted) return;
    }
    failures++;
    await sleep(500, watch.signal);
  }
  while (!watch.signal.aborted) {
    const job = watch.pick(await gql(watch.poll, { id }, { signal: watch.signal }));
    if (!job) return;
    watch.onJob(job);
    if (OVER.includes(job.status)) return;
    await sleep(2000, watch.signal);
  }
}

async function* events(op, variables, signal) {
  if (session.expected && !session.token) await session.refresh();
  const answer = await fetch(config.api, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...contextHeaders(session.token), 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify({ operationName: op.name, query: op.text, variables }),
    signal,
  });
  if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('text/event-stream')) throw new Error(`stream: ${answer.status}`);
  for await (const { event, data } of frames(answer.body.pipeThrough(new TextDecoderStream()))) {
    if (event === 'complete') return;
    if (event !== 'next') continue;
    const message = JSON.parse(data);
    if (!message.data) throw new Error(message.errors?.[0]?.message ?? 'empty event');
    yield Object.values(message.data)[0];
  }
}

/** Splits a text stream into the frames of text/event-stream. */
export async function* frames(stream) {
  let rest = '';
  for await (const chunk of chunks(stream)) {
    const parts = (rest + chunk).replaceAll('\r\n', '\n').split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const frame = { event: 'message', data: '' };
      for (const line of part.split('\n')) {
        if (line.startsWith('event:')) frame.event = line.slice(6).trim();
        if (line.startsWith('data:')) frame.data += line.slice(5).trimStart();
      }
      if (frame.data || frame.event !== 'message') yield frame;
    }
  }
}

// Safari cannot iterate a stream with for await yet.
async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => null);
  }
}

function sleep(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

// The mails that the program would have sent, as /mailbox shows them.
import { origin } from './watch.mjs';

const PAUSE = 250; // milliseconds between two looks

/** The mail of a subject to an address, once it has come. */
export async function arrived(address, subject) {
  for (let tries = 0; tries < 60; tries++) {
    const { mails } = await (await fetch(`${origin}/mailbox?format=json&to=${encodeURIComponent(address)}`)).json();
    const mail = mails.find((one) => one.subject === subject);
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error(`no mail “${subject}” to ${address}`);
}

/** The newest link in mails to an address that is not the one that was there before. */
export async function mailed(address, before) {
  for (let tries = 0; tries < 60; tries++) {
    const { mails } = await (await fetch(`${origin}/mailbox?format=json&to=${encodeURIComponent(address)}`)).json();
    const link = mails.map((mail) => /https?:\/\/\S+#token=\S+/.exec(mail.text)?.[0]).find(Boolean);
    if (link && link !== before) return link;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error(`no mail to ${address}`);
}

// The payment provider's own form for cards. Its script comes from the provider's host and may be neither bundled nor kept.
import { config } from '/assets/shared/js/config.js';

let form = null; // not in a store: the provider's objects do not stand being watched

function load() {
  if (globalThis.Stripe) return Promise.resolve(globalThis.Stripe);
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = config.cards.loader;
    script.addEventListener('load', () => resolve(globalThis.Stripe));
    script.addEventListener('error', () => reject(new Error('the form for cards did not load')));
    document.head.append(script);
  });
}

const dark = () => getComputedStyle(document.documentElement).colorScheme === 'dark' || (document.documentElement.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);

/** Shows the form of a payment at a place of the page. */
export async function openForm(clientSecret, place) {
  const Stripe = await load();
  const stripe = Stripe(config.cards.key, { locale: config.locale });
  const elements = stripe.elements({ clientSecret, appearance: { theme: dark() ? 'night' : 'stripe' } });
  elements.create('payment').mount(place);
  form = { stripe, elements };
}

/** Pays with what the form says. It leads away where all is well; else it answers what is wrong, in the provider's words. */
export async function confirm(returnTo) {
  const { error } = await form.stripe.confirmPayment({ elements: form.elements, confirmParams: { return_url: returnTo } });
  return error?.message ?? '';
}

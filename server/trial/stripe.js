// Stands for https://js.stripe.com/v3/ where Stripe's double stands for Stripe: the part of it that the checkout uses.
// 4000 0000 0000 0002 is refused, 4000 0000 0000 3220 is refused at the bank that it leads to; any other number pays.
globalThis.Stripe = (key) => {
  if (!key) throw new Error('a publishable key is missing');
  let input = null;
  return {
    elements: ({ clientSecret }) => ({
      clientSecret,
      create: () => ({
        mount(place) {
          const label = document.createElement('label');
          label.className = 'field';
          const text = document.createElement('span');
          text.className = 'label';
          text.textContent = 'Test card number';
          input = document.createElement('input');
          input.className = 'input';
          input.name = 'card';
          input.inputMode = 'numeric';
          input.value = '4242 4242 4242 4242';
          label.append(text, input);
          document.querySelector(place).replaceChildren(label);
        },
      }),
    }),
    async confirmPayment({ elements, confirmParams }) {
      const digits = input.value.replaceAll(' ', '');
      const send = (answer) => fetch(`/test/stripe/${elements.clientSecret}/${answer}`, { method: 'POST' });
      const refused = { error: { message: 'Your card was declined.' } };
      if (digits === '4000000000000002') {
        await send('refuse');
        return refused;
      }
      const away = digits === '4000000000003220';
      const { ok } = await send(away ? 'refuse' : 'pay');
      if (!ok) return refused;
      const to = new URL(confirmParams.return_url);
      to.searchParams.set('payment_intent_client_secret', elements.clientSecret);
      to.searchParams.set('redirect_status', away ? 'failed' : 'succeeded');
      location.assign(to);
      return new Promise(() => {});
    },
  };
};

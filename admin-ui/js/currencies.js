/** The currencies that a shop or a file of a marketplace is likely to have; others are offered where they are in use. */
export const CURRENCIES = ['EUR', 'CHF', 'GBP', 'USD', 'CZK', 'DKK', 'HUF', 'NOK', 'PLN', 'RON', 'SEK'];

// Texts that a shop has in several languages, as fields of a form (title_en, title_fr, title_de) and back.

/** Those that a shop can be in, in the order of its forms. */
export const LANGUAGES = ['en', 'fr', 'de'];

/** The text in a language, '' where there is none. */
export const textIn = (texts, language) => texts.find((one) => one.language === language)?.text ?? '';

/** What the fields of a name hold: a text for each language. */
export const fieldsOf = (name, texts) => Object.fromEntries(LANGUAGES.map((language) => [`${name}_${language}`, textIn(texts, language)]));

/** The texts of the fields of a name, as the graph wants them: without those that are empty. */
export const textsOf = (name, values) => LANGUAGES.map((language) => ({ language, text: values[`${name}_${language}`].trim() })).filter(({ text }) => text !== '');

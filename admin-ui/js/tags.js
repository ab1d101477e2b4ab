// Words that are put on something, one by one: typed and entered, or several with commas.

/** Joins a page with a list of words under `name`, and what is being typed in `typedTag`. */
export const tagging = (name) => ({
  [name]: [],
  typedTag: '',

  /** Takes what was typed into the list; words that are there stay once. */
  enterTag() {
    const words = this.typedTag.split(',').map((word) => word.trim()).filter(Boolean);
    this[name] = [...new Set([...this[name], ...words])];
    this.typedTag = '';
  },

  dropTag(word) {
    this[name] = this[name].filter((one) => one !== word);
  },
});

// All stores of a person, to choose from.
import { config } from '/assets/shared/js/config.js';
import { mix } from '/assets/shared/js/dom.js';
import { session } from '/assets/shared/js/session.js';
import { startConsole } from './console.js';
import { tools } from './page.js';
import { switchTo } from './stores-switch.js';

startConsole({
  stores: () =>
    mix(tools, {
      rows: session.viewer?.vendors ?? [],
      going: '',
      search: '',

      get found() {
        const words = this.search.trim().toLocaleLowerCase();
        return this.rows.filter(({ name, slug }) => `${name} ${slug}`.toLocaleLowerCase().includes(words));
      },

      here: (row) => row.slug === config.vendor.slug,

      async go(row) {
        if (this.going) return;
        this.going = row.slug;
        await switchTo(row.slug);
        this.going = '';
      },
    }),
});

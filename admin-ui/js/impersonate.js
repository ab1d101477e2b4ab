// Where staff come in from the platform: the link holds a refresh token, which is exchanged at once and good once.
import { start } from '/assets/shared/js/app.js';
import { config, url } from '/assets/shared/js/config.js';
import { linkToken } from '/assets/shared/js/link-token.js';
import { session } from '/assets/shared/js/session.js';
import { platformUrl } from './page.js';

const refreshToken = linkToken();

start({
  pages: {
    impersonate: () => ({
      place: config.vendor?.name ?? '',
      phase: refreshToken ? 'loading' : 'over',
      failure: null,
      back: platformUrl(config, 'vendors'),

      async init() {
        if (!refreshToken) return;
        try {
          await session.refresh({ refreshToken });
          location.replace(url());
        } catch (error) {
          this.failure = error;
          this.phase = error.code === 'UNAUTHENTICATED' ? 'over' : 'error';
          if (error.name !== 'ApiError') throw error;
        }
      },
    }),
  },
});

// The pictures of a product: a track to swipe, thumbs under it, and a layer to look closely. Part of the product's page.
import { focus, ground, shape } from './page.js';

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export function gallery() {
  return {
    current: 0,
    close: false, // the picture of the layer stands in its own size
    ground,
    focus,

    get pictures() {
      return (this.product?.media ?? []).filter((media) => media.url);
    },

    get picture() {
      return this.pictures[this.current] ?? null;
    },

    /** All pictures stand in the frame of the first, so that nothing jumps between them. */
    frame(picture) {
      return { ...ground(picture), ...shape(this.pictures[0]) };
    },

    /** Brings a picture into view; from the thumbs and by the arrow keys. */
    show(index) {
      this.close = false;
      this.current = Math.min(this.pictures.length - 1, Math.max(0, index));
      const { track } = this.$refs;
      track?.scrollTo({ left: track.clientWidth * this.current, behavior: still() ? 'auto' : 'smooth' });
    },

    /** The picture of the variant that is chosen, where it has one of its own. */
    showVariant() {
      const index = this.pictures.findIndex(({ id }) => id === this.variant?.media?.id);
      if (index >= 0) this.show(index);
    },

    /** A finger has moved the pictures. */
    seen() {
      const { track } = this.$refs;
      this.current = Math.round(track.scrollLeft / track.clientWidth);
    },

    /** Opens the layer at a picture. */
    enlarge(index) {
      this.show(index);
      this.$dialog('zoom');
    },

    /** The layer shows the whole picture, or a part of it in its own size around the point that was pressed. */
    async magnify(event) {
      this.close = !this.close;
      const { clientX, clientY, detail } = event;
      await this.$nextTick();
      const { layer } = this.$refs;
      const part = detail ? [clientX / innerWidth, clientY / innerHeight] : [0.5, 0.5];
      layer.scrollTo((layer.scrollWidth - layer.clientWidth) * part[0], (layer.scrollHeight - layer.clientHeight) * part[1]);
    },
  };
}

/**
 * Konva empties its container with `innerHTML = ''`, which the page's Trusted Types refuse. For the length of that call
 * the container gets a setter that empties it without parsing HTML.
 */
import { Stage } from 'konva/lib/Stage.js';

/* oxlint-disable no-underscore-dangle -- Konva's own name */
const build = Stage.prototype._buildDOM;

Stage.prototype._buildDOM = function buildWithoutHtml(this: Stage): void {
  const container: HTMLElement = this.container();
  Object.defineProperty(container, 'innerHTML', {
    configurable: true,
    set() {
      container.replaceChildren();
    },
  });
  try {
    build.call(this);
  } finally {
    Reflect.deleteProperty(container, 'innerHTML');
  }
};

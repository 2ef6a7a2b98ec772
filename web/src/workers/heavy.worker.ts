/** Entry of a worker for long work on copies of the document's pixels. It keeps nothing between two calls. */
import { expose, transfer } from 'comlink';
import { actOnMask } from '../document/maskActions.ts';
import { planeOf, type Tile } from '../document/tiledPlane.ts';
import type { HeavyApi } from './heavyApi.ts';

const buffersOf = (tiles: Iterable<Tile>): ArrayBuffer[] =>
  [...tiles].flatMap((tile) => (typeof tile === 'number' ? [] : [tile.buffer]));

const api: HeavyApi = {
  actOnMask(mask, action, amount) {
    const acted = actOnMask(planeOf(mask), action, amount);
    return acted && transfer(acted, buffersOf(acted.tiles.values()));
  },
};
expose(api);

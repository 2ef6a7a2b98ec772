import { expect, it } from 'vitest';
import { nextTurn } from './turns.ts';

it('long steps that come together leave room for others between them', async () => {
  const order: string[] = [];
  const step = async (name: string) => {
    await nextTurn();
    order.push(name);
    setImmediate(() => order.push('another'));
  };
  await Promise.all([step('first'), step('second'), step('third')]);
  expect(order.slice(0, 5)).toEqual(['first', 'another', 'second', 'another', 'third']);
});

import { describe, expect, it } from 'vitest';
import { createMessages } from './messages.ts';

describe('messages', () => {
  it('stay until dismissed', () => {
    const messages = createMessages();
    const id = messages.problem({ code: 'IMAGE_EMPTY' }, { about: 'a.jpg' });
    expect(messages.store.getState().messages).toMatchObject([
      { about: 'a.jpg', problem: { code: 'IMAGE_EMPTY' } },
    ]);
    messages.dismiss(id);
    expect(messages.store.getState().messages).toEqual([]);
  });

  it('the same message about the same file replaces itself; about another it stands beside', () => {
    const messages = createMessages();
    for (const about of ['a.jpg', 'b.jpg', 'a.jpg']) messages.problem({ code: 'IMAGE_EMPTY' }, { about });
    expect(messages.store.getState().messages.map(({ about }) => about)).toEqual(['b.jpg', 'a.jpg']);
  });

  it('a shoot of broken files does not cover the photo', () => {
    const messages = createMessages();
    for (let file = 0; file < 200; file++)
      messages.problem({ code: 'IMAGE_EMPTY' }, { about: `${file}.jpg` });
    expect(messages.store.getState().messages.map(({ about }) => about)).toEqual([
      '196.jpg',
      '197.jpg',
      '198.jpg',
      '199.jpg',
    ]);
  });

  it('an action runs once and takes its message away', () => {
    const messages = createMessages();
    let runs = 0;
    messages.problem(
      { code: 'IMAGE_TRUNCATED' },
      { actions: [{ key: 'notices.openAnyway', run: () => runs++ }] },
    );
    messages.store.getState().messages[0].actions[0].run();
    expect([runs, messages.store.getState().messages.length]).toEqual([1, 0]);
  });

  it('the live region says the same words again', () => {
    const messages = createMessages();
    messages.say('say.inverted');
    const first = messages.store.getState().said;
    messages.say('say.inverted');
    expect(messages.store.getState().said).toMatchObject({ key: 'say.inverted' });
    expect(messages.store.getState().said?.id).not.toBe(first?.id);
  });
});

import { lazy, type ComponentType } from 'react';
import { partMissing } from '../state/newVersion.ts';

/**
 * A component that is loaded when it is first shown. When the server no longer has it, because a newer version took its
 * place, the page says so and stands as it is.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch {
      dispatchEvent(new Event(partMissing));
      return { default: (() => null) as ComponentType<Props> };
    }
  });
}

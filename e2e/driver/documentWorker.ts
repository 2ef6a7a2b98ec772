import { expect, type Page, type Worker } from '@playwright/test';

/** The worker that owns every pixel, once it is there. */
export async function documentWorker(page: Page): Promise<Worker> {
  const find = () => page.workers().find((worker) => worker.url().includes('/document.worker'));
  await expect.poll(() => find() !== undefined).toBe(true);
  return find() as Worker;
}

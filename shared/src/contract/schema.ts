/**
 * zod as every schema here and in the page takes it. It would otherwise probe for `new Function`, which the page's
 * Content-Security-Policy forbids and the browser reports; said where `z` comes from, so that no bundle can make a schema first.
 */
import { config, z } from 'zod';

config({ jitless: true });

export { z };

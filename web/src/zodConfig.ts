/**
 * Imported before any schema is made: zod would otherwise probe for `new Function`, which the
 * Content-Security-Policy forbids and the browser reports.
 */
import { config } from 'zod';

config({ jitless: true });

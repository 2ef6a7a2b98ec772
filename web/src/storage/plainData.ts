/**
 * Plain data with pixels in it (patches, results) as JSON and byte arrays apart: an array is written once, under a name,
 * however many objects share it and however often they are written.
 */

export type ByteArray = Uint8Array<ArrayBuffer> | Uint8ClampedArray<ArrayBuffer>;

/** The names that arrays of one photo go by. */
export interface ArrayNames {
  nameOf(array: ByteArray): string;
  /** Remembers the name that a loaded array has. */
  keep(array: ByteArray, name: string): void;
}

export function createArrayNames(makeName: () => string = () => crypto.randomUUID()): ArrayNames {
  const names = new WeakMap<ByteArray, string>();
  return {
    nameOf(array) {
      const known = names.get(array) ?? makeName();
      names.set(array, known);
      return known;
    },
    keep: (array, name) => void names.set(array, name),
  };
}

const isArray = (value: unknown): value is ByteArray =>
  value instanceof Uint8Array || value instanceof Uint8ClampedArray;

/** The stand-in for an array; `c`: it holds colours (a clamped array). */
interface ArrayMark {
  readonly $array: string;
  readonly c?: 1;
}

const isMark = (value: unknown): value is ArrayMark =>
  typeof value === 'object' && value !== null && typeof (value as ArrayMark).$array === 'string';

/** JSON of `value` and the arrays in it, by name. */
export function packPlain(
  value: unknown,
  names: ArrayNames,
): { json: string; arrays: Map<string, ByteArray> } {
  const arrays = new Map<string, ByteArray>();
  const json = JSON.stringify(value, (_key, part: unknown) => {
    if (!isArray(part)) return part;
    const name = names.nameOf(part);
    arrays.set(name, part);
    return { $array: name, ...(part instanceof Uint8ClampedArray ? { c: 1 } : {}) };
  });
  return { json, arrays };
}

/**
 * @param arrays bytes by name; throws RangeError for a name that is missing
 * @param made arrays that were read before: one name is one array, in however many values it stands
 */
export function unpackPlain(
  json: string,
  arrays: ReadonlyMap<string, Uint8Array>,
  names: ArrayNames,
  made = new Map<string, ByteArray>(),
): unknown {
  return JSON.parse(json, (_key, part: unknown) => {
    if (!isMark(part)) return part;
    const known = made.get(part.$array);
    if (known) return known;
    const bytes = arrays.get(part.$array);
    if (!bytes) throw new RangeError(`array ${part.$array} is missing`);
    const { buffer, byteOffset, byteLength } = bytes as Uint8Array<ArrayBuffer>;
    const array = part.c
      ? new Uint8ClampedArray(buffer, byteOffset, byteLength)
      : new Uint8Array(buffer, byteOffset, byteLength);
    made.set(part.$array, array);
    names.keep(array, part.$array);
    return array;
  });
}

/** Bits of a WebP, the lowest of each byte first (RFC 9649, §3.2). */
export interface BitWriter {
  /** @param count 0 to 24 */
  bits(value: number, count: number): void;
  /** The whole bytes so far; what does not fill one waits for more. */
  take(): Uint8Array<ArrayBuffer>;
  /** The same and what is left, filled up with zeros. */
  finish(): Uint8Array<ArrayBuffer>;
}

export function createBitWriter(): BitWriter {
  let bytes = new Uint8Array(65_536);
  let length = 0;
  let held = 0;
  let heldBits = 0;
  const push = (byte: number): void => {
    if (length === bytes.length) {
      const larger = new Uint8Array(2 * bytes.length);
      larger.set(bytes);
      bytes = larger;
    }
    bytes[length++] = byte;
  };
  const take = (): Uint8Array<ArrayBuffer> => {
    const taken = bytes.slice(0, length);
    length = 0;
    return taken;
  };
  return {
    bits(value, count) {
      held |= value << heldBits;
      heldBits += count;
      while (heldBits >= 8) {
        push(held & 255);
        held >>>= 8;
        heldBits -= 8;
      }
    },
    take,
    finish() {
      if (heldBits > 0) push(held & 255);
      held = 0;
      heldBits = 0;
      return take();
    },
  };
}

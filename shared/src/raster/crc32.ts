/** Eight tables of 256: slicing by 8 (Kounavis & Berry 2005) reads eight bytes a step. */
const TABLES = slicingTables();

/**
 * CRC-32 as in PNG and zlib (polynomial 0xEDB88320, reflected), 0 … 2³² − 1. `crc` is that of the bytes before these,
 * so that parts can be added one by one.
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const end8 = bytes.length & ~7;
  let c = ~crc;
  let i = 0;
  for (; i < end8; i += 8) {
    c ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    c =
      TABLES[1792 + (c & 255)] ^
      TABLES[1536 + ((c >>> 8) & 255)] ^
      TABLES[1280 + ((c >>> 16) & 255)] ^
      TABLES[1024 + (c >>> 24)] ^
      TABLES[768 + bytes[i + 4]] ^
      TABLES[512 + bytes[i + 5]] ^
      TABLES[256 + bytes[i + 6]] ^
      TABLES[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) c = TABLES[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}

function slicingTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    tables[n] = c;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256];
    tables[i] = tables[before & 255] ^ (before >>> 8);
  }
  return tables;
}

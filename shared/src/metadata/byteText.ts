// Metadata is bytes in which ASCII names stand between text of any encoding. Handled as one character per byte, names can be
// found and text passes through untouched, whatever its encoding.

/** One character, 0 to 255, per byte. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  // 8192 at a time: a function takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** The other way round. Throws RangeError for a character that is no byte. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (code > 255) throw new RangeError(`character ${code} is no byte`);
    return code;
  });
}

/** Latin-1 bytes as UTF-8 bytes, both as text of one character per byte. */
export const utf8OfLatin1 = (text: string): string =>
  text.replace(/[\x80-\xff]/g, (character) => {
    const code = character.charCodeAt(0);
    return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  });

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

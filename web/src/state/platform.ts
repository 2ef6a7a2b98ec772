/** What the browser does for us outside the page: downloads, the clipboard, files. */

/** Hands a file to the browser's own download. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads the URL after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

interface SavePicker {
  showSaveFilePicker(options: {
    suggestedName: string;
    types: { accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle>;
}

/** Whether the browser can write to a place that the user chooses. */
export const canSaveAs = (): boolean => 'showSaveFilePicker' in globalThis;

/** Asks for a place; null when the user changed their mind. Must be called while the browser still sees the click. */
export async function pickPlace(name: string, mimeType: string): Promise<FileSystemFileHandle | null> {
  const extension = name.slice(name.lastIndexOf('.'));
  try {
    const picker = globalThis as unknown as SavePicker;
    return await picker.showSaveFilePicker({
      suggestedName: name,
      types: [{ accept: { [mimeType]: [extension] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Writes the whole file or none of it: the browser swaps the finished copy in when the stream closes. */
export async function writeTo(handle: FileSystemFileHandle, blob: Blob): Promise<void> {
  const stream = await handle.createWritable();
  try {
    await stream.write(blob);
    await stream.close();
  } catch (error) {
    await stream.abort();
    throw error;
  }
}

/** Asks the browser not to clear what is kept when space runs short. What it answers is shown with the recent work. */
export async function askToKeep(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
}

/** Puts a picture on the clipboard. Takes the promise, because Safari must see the call within the click. */
export async function copyPng(png: Promise<Blob>): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

/**
 * Decodes what there is of an incomplete picture: only an `<img>` accepts one.
 * Rejects when not even that can be shown.
 */
export async function decodeWhatIsThere(file: Blob): Promise<ImageBitmap> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    await new Promise((resolve, reject) => {
      image.addEventListener('load', resolve);
      image.addEventListener('error', () => reject(new Error('the browser could not show any of it')));
      image.src = url;
    });
    // createImageBitmap refuses an incomplete picture even from an <img>; drawing it does not.
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no 2D context to draw what is there');
    context.drawImage(image, 0, 0);
    return canvas.transferToImageBitmap();
  } finally {
    URL.revokeObjectURL(url);
  }
}

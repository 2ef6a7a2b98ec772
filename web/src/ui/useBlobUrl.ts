import { useEffect, useState } from 'react';

/** An address for a blob, for as long as the component shows it. */
export function useBlobUrl(blob: Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    // oxlint-disable-next-line react/set-state-in-effect -- an address must be made where it can be taken back
    setUrl(made);
    // The picture on screen may still be loading from it when the next one comes.
    return () => void setTimeout(() => URL.revokeObjectURL(made), 10_000);
  }, [blob]);
  return url;
}
